"""Earlier incidents that a report of news retells with a day and a figure: "In May 2019 a bomb here killed nine".

Each is an account of its own, after the news. Histories, running totals and lives are none, nor is anything retold
by an article without news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.accounts.days import ACT, DEATH, PLAIN
from transforms.accounts.sentences import Sentence
from transforms.dates import DateMention

_HARM = frozenset({"killed", "injured", "abducted"})
# A month at the coarsest: what a year alone dates is history.
_MONTH = 4
_HAPPENING = frozenset({ACT, PLAIN, DEATH})


def find_retold(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences that retell one earlier incident each, made news again, with the days of the happening."""
    for sentence in sentences:
        days = [_of_happening(mention) for mention in sentence.dates if _dates_it(mention)]
        if sentence.background == "old_date" and days and sentence.triggers and _counts_victims(sentence):
            yield replace(sentence, background=None, dates=tuple(days))


def _dates_it(mention: DateMention) -> bool:
    return mention.precision <= _MONTH and mention.role in _HAPPENING


def _of_happening(mention: DateMention) -> DateMention:
    """Nobody tells two days of an old incident: the one of the deaths is its own."""
    return replace(mention, role=ACT)


def _counts_victims(sentence: Sentence) -> bool:
    return any(
        figure.quantity in _HARM and figure.scope != "cumulative" and (figure.best or figure.low)
        for figure in sentence.figures
    )

"""Earlier incidents that a report of news retells with a day and a figure: "In May 2019 a bomb here killed nine",
"The raid came two days after gunmen killed nine".

Each is an account of its own, after the news. Histories, running totals and lives are none, nor is anything retold
by an article without news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from transforms.accounts.days import ACT, DEATH, PLAIN
from transforms.accounts.sentences import HARM, Sentence
from transforms.dates import DateMention
from transforms.patterns import cued

# A month at the coarsest: what a year alone dates is history.
_MONTH = 4
_HAPPENING = frozenset({ACT, PLAIN, DEATH})
# "Last month, ten people were killed in a similar raid" is a history that dates one incident.
_RETELLS = frozenset({"old_date", "history"})


def find_retold(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences that retell one earlier incident each, made news again, with the days of the happening."""
    for sentence in sentences:
        days = [_of_happening(mention) for mention in sentence.dates if _dates_it(mention)]
        if sentence.background in _RETELLS and days and sentence.triggers and _counts_victims(sentence):
            yield replace(sentence, background=None, dates=tuple(days))


# "The riot came a day after two gunmen killed four settlers": from here on it tells of what was before.
_CAME_AFTER = cued(
    r"\b(?:comes?|came|coming|happened|occurred|took place|follow(?:s|ed|ing)) (?:\w+ ){0,2}?"
    r"(a|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|\d+) (days?|weeks?) after (?=\w)"
)
_NUMBERS = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
}
_DAYS = {"day": 1, "week": 7}


def told_before(sentence: Sentence, news: Sequence[DateMention]) -> Sentence | None:
    """The sentence with the day of what came before the news, if it counts the victims of that alone; else None.

    `news` are the days of the news, the first of which the days are counted from; none = the sentence dates nothing.
    """
    found = _CAME_AFTER.search(sentence.text)
    if found is None:
        return None
    edge = sentence.start + found.end()
    harm = [figure for figure in sentence.figures if figure.quantity in HARM]
    if not harm or any(figure.start < edge for figure in harm) or all(t.start < edge for t in sentence.triggers):
        return None
    number = _NUMBERS.get(found[1], 1) if found[1].isalpha() or " " in found[1] else int(found[1])
    days = timedelta(days=number * _DAYS[found[2].rstrip("s")])
    spans = (sentence.start + found.start(1), edge - 1)
    dates = [
        replace(day, start=spans[0], end=spans[1], raw=found[0][found.start(1) - found.start() :].strip(), role=ACT)
        for day in news[:1]
    ]
    return replace(
        sentence,
        dates=tuple(replace(day, low=day.low - days, high=day.high - days, kind="relative") for day in dates),
        triggers=tuple(trigger for trigger in sentence.triggers if trigger.start >= edge),
    )


def _dates_it(mention: DateMention) -> bool:
    return mention.precision <= _MONTH and mention.role in _HAPPENING


def _of_happening(mention: DateMention) -> DateMention:
    """Nobody tells two days of an old incident: the one of the deaths is its own."""
    return replace(mention, role=ACT)


def _counts_victims(sentence: Sentence) -> bool:
    return any(
        figure.quantity in HARM and figure.scope != "cumulative" and (figure.best or figure.low)
        for figure in sentence.figures
    )

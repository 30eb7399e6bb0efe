"""Earlier incidents that a report of news retells with a day and a figure: "In May 2019 a bomb here killed nine",
"The raid came two days after gunmen killed nine".

Each is an account of its own, after the news. Histories, running totals and lives are none, nor is anything retold
by an article without news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from transforms.accounts.days import ACT, DEATH, PLAIN
from transforms.accounts.halves import part
from transforms.accounts.sentences import HARM, Sentence
from transforms.dates import DateMention
from transforms.patterns import cued

# A month at the coarsest: what a year alone dates is history.
_MONTH = 4
_DAY = 1
_HAPPENING = frozenset({ACT, PLAIN, DEATH})
# "Last month, ten people were killed in a similar raid" is a history that dates one incident.
_RETELLS = frozenset({"old_date", "history"})
# How long before the news: "a day after two gunmen killed four settlers".
_SO_LONG = r"(a|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|\d+) (days?|weeks?) after (?=\w)"
# "The riot came a day after …": from here on it tells of what was before.
_CAME_AFTER = cued(
    r"\b(?:comes?|came|coming|happened|occurred|took place|follow(?:s|ed|ing)) (?:\w+ ){0,2}?" + _SO_LONG
)
# "…, two days after gunmen shot dead five labourers in Turbat"; a comma ends the clause where it opens the sentence.
_DAYS_AFTER = cued(r"\b" + _SO_LONG, re.IGNORECASE)
_NUMBERS = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
}
_DAYS = {"day": 1, "week": 7}


def find_retold(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences that retell one earlier incident each, made news again, with the days of the happening."""
    for sentence in sentences:
        days = [_of_happening(mention) for mention in sentence.dates if _dates_it(mention)]
        if sentence.background in _RETELLS and days and sentence.triggers and _counts_victims(sentence):
            yield replace(sentence, background=None, dates=tuple(days))


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
    return replace(
        sentence,
        dates=_days_before(found, sentence, news),
        triggers=tuple(trigger for trigger in sentence.triggers if trigger.start >= edge),
    )


def _days_before(found: re.Match[str], sentence: Sentence, news: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """The day that lies so many days or weeks before the news; none where the news has no day."""
    number = int(found[1]) if found[1].isdigit() else _NUMBERS.get(found[1].lower(), 1)
    days = timedelta(days=number * _DAYS[found[2].lower().rstrip("s")])
    start, end = sentence.start + found.start(1), sentence.start + found.end() - 1
    raw = sentence.text[found.start(1) : found.end()].strip()
    return tuple(
        replace(day, start=start, end=end, raw=raw, role=ACT, low=day.low - days, high=day.high - days, kind="relative")
        for day in news[:1]
    )


def split_before(sentence: Sentence, news: Sequence[DateMention]) -> tuple[Sentence, Sentence] | None:
    """A sentence of two acts in two towns as what is news in it and what was some days before; None = it is of one.

    `news` are the days of the news before this sentence, from which the days are counted where it has none itself.
    """
    found = _DAYS_AFTER.search(sentence.text)
    if found is None:
        return None
    start, edge = sentence.start + found.start(), sentence.start + found.end()
    acts = [trigger.end for trigger in sentence.triggers if trigger.start >= edge]
    end = sentence.end
    if acts and not sentence.text[: found.start()].strip(" \"“'‘"):
        comma = sentence.text.find(", ", acts[0] - sentence.start)
        end = sentence.start + comma if comma >= 0 else end
    before = part(sentence, lambda at: edge <= at < end)
    now = part(sentence, lambda at: not start <= at < end)
    days = [mention for mention in now.dates if mention.precision <= _DAY and mention.role in _HAPPENING] or news
    figures = tuple(replace(f, scope="total") if f.scope == "cumulative" else f for f in before.figures)
    before = replace(before, dates=_days_before(found, sentence, days), figures=figures)
    here, there = ({scene.place for scene in part.scenes if scene.place is not None} for part in (now, before))
    are_two = bool(here and there and days) and not here & there
    return (now, before) if are_two and all(part.triggers and _counts_victims(part) for part in (now, before)) else None


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

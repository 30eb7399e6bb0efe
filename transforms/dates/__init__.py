"""Date phrases of news text resolved to calendar days, seen from the day of publication.

A weekday is the last one on or before publication, a month without a year the last one begun by
then. Precision is UCDP's scale: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 longer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from transforms.dates.named_after import is_name
from transforms.dates.phrases import PATTERN, RESOLVERS, YEAR
from transforms.dates.readings import DateOrder, Reading
from transforms.patterns import cued

__all__ = ["DateMention", "DateOrder", "find_dates"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date phrase.

    `start` and `end` are offsets into the text, `low` and `high` the first and last day meant
    (both included). `kind`: "weekday", "absolute", "relative", "month", "year", "range" or
    "holiday". `is_past`: no day of it lies after the day of publication. `role`: what its sentence makes it
    the day of (`transforms.accounts.days`), "plain" until that is read.
    """

    start: int
    end: int
    raw: str
    low: date
    high: date
    precision: int
    kind: str
    is_past: bool
    role: str = "plain"


_QUICK: Final = cued(
    r"day\b|days\b|night|\d{4}|\d/|week|month|year|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|morrow|morning|"
    r"evening|hour|Year|Eve\b|ago\b|decade|Christmas|Easter|Halloween|Thanksgiving|afternoon|Mon\b|Tue|Wed\b|Thu|Fri\b|Sat\b|Sun\b"
)
# "may" and "march" are verbs too, "sun" and "sat" words: they need a cue.
_CUE: Final = re.compile(
    r"\b(?:in|since|until|till|by|from|between|of|on|to|and|during|through|before|after|for|around|as of|every)\s$",
    re.IGNORECASE,
)


def find_dates(text: str, published: date, order: DateOrder = "mdy") -> list[DateMention]:
    """Every date phrase of `text`, in order, not overlapping.

    `order` reads "02/03/2021"; a first or second number above 12 decides for itself. "since
    March 2019" is a range that ends on `published`.
    """
    if not _QUICK.search(text):
        return []
    found: list[DateMention] = []
    for match in PATTERN.finditer(text):
        previous = next((mention.low for mention in reversed(found) if mention.precision == 1), None)
        mention = _resolve(text, match, Reading(published, previous, order))
        if mention is not None:
            found.append(mention)
    return _ranges(text, found, published)


def _resolve(text: str, match: re.Match[str], reading: Reading) -> DateMention | None:
    form = next(name for name in RESOLVERS if match[name] is not None)
    if not _is_date(text, match, form):
        return None
    span = RESOLVERS[form](match, reading)
    if span is None:
        return None
    low, high, kind = span
    return _mention(text, match.start(), match.end(), low, high, kind, reading.published)


def _is_date(text: str, match: re.Match[str], form: str) -> bool:
    word = match[0]
    if form in ("as_monthday", "as_daymonth") and is_name(match):
        return False
    if form in ("as_monthonly", "as_weekday", "as_monthday", "as_daymonth") and not any(
        letter.isupper() for letter in word
    ):
        return False
    if (
        form == "as_monthonly"
        and match["month"].lower() in ("may", "march", "mar", "sun")
        and not (match["month_year"] or match["month_part"])
    ):
        return bool(_CUE.search(text[: match.start()][-12:])) and match["month"][0].isupper()
    if form == "as_yearonly":
        return bool(_CUE.search(text[: match.start()][-12:])) or bool(match["year_part"]) or _is_framed(text, match)
    return True


def _is_framed(text: str, match: re.Match[str]) -> bool:
    """A bare year counts before a noun ("the 2017 attack") or in brackets."""
    before, after = text[: match.start()][-6:].lower(), text[match.end() : match.end() + 1]
    return before.endswith(("the ", "a ", "(", "’s ", "'s ", "its ", "late ", "early ")) or after == ")"


def _precision(low: date, high: date) -> int:
    days = (high - low).days + 1
    return 1 if days == 1 else 2 if days <= 6 else 3 if days <= 8 else 4 if days <= 31 else 5


def _mention(text: str, start: int, end: int, low: date, high: date, kind: str, published: date) -> DateMention:
    return DateMention(start, end, text[start:end], low, high, _precision(low, high), kind, high <= published)


_JOIN: Final = re.compile(r"\s?(?:to|until|through|till|and|[-–])\s?(?:the\s)?$", re.IGNORECASE)
_FROM: Final = re.compile(r"\b(?:from|between)\s(?:the\s)?$", re.IGNORECASE)
_SINCE: Final = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
_YEARED: Final = re.compile(YEAR)


def _ranges(text: str, found: list[DateMention], published: date) -> list[DateMention]:
    """Join "from Monday to Wednesday" and "July to September 2020"; open "since March 2019" to publication."""
    joined: list[DateMention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and _joins(text, last, mention):
            joined[-1] = _joined(text, last, mention, published)
        else:
            joined.append(mention)
    return [_since(text, mention, published) for mention in joined]


def _joins(text: str, first: DateMention, second: DateMention) -> bool:
    between = text[first.end : second.start]
    if len(between) > 12 or not _JOIN.fullmatch(between):
        return False
    if _FROM.search(text[: first.start][-14:]):
        return True
    return (
        "and" not in between.lower()
        and first.kind == second.kind
        and first.kind in ("month", "weekday", "year", "absolute")
    )


def _joined(text: str, first: DateMention, second: DateMention, published: date) -> DateMention:
    low = first.low
    if first.kind == "month" and not _YEARED.search(first.raw) and _YEARED.search(second.raw):
        low = low.replace(year=second.low.year - (low.month > second.low.month))
    elif low > second.high:
        low -= timedelta(days=7) if first.kind == "weekday" else timedelta(0)
    low, high = min(low, second.high), second.high
    return _mention(text, first.start, second.end, low, high, "range", published)


def _since(text: str, mention: DateMention, published: date) -> DateMention:
    match = _SINCE.search(text[: mention.start][-12:])
    if match is None or mention.low > published:
        return mention
    start = mention.start - len(match[0])
    opened = _mention(text, start, mention.end, mention.low, published, "range", published)
    return replace(opened, precision=max(opened.precision, 2)) if opened.low != opened.high else opened

"""Date phrases of news text resolved to calendar days, seen from the day of publication.

A weekday is the last one on or before publication, a month without a year the last one begun by
then. Precision is UCDP's scale: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 longer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from dateutil.easter import easter

from transforms.numbers import read_count

DateOrder = Literal["mdy", "dmy"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date phrase.

    `start` and `end` are offsets into the text, `low` and `high` the first and last day meant
    (both included). `kind`: "weekday", "absolute", "relative", "month", "year", "range" or
    "holiday". `is_past`: no day of it lies after the day of publication.
    """

    start: int
    end: int
    raw: str
    low: date
    high: date
    precision: int
    kind: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a phrase is resolved against: publication, the mention before it, day-month order."""

    published: date
    previous: date | None
    order: DateOrder


_Span = tuple[date, date, str]
_Resolver = Callable[[re.Match[str], _Reading], "_Span | None"]

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY: Final = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?(?=,?\s\d|\s[A-Z]|,\s[A-Z]))"
)
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_YEAR: Final = r"(?:19|20)\d\d"
_NTH: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_COUNT: Final = r"(?:a\scouple\sof|a\sfew|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|\d+)"
_PART: Final = r"(?:morning|afternoon|evening|night|dawn|dusk|noon|midnight)"
_ABSOLUTE_PREFIX: Final = rf"(?:{_DAY},?\s)?(?:the\s)?"


def _span_of_month(year: int, month: int) -> tuple[date, date]:
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _shift_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    _, last = _span_of_month(index // 12, index % 12 + 1)
    return last if day.day > last.day else last.replace(day=day.day)


def _day_in_year(year: int | None, month: int, day: int, published: date) -> date | None:
    """The day, in the year said, else in the year that puts it last before publication (a month's grace)."""
    try:
        if year is not None:
            return date(year, month, day)
        this_year = date(published.year, month, day)
        is_ahead = this_year - published > timedelta(days=31)
        return date(published.year - 1, month, day) if is_ahead else this_year
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(re.sub(r"\D", "", text)) if text else None


def _absolute(match: re.Match[str], reading: _Reading) -> _Span | None:
    groups = match.groupdict()
    name = groups.get("m1") or groups.get("m2") or ""
    first = _number(groups.get("d1") or groups.get("d2")) or 0
    last = _number(groups.get("e1") or groups.get("e2")) or first
    year = _number(groups.get("y1") or groups.get("y2"))
    low = _day_in_year(year, _month_number(name), first, reading.published)
    if low is None or not first <= last <= 31:
        return None
    high = _day_in_year(low.year, _month_number(name), last, reading.published)
    return None if high is None else (low, high, "absolute" if low == high else "range")


def _iso(match: re.Match[str], reading: _Reading) -> _Span | None:
    day = _day_in_year(int(match["iy"]), int(match["im"]), int(match["id"]), reading.published)
    return None if day is None else (day, day, "absolute")


def _slashed(match: re.Match[str], reading: _Reading) -> _Span | None:
    first, second, year = int(match["s1"]), int(match["s2"]), int(match["sy"])
    year += 2000 if year < 100 else 0
    month, day = (first, second) if reading.order == "mdy" else (second, first)
    if month > 12:
        month, day = day, month
    if not 1 <= month <= 12:
        return None
    found = _day_in_year(year, month, day, reading.published)
    return None if found is None else (found, found, "absolute")


def _month(match: re.Match[str], reading: _Reading) -> _Span | None:
    month, year = _month_number(match["month"]), _number(match["month_year"])
    published = reading.published
    if year is None:
        year = published.year - (month > published.month)
        if (match["month_part"] or "").lower().startswith("last") and month == published.month:
            year -= 1
        if (match["month_part"] or "").lower().startswith("next"):
            year += 1
    low, high = _span_of_month(year, month)
    return *_third(low, high, (match["month_part"] or "").lower()), "month"


def _third(low: date, high: date, part: str) -> tuple[date, date]:
    if part.startswith(("early", "beginning", "the beginning", "the start", "start")):
        return low, low + (high - low) / 3
    if part.startswith(("mid", "the middle", "middle")):
        return low + (high - low) / 3 + timedelta(days=1), high - (high - low) / 3
    if part.startswith(("late", "end", "the end")):
        return high - (high - low) / 3, high
    return low, high


def _year(match: re.Match[str], reading: _Reading) -> _Span:
    del reading
    year = int(match["year"])
    return *_third(date(year, 1, 1), date(year, 12, 31), (match["year_part"] or "").lower()), "year"


def _last_weekday(name: str, published: date) -> date:
    index = next(at for at, day in enumerate(_DAYS) if day.startswith(name[:3].lower()))
    return published - timedelta(days=(published.weekday() - index) % 7)


def _weekday(match: re.Match[str], reading: _Reading) -> _Span:
    day = _last_weekday(match["day"], reading.published)
    before = (match["day_before"] or "").lower()
    if before.startswith(("last", "previous", "past")) and day == reading.published:
        day -= timedelta(days=7)
    elif before.startswith(("next", "coming", "this coming")):
        day += timedelta(days=7)
    if (match["day_after"] or "").lower().endswith("last week"):
        monday = reading.published - timedelta(days=reading.published.weekday() + 7)
        day = monday + timedelta(days=day.weekday())
    return day, day, "weekday"


def _overnight(match: re.Match[str], reading: _Reading) -> _Span:
    if match["night_from"]:
        low = _last_weekday(match["night_from"], reading.published)
        high = _last_weekday(match["night_to"], reading.published)
        return min(low, high), high, "range"
    if match["night_into"]:
        high = _last_weekday(match["night_into"], reading.published)
        return high - timedelta(days=1), high, "relative"
    if match["night_of"]:
        low = _last_weekday(match["night_of"], reading.published)
        return low, low + timedelta(days=1), "relative"
    return reading.published - timedelta(days=1), reading.published, "relative"


_UNIT_DAYS: Final = {"day": 1, "week": 7}


def _ago(match: re.Match[str], reading: _Reading) -> _Span | None:
    words, unit = match["ago_count"], match["ago_unit"].lower()
    anchor = reading.published
    if match["ago_word"].lower() != "ago" and reading.previous is not None:
        anchor = reading.previous
    if unit in ("minute", "hour"):
        return anchor, anchor, "relative"
    if words is None or words.lower() in ("several", "a few"):
        return _vaguely_ago(anchor, unit)
    count = 2 if words.lower().startswith("a couple") else read_count("a" if words.lower() == "an" else words) or 1
    if unit in _UNIT_DAYS:
        day = anchor - timedelta(days=count * _UNIT_DAYS[unit])
        slack = timedelta(days=0 if unit == "day" else 3)
        return day - slack, day + slack, "relative"
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    if months >= 12 * (anchor.year - 1):
        return None
    day = _shift_months(anchor, -months)
    low, high = (
        _span_of_month(day.year, day.month) if unit == "month" else (date(day.year, 1, 1), date(day.year, 12, 31))
    )
    return low, high, "relative"


def _vaguely_ago(anchor: date, unit: str) -> _Span:
    days = {"day": (6, 2), "week": (42, 14), "month": (330, 60), "year": (3650, 730), "decade": (18250, 7300)}[unit]
    return anchor - timedelta(days=days[0]), anchor - timedelta(days=days[1]), "relative"


def _neighbour(match: re.Match[str], reading: _Reading) -> _Span:
    """ "the next day", "a day earlier": counted from the mention before, else from publication."""
    anchor = reading.previous or reading.published
    is_later = match["neighbour"].lower().endswith(("next day", "following day", "day later", "day after"))
    day = anchor + timedelta(days=1 if is_later else -1)
    return day, day, "relative"


def _recent(match: re.Match[str], reading: _Reading) -> _Span:
    """ "in the past two days", "the last 24 hours", "recent weeks": up to publication."""
    unit, published = match["recent_unit"].lower().removesuffix("s"), reading.published
    count = read_count(match["recent_count"]) if match["recent_count"] else None
    count = count if count is not None else (6 if unit == "day" else 3)
    if unit == "hour":
        low = published - timedelta(days=max(1, round(count / 24)))
    elif unit in _UNIT_DAYS:
        low = published - timedelta(days=count * _UNIT_DAYS[unit])
    else:
        low = _shift_months(published, -min(count * {"month": 1, "year": 12, "decade": 120}[unit], 1200))
    return low, published, "range"


def _period(match: re.Match[str], reading: _Reading) -> _Span | None:
    """ "this week", "last month", "earlier this year", "over the weekend"."""
    which, unit, published = match["which"].lower(), match["period"].lower(), reading.published
    if unit == "weekend":
        return _weekend(which, published)
    if unit == "week":
        low = published - timedelta(days=published.weekday())
        length = timedelta(days=6)
        step: timedelta = timedelta(days=7)
        low = low - step if which in ("last", "previous") else low + step if which == "next" else low
        high = low + length
    else:
        low, high = _calendar_period(unit, which, published)
    if which == "this":
        high = min(high, published)
    return low, high, "relative"


def _calendar_period(unit: str, which: str, published: date) -> tuple[date, date]:
    shift = {"last": -1, "previous": -1, "next": 1}.get(which, 0)
    if unit == "year":
        return date(published.year + shift, 1, 1), date(published.year + shift, 12, 31)
    day = _shift_months(published.replace(day=1), shift)
    return _span_of_month(day.year, day.month)


def _weekend(which: str, published: date) -> _Span:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    if which == "next":
        saturday += timedelta(days=7)
    return saturday, saturday + timedelta(days=1), "relative"


def _simple(match: re.Match[str], reading: _Reading) -> _Span:
    word = match["simple"].lower()
    shift = {"yesterday": 1, "last night": 1, "the day before yesterday": 2, "tomorrow": -1}
    days = next(
        (
            shift[key]
            for key in ("the day before yesterday", "tomorrow", "yesterday", "last night")
            if word.startswith(key)
        ),
        0,
    )
    day = reading.published - timedelta(days=days)
    return day, day, "relative"


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


_HOLIDAYS: Final[dict[str, Callable[[int], date]]] = {
    "christmas eve": lambda year: date(year, 12, 24),
    "christmas day": lambda year: date(year, 12, 25),
    "christmas": lambda year: date(year, 12, 25),
    "boxing day": lambda year: date(year, 12, 26),
    "new year's eve": lambda year: date(year, 12, 31),
    "new year's day": lambda year: date(year, 1, 1),
    "valentine's day": lambda year: date(year, 2, 14),
    "may day": lambda year: date(year, 5, 1),
    "independence day": lambda year: date(year, 7, 4),
    "halloween": lambda year: date(year, 10, 31),
    "good friday": lambda year: easter(year) - timedelta(days=2),
    "easter sunday": easter,
    "easter monday": lambda year: easter(year) + timedelta(days=1),
    "easter": easter,
    "palm sunday": lambda year: easter(year) - timedelta(days=7),
    "memorial day": lambda year: _nth_weekday(year, 6, 0, 1) - timedelta(days=7),
    "labor day": lambda year: _nth_weekday(year, 9, 0, 1),
    "thanksgiving day": lambda year: _nth_weekday(year, 11, 3, 4),
    "thanksgiving": lambda year: _nth_weekday(year, 11, 3, 4),
}


def _holiday(match: re.Match[str], reading: _Reading) -> _Span:
    day_of = _HOLIDAYS[" ".join(match["holiday"].lower().replace("’", "'").split())]
    year = _number(match["holiday_year"])
    if year is None:
        year = reading.published.year
        year -= day_of(year) > reading.published
    return day_of(year), day_of(year), "holiday"


_FORMS: Final[tuple[tuple[str, str, _Resolver], ...]] = (
    ("as_iso", rf"(?P<iy>{_YEAR})-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)", _iso),
    ("as_slashed", r"(?P<s1>\d{1,2})/(?P<s2>\d{1,2})/(?P<sy>\d{4}|\d\d)(?!\d)", _slashed),
    (
        "as_monthday",
        rf"{_ABSOLUTE_PREFIX}(?P<m1>{_MONTH})\s(?P<d1>{_NTH})(?:\s?[-–]\s?(?P<e1>{_NTH}))?(?![\d:,]\d)(?:,?\s(?P<y1>{_YEAR}))?\b",
        _absolute,
    ),
    (
        "as_daymonth",
        rf"{_ABSOLUTE_PREFIX}(?P<d2>{_NTH})(?:\s?(?:[-–]|to|and)\s?(?P<e2>{_NTH}))?\s(?:of\s)?(?P<m2>{_MONTH})(?:,?\s(?P<y2>{_YEAR}))?(?!\w)",
        _absolute,
    ),
    (
        "as_holidayday",
        rf"(?P<holiday>{'|'.join(name.replace(chr(39), '[’' + chr(39) + ']') for name in _HOLIDAYS)})\b(?:,?\s(?P<holiday_year>{_YEAR}))?",
        _holiday,
    ),
    (
        "as_monthonly",
        rf"(?:(?P<month_part>early|mid|late|last|this|next|(?:the\s)?(?:beginning|start|middle|end)\sof)[\s-](?:in\s)?)?"
        rf"(?P<month>{_MONTH})(?:,?\s(?:of\s)?(?P<month_year>{_YEAR}))?(?!\w)",
        _month,
    ),
    (
        "as_overnight",
        rf"(?:overnight\s(?:from\s(?P<night_from>{_DAY})\s(?:in)?to\s(?P<night_to>{_DAY})|(?:in)?to\s(?P<night_into>{_DAY})"
        rf"|(?:on\s)?(?P<night_of>{_DAY}))|overnight)",
        _overnight,
    ),
    (
        "as_weekday",
        rf"(?:(?P<day_before>last|previous|past|next|this\scoming|coming)\s)?(?P<day>{_DAY})(?:[’']s)?"
        rf"(?P<day_after>\s(?:last\sweek|{_PART}))?\b",
        _weekday,
    ),
    (
        "as_ago",
        rf"(?:(?P<ago_count>{_COUNT})\s)?(?P<ago_unit>minute|hour|day|week|month|year|decade)s?\s(?P<ago_word>ago|earlier|before(?=[,.;]|$)|later)",
        _ago,
    ),
    (
        "as_neighbour",
        r"(?P<neighbour>the\s(?:next|following|previous)\sday|(?:a|one|the)\sday\s(?:earlier|later|before(?!\syesterday)|after))",
        _neighbour,
    ),
    (
        "as_recent",
        rf"(?:the\s(?:past|last|previous)|recent)\s(?:(?P<recent_count>{_COUNT})\s)?(?P<recent_unit>hours?|days?|weeks|months|years|decades?)(?<!the\slast\sday)",
        _recent,
    ),
    (
        "as_period",
        r"(?:earlier\s|later\s)?(?:(?P<which>this|last|next|previous|the)\s(?:past\s)?(?P<period>week(?:end)?|month|year))\b",
        _period,
    ),
    (
        "as_simple",
        rf"(?P<simple>the\sday\sbefore\syesterday|yesterday|today|tonight|tomorrow|last\snight|(?:earlier\s)?this\s{_PART}|earlier\sin\sthe\sday)",
        _simple,
    ),
    (
        "as_yearonly",
        rf"(?<![\d,.$£€#/-])(?:(?P<year_part>early|mid|late|(?:the\s)?(?:beginning|start|middle|end)\sof)[\s-])?(?P<year>{_YEAR})(?![\d,]\d|[\d%/:]|-\w|\.\d|\s(?:people|civilians|soldiers|houses))",
        _year,
    ),
)
_RESOLVERS: Final = {name: resolver for name, _, resolver in _FORMS}
_PATTERN: Final = re.compile(
    r"(?<![\w/-])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _FORMS) + ")", re.IGNORECASE
)
_QUICK: Final = re.compile(
    r"day\b|days\b|night|\d{4}|\d/|week|month|year|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|morrow|morning|"
    r"evening|hour|ago\b|decade|Christmas|Easter|Halloween|Thanksgiving|afternoon|Mon\b|Tue|Wed\b|Thu|Fri\b|Sat\b|Sun\b"
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
    for match in _PATTERN.finditer(text):
        previous = next((mention.low for mention in reversed(found) if mention.precision == 1), None)
        mention = _resolve(text, match, _Reading(published, previous, order))
        if mention is not None:
            found.append(mention)
    return _ranges(text, found, published)


def _resolve(text: str, match: re.Match[str], reading: _Reading) -> DateMention | None:
    form = next(name for name in _RESOLVERS if match[name] is not None)
    if not _is_date(text, match, form):
        return None
    span = _RESOLVERS[form](match, reading)
    if span is None:
        return None
    low, high, kind = span
    return _mention(text, match.start(), match.end(), low, high, kind, reading.published)


def _is_date(text: str, match: re.Match[str], form: str) -> bool:
    word = match[0]
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
_YEARED: Final = re.compile(_YEAR)


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

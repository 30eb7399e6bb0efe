"""Date phrases, once found, read as first and last day: one function a form.

Each takes the match of its pattern in `transforms.dates.phrases` (named groups) and what it is
resolved against, and returns first day, last day and kind, or null for an impossible date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from transforms.casualties.numbers import read_count
from transforms.dates.calendar import DAYS, HOLIDAYS, month_number, part_of, shift_months, span_of_month

DateOrder = Literal["mdy", "dmy"]
Span = tuple[date, date, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase is resolved against: publication, the mention before it, day-month order."""

    published: date
    previous: date | None
    order: DateOrder


Resolver = Callable[[re.Match[str], Reading], "Span | None"]


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


def read_absolute(match: re.Match[str], reading: Reading) -> Span | None:
    """Read "Feb. 3, 2021", "3-5 February"; a null year is the last such day."""
    groups = match.groupdict()
    name = groups.get("m1") or groups.get("m2") or ""
    first = _number(groups.get("d1") or groups.get("d2")) or 0
    last = _number(groups.get("e1") or groups.get("e2")) or first
    year = _number(groups.get("y1") or groups.get("y2"))
    low = _day_in_year(year, month_number(name), first, reading.published)
    if low is None or not first <= last <= 31:
        return None
    high = _day_in_year(low.year, month_number(name), last, reading.published)
    return None if high is None else (low, high, "absolute" if low == high else "range")


def read_iso(match: re.Match[str], reading: Reading) -> Span | None:
    """Read "2021-02-03"."""
    day = _day_in_year(int(match["iy"]), int(match["im"]), int(match["id"]), reading.published)
    return None if day is None else (day, day, "absolute")


def read_slashed(match: re.Match[str], reading: Reading) -> Span | None:
    """Read "02/03/2021", in the order asked for."""
    first, second, year = int(match["s1"]), int(match["s2"]), int(match["sy"])
    year += 2000 if year < 100 else 0
    month, day = (first, second) if reading.order == "mdy" else (second, first)
    if month > 12:
        month, day = day, month
    if not 1 <= month <= 12:
        return None
    found = _day_in_year(year, month, day, reading.published)
    return None if found is None else (found, found, "absolute")


def read_month(match: re.Match[str], reading: Reading) -> Span | None:
    """Read "late March 2019", "last December", "in May"."""
    month, year = month_number(match["month"]), _number(match["month_year"])
    published = reading.published
    if year is None:
        year = published.year - (month > published.month)
        if (match["month_part"] or "").lower().startswith("last") and month == published.month:
            year -= 1
        if (match["month_part"] or "").lower().startswith("next"):
            year += 1
    low, high = span_of_month(year, month)
    return *part_of(low, high, (match["month_part"] or "").lower()), "month"


def read_year(match: re.Match[str], reading: Reading) -> Span:
    """Read "2017", "early 2017"."""
    del reading
    year = int(match["year"])
    return *part_of(date(year, 1, 1), date(year, 12, 31), (match["year_part"] or "").lower()), "year"


def _last_weekday(name: str, published: date) -> date:
    index = next(at for at, day in enumerate(DAYS) if day.startswith(name[:3].lower()))
    return published - timedelta(days=(published.weekday() - index) % 7)


def read_weekday(match: re.Match[str], reading: Reading) -> Span:
    """Read "Wednesday night", "last Thursday", "Tuesday last week"."""
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


def read_overnight(match: re.Match[str], reading: Reading) -> Span:
    """Read "overnight", "overnight into Thursday": the two days that a night touches."""
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


def read_ago(match: re.Match[str], reading: Reading) -> Span | None:
    """Read "two days ago", "three weeks earlier"; all but "ago" count from the mention before.

    "Later" and "after" say nothing without a mention before them. "Two days after a girl was shot" is the day of
    the girl, two days before the mention.
    """
    words, unit, word = match["ago_count"], match["ago_unit"].lower(), match["ago_word"].lower()
    if word in ("later", "after") and reading.previous is None:
        return None
    anchor = reading.published if word == "ago" or reading.previous is None else reading.previous
    if unit in ("minute", "hour"):
        return anchor, anchor, "relative"
    if words is None or words.lower() in ("several", "a few"):
        return None if word in ("later", "after") else _vaguely_ago(anchor, unit)
    count = 2 if words.lower().startswith("a couple") else read_count("a" if words.lower() == "an" else words) or 1
    return _counted_from(anchor, count if word != "later" else -count, unit)


def _counted_from(anchor: date, count: int, unit: str) -> Span | None:
    """So many units before the anchor, after it if negative; null beyond the calendar."""
    if unit in _UNIT_DAYS:
        day = anchor - timedelta(days=count * _UNIT_DAYS[unit])
        slack = timedelta(days=0 if unit == "day" else 3)
        return day - slack, day + slack, "relative"
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    if abs(months) >= 12 * (anchor.year - 1):
        return None
    day = shift_months(anchor, -months)
    low, high = (
        span_of_month(day.year, day.month) if unit == "month" else (date(day.year, 1, 1), date(day.year, 12, 31))
    )
    return low, high, "relative"


def _vaguely_ago(anchor: date, unit: str) -> Span:
    days = {"day": (6, 2), "week": (42, 14), "month": (330, 60), "year": (3650, 730), "decade": (18250, 7300)}[unit]
    return anchor - timedelta(days=days[0]), anchor - timedelta(days=days[1]), "relative"


def read_neighbour(match: re.Match[str], reading: Reading) -> Span:
    """Read "the next day", "a day earlier": counted from the mention before, else from publication.

    "Arrested on Sunday, a day after the attack" is the day of the attack.
    """
    anchor = reading.previous or reading.published
    if match["neighbour"].lower().endswith("day after") and re.match(r"\s\w", match.string[match.end() :]):
        return anchor - timedelta(days=1), anchor - timedelta(days=1), "relative"
    is_later = match["neighbour"].lower().endswith(("next day", "following day", "day later", "day after"))
    day = anchor + timedelta(days=1 if is_later else -1)
    return day, day, "relative"


def read_recent(match: re.Match[str], reading: Reading) -> Span:
    """Read "in the past two days", "the last 24 hours", "recent weeks": up to publication."""
    unit, published = match["recent_unit"].lower().removesuffix("s"), reading.published
    count = read_count(match["recent_count"]) if match["recent_count"] else None
    count = count if count is not None else (6 if unit == "day" else 3)
    if unit == "hour":
        low = published - timedelta(days=max(1, round(count / 24)))
    elif unit in _UNIT_DAYS:
        low = published - timedelta(days=count * _UNIT_DAYS[unit])
    else:
        low = shift_months(published, -min(count * {"month": 1, "year": 12, "decade": 120}[unit], 1200))
    return low, published, "range"


def read_period(match: re.Match[str], reading: Reading) -> Span | None:
    """Read "this week", "last month", "earlier this year", "over the weekend"."""
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
    day = shift_months(published.replace(day=1), shift)
    return span_of_month(day.year, day.month)


def _weekend(which: str, published: date) -> Span:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    if which == "next":
        saturday += timedelta(days=7)
    return saturday, saturday + timedelta(days=1), "relative"


def read_simple(match: re.Match[str], reading: Reading) -> Span:
    """Read "yesterday", "this morning", "last night"."""
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


def read_holiday(match: re.Match[str], reading: Reading) -> Span:
    """A holiday, in the year said or last before publication."""
    day_of = HOLIDAYS[" ".join(match["holiday"].lower().replace("’", "'").split())]
    year = _number(match["holiday_year"])
    if year is None:
        year = reading.published.year
        year -= day_of(year) > reading.published
    return day_of(year), day_of(year), "holiday"

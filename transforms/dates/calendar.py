"""Days of the calendar that news speaks of: months and their thirds, holidays that move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def span_of_month(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def month_number(name: str) -> int:
    """1 for "Jan." or "January"."""
    return _MONTHS.index(name[:3].lower()) + 1


def shift_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    _, last = span_of_month(index // 12, index % 12 + 1)
    return last if day.day > last.day else last.replace(day=day.day)


def part_of(low: date, high: date, part: str) -> tuple[date, date]:
    """The third that "early", "mid" or "late" means of a month or year; all of it for other words."""
    if part.startswith(("early", "beginning", "the beginning", "the start", "start")):
        return low, low + (high - low) / 3
    if part.startswith(("mid", "the middle", "middle")):
        return low + (high - low) / 3 + timedelta(days=1), high - (high - low) / 3
    if part.startswith(("late", "end", "the end")):
        return high - (high - low) / 3, high
    return low, high


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Western Easter Sunday: the Gregorian computus as Meeus gives it (Astronomical Algorithms, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leaps, off = divmod(century, 4)
    epact = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * off + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


HOLIDAYS: Final[dict[str, Callable[[int], date]]] = {
    "christmas eve": lambda year: date(year, 12, 24),
    "christmas day": lambda year: date(year, 12, 25),
    "christmas": lambda year: date(year, 12, 25),
    "boxing day": lambda year: date(year, 12, 26),
    "new year's eve": lambda year: date(year, 12, 31),
    "new year's day": lambda year: date(year, 1, 1),
    "valentine's day": lambda year: date(year, 2, 14),
    "may day": lambda year: date(year, 5, 1),
    "fourth of july": lambda year: date(year, 7, 4),
    "independence day": lambda year: date(year, 7, 4),
    "halloween": lambda year: date(year, 10, 31),
    "good friday": lambda year: _easter(year) - timedelta(days=2),
    "easter sunday": _easter,
    "easter monday": lambda year: _easter(year) + timedelta(days=1),
    "easter": _easter,
    "palm sunday": lambda year: _easter(year) - timedelta(days=7),
    "memorial day": lambda year: _nth_weekday(year, 6, 0, 1) - timedelta(days=7),
    "labor day": lambda year: _nth_weekday(year, 9, 0, 1),
    "thanksgiving day": lambda year: _nth_weekday(year, 11, 3, 4),
    "thanksgiving": lambda year: _nth_weekday(year, 11, 3, 4),
}

"""Addresses of a kind that never ends: calendars, folders that repeat, endless queries. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

# The longest address that old browsers take: no editor gives a page a longer one.
MAX_ADDRESS = 2083
MAX_FOLDERS = 15
MAX_REPEATS = 3
MAX_PARAMETERS = 10
# A newspaper dates tomorrow's issue; nothing is reported from next week.
_AHEAD = timedelta(days=2)
_DAY = re.compile(r"(?<!\d)(20\d\d)[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?(?!\d)")
# What calendars call the day, month or year to show.
_CALENDAR = frozenset(
    {"date", "day", "month", "year", "yyyy", "mm", "week", "cal", "calendar", "tribe-bar-date", "ical"}
)


def is_trap(url: str, night: date) -> bool:
    """Whether an address looks like one of endlessly many; `night` is when it was announced."""
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    if len(url) > MAX_ADDRESS or len(folders) > MAX_FOLDERS:
        return True
    if any(folders.count(folder) > MAX_REPEATS for folder in set(folders)):
        return True
    if any(day > night + _AHEAD for day in _days_in(f"{parts.path}?{parts.query}")):
        return True
    names = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)] if parts.query else []
    return len(names) > MAX_PARAMETERS or not _CALENDAR.isdisjoint(names)


def _days_in(text: str) -> list[date]:
    """Days and months (as their first day) that are written in an address."""
    days = []
    for year, month, day in _DAY.findall(text):
        try:
            days.append(date(int(year), int(month), int(day or 1)))
        except ValueError:  # 2026/02/30 is a number, not a day
            continue
    return days

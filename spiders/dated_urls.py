"""Days in addresses: of an article, of a sitemap file, and of the listings that a site keeps for each day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# sitemap-2026-05.xml, post-202605.xml, ?yyyy=2026&mm=5&dd=3
_MONTH_IN_FILE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\D{1,4}(0?[1-9]|1[0-2])(?!\d)|(0[1-9]|1[0-2]))")
_PLACEHOLDER = re.compile(r"\{date:([^{}]*)\}")


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included, by the site's own clock."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    def days(self) -> Iterator[date]:
        """Each day of it, the latest first."""
        return (self.last - timedelta(days=back) for back in range((self.last - self.first).days + 1))


def day_in(url: str, patterns: Iterable[re.Pattern[str]]) -> date | None:
    """The day in an article's address, by the groups year, month and day of the first pattern that matches it.

    The month may be a number or an English name. Null if the address has no such day.
    """
    for pattern in patterns:
        found = pattern.search(url)
        if found and {"year", "month", "day"} <= found.groupdict().keys():
            return _day_of(*(found[group] or "" for group in ("year", "month", "day")))
    return None


def month_in(url: str) -> tuple[int, int] | None:
    """Year and month in the address of a sitemap file; null if it has none."""
    found = _MONTH_IN_FILE.search(url.partition("://")[2].partition("/")[2])
    return (int(found[1]), int(found[2] or found[3])) if found else None


def is_dated(template: str) -> bool:
    """Whether an address is a template of listings by date: one {date:…} with at least the year in it."""
    return [found.count("%Y") for found in _PLACEHOLDER.findall(template)] == [1] and not (
        set("{}") & set(_PLACEHOLDER.sub("", template))
    )


def addresses_of(template: str, span: Span) -> dict[str, date | None]:
    """Each address that a template gives within the span, the latest first, with its day.

    The day is null where the template has none: a listing of a month or a year names other days too.
    """
    has_day = "%d" in template or "%j" in template
    addresses: dict[str, date | None] = {}
    for day in span.days():
        addresses.setdefault(template.format(date=day), day if has_day else None)
    return addresses


def _day_of(year: str, month: str, day: str) -> date | None:
    names = (number for number, name in enumerate(_MONTHS, 1) if month.lower().startswith(name))
    try:
        return date(int(year), int(month) if month.isdigit() else next(names, 0), int(day))
    except ValueError:
        return None

"""From when to when a row of a lexicon holds: `valid_from` and `valid_to`, each a year, a month or a day."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Validity:
    """First and last day; null = open on that side."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether it holds on the day; an unknown day excludes nothing."""
        if day is None:
            return True
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def read_validity(row: Mapping[str, str]) -> Validity:
    """The row's `valid_from` and `valid_to`: "2015", "2015-09" or "2015-09-30", empty = open.

    Raises ValueError if a cell is no such date, or the last day lies before the first.
    """
    validity = Validity(_first_day(row["valid_from"]), _last_day(row["valid_to"]))
    if validity.first and validity.last and validity.last < validity.first:
        raise ValueError(f"valid_to {row['valid_to']} lies before valid_from {row['valid_from']}")
    return validity


def _first_day(cell: str) -> date | None:
    if not cell:
        return None
    year, month, day = (*map(int, cell.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last_day(cell: str) -> date | None:
    if not cell:
        return None
    parts = [int(part) for part in cell.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])

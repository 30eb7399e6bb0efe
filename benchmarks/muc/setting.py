"""When: the days that a report names, with what speaks for each."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from muc.reading import Report
from transforms.training.muc4 import MONTHS

_MONTHS = {number: name for name, number in MONTHS.items()}
OLDEST_DAYS = 1500
MONTH_LONG = 4
LATE, FAR, WEEK = 6, 3, 7


@dataclass(frozen=True)
class Choice:
    """One value that a slot may have, as the key writes it, with its features."""

    value: str
    features: tuple[str, ...]


def write_day(day: date) -> str:
    return f"{day.day:02d} {_MONTHS[day.month]} {day.year % 100:02d}"


def day_choices(report: Report, near: Collection[int]) -> list[Choice]:
    """Days named in the report, the dateline's, "on or before" it; `near`: sentences with what fills other slots."""
    told = report.message.day
    if told is None:
        return []
    until = f"- {write_day(told)}"
    found: dict[str, set[str]] = {until: {"until"}}
    violent = report.violent_sentences
    for mention in report.days:
        if mention.low > told or (told - mention.low).days > OLDEST_DAYS or mention.precision >= MONTH_LONG:
            continue
        last = min(mention.high, told)
        value = write_day(mention.low) if mention.low == last else f"{write_day(mention.low)} - {write_day(last)}"
        order = report.sentence_at(mention.start)
        gap = min((abs(order - other) for other in violent), default=FAR)
        features = {
            f"kind {mention.kind}",
            f"precision {mention.precision}",
            f"order {min(order, LATE)}",
            f"gap {min(gap, FAR)}",
            f"order {min(order, LATE)} gap {min(gap, FAR)}",
            f"age {min((told - mention.low).days, WEEK)}",
            f"old {(told - mention.low).days > 30}",
            f"near {order in near}",
            f"near {order in near} gap {min(gap, FAR)}",
            f"words {re.sub('[0-9]+', '9', mention.raw.lower())}",
        }
        if value in found:
            found[value] |= features | {"again"}
        else:
            found[value] = features | {"first" if len(found) == 1 else "later"}
    found.setdefault(write_day(told), {"unsaid"})
    others = [feature for value, features in found.items() if value != until for feature in features]
    found[until] |= {f"beside {feature}" for feature in others if feature.startswith(("order", "near", "age"))}
    return [Choice(value, tuple(sorted(features))) for value, features in found.items()]

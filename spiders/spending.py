"""What a night's index says that the night has cost. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from spiders.archive import Entry

MEGABYTE = 1_000_000
# A longer silence in the index is the time between two runs.
_LONGEST_GAP = timedelta(minutes=10)


@dataclass(frozen=True)
class Spent:
    """What a night has cost so far, as its index tells: further tries and redirects are not in it."""

    requests: int = 0
    megabytes: float = 0.0
    minutes: float = 0.0


def spent_in(entries: Iterable[Entry]) -> Spent:
    """What the fetches of a night's index, in its order, have cost. Megabytes are as archived, packed."""
    requests, busy, before = 0, timedelta(), None
    ends: dict[str, int] = {}
    for entry in entries:
        requests += 1
        if entry.file is not None:
            ends[entry.file] = entry.end
        at = entry.capture.fetched_at
        if before is not None and timedelta() < at - before < _LONGEST_GAP:
            busy += at - before
        before = at
    return Spent(requests, sum(ends.values()) / MEGABYTE, busy.total_seconds() / 60)

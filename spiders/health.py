"""A night's counts, what the site promises, its own recent nights -> a sentence if something is amiss. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from spiders.site import Expectation

# What shows that the site still works: an article of it was read tonight, or was in the days before.
ALIVE = ("ok", "unchanged", "seen_before", "not_due")
# So many nights tell what is usual, and so few or such small ones tell nothing.
NIGHTS_COMPARED = 28
_FEWEST_NIGHTS = 5
_SMALLEST_USUAL = 5
# A night of less than this share of the usual one, and less than any of the recent ones, is a collapse: a week's two
# quiet days are among the recent ones.
_COLLAPSE = 0.2


def find_fault(expect: Expectation, counts: Mapping[str, int], recent: Sequence[int]) -> str | None:
    """What is wrong with a night's number of articles, as a sentence that says where to look; null if nothing is.

    `counts` are records by door; `recent` are the new articles of the site's complete nights before, in any order.
    """
    alive, new = sum(counts.get(door, 0) for door in ALIVE), counts.get("ok", 0)
    if alive < expect.min_articles:
        return f"{alive} articles, min_articles is {expect.min_articles}{_lost_to(counts)}"
    if expect.max_articles is not None and new > expect.max_articles:
        return f"{new} new articles, max_articles is {expect.max_articles}: article_url takes in pages that are none"
    usual = median(recent) if len(recent) >= _FEWEST_NIGHTS else 0
    if usual >= _SMALLEST_USUAL and new < _COLLAPSE * usual and new < min(recent):
        return (
            f"{new} new articles; a usual night has {usual:.0f}, and none of the last {len(recent)} had fewer than "
            f"{min(recent)}{_lost_to(counts)}"
        )
    return None


def _lost_to(counts: Mapping[str, int]) -> str:
    """The doors by which the others left, the busiest first."""
    lost = [(count, door) for door, count in counts.items() if door not in ALIVE and not door.startswith("discovery_")]
    if not lost:
        return ": nothing else was announced, look at its feeds, sitemaps and sections"
    return ": look at " + ", ".join(f"{count} {door}" for count, door in sorted(lost, reverse=True)[:3])

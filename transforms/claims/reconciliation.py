"""Totals of several claimants → one count: the rules of docs/reconciliation.md, for mention and incident alike.

Over claimants nothing is added: best is the figure of the claimant that is believed most, low and high are the bounds
of all that count the same people. How far a kind of claimant is believed is in lexicon/claimant_ranks.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from transforms.claims.count import NOT_REPORTED, Count
from transforms.phrases import read_lexicon

# A figure below this share of the best counts other people (children, one town, one side): it bounds nothing.
COMPARABLE: Final = 1 / 3
# The rank of a side that counts its enemy's dead, whatever else it is.
ENEMY: Final = "enemy"


@dataclass(frozen=True)
class Total:
    """One claimant's figure for one quantity; of two totals the one with the greater `rank` is believed."""

    count: Count
    rank: tuple[float | str, ...]


@dataclass(frozen=True)
class Reading:
    """What the totals make together; `is_conflict`: two claimants' bounds leave no number that both allow."""

    count: Count
    is_conflict: bool


NOTHING: Final = Reading(NOT_REPORTED, False)


@cache
def _ranks() -> dict[str, int]:
    return {row["claimant_type"]: int(row["rank"]) for row in read_lexicon("claimant_ranks")}


def rank_of(claimant_type: str) -> int:
    """How far a kind of claimant is believed, more is better; `ENEMY` for a side that counts its enemy's dead."""
    return _ranks()[claimant_type]


def reconcile_totals(totals: Sequence[Total]) -> Reading:
    """One count of the totals; of equal rank the earlier in the sequence is believed.

    A total that gives no number ("dozens") bounds the count only where nobody gives one.
    """
    numbered = [total for total in totals if total.count.best is not None] or list(totals)
    if not numbered:
        return NOTHING
    best = max(numbered, key=lambda total: total.rank).count.best
    alike = [
        total.count
        for total in totals
        if best is None or total.count.best is None or total.count.best >= best * COMPARABLE
    ]
    lows = [low for count in alike if (low := _least(count)) is not None]
    highs = [high for total in totals if (high := _most(total.count)) is not None]
    high = None if any(count.has_unnumbered for count in alike) else max(highs, default=None)
    count = Count(min(lows, default=None), best, high).ordered()
    counted = [count for count in alike if count.best is not None]
    return Reading(count, any(not a.meets(b) for at, a in enumerate(counted) for b in counted[at + 1 :]))


def _least(count: Count) -> int | None:
    if count.best is None or count.low is None:
        return count.low if count.best is None else count.best
    return min(count.low, count.best)


def _most(count: Count) -> int | None:
    return count.best if count.high is None else count.high

"""Claims of one account → how many, as low, best and high.

A claimant's figure is its newest total; disjoint groups of one sentence add up, a subset never does, a running total
never counts. Over claimants nothing is added: low and high are the bounds of what is claimed, best is the figure that
the headline or the lead stands behind (ACLED: the most conservative of the reliable; UCDP: low, best, high).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.casualties import Figure
from transforms.claims import Claim

CIVILIANS = frozenset({"civilian", "child", "woman", "aid worker", "journalist"})


@dataclass(frozen=True)
class Count:
    """People, as UCDP's triple; `best` is null where nobody gives a number ("dozens" keeps its low)."""

    low: int | None
    best: int | None
    high: int | None


NOT_REPORTED = Count(None, None, None)


def count_people(claims: Sequence[Claim], quantity: str, title: Sequence[Figure] = ()) -> Count:
    """What the claims make of one quantity; the title's figures say which claimant the article believes."""
    totals = _totals(claims, quantity)
    if not totals:
        return NOT_REPORTED
    in_title = {figure.best for figure in title if figure.quantity == quantity and figure.best is not None}
    best = next((total.best for total in totals if total.best in in_title), None)
    if best is None:
        best = next((total.best for total in totals if total.best is not None), None)
    lows = [total.low if total.best is None else min(total.best, total.low or total.best) for total in totals]
    highs = [total.high if total.high is not None else total.best for total in totals]
    low = min((value for value in lows if value is not None), default=None)
    high = max((value for value in highs if value is not None), default=None)
    return Count(low, best, high)


def _totals(claims: Sequence[Claim], quantity: str) -> list[Count]:
    """One total a claimant, in order of first telling."""
    own: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.quantity == quantity and not claim.is_cumulative and claim.part_of is None:
            own.setdefault(claim.claimant, []).append(claim)
    return [_total(told) for told in own.values()]


def _total(told: Sequence[Claim]) -> Count:
    """A claimant's own total: the first sentence's figures summed, replaced by updates, raised by increments."""
    total = _sum([claim for claim in told if claim.start == told[0].start])
    for claim in told:
        if claim.start == told[0].start:
            continue
        if claim.scope == "update":
            total = Count(claim.low, claim.best, claim.high)
        elif claim.scope == "increment":
            total = _sum_counts(total, Count(claim.low, claim.best, claim.high))
    return total


def _sum(claims: Sequence[Claim]) -> Count:
    total = Count(claims[0].low, claims[0].best, claims[0].high)
    for claim in claims[1:]:
        if claim.scope in {"total", "increment"}:
            total = _sum_counts(total, Count(claim.low, claim.best, claim.high))
    return total


def _sum_counts(a: Count, b: Count) -> Count:
    return Count(_add(a.low, b.low), _add(a.best, b.best), _add(a.high, b.high))


def _add(a: int | None, b: int | None) -> int | None:
    return None if a is None and b is None else (a or 0) + (b or 0)


def count_side(claims: Sequence[Claim], side: str) -> int | None:
    """People killed of one side: the best figure that speaks of it alone; null = none does."""
    return _largest([claim for claim in claims if claim.side == side])


def count_civilians(claims: Sequence[Claim]) -> int | None:
    """Civilians killed: the figure that speaks of civilians, children and women being among them."""
    return _largest([claim for claim in claims if claim.victims_type in CIVILIANS])


def _largest(claims: Sequence[Claim]) -> int | None:
    bests = [
        claim.best
        for claim in claims
        if claim.quantity == "killed" and not claim.is_cumulative and claim.best is not None
    ]
    return max(bests, default=None)

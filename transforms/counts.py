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

# Forms of a figure that may speak of somebody counted already: "he", "the pilot", a name.
ALREADY_COUNTED = frozenset({"pronoun", "definite", "name"})
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
    in_title = {figure.conservative for figure in title if figure.quantity == quantity and figure.conservative}
    totals = _totals(claims, quantity, in_title)
    if not totals:
        return NOT_REPORTED
    best = next((total.best for total in totals if total.best in in_title), None)
    if best is None:
        best = next((total.best for total in totals if total.best is not None), None)
    lows = [total.low if total.best is None else min(total.best, total.low or total.best) for total in totals]
    highs = [total.high if total.high is not None else total.best for total in totals]
    low = min((value for value in lows if value is not None), default=None)
    high = max((value for value in (*highs, best) if value is not None), default=None)
    return Count(low, best, high)


def _totals(claims: Sequence[Claim], quantity: str, in_title: set[int]) -> list[Count]:
    """One total a claimant, in order of first telling."""
    own: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.quantity == quantity and not claim.is_cumulative and claim.scope != "subset":
            own.setdefault(claim.claimant, []).append(claim)
    return [_total(told, in_title) for told in own.values()]


def _total(told: Sequence[Claim], in_title: set[int]) -> Count:
    """A claimant's own total: an update, else what the title says too, else the first statement's largest.

    Coordinated parts of one statement ("two soldiers and three civilians") add up; later statements tell parts of
    the total, or further dead of whom it cannot be known whether they are in it, so they add nothing.
    """
    statements = _statements(told)
    updates = [total for total, claims in statements if any(claim.scope == "update" for claim in claims)]
    if updates:
        return updates[-1]
    for total, _ in statements:
        if total.best in in_title:
            return total
    counted = [item for item in statements if any(claim.form not in ALREADY_COUNTED for claim in item[1])] or statements
    lead = counted[0][1][0].start
    first = [total for total, claims in counted if claims[0].start == lead]
    return max(first, key=lambda total: (total.best or 0, total.low or 0))


def _statements(told: Sequence[Claim]) -> list[tuple[Count, list[Claim]]]:
    chains: dict[int, list[Claim]] = {}
    for claim in told:
        chains.setdefault(claim.chain, []).append(claim)
    return [(_sum(claims), claims) for claims in chains.values()]


def _sum(claims: Sequence[Claim]) -> Count:
    total = Count(claims[0].low, claims[0].best, claims[0].high)
    for claim in claims[1:]:
        total = Count(_add(total.low, claim.low), _add(total.best, claim.best), _add_open(total.high, claim.high))
    return total


def _add(a: int | None, b: int | None) -> int | None:
    return None if a is None and b is None else (a or 0) + (b or 0)


def _add_open(a: int | None, b: int | None) -> int | None:
    """The sum of two upper bounds: open where one of them is."""
    return None if a is None or b is None else a + b


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

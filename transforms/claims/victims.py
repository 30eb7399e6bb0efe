"""Claims of one account → how many of the dead were civilians, and how many were of each side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transforms.claims.claim import Claim
from transforms.claims.count import Count

CIVILIANS: Final = frozenset({"civilian", "child", "woman", "aid worker", "journalist"})
ARMED: Final = frozenset({"state forces", "armed group"})
# Words for people of no kind: soldiers may be among them.
ANYBODY: Final = frozenset({"people", "persons", "person", "others", "victims", "dead", "men", "man", "bodies"})


def count_side(claims: Sequence[Claim], side: str, total: Count) -> int | None:
    """People killed of one side: the largest figure that speaks of it alone; null = none does."""
    return _largest([claim for claim in claims if claim.side == side], total)


def count_civilians(claims: Sequence[Claim], total: Count, *, is_fight: bool) -> int | None:
    """Civilians killed, children and women being among them; null = nothing says.

    Where fighters are among the dead, the figure of civilians, else what the fighters leave of the total. Where none
    is, and no armed side was hit (`is_fight` false), all of the dead are civilians, as UCDP takes them in one-sided
    violence.
    """
    civil = _largest([claim for claim in claims if _is_civil(claim)], total)
    armed = _largest([claim for claim in claims if claim.victims_type in ARMED], total)
    if armed is None and not is_fight and total.best:
        return total.best
    if civil is None and armed is not None and total.best is not None and _is_part(claims):
        return total.best - armed or None
    return civil


def _is_civil(claim: Claim) -> bool:
    if claim.victims_type == "civilian":
        return (claim.victims_raw or "").casefold() not in ANYBODY
    return claim.victims_type in CIVILIANS


def _is_part(claims: Sequence[Claim]) -> bool:
    """True if the fighters are told of as a part of all the dead: "22 dead, 16 of them militants"."""
    return any(claim.victims_type in ARMED and claim.part_of is not None for claim in claims)


def _largest(claims: Sequence[Claim], total: Count) -> int | None:
    """The largest statement that the total has room for: a larger one tells of something else."""
    statements: dict[int, int] = {}
    for claim in claims:
        if claim.quantity == "killed" and not claim.is_cumulative and claim.best is not None:
            statements[claim.chain] = statements.get(claim.chain, 0) + claim.best
    fitting = [size for size in statements.values() if total.best is not None and size <= total.best]
    return max(fitting, default=None)

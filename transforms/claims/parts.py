"""Claims that count a part of the people whom another claim counts, each bound to its whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.claims.claim import Claim
from transforms.claims.people import is_attacker

# Victims who are always some of the people hit.
_OF_A_KIND = frozenset({"child", "woman"})
_FOES_OF_GROUPS = frozenset({"state forces", "civilian", "child", "woman"})


def bind_parts(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with each part bound to its whole."""
    return [_bound(claim, claims) for claim in claims]


def _bound(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A part with its whole, told before it or after ("six civilians were among 22 killed"), and the whole's side.

    Besides subsets, a smaller figure is a part that stands in one sentence with a larger one and is not coordinated
    with it ("has risen to 17 after five died of their wounds", "which had put the toll at 12"), or that the article
    tells in its own voice after a claimant's total ("The civilians, a couple and their son, died").
    """
    others = [
        other
        for other in claims
        if other.claim_id != claim.claim_id and other.quantity == claim.quantity and not other.is_cumulative
    ]
    if claim.is_cumulative or (claim.person is not None and claim.person.part == "attacker"):
        return claim
    whole = find_whole(claim, others) if claim.scope == "subset" else _overshadowing(claim, others)
    if whole is None:
        return claim
    return replace(claim, part_of=whole.claim_id, side=whole.side if claim.side == "unknown" else claim.side)


def find_whole(part: Claim, others: Sequence[Claim]) -> Claim | None:
    """The claim that a subset is a part of: large enough, of the same claimant if any, the last before it if any."""
    wholes = [
        claim
        for claim in others
        if claim.scope != "subset" and _size(claim) >= _size(part) and not _are_foes(claim, part)
    ]
    own = [claim for claim in wholes if claim.claimant == part.claimant]
    before = [claim for claim in own or wholes if claim.number <= part.number]
    # "Shot nine of them dead" is no part of what another says later on.
    after = own or [claim for claim in wholes if claim.start == part.start]
    return before[-1] if before else next(iter(after), None)


def _are_foes(claim: Claim, part: Claim) -> bool:
    """True for the attackers beside those they attacked: "two of the attackers" are no part of the eleven policemen.

    Not where nothing tells that those of the part are of another side: militiamen fall beside soldiers.
    """
    if part.side in ("unknown", claim.side):
        return False
    attacked = [is_attacker(each.victims_raw or "") for each in (part, claim)]
    # "Twelve people died, three attackers among them" are twelve.
    if part.start == claim.start and any(attacked):
        return False
    if {part.side, claim.side} == {"actor", "target"} and any(attacked) and not all(attacked):
        return True
    kinds = {claim.victims_type, part.victims_type}
    return "armed group" in kinds and bool(kinds & _FOES_OF_GROUPS)


def _overshadowing(claim: Claim, others: Sequence[Claim]) -> Claim | None:
    """The larger figure beside or before the claim that it is not coordinated with, unless of the other side.

    "Almost a dozen" is no more than the eleven told with it.
    """
    larger = [
        other
        for other in others
        if (
            (other.start == claim.start and other.chain != claim.chain)
            or (other.start < claim.start and (claim.claimant_raw is None or _is_narrower(claim, other)))
        )
        and other.scope != "subset"
        and other.low is not None
        and _size(other) > _size(claim)
        and {claim.side, other.side} != {"actor", "target"}
    ]
    return max(larger, key=_size, default=None)


def _is_narrower(claim: Claim, other: Claim) -> bool:
    """True for another claimant's "four children" after nine people."""
    return claim.victims_type in _OF_A_KIND and other.victims_type not in _OF_A_KIND


def _size(claim: Claim) -> int:
    return claim.best or claim.low or 0

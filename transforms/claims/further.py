"""Dead who are told of beyond a count: the next one, some more, others than the one named first."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from transforms.claims.claim import Claim
from transforms.claims.count import Count, add_counts
from transforms.claims.people import Person, is_attacker

_OTHERS: Final = re.compile(r"(?:^|\s)others?\b", re.IGNORECASE)


def count_next(count: Count, told: Sequence[Claim]) -> Count:
    """The count with one more where somebody tells of the next: four, and "a fifth policeman died of his wounds"."""
    ordinals = {claim.person.ordinal for claim in told if claim.person is not None}
    return add_counts([count, Count(1, 1, 1)]) if count.best and count.best + 1 in ordinals else count


def count_titled(count: Count, claims: Sequence[Claim], titled: Collection[int]) -> Count:
    """The title's one figure of the dead where it is more than the count and all whom the claims tell of come to it.

    "13 slain" of 11 and "two more victims died", or of nine and four attackers who fell. No claim gives it itself.
    """
    dead = [claim for claim in claims if claim.quantity == "killed" and not claim.is_cumulative]
    told = [claim for claim in dead if not claim.part_of or is_attacker(claim.victims_raw or "")]
    number = max(titled) if len(titled) == 1 else 0
    most = sum(claim.best or 0 for claim in told)
    if not count.best or not count.best < number <= most or any(claim.best == number for claim in dead):
        return count
    return replace(count, low=number, best=number, high=None if count.high is None else max(count.high, number))


def join_others(told: Sequence[Claim]) -> Sequence[Claim]:
    """The claims, those of people told one by one before "eight others were killed" as of one statement with them."""
    others = next((claim for claim in told if claim.person is None and claim.best), None)
    if others is None or not _OTHERS.search(others.victims_raw or ""):
        return told
    if any(claim.chain == others.chain and claim is not others for claim in told):
        return told
    known: list[Person] = []
    joined: list[Claim] = []
    for claim in told:
        person = claim.person
        if person is not None and claim.number < others.number and not any(person.may_be(one) for one in known):
            known.append(person)
            joined.append(replace(claim, chain=others.chain, claimant=others.claimant))
        else:
            joined.append(claim)
    return joined

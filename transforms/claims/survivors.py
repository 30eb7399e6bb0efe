"""Who was shot and lives, who is dead: nobody counts as killed and injured.

"Five people were shot" tells of dead and injured together as soon as the article tells of somebody dead; a man who
"was taken to hospital" and dies there is told of twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.claims.claim import EITHER, Claim
from transforms.claims.count import Count
from transforms.claims.people import Person, tell_apart


def with_joint_totals(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of people shot made "killed or injured" where the dead may be among them."""
    dead = [claim for claim in claims if claim.quantity == "killed" and not claim.is_cumulative and claim.best]
    return [replace(claim, quantity=EITHER) if dead and _may_hold(claim, dead) else claim for claim in claims]


def _may_hold(claim: Claim, dead: Sequence[Claim]) -> bool:
    """True for "five people were shot", unless they are others, or come after the dead in the same sentence."""
    if not claim.is_joint or claim.quantity != "injured" or claim.person is not None:
        return False
    if "other" in (claim.victims_raw or "").casefold() or "another" in (claim.modifier_raw or "").casefold():
        return False
    return not any(other.start == claim.start and other.number < claim.number for other in dead)


def dead_people(claims: Sequence[Claim]) -> list[Person]:
    """The people told of one by one as dead, each once."""
    return tell_apart(claim.person for claim in claims if claim.person is not None and claim.quantity == "killed")


def leave_out_dead(told: Sequence[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """The injured without those who are dead in other claims of the same account."""
    return [
        claim
        for claim in told
        if claim.person is None
        or not any(
            claim.person.may_be(person)
            for person in dead_people([other for other in claims if not _is_beside(claim, other)])
        )
    ]


def _is_beside(claim: Claim, dead: Claim) -> bool:
    """True for one hurt after the dead of his sentence: "killing its owner and injuring his wife"."""
    forms = {claim.form, dead.form}
    return claim.start == dead.start and dead.number < claim.number and "pronoun" not in forms


def split_joint(joint: Count, killed: Count) -> tuple[Count, Count]:
    """Killed and injured as "killed or injured" bounds them; given the killed, the injured are the rest."""
    if joint.high == 0:
        return Count(0, 0, 0), Count(0, 0, 0)
    most = joint.high if joint.high is not None else joint.best
    if killed.best is None or joint.best is None:
        return Count(0, None, most), Count(0, None, most)
    left = max(0, joint.best - killed.best)
    high = None if joint.high is None else max(0, joint.high - killed.best)
    return killed, Count(left, left, high)

"""Claims of one account → how many, as low, best and high; the rules are stated in docs/reconciliation.md.

A claimant's figure is its newest total; disjoint groups of one sentence add up, a subset never does, a running total
never counts. Best is the figure that the headline stands behind, else that of the claimant told first; how totals of
several claimants make one count is in `reconciliation`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transforms.casualties.figure import Figure, sum_parts
from transforms.claims.claim import EITHER, Claim
from transforms.claims.count import NOT_REPORTED, Count, add_counts
from transforms.claims.further import count_next, count_titled, join_others
from transforms.claims.people import is_attacker, tell_apart
from transforms.claims.reconciliation import NOTHING, Reading, Total, reconcile_totals
from transforms.claims.survivors import leave_out_dead, split_joint

__all__ = ["NOT_REPORTED", "Count", "count_people", "read_people"]

# Forms of a figure that may speak of somebody counted already: "he", "the pilot", a name.
ALREADY_COUNTED = frozenset({"pronoun", "definite", "name"})
# Forms of figures that one statement may add up: "50 rebels and eight civilians", "a child and a woman".
COUNTED_ALIKE = ({"count"}, {"single"})
# Words that may count the attacker among the dead.
EVERYBODY = frozenset({"people", "persons", "others", "dead", "men", "victims"})
BOTH_SIDES = ("actor", "target")
ONE = Count(1, 1, 1)


def count_people(claims: Sequence[Claim], quantity: str, title: Sequence[Figure] = ()) -> Count:
    """What the claims make of one quantity; the title's figures say which claimant the article believes."""
    return read_people(claims, quantity, title).count


def read_people(claims: Sequence[Claim], quantity: str, title: Sequence[Figure] = ()) -> Reading:
    """The count of one quantity, and whether its claimants contradict each other.

    Where the dead of the two sides are told apart and nobody gives a figure for both, the sides add up. People told
    of one by one are counted where nobody counts them; who has died is not injured as well. "Killed or injured"
    bounds what neither the killed nor the injured are told of alone.
    """
    told, in_title = _whole(claims, quantity), _numbers_of_title(title, quantity)
    if quantity == "injured":
        told = leave_out_dead(told, claims)
    found = _with_attackers(join_others(told), in_title) if quantity == "killed" else _read(told, in_title)
    joint = _read(_whole(claims, EITHER), set()) if quantity in ("killed", "injured") else NOTHING
    if joint.count.is_reported and all(claim.person is not None for claim in told):
        killed, injured = split_joint(joint.count, count_people([c for c in claims if c.quantity != EITHER], "killed"))
        if quantity == "injured":
            return Reading(injured, joint.is_conflict)
        found = found if found.count.is_reported else Reading(killed, joint.is_conflict)
    if quantity == "killed":
        firm = _numbers_of_title([figure for figure in title if figure.best is not None], quantity)
        found = replace(found, count=count_titled(count_next(found.count, told), claims, firm))
    alone = NOT_REPORTED if found.count.is_reported else _told_by_title(title, quantity)
    return Reading(alone, False) if alone.is_reported else found


def _whole(claims: Sequence[Claim], quantity: str) -> list[Claim]:
    """The claims of whole figures; that "the children were not hurt" says nothing of the others."""
    told = [claim for claim in claims if claim.quantity == quantity and not claim.is_cumulative and not claim.part_of]
    return [claim for claim in told if claim.best != 0 or claim.form != "bare"]


def _read(told: Sequence[Claim], in_title: set[int]) -> Reading:
    if _has_two_sides(told, in_title):
        sides = [_read_totals([c for c in told if c.side == side], in_title) for side in BOTH_SIDES]
        return Reading(add_counts([side.count for side in sides]).ordered(), any(side.is_conflict for side in sides))
    if told and all(claim.person is not None for claim in told):
        together = Counter(claim.chain for claim in told)
        apart = tell_apart(claim.person for claim in told if claim.person is not None)
        # "A prosecutor and his driver" are two, whatever else they may share.
        number = max(len(apart), *together.values())
        return Reading(Count(number, number, number), False)
    return _read_totals(_counted(told), in_title)


def _read_totals(told: Sequence[Claim], in_title: set[int]) -> Reading:
    sums = _sums_in_title(told, in_title)
    titled = (in_title - sums.keys()) | set(sums.values())
    totals = [(_total(claims, in_title), all(_is_boast(claim) for claim in claims)) for claims in _by_claimant(told)]
    return reconcile_totals([Total(count, (count.best in titled, not boasts)) for count, boasts in totals])


def _is_boast(claim: Claim) -> bool:
    """True for what an armed group says of those whom it killed: whoever else counts them is believed before it."""
    return claim.claimant_type == "armed group" and claim.side == "target"


def _sums_in_title(told: Sequence[Claim], in_title: set[int]) -> dict[int, int]:
    """What a group that the title counts comes to with those whom a statement counts beside it."""
    return {
        claim.best: total.best
        for total, claims in _statements(told)
        if len(claims) > 1 and total.best is not None and {claim.form for claim in claims} in COUNTED_ALIKE
        for claim in claims
        if claim.best is not None and claim.best in in_title
    }


def _counted(told: Sequence[Claim]) -> Sequence[Claim]:
    """Where people are counted, those told of one by one are among them, unless told with them: "he and two others"."""
    groups = {claim.chain for claim in told if claim.person is None and claim.best is not None and claim.best > 1}
    return [claim for claim in told if claim.person is None or claim.chain in groups] if groups else told


def _with_attackers(told: Sequence[Claim], in_title: set[int]) -> Reading:
    """The dead; an attacker told of apart is one more, unless "people" may count everybody."""
    attackers = [claim for claim in told if claim.person is not None and claim.person.part == "attacker"]
    victims = [claim for claim in told if claim not in attackers]
    found = _read(victims, in_title)
    if not attackers or in_title == {found.count.best}:
        return found
    if not victims:
        return Reading(ONE, False)
    if any(_may_be_everybody(claim) for claim in victims):
        return found
    return Reading(add_counts([found.count, ONE]), found.is_conflict)


def _may_be_everybody(claim: Claim) -> bool:
    return (claim.victims_raw or "people").casefold() in EVERYBODY


def _numbers_of_title(title: Sequence[Figure], quantity: str) -> set[int]:
    """What the title counts: numbers before single people ("2 dead at vigil for teen killed in May")."""
    told = [figure for figure in title if figure.quantity == quantity and figure.conservative]
    counted = [figure for figure in told if figure.form == "count"] or told
    return {figure.conservative for figure in counted if figure.conservative}


def _told_by_title(title: Sequence[Figure], quantity: str) -> Count:
    """What the title alone gives: "Teen dies after shooting" over a text written while he lived."""
    told = [f for f in title if f.quantity == quantity and not f.joint and f.scope in ("total", "update")]
    summed = sum_parts(told) or next(iter(told), None)
    return NOT_REPORTED if summed is None else Count(summed.low, summed.conservative, summed.high).ordered()


def _has_two_sides(told: Sequence[Claim], in_title: set[int]) -> bool:
    """True if each side's dead are counted side by side: both in the title, or both where the telling begins."""
    counted = [claim for claim in told if claim.best and claim.form not in ALREADY_COUNTED]
    actor, target = ({claim.best for claim in counted if claim.side == side} for side in BOTH_SIDES)
    if in_title:
        both = bool(actor & in_title and target & in_title) and len(in_title) > 1
        one = bool((actor and target & in_title) or (target and actor & in_title))
        return both or (one and _are_told_apart(counted, in_title))
    opening = sorted({claim.start for claim in counted})[:2]
    first = [claim for claim in counted if claim.start in opening]
    if actor == target and len({claim.claimant for claim in first}) > 1:
        return False
    return {claim.side for claim in first} == set(BOTH_SIDES)


def _are_told_apart(counted: Sequence[Claim], in_title: set[int]) -> bool:
    """True if the dead of each side are called by their kind: "five policemen" and "four attackers" share nobody.

    Fighters who fell attacking fighters are told apart by whoever counts the title's dead too.
    """
    attackers = {claim.claimant for claim in counted if is_attacker(claim.victims_raw or "")}
    titled = [claim for claim in counted if claim.best in in_title]
    if any(claim.claimant in attackers and not _may_be_everybody(claim) for claim in titled):
        return True
    kinds = [{claim.victims_type for claim in counted if claim.side == side} for side in BOTH_SIDES]
    return all("unknown" not in kind for kind in kinds) and not kinds[0] & kinds[1]


def _by_claimant(told: Sequence[Claim]) -> list[list[Claim]]:
    """Each claimant's claims, in order of first telling."""
    own: dict[str, list[Claim]] = {}
    for claim in told:
        own.setdefault(claim.claimant, []).append(claim)
    return list(own.values())


def _total(told: Sequence[Claim], in_title: set[int]) -> Count:
    """A claimant's own total: an update, else what the title says too, else the first statement's largest.

    Coordinated parts of one statement ("two soldiers and three civilians") add up; later statements tell parts of
    the total, or further dead of whom it cannot be known whether they are in it, so they add nothing. A statement
    with a number goes before one without.
    """
    statements = _statements(told)
    updates = [total for total, claims in statements if any(claim.scope == "update" for claim in claims)]
    if updates:
        return updates[-1]
    if (titled := _titled(statements, in_title)) is not None:
        return titled
    numbered = [item for item in statements if item[0].best is not None] or statements
    counted = [item for item in numbered if any(claim.form not in ALREADY_COUNTED for claim in item[1])] or numbered
    lead = counted[0][1][0].start
    first = [total for total, claims in counted if claims[0].start == lead]
    # "Almost a dozen" rounds up what the same breath gives as 11.
    firm = [total for total in first if total.low is not None] or first
    return max(firm, key=lambda total: total.size)


def _titled(statements: Sequence[tuple[Count, list[Claim]]], in_title: set[int]) -> Count | None:
    """The total that the title tells; where the title tells one group of a statement, the statement's total."""
    for total, claims in statements:
        if len(claims) > 1 and any(claim.best in in_title for claim in claims) and all(c.best for c in claims):
            return total
    return next((total for total, _ in statements if total.best in in_title), None)


def _statements(told: Sequence[Claim]) -> list[tuple[Count, list[Claim]]]:
    chains: dict[int, list[Claim]] = {}
    for claim in told:
        chains.setdefault(claim.chain, []).append(claim)
    return [(add_counts([claim.count for claim in claims]), claims) for claims in chains.values()]

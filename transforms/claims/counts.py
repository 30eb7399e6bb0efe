"""Claims of one account → how many, as low, best and high.

A claimant's figure is its newest total; disjoint groups of one sentence add up, a subset never does, a running total
never counts. Over claimants nothing is added: low and high are the bounds of what is claimed, best is the figure that
the headline or the lead stands behind (ACLED: the most conservative of the reliable; UCDP: low, best, high).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.casualties import Figure, sum_parts
from transforms.claims import Claim
from transforms.claims.people import tell_apart

# Forms of a figure that may speak of somebody counted already: "he", "the pilot", a name.
ALREADY_COUNTED = frozenset({"pronoun", "definite", "name"})
# Words that may count the attacker among the dead.
EVERYBODY = frozenset({"people", "persons", "others", "dead", "men", "victims"})
CIVILIANS = frozenset({"civilian", "child", "woman", "aid worker", "journalist"})


@dataclass(frozen=True)
class Count:
    """People, as UCDP's triple; `best` is null where nobody gives a number ("dozens" keeps its low)."""

    low: int | None
    best: int | None
    high: int | None


# A claimant's total below this share of the believed one counts other people: children, one town, one side.
COMPARABLE = 1 / 3
BOTH_SIDES = ("actor", "target")
NOT_REPORTED = Count(None, None, None)


def count_people(claims: Sequence[Claim], quantity: str, title: Sequence[Figure] = ()) -> Count:
    """What the claims make of one quantity; the title's figures say which claimant the article believes.

    Where the dead of the two sides are told apart and nobody gives a figure for both, the sides add up. People told
    of one by one are counted where nobody counts them; who has died is not injured as well.
    """
    told = [
        claim for claim in claims if claim.quantity == quantity and not claim.is_cumulative and claim.part_of is None
    ]
    in_title = _numbers_of_title(title, quantity)
    if quantity == "killed":
        return _with_attackers(told, in_title, title)
    if quantity == "injured":
        told = _surviving(told, claims, title)
    return _count(told, in_title, _told_by_title(title, quantity))


def _count(told: Sequence[Claim], in_title: set[int], otherwise: Sequence[Count]) -> Count:
    if _has_two_sides(told, in_title):
        sides = [_believed(_totals([c for c in told if c.side == side], in_title), in_title) for side in BOTH_SIDES]
        return _ordered(_sum_counts(sides))
    if told and all(claim.person is not None for claim in told):
        number = len(tell_apart(claim.person for claim in told if claim.person is not None))
        return Count(number, number, number)
    totals = _totals(_counted(told), in_title) or otherwise
    return _ordered(_believed(totals, in_title)) if totals else NOT_REPORTED


def _counted(told: Sequence[Claim]) -> Sequence[Claim]:
    """Where people are counted, those told of one by one are among them."""
    counted = [claim for claim in told if claim.person is None]
    return counted if any(claim.best is not None and claim.best > 1 for claim in counted) else told


def _with_attackers(told: Sequence[Claim], in_title: set[int], title: Sequence[Figure]) -> Count:
    """The dead; an attacker told of apart is one more, unless "people" may count everybody."""
    attackers = [claim for claim in told if claim.person is not None and claim.person.part == "attacker"]
    victims = [claim for claim in told if claim not in attackers]
    count = _count(victims, in_title, _told_by_title(title, "killed") if not attackers else [])
    if not attackers or (count.best is not None and count.best in in_title and len(in_title) == 1):
        return count if victims or not attackers else Count(1, 1, 1)
    if any((claim.victims_raw or "people").casefold() in EVERYBODY for claim in victims):
        return count
    return _sum_counts([count, Count(1, 1, 1)])


def _numbers_of_title(title: Sequence[Figure], quantity: str) -> set[int]:
    """What the title counts: numbers before single people ("2 dead at vigil for teen killed in May")."""
    told = [figure for figure in title if figure.quantity == quantity and figure.conservative]
    counted = [figure for figure in told if figure.form == "count"] or told
    return {figure.conservative for figure in counted if figure.conservative}


def _told_by_title(title: Sequence[Figure], quantity: str) -> list[Count]:
    """What the title alone gives: "Teen dies after shooting" over a text written while he lived."""
    told = [f for f in title if f.quantity == quantity and not f.joint and f.scope in ("total", "update")]
    summed = sum_parts(told) or next(iter(told), None)
    return [] if summed is None else [Count(summed.low, summed.conservative, summed.high)]


def _surviving(told: Sequence[Claim], claims: Sequence[Claim], title: Sequence[Figure]) -> list[Claim]:
    """The injured without those who have died: people known to be dead, and the dead among all who were shot."""
    dead = tell_apart(claim.person for claim in claims if claim.person is not None and claim.quantity == "killed")
    alive = [c for c in told if c.person is None or not any(c.person.may_be(person) for person in dead)]
    killed = count_people(claims, "killed", title).best
    if not killed:
        return alive
    return [left for claim in alive if (left := _without_dead(claim, claims, killed)) is not None]


def _without_dead(claim: Claim, claims: Sequence[Claim], killed: int) -> Claim | None:
    """ "Five people were shot, one fatally": four injured; "one was killed and five others shot": five."""
    if not claim.is_joint or claim.person is not None or claim.best is None or "other" in (claim.victims_raw or ""):
        return claim
    if any(c.quantity == "killed" and c.start == claim.start and c.number < claim.number for c in claims):
        return claim
    if claim.best <= killed:
        return None
    left = claim.best - killed
    return replace(claim, low=left, best=left, high=None if claim.high is None else max(left, claim.high - killed))


def _has_two_sides(told: Sequence[Claim], in_title: set[int]) -> bool:
    """True if each side's dead are counted side by side: both in the title, or both where the telling begins."""
    counted = [claim for claim in told if claim.best and claim.form not in ALREADY_COUNTED]
    sides = [{claim.best for claim in counted if claim.side == side} for side in BOTH_SIDES]
    if in_title:
        return all(side & in_title for side in sides) and len(in_title) > 1
    opening = sorted({claim.start for claim in counted})[:2]
    first = [claim for claim in counted if claim.start in opening]
    return {claim.side for claim in first} == set(BOTH_SIDES)


def _believed(totals: Sequence[Count], in_title: set[int]) -> Count:
    """The bounds of all claimants' totals; best is the one that the title tells, else the first told."""
    best = next((total.best for total in totals if total.best in in_title), None)
    if best is None:
        best = next((total.best for total in totals if total.best is not None), None)
    lows = [
        min(total.best, total.low or total.best) if total.best is not None else total.low
        for total in totals
        if total.best is None or best is None or total.best >= best * COMPARABLE
    ]
    highs = [total.high if total.high is not None else total.best for total in totals]
    low = min((value for value in lows if value is not None), default=None)
    high = max((value for value in highs if value is not None), default=None)
    return Count(low, best, high)


def _ordered(count: Count) -> Count:
    """low <= best <= high, as far as they are known."""
    known = [value for value in (count.low, count.best) if value is not None]
    low = None if count.low is None and count.best is None else min(known)
    high = None if count.high is None else max(count.high, *known) if known else count.high
    return Count(low, count.best, high)


def _totals(told: Sequence[Claim], in_title: set[int]) -> list[Count]:
    """One total a claimant, in order of first telling."""
    own: dict[str, list[Claim]] = {}
    for claim in told:
        own.setdefault(claim.claimant, []).append(claim)
    return [_total(claims, in_title) for claims in own.values()]


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
    return _sum_counts([Count(claim.low, claim.best, claim.high) for claim in claims])


def _sum_counts(counts: Sequence[Count]) -> Count:
    """Disjoint groups together; the upper bound is open where one of theirs is."""
    highs = [count.high for count in counts if count.high is not None]
    return Count(
        _sum_known([count.low for count in counts]),
        _sum_known([count.best for count in counts]),
        sum(highs) if len(highs) == len(counts) else None,
    )


def _sum_known(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def count_side(claims: Sequence[Claim], side: str, total: Count) -> int | None:
    """People killed of one side: the best figure that speaks of it alone; null = none does."""
    return _largest([claim for claim in claims if claim.side == side], total)


def count_civilians(claims: Sequence[Claim], total: Count) -> int | None:
    """Civilians killed: the figure that speaks of civilians, children and women being among them."""
    return _largest([claim for claim in claims if claim.victims_type in CIVILIANS], total)


def _largest(claims: Sequence[Claim], total: Count) -> int | None:
    """The largest figure that the total has room for: a larger one tells of something else."""
    bests = [
        claim.best
        for claim in claims
        if claim.quantity == "killed"
        and not claim.is_cumulative
        and claim.best is not None
        and total.best is not None
        and claim.best <= total.best
    ]
    return max(bests, default=None)

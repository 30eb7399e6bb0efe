"""Claims of a mention → how its counts came about: what each claim does to them, asked of the counting itself.

The count is made once more without each claim in turn. What changes is what the claim decided; a claim without
which nothing changes is named as such. So the reasons are those of `claims.counts`, whatever its rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.casualties.figure import Figure
from transforms.claims.claim import Claim
from transforms.claims.count import Count
from transforms.claims.counts import count_people, read_people
from transforms.explain.explanation import ClaimReading, CountReading
from transforms.explain.findings import bounds_text
from transforms.explain.reasons import SCOPES, word_for

COUNTED = ("killed", "injured", "abducted")


def read_claim(claim: Claim, wholes: dict[str, Claim]) -> ClaimReading:
    """The claim for a person; `wholes` are the mention's claims by id."""
    return ClaimReading(
        claim_id=claim.claim_id,
        claimant=f"{claim.claimant} ({claim.claimant_type})",
        quantity=claim.quantity,
        bounds=(claim.low, claim.best, claim.high),
        whose=f"{claim.victims or claim.victims_type}, side: {claim.side}",
        why="; ".join(_why(claim, wholes)),
        start=claim.number[0],
        end=claim.number[1],
    )


def _why(claim: Claim, wholes: dict[str, Claim]) -> Iterator[str]:
    if claim.is_cumulative:
        yield "a running total or of the background: kept, never counted"
    else:
        yield word_for(SCOPES, claim.scope)
    if claim.modifier_raw:
        yield f"“{claim.modifier_raw}”"
    whole = wholes.get(claim.part_of or "")
    if whole is not None:
        yield f"part of {whole.quantity} {bounds_text((whole.low, whole.best, whole.high))} of {whole.claimant}"
    yield "its claimant is named" if claim.claimant_raw else "nobody is named: the publication's own words"


def read_counts(claims: Sequence[Claim], title: Sequence[Figure], *, is_denied: bool) -> tuple[CountReading, ...]:
    """How each quantity that is claimed was counted; `title` are the headline's figures if they are of it."""
    told = {claim.quantity for claim in claims} | {figure.quantity for figure in title}
    asked = [quantity for quantity in COUNTED if quantity in told]
    if is_denied:
        steps = ("what is claimed is denied, so that it counts nobody",)
        return tuple(CountReading(quantity, (None, None, None), steps) for quantity in asked)
    return tuple(_count(claims, quantity, title) for quantity in asked)


def _count(claims: Sequence[Claim], quantity: str, title: Sequence[Figure]) -> CountReading:
    made = read_people(claims, quantity, title)
    steps = list(_steps(claims, quantity, title, made.count))
    if made.is_conflict:
        steps.append("its claimants contradict each other: no number lies within the bounds of all")
    return CountReading(quantity, _bounds(made.count), tuple(steps))


def _steps(claims: Sequence[Claim], quantity: str, title: Sequence[Figure], made: Count) -> Iterator[str]:
    """What each claim of the quantity does, and each claim of another one that does something to it."""
    for claim in claims:
        rest = [other for other in claims if other is not claim and other.part_of != claim.claim_id]
        without = count_people(rest, quantity, title)
        if claim.quantity == quantity or without != made:
            what = "" if claim.quantity == quantity else f"{claim.quantity} "
            said = f"{claim.claimant}: {what}{bounds_text((claim.low, claim.best, claim.high))}"
            yield f"{said}, {_effect(made, without)}"
    figures = [figure for figure in title if figure.quantity == quantity]
    if figures:
        told = " and ".join(bounds_text((figure.low, figure.best, figure.high)) for figure in figures)
        yield f"headline: {told}, {_effect(made, count_people(claims, quantity, ()))}"


def _effect(made: Count, without: Count) -> str:
    """What a claim did, by what the count would be without it."""
    if made == without:
        return "changes nothing"
    return f"without it {bounds_text(_bounds(without))}"


def _bounds(count: Count) -> tuple[int | None, int | None, int | None]:
    return count.low, count.best, count.high

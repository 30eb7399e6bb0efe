"""A mention's claims → its counts, by the rules of docs/reconciliation.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.accounts.votes import ARMED
from transforms.casualties.figure import Figure
from transforms.claims.counts import read_people
from transforms.claims.parts import bind_parts
from transforms.claims.victims import count_civilians, count_side
from transforms.mentions.mention import Mention, type_of


def count_mention(mention: Mention, title: Sequence[Figure]) -> Mention:
    """The mention with the counts that its claims make; the title's figures bear on rank 1 only.

    The figures of a mention that is denied stay claims: they count nobody, but who denies it may say that none died.
    """
    is_denied = mention.status == "denied"
    counted = [claim for claim in mention.claims if claim.best == 0] if is_denied else mention.claims
    title = title if mention.rank == 1 and not is_denied else ()
    readings = [read_people(counted, quantity, title) for quantity in ("killed", "injured", "abducted")]
    killed, injured, abducted = (reading.count for reading in readings)
    return replace(
        mention,
        fatalities=killed,
        injuries=injured,
        abducted=abducted,
        counts_conflict=any(reading.is_conflict for reading in readings),
        fatalities_civilians=count_civilians(counted, killed, is_fight=type_of(mention.target) in ARMED),
        fatalities_actor=count_side(counted, "actor", killed),
        fatalities_target=count_side(counted, "target", killed),
    )


def without_sum(mentions: Sequence[Mention]) -> Mention:
    """The first mention without the headline's toll, where that is of all that the article tells of.

    "10 killed in attacks on Aleppo and Deir Ezzor", of which six are told of in the one and four in the other.
    """
    first, *others = mentions
    told = [other.fatalities.best for other in others if not other.is_retold and other.status == "accomplished"]
    total, elsewhere = first.fatalities.best, sum(best for best in told if best)
    is_told = any(c.quantity == "killed" and not c.person and c.best == (total or 0) - elsewhere for c in first.claims)
    if not total or not elsewhere or total == elsewhere or not is_told:
        return first
    claims = [replace(claim, part_of=None) for claim in first.claims]
    sums = [claim for claim in claims if claim.quantity == "killed" and claim.best == total]
    claims = bind_parts([replace(claim, is_cumulative=True) if claim in sums else claim for claim in claims])
    counted = count_mention(replace(first, claims=tuple(claims)), ())
    return counted if counted.fatalities.best == total - elsewhere else first

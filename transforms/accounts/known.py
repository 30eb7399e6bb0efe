"""Who is known to use a weapon in a country, where the account names nobody: from `lexicon/operators.csv`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.accounts.votes import NAMED_ENOUGH, Ballot, Telling, Vote
from transforms.actors import ActorMention
from transforms.actors.operators import find_operator


def known_votes(
    telling: Telling, actors: Sequence[tuple[ActorMention, float]], targets: Sequence[tuple[ActorMention, float]]
) -> Iterator[Vote]:
    """A low vote for the force that flies or fires what the account tells of, unless somebody armed is named.

    None where its own side was hit. The words of the vote are those that name the weapon.
    """
    if telling.country is None or any(not m.is_generic and vote >= NAMED_ENOUGH for m, vote in actors):
        return
    if any(m.type in {"state forces", "police"} and vote >= NAMED_ENOUGH for m, vote in targets[:1]):
        return
    for sentence in telling.sentences[:3]:
        for trigger in sentence.triggers:
            known = find_operator(telling.country, trigger.lemma, trigger.sub_event_type, telling.day)
            if known is not None:
                actor, weight = known
                kind = "external forces" if actor.country not in {None, telling.country} else actor.type
                words = (trigger.start, trigger.end, trigger.raw)
                mention = ActorMention(*words, actor, kind, actor.name, is_generic=False)
                yield Vote(mention, sentence.index, Ballot("actor", weight, "is known to use the weapon there"))
                return

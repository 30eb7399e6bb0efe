"""Who denies what an account tells, and what they tell instead.

A spokesman who denies that any strike was carried out speaks for those who are held to have carried it out, and the
story that he gives in its place is no part of the happening: its figures are claims, its culprit is not the account's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.accounts.sentences import Sentence
from transforms.accounts.votes import FORCES, NAMED_ENOUGH, Ballot, Telling, Vote
from transforms.actors import ActorMention

# Less than being named, more than nothing.
DENIED = 0.6 * NAMED_ENOUGH
# To deny "involvement" or "responsibility" says less: anybody may be asked.
_DENIES = re.compile(
    r"\b(?:denie[sd]|denying|den(?:y|ies))\b (?:that )?(?:\w+ ){0,5}?(?:(?:air ?|drone )?strikes?|attack(?:ed|ing|s)?"
    r"|bomb(?:ed|ing|ings|s)?|shell(?:ed|ing|s)?|hit(?:ting)?|target(?:ed|ing)|kill(?:ed|ing|ings|s)?|shot|massacre"
    r"|shoot(?:ing|s)?|fir(?:ed|ing)|raid(?:ed|ing|s)?)\b"
)
_SAME = frozenset({"he", "she", "it", "they"})


def denier_votes(telling: Telling) -> Iterator[Vote]:
    """A small vote for the force of a state that denies what the account tells."""
    for sentence in (*telling.sentences, *telling.around):
        denier = find_denier(sentence)
        if denier is not None:
            yield Vote(denier, sentence.index, Ballot("actor", DENIED, "denies it"))


def find_denier(sentence: Sentence) -> ActorMention | None:
    """The state's force that denies an attack in the sentence."""
    denies = _DENIES.search(sentence.text)
    if denies is None:
        return None
    forces = [m for m in sentence.actors if m.type in FORCES and m.end <= sentence.start + denies.start()]
    return forces[-1] if forces else None


def without_counter_stories(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences without those in which who denies the act tells another one, right after the denial."""
    kept: list[Sentence] = []
    denial: Sentence | None = None
    for sentence in sentences:
        if denial is not None and _goes_on(denial, sentence):
            continue
        denial = sentence if find_denier(sentence) is not None else None
        kept.append(sentence)
    return tuple(kept)


def _goes_on(denial: Sentence, sentence: Sentence) -> bool:
    """True if the same speaker goes on in the same paragraph."""
    said_by = sentence.attribution
    if said_by is None or sentence.paragraph != denial.paragraph:
        return False
    named = denial.attribution.claimant if denial.attribution else None
    return said_by.claimant_raw.casefold() in _SAME or (named is not None and said_by.claimant == named)

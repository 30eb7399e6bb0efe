"""The token that stands in the clause for an actor: its head, lifted over conjuncts and "of X" phrases."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.accounts.sentences import Sentence
from transforms.actors import ActorMention

# What is flown or sailed by its force: "a drone of the army".
CRAFT = frozenset(
    "drone vehicle uav aircraft plane warplane jet helicopter gunship bomber warship gunboat drones vehicles uavs "
    "planes warplanes jets helicopters gunships bombers warships gunboats".split()
)
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
# Heads that take the name of their group: "a convoy of the army", "a bomber from the Nusra Front".
_MEMBERS = CRAFT.union(
    "member fighter commander group wing branch attacker gunman assailant shooter sniper militant rebel soldier "
    "officer leader cell unit squad faction militia gang mob crowd band column patrol convoy battalion brigade "
    "detachment contingent alliance coalition suspect affiliate offshoot insurgent policeman terrorist queue line "
    "gathering group procession bus busload truckload".split()
)


def head_of(mention: ActorMention, sentence: Sentence) -> Token | None:
    """The mention's head; null where its words were not parsed."""
    tokens = sentence.tokens(mention.start, mention.end)
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), None)


def lifted(token: Token) -> Token:
    """The token that stands in the clause for this one: first conjunct, noun of an apposition or "of X" phrase."""
    for _ in range(5):
        if token.dep_ in {"conj", "appos"}:
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ in {"of", "from"} and _is_member(token.head.head):
            token = token.head.head
        elif token.dep_ in MODIFIERS and token.head.ent_type_ in {"NORP", "ORG", "GPE"}:
            token = token.head
        else:
            break
    return token


def _is_member(token: Token) -> bool:
    """True for people whose group follows: "militants of the Islamic State"; not for "the killing of civilians"."""
    return token.tag_ in {"NNS", "NNPS"} or token.lower_ in _MEMBERS

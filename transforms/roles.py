"""Account → who did it and whom it hit, read off the parse.

Each actor named near a trigger gets votes for a side: subject of an attacking verb, agent of a passive, owner of an
attack noun ("ISIS attack", "strikes by the coalition") speak for actor; object, passive subject, "on", "against" and
the victims of a figure speak for target. Earlier sentences weigh more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from transforms.actors import ActorMention
from transforms.attribution import responsibility
from transforms.sentences import Sentence

ARMED = frozenset({"state forces", "police", "armed group", "political militia", "communal militia", "external forces"})
# Verbs that carry an attack noun or name the act without being a trigger.
LIGHT_VERBS = frozenset(
    "launch launched launching carry carried carrying conduct conducted stage staged staging mount mounted fire fired "
    "firing drop dropped dropping open opened hit hitting strike struck striking target targeted targeting storm stormed "
    "seize seized detonate detonated pound pounded pounding use used blow blew set overrun overran take took taking "
    "plant planted throw threw lob lobbed unleash unleashed".split()
)
_SUFFERED = frozenset("died perished dead fell succumbed".split())
_ON = frozenset("on against at into toward towards".split())
_PARTICIPLES = frozenset("targeting hitting striking".split())

AGENT, PATIENT, VICTIM, OWNER, CLAIMED = 3.0, 3.0, 2.0, 2.5, 4.0
NEARBY = 0.3


def read_roles(
    sentences: Sequence[Sentence],
) -> tuple[list[tuple[ActorMention, float]], list[tuple[ActorMention, float]]]:
    """Votes for actor and for target, best first; each mention is the first by which its actor was named."""
    actor_votes: dict[str, float] = defaultdict(float)
    target_votes: dict[str, float] = defaultdict(float)
    first: dict[str, ActorMention] = {}
    for order, sentence in enumerate(sentences):
        weight = 1.0 / (1.0 + 0.5 * order)
        for mention in sentence.actors:
            key = identity(mention)
            first.setdefault(key, mention)
            acted, suffered = _votes(mention, sentence)
            actor_votes[key] += weight * acted
            target_votes[key] += weight * suffered
    return _ranked(actor_votes, first), _ranked(target_votes, first)


def identity(mention: ActorMention) -> str:
    return mention.actor.actor_id if mention.actor else mention.name.casefold()


def _ranked(votes: dict[str, float], first: dict[str, ActorMention]) -> list[tuple[ActorMention, float]]:
    ranked = sorted(votes.items(), key=lambda item: (-item[1], first[item[0]].start))
    return [(first[key], vote) for key, vote in ranked if vote > 0]


def _votes(mention: ActorMention, sentence: Sentence) -> tuple[float, float]:
    tokens = sentence.tokens(mention.start, mention.end)
    if not tokens:
        return 0.0, 0.0
    inside = {token.i for token in tokens}
    head = next((token for token in tokens if token.head.i not in inside or token.head is token), tokens[-1])
    triggers = _trigger_tokens(sentence)
    acted, suffered = _role(_lifted(head), triggers)
    if any(figure.start <= mention.start < figure.end for figure in sentence.figures) and not acted:
        suffered += VICTIM
    if responsibility(sentence.text) and mention.type in ARMED and not suffered:
        acted += CLAIMED
    if sentence.triggers and mention.type in ARMED and not acted and not suffered:
        acted += NEARBY
    return acted, suffered


def _trigger_tokens(sentence: Sentence) -> set[int]:
    return {token.i for trigger in sentence.triggers for token in sentence.tokens(trigger.start, trigger.end)}


def _lifted(token: Token) -> Token:
    """The token that stands in the clause for this one: first conjunct, noun of an apposition or "of X" phrase."""
    for _ in range(5):
        if token.dep_ in {"conj", "appos"}:
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ in {"of", "from"} and token.head.head.pos_ in {"NOUN", "PROPN"}:
            token = token.head.head
        elif token.dep_ in {"compound", "amod", "nmod", "poss"} and token.head.ent_type_ in {"NORP", "ORG", "GPE"}:
            token = token.head
        else:
            break
    return token


def _role(token: Token, triggers: set[int]) -> tuple[float, float]:
    """(votes as actor, votes as target) by the token's place in the clause."""
    governor = token.head
    acts = governor.i in triggers or governor.lower_ in LIGHT_VERBS
    if token.dep_ == "nsubj":
        if governor.lower_ in _SUFFERED:
            return 0.0, PATIENT
        return (AGENT, 0.0) if acts or _leads_to_attack(governor, triggers) else (0.0, 0.0)
    if token.dep_ == "nsubjpass":
        return (0.0, PATIENT) if acts else (0.0, 0.0)
    if token.dep_ in {"dobj", "obj"}:
        return (0.0, PATIENT) if acts or governor.lower_ in _PARTICIPLES else (0.0, 0.0)
    if token.dep_ == "pobj":
        return _prepositional(token, triggers)
    if token.dep_ in {"compound", "amod", "nmod", "poss"} and (_chain(governor) & triggers):
        return OWNER, 0.0
    return 0.0, 0.0


def _leads_to_attack(verb: Token, triggers: set[int]) -> bool:
    """True if the verb's complement or co-ordinate is the act: "managed to kill", "came and shot"."""
    return any(child.i in triggers and child.dep_ in {"xcomp", "conj", "advcl"} for child in verb.children)


def _chain(token: Token) -> set[int]:
    """The noun and those it modifies: "ISIS suicide car bomb attack" is one chain."""
    chain = {token.i}
    while token.dep_ in {"compound", "nmod", "amod"} and token.head is not token:
        token = token.head
        chain.add(token.i)
    return chain


def _prepositional(token: Token, triggers: set[int]) -> tuple[float, float]:
    preposition = token.head
    word, governor = preposition.lower_, preposition.head
    acts = bool(_chain(governor) & triggers) or governor.lower_ in LIGHT_VERBS
    if word == "by":
        return (AGENT, 0.0) if acts or preposition.dep_ == "agent" else (0.0, 0.0)
    if word == "between" and acts:
        return AGENT, OWNER
    if word in {"with", "against"} and acts:
        return 0.0, PATIENT
    if word in _ON and acts:
        return 0.0, OWNER
    if word == "of" and governor.i in triggers:
        return 0.0, OWNER
    return 0.0, 0.0


def best_actor(votes: Iterable[tuple[ActorMention, float]]) -> ActorMention | None:
    """The likeliest to have done it: a named one before a generic one ("gunmen") unless it has far fewer votes."""
    able = [(mention, vote) for mention, vote in votes if mention.type not in {"civilian", "official", "journalist"}]
    if not able:
        return None
    top, most = able[0]
    named = next(((mention, vote) for mention, vote in able if not mention.is_generic), None)
    return named[0] if named and top.is_generic and named[1] >= 0.5 * most else top


def best_target(votes: Iterable[tuple[ActorMention, float]], actor: ActorMention | None) -> ActorMention | None:
    taken = identity(actor) if actor else None
    return next((mention for mention, _ in votes if identity(mention) != taken), None)

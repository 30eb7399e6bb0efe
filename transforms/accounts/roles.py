"""Account → who did it and whom it hit, read off the parse.

Each actor named near a trigger gets votes for a side: subject of an attacking verb, agent of a passive, owner of an
attack noun ("ISIS attack", "strikes by the coalition") speak for actor; object, passive subject, "on", "against" and
the victims of a figure speak for target. Earlier sentences weigh more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from transforms.accounts.sentences import Sentence
from transforms.actors import ActorMention, resolve_generic
from transforms.attribution import responsibility

ARMED = frozenset({"state forces", "police", "armed group", "political militia", "communal militia", "external forces"})
UNARMED = frozenset({"civilian", "official", "journalist", "aid worker"})
# Characters between an actor and its verb in plain word order.
REACH = 60
# Verbs that carry an attack noun or name the act without being a trigger.
LIGHT_VERBS = frozenset(
    "launch launched launching carry carried carrying conduct conducted stage staged staging mount mounted fire fired "
    "firing drop dropped dropping open opened hit hitting strike struck striking target targeted targeting storm "
    "stormed seize seized detonate detonated pound pounded pounding use used blow blew set overrun overran take took "
    "taking plant planted throw threw lob lobbed unleash unleashed".split()
)
_SUFFERED = frozenset("died perished dead fell succumbed".split())
_ON = frozenset("on against at into toward towards".split())
_PARTICIPLES = frozenset("targeting hitting striking".split())

AGENT, PATIENT, VICTIM, OWNER, CLAIMED, BLAMED = 3.0, 3.0, 2.0, 2.5, 4.0, 3.0
NEARBY = 0.3
# A named group with this many votes is who "the gunmen" and "its fighters" are.
NAMED_ENOUGH = 1.0
# An exactly named target with this many votes goes before "people", however often these are told of.
EXACT_ENOUGH = 1.5
# "people", "children": of all that an account names, the vaguest word for whom it hit.
VAGUE_TARGETS = frozenset({"civilians", "children", "women"})

_BLAME = re.compile(
    r"\b(?:blam(?:ed|es|ing)|accus(?:ed|es|ing)|pointed the finger at|attributed (?:it |the \w+ )?to)\b"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|are|is|got)\b(?:\W+\w+){0,2}\W*$", re.IGNORECASE)
_AIMED_AT = re.compile(r"\b(?:on|against|at(?! least| most)|targeting)\b(?:\W+[\w-]+){0,4}\W*$", re.IGNORECASE)
_BY = re.compile(r"\bby\b(?:\W+[\w-]+){0,4}\W*$", re.IGNORECASE)

Votes = list[tuple[ActorMention, float]]


@dataclass(frozen=True)
class Ballot:
    """What one rule says of an actor in one sentence: `side` is actor or target, `rule` the rule in words."""

    side: str
    points: float
    rule: str


@dataclass(frozen=True)
class Vote:
    """A ballot cast for a mention in the sentence of this index; its points count less the later it is told."""

    mention: ActorMention
    sentence: int
    ballot: Ballot


def read_roles(
    sentences: Sequence[Sentence], country: str | None = None, around: Sequence[Sentence] = ()
) -> tuple[Votes, Votes]:
    """Votes for actor and for target, best first; each mention is the first of its actor that a rule speaks for.

    In `country` "the army" and "police" are the state's own. `around` are the sentences near the account, which may
    say who is blamed for it.
    """
    points: dict[str, dict[str, float]] = {"actor": defaultdict(float), "target": defaultdict(float)}
    first: dict[str, ActorMention] = {}
    for vote in cast_votes(sentences, country, around):
        key = identity(vote.mention)
        first.setdefault(key, vote.mention)
        points[vote.ballot.side][key] += vote.ballot.points
    return _ranked(points["actor"], first), _ranked(points["target"], first)


def cast_votes(
    sentences: Sequence[Sentence], country: str | None = None, around: Sequence[Sentence] = ()
) -> Iterator[Vote]:
    """Every vote, one for each rule that speaks; arguments as for `read_roles`."""
    for order, sentence in enumerate(sentences):
        weight = 1.0 / (1.0 + 0.5 * order)
        owner = find_owner(sentence) if sentence.triggers else None
        for printed in sentence.actors:
            if _speaks(printed, sentence):
                continue
            mention = resolve_generic(printed, country) if country else printed
            ballots = _ballots(mention, sentence)
            if printed is owner and all(ballot.side == "actor" for ballot in ballots):
                ballots.append(Ballot("actor", CLAIMED, "claims responsibility"))
            for ballot in ballots:
                yield Vote(mention, sentence.index, replace(ballot, points=weight * ballot.points))
    for sentence, mention in _blamed([*sentences, *around]):
        yield Vote(mention, sentence.index, Ballot("actor", BLAMED, "is blamed"))
    for sentence, mention in _owning_up(around):
        yield Vote(mention, sentence.index, Ballot("actor", BLAMED, "claims responsibility"))


def identity(mention: ActorMention) -> str:
    return mention.actor.actor_id if mention.actor else mention.name.casefold()


def _blamed(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ActorMention]]:
    """Who is blamed: the first armed actor named after the word."""
    for sentence in sentences:
        found = _BLAME.search(sentence.text)
        if found:
            named = [m for m in sentence.actors if m.type in ARMED and m.start >= sentence.start + found.end()]
            yield from ((sentence, mention) for mention in named[:1])


def _owning_up(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ActorMention]]:
    for sentence in sentences:
        owner = find_owner(sentence) if sentence.background is None else None
        if owner is not None:
            yield sentence, owner


def find_owner(sentence: Sentence) -> ActorMention | None:
    """The named group that says in the sentence that it did it."""
    group = responsibility(sentence.text)
    named = [mention for mention in sentence.actors if mention.type in ARMED and not mention.is_generic]
    if group is None or not named:
        return None
    return next((mention for mention in named if group in mention.name or group == mention.raw), named[0])


def _speaks(mention: ActorMention, sentence: Sentence) -> bool:
    """True for words that name who speaks, where these are of a kind only: "the doctor said", "police said"."""
    return mention.is_generic and sentence.names_speaker(mention.start)


def _ranked(votes: dict[str, float], first: dict[str, ActorMention]) -> Votes:
    ranked = sorted(votes.items(), key=lambda item: (-item[1], first[item[0]].start))
    return [(first[key], vote) for key, vote in ranked if vote > 0]


def _ballots(mention: ActorMention, sentence: Sentence) -> list[Ballot]:
    tokens = sentence.tokens(mention.start, mention.end)
    if not tokens:
        return []
    inside = {token.i for token in tokens}
    head = next((token for token in tokens if token.head.i not in inside or token.head is token), tokens[-1])
    ballots = [ballot for ballot in (_role(head, _trigger_tokens(sentence)),) if ballot is not None]
    is_victim = any(figure.start <= mention.start < figure.end for figure in sentence.figures)
    if is_victim and all(ballot.side == "target" for ballot in ballots):
        ballots.append(Ballot("target", VICTIM, "among the victims counted"))
    if ballots or not sentence.triggers:
        return ballots
    if mention.type in ARMED:
        return [_by_order(mention, sentence)]
    is_aimed_at = _AIMED_AT.search(sentence.text[: mention.start - sentence.start])
    return [Ballot("target", 0.5 * PATIENT, "after on, at or against")] if is_aimed_at else []


def _by_order(mention: ActorMention, sentence: Sentence) -> Ballot:
    """Where the parse gives no role: "gunmen … shot dead" before an active verb, or "by …", is likely who did it."""
    before = sentence.text[: mention.start - sentence.start]
    if _BY.search(before):
        return Ballot("actor", 0.5 * AGENT, "after by")
    verbs = [trigger for trigger in sentence.triggers if not trigger.is_noun and trigger.start > mention.start]
    nearby = Ballot("actor", NEARBY, "armed, near a trigger")
    if not verbs or any(actor.start < mention.start and actor.type in ARMED for actor in sentence.actors):
        return nearby
    between = sentence.text[mention.end - sentence.start : verbs[0].start - sentence.start]
    is_far = _PASSIVE.search(between) or len(between) > REACH
    return nearby if is_far else Ballot("actor", 0.5 * AGENT, "armed, before an active verb")


def _trigger_tokens(sentence: Sentence) -> set[int]:
    return {token.i for trigger in sentence.triggers for token in sentence.tokens(trigger.start, trigger.end)}


def _lifted(token: Token) -> Token:
    """The token that stands in the clause for this one: first conjunct, noun of an apposition or "of X" phrase."""
    for _ in range(5):
        if token.dep_ in {"conj", "appos"}:
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ in {"of", "from"} and _is_member(token.head.head):
            token = token.head.head
        elif token.dep_ in {"compound", "amod", "nmod", "poss"} and token.head.ent_type_ in {"NORP", "ORG", "GPE"}:
            token = token.head
        else:
            break
    return token


def _is_member(token: Token) -> bool:
    """True for people whose group follows: "militants of the Islamic State"; not for "the killing of civilians"."""
    return token.tag_ in {"NNS", "NNPS"} or token.lower_ in {
        "member",
        "fighter",
        "commander",
        "group",
        "wing",
        "branch",
    }


def _role(named: Token, triggers: set[int]) -> Ballot | None:
    """What the token's place in the clause says of it; None = nothing."""
    token = _lifted(named)
    if token.i in triggers:
        return None
    governor = token.head
    if token is not named and named.dep_ == "conj" and governor.lower_ == "between":
        return Ballot("target", OWNER, "second of between … and …")
    acts = governor.i in triggers or governor.lower_ in LIGHT_VERBS
    ballot: Ballot | None = None
    if token.dep_ == "nsubj":
        if governor.lower_ in _SUFFERED and governor.i - 1 not in triggers:
            ballot = Ballot("target", PATIENT, "subject of a verb of dying")
        elif acts or _leads_to_attack(governor, triggers):
            ballot = Ballot("actor", AGENT, "subject of the act")
    elif token.dep_ == "nsubjpass" and acts:
        ballot = Ballot("target", PATIENT, "subject of the passive")
    elif token.dep_ in {"dobj", "obj"} and (acts or governor.lower_ in _PARTICIPLES):
        ballot = Ballot("target", PATIENT, "object of the act")
    elif token.dep_ == "pobj":
        ballot = _prepositional(token, triggers)
    elif token.dep_ in {"compound", "amod", "nmod", "poss"} and (_chain(governor) & triggers):
        ballot = Ballot("actor", OWNER, "owner of the act's noun")
    return ballot


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


def _prepositional(token: Token, triggers: set[int]) -> Ballot | None:
    preposition = token.head
    word, governor = preposition.lower_, preposition.head
    acts = bool(_chain(governor) & triggers) or governor.lower_ in LIGHT_VERBS
    if word in {"by", "between"} and acts:
        return Ballot("actor", AGENT, f"{word} … after the act")
    if word in {"with", "against"} and acts:
        return Ballot("target", PATIENT, f"{word} … after the act")
    if (acts and word in _ON) or (word == "of" and governor.i in triggers):
        return Ballot("target", OWNER, f"{word} … after the act")
    return None


def best_actor(votes: Votes) -> ActorMention | None:
    """The likeliest to have done it; a named group before "gunmen" if anything says that it is they.

    Police are near every incident, and speak of it: that alone makes them no actor.
    """
    able = [
        (mention, vote)
        for mention, vote in votes
        if mention.type not in UNARMED and (vote >= NAMED_ENOUGH or mention.type != "police")
    ]
    if not able:
        return None
    top, most = able[0]
    if not top.is_generic:
        return top
    named = [
        (mention, vote)
        for mention, vote in able
        if not mention.is_generic and (vote >= 0.5 * most or (vote >= NAMED_ENOUGH and mention.type == top.type))
    ]
    return named[0][0] if named else top


def best_target(votes: Votes, actor: ActorMention | None) -> ActorMention | None:
    """Who was hit: the most votes but the actor's; "people" only where nobody is named more exactly."""
    taken = identity(actor) if actor else None
    others = [(mention, vote) for mention, vote in votes if identity(mention) != taken]
    if not others:
        return None
    top, most = others[0]
    enough = min(0.4 * most, EXACT_ENOUGH)
    exact = [mention for mention, vote in others if mention.name not in VAGUE_TARGETS and vote >= enough]
    return exact[0] if exact and top.name in VAGUE_TARGETS else top

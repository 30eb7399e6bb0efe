"""Sides of an account as its clauses say them, read off the parse.

Each actor named near a trigger gets votes for a side: subject of an attacking verb, agent of a passive, owner of an
attack noun ("ISIS attack", "strikes by the coalition") speak for actor; object, passive subject, "on", "against" and
the victims of a figure speak for target. Earlier sentences weigh more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from transforms.accounts.heads import MODIFIERS, head_of, lifted
from transforms.accounts.sentences import Sentence
from transforms.accounts.speaking import ballots_as_speaker, speaks
from transforms.accounts.votes import AGENT, ARMED, OWNER, PATIENT, VICTIM, Ballot, Telling, Vote, weight_of
from transforms.actors import ActorMention

# Characters between an actor and its verb in plain word order.
REACH = 60
NEARBY = 0.3
# Characters between an owner and the noun of its act: "Syrian government heavy shelling".
NOUN_REACH = 24
# Verbs that carry an attack noun or name the act without being a trigger.
LIGHT_VERBS = frozenset(
    "launch launched launching carry carried carrying conduct conducted stage staged staging mount mounted fire fired "
    "firing drop dropped dropping open opened hit hitting strike struck striking target targeted targeting storm "
    "stormed seize seized detonate detonated pound pounded pounding use used blow blew set overrun overran take took "
    "taking invade invaded invading torch torched ransack ransacked plant planted throw threw lob lobbed unleash unleashed eliminate eliminated eliminates neutralise "
    "neutralised neutralize neutralized".split()
)
# Nouns that stand for an attack where an owner or a "by" goes with them, though alone they tell of none.
_ATTACK_NOUNS = frozenset(
    "operation operations offensive offensives push campaign bombardment missile missiles rocket rockets shells fire "
    "mortar mortars artillery".split()
)
_FIGHTS = frozenset(
    "clash clashes fighting battle battles combat gunfight gunfights firefight firefights shootout shootouts "
    "infighting skirmish skirmishes gunbattle".split()
)
_SUFFERED = frozenset("died perished dead fell succumbed".split())
_FALLEN = frozenset({"killed", "wounded", "injured"})
_KILLED = frozenset("killed dead died wounded injured slain lost shot".split())
_ON = frozenset("on against at into toward towards".split())
_PARTICIPLES = frozenset("targeting hitting striking".split())
# "A crowd of", "in a queue of": where one who blows himself up finds his victims.
_AMID = frozenset("in among amid near outside inside at beside".split())
_BLOWN_UP = frozenset("blew detonated exploded opened".split())
_AIMED_NOUNS = frozenset("airstrike airstrikes strike strikes attack attacks raid raids assault operation fire".split())
# "Their vehicle struck a roadside bomb": whoever sets it off is whom it hit.
_SETS_OFF = re.compile(
    r"(?: [\w'’-]+){0,4} (?:struck|hit|strikes|hits|drove (?:over|onto)|ran over|rolled over|stepped on|triggered"
    r"|set off)"
    r" (?:an? |the )(?:[\w-]+ ){0,2}(?:bomb|mine|landmine|ied|explosives?|device|booby[- ]trap)\b",
    re.IGNORECASE,
)
_ARRESTED = frozenset("arrested detained apprehended nabbed captured held".split())
_MAKE_ARREST = frozenset("arrested detained apprehended nabbed".split())
# Those who did it: killed in the end by police, they stay the ones who did it.
_CULPRITS = frozenset("attacker attackers assailant assailants gunman gunmen shooter bomber bombers suspect".split())

_WORDS = re.compile(
    r" (?:(?!(?:of|in|on|at|by|with|and|or|to|from|that|as|after|who|for|during|amid|was|were|are|is)\b)[\w-]+ ){0,2}"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|are|is|got)\b(?:\W+\w+){0,2}\W*$", re.IGNORECASE)
_AIMED_AT = re.compile(r"\b(?:on|against|at(?! least| most)|targeting)\b(?:\W+[\w-]+){0,4}\W*$", re.IGNORECASE)
_BY = re.compile(r"(?P<verb>\w+) by\b(?:\W+[\w-]+){0,4}\W*$", re.IGNORECASE)
_TOLD_BY = frozenset(
    "reported confirmed told cited quoted published issued released verified counted used held controlled run led "
    "owned backed occupied manned guarded funded joined followed declared known accompanied demanded imposed".split()
)


def clause_votes(telling: Telling) -> Iterator[Vote]:
    """Votes for each actor of the account's sentences, those who only speak left out."""
    only_arrests = all(t.sub_event_type == "Arrests" for sentence in telling.sentences for t in sentence.triggers)
    for order, sentence in enumerate(telling.sentences):
        weight = weight_of(order)
        triggers = _trigger_tokens(sentence)
        for mention in sentence.actors:
            head = head_of(mention, sentence)
            if (
                head is None
                or speaks(mention, sentence)
                or _is_end_before(head)
                or (order and _is_end_of_culprit(head))
            ):
                continue
            if not only_arrests and _is_of_arrest(head):
                continue
            for ballot in _ballots(mention, head, sentence, triggers):
                yield Vote(mention, sentence.index, replace(ballot, points=weight * ballot.points))


def _is_of_arrest(head: Token) -> bool:
    """True for who is arrested, and who arrests: where more than arrests is told, no party to it by that."""
    token = lifted(head)
    if token.dep_ == "nsubj":
        return token.head.lower_ in _MAKE_ARREST and token.head.tag_ != "VB"
    return token.dep_ in {"nsubjpass", "dobj", "obj"} and token.head.lower_ in _ARRESTED


def _is_end_of_culprit(head: Token) -> bool:
    """True for both sides of "the attackers were killed by police", told after what the attackers did."""
    token = lifted(head)
    if token.dep_ == "nsubjpass":
        return token.lower_ in _CULPRITS and _is_definite(token)
    if token.dep_ != "pobj" or token.head.lower_ != "by":
        return False
    verb = token.head.head
    subjects = [child for child in verb.children if child.dep_ == "nsubjpass"]
    return any(subject.lower_ in _CULPRITS and _is_definite(subject) for subject in subjects)


def _is_definite(token: Token) -> bool:
    return any(left.lower_ in {"the", "all", "both", "its", "their"} for left in token.lefts)


def _ballots(mention: ActorMention, head: Token, sentence: Sentence, triggers: set[int]) -> list[Ballot]:
    spoken = ballots_as_speaker(head)
    if spoken is not None:
        return spoken
    if _SETS_OFF.match(sentence.text, mention.end - sentence.start):
        return [_hit(PATIENT, "sets off the bomb")]
    if _is_crowd_of_act(mention, sentence):
        return [Ballot("actor", AGENT, "subject of the act")]
    role = _role(head, triggers, is_armed=mention.type in ARMED)
    ballots = [] if role is None else [role]
    is_victim = any(figure.start <= mention.start < figure.end for figure in sentence.figures)
    if is_victim and all(ballot.side == "target" for ballot in ballots):
        ballots.append(Ballot("target", VICTIM, "among the victims counted"))
    if ballots or not sentence.triggers:
        return ballots
    if mention.type in ARMED:
        owns = _owns_next_noun(mention, sentence)
        return [Ballot("actor", OWNER, "owner of the act's noun")] if owns else _by_order(mention, sentence)
    is_aimed_at = _AIMED_AT.search(sentence.text[: mention.start - sentence.start])
    return [Ballot("target", 0.5 * PATIENT, "after on, at or against")] if is_aimed_at else []


def _is_crowd_of_act(mention: ActorMention, sentence: Sentence) -> bool:
    """True for the crowd in words for its act: "mob beat", "mob torched"."""
    return mention.type == "rioters" and any(
        trigger.start <= mention.start and mention.end < trigger.end for trigger in sentence.triggers
    )


def _owns_next_noun(mention: ActorMention, sentence: Sentence) -> bool:
    """True for "Syrian government shelling", however it was parsed."""
    for noun in sentence.triggers:
        if noun.is_noun and 0 < noun.start - mention.end <= NOUN_REACH:
            between = sentence.text[mention.end - sentence.start : noun.start - sentence.start]
            if _WORDS.fullmatch(between) and not LIGHT_VERBS.intersection(between.lower().split()):
                return True
    return False


def _by_order(mention: ActorMention, sentence: Sentence) -> list[Ballot]:
    """Where the parse gives no role: "gunmen … shot dead" before an active verb, or "by …", is likely who did it."""
    before = sentence.text[: mention.start - sentence.start]
    if by := _BY.search(before):
        return [] if by["verb"].lower() in _TOLD_BY else [Ballot("actor", 0.5 * AGENT, "after by")]
    verbs = [trigger for trigger in sentence.triggers if not trigger.is_noun and trigger.start > mention.start]
    nearby = [Ballot("actor", NEARBY, "armed, near a trigger")]
    if not verbs or any(actor.start < mention.start and actor.type in ARMED for actor in sentence.actors):
        return nearby
    between = sentence.text[mention.end - sentence.start : verbs[0].start - sentence.start]
    is_far = _PASSIVE.search(between) or len(between) > REACH
    return nearby if is_far else [Ballot("actor", 0.5 * AGENT, "armed, before an active verb")]


def _trigger_tokens(sentence: Sentence) -> set[int]:
    return {token.i for trigger in sentence.triggers for token in sentence.tokens(trigger.start, trigger.end)}


def _role(named: Token, triggers: set[int], *, is_armed: bool) -> Ballot | None:
    """What the token's place in the clause says of it; None = nothing."""
    token = lifted(named)
    governor = token.head
    ballot: Ballot | None = None
    if token.i in triggers:
        return None
    if token is not named and named.dep_ == "conj" and governor.lower_ == "between":
        ballot = Ballot("target", PATIENT, "second of between … and …")
    elif token.dep_ == "nsubj":
        ballot = _as_subject(governor, triggers)
    elif token.dep_ in {"nsubjpass", "dobj", "obj"}:
        acts = governor.i in triggers or governor.lower_ in LIGHT_VERBS or governor.lower_ in _PARTICIPLES
        rule = "subject of the passive" if token.dep_ == "nsubjpass" else "object of the act"
        ballot = Ballot("target", PATIENT, rule) if acts else None
    elif token.dep_ == "pobj":
        ballot = _prepositional(token, triggers, is_armed=is_armed)
    elif token.dep_ in MODIFIERS and _is_attack(governor, triggers):
        ballot = Ballot("actor", OWNER, "owner of the act's noun")
    return ballot


def _as_subject(verb: Token, triggers: set[int]) -> Ballot | None:
    if verb.lower_ in _SUFFERED and verb.i - 1 not in triggers:
        return Ballot("target", PATIENT, "subject of a verb of dying")
    if verb.lower_ in _FALLEN and not _has_object(verb):
        return Ballot("target", PATIENT, "subject of the passive")
    acts = verb.i in triggers or verb.lower_ in LIGHT_VERBS or _leads_to_attack(verb, triggers)
    return Ballot("actor", AGENT, "subject of the act") if acts else None


def _has_object(verb: Token) -> bool:
    """True unless the verb stands without an object, as in a headline: "Nusra Commander Killed in Lattakia"."""
    after = [token for token in verb.doc[verb.i + 1 : verb.i + 4] if token.sent == verb.sent]
    return any(
        child.i > verb.i and child.dep_ not in {"prep", "punct", "advmod", "npadvmod"} for child in verb.children
    ) or any(token.like_num or token.tag_ == "CD" for token in after[:3])


def _leads_to_attack(verb: Token, triggers: set[int]) -> bool:
    """True if the verb's complement or co-ordinate is the act: "managed to kill", "came and shot"."""
    return any(
        child.i in triggers and child.dep_ in {"xcomp", "conj", "advcl"} and not _has_subject(child)
        for child in verb.children
    )


def _has_subject(verb: Token) -> bool:
    """True for a clause of somebody else's: "one man died and two others were injured"."""
    return verb.dep_ == "conj" and any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _is_attack(noun: Token, triggers: set[int]) -> bool:
    chain = _chain(noun)
    return bool({token.i for token in chain} & triggers) or any(token.lower_ in _ATTACK_NOUNS for token in chain)


def _chain(token: Token) -> list[Token]:
    """The noun and those it modifies: "ISIS suicide car bomb attack" is one chain."""
    chain = [token]
    while token.dep_ in {"compound", "nmod", "amod"} and token.head is not token:
        token = token.head
        chain.append(token)
    return chain


def _prepositional(token: Token, triggers: set[int], *, is_armed: bool) -> Ballot | None:
    preposition = token.head
    word, governor = preposition.lower_, preposition.head
    if not (_is_attack(governor, triggers) or governor.lower_ in LIGHT_VERBS):
        return None
    rule = f"{word} … after the act"
    ballot: Ballot | None = None
    if word in {"by", "between"}:
        ballot = Ballot("actor", AGENT, rule)
    elif word in {"with", "against"}:
        fell = _others_were_killed(governor)
        ballot = Ballot("actor", AGENT, "others were killed in the fight with it") if fell else _hit(PATIENT, rule)
    elif word == "of" and is_armed and governor.lower_ in _AIMED_NOUNS:
        ballot = Ballot("actor", OWNER, "owner of the act's noun")
    elif word in _ON or (word == "of" and governor.i in triggers) or (word in _AMID and governor.lower_ in _BLOWN_UP):
        ballot = _hit(OWNER, rule)
    return ballot


def _hit(points: float, rule: str) -> Ballot:
    return Ballot("target", points, rule)


def _is_end_before(head: Token) -> bool:
    """True for who ends it: "killing eight before being killed by police"."""
    token = lifted(head)
    verb = token.head.head
    return (
        token.dep_ == "pobj"
        and token.head.lower_ == "by"
        and verb.tag_ == "VBN"
        and verb.dep_ == "pcomp"
        and verb.head.lower_ in {"before", "after"}
    )


def _others_were_killed(noun: Token) -> bool:
    """True where the other side fell in the fight: "29 rebels were killed in clashes with troops"."""
    if noun.lower_ not in _FIGHTS or noun.dep_ != "pobj" or noun.head.lower_ not in {"in", "during", "after", "amid"}:
        return False
    verb = noun.head.head
    if verb.lower_ not in _KILLED:
        return False
    return verb.tag_ in {"VBN", "JJ"} or verb.lower_ in {"died", "dead", "lost"}

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

from transforms.accounts.aftermath import is_aftermath, is_of_arrest
from transforms.accounts.heads import CRAFT, MODIFIERS, head_of, lifted
from transforms.accounts.sentences import HARM, Sentence
from transforms.accounts.speaking import ballots_as_speaker, speaks
from transforms.accounts.victims import HURT
from transforms.accounts.votes import AGENT, ARMED, OWNER, PATIENT, VICTIM, Ballot, Telling, Vote, weight_of
from transforms.accounts.wording import LIGHT_VERBS, TOLD_BY, ballot_by_phrase, ballot_of_bereaved, ballots_by_wording
from transforms.actors import ActorMention
from transforms.casualties.figure import Figure
from transforms.casualties.nouns import THINGS

# Nouns that stand for an attack where an owner or a "by" goes with them, though alone they tell of none.
_ATTACK_NOUNS = frozenset(
    "operation operations offensive offensives push campaign bombardment missile missiles rocket rockets shells fire "
    "mortar mortars artillery".split()
)
_SUBJECT = "subject of the act"
_AS = frozenset({"as", "while"})
_FIGHTS = frozenset(
    "clash clashes fighting battle battles combat gunfight gunfights firefight firefights shootout shootouts "
    "infighting skirmish skirmishes gunbattle".split()
)
_SUFFERED = frozenset("died perished dead fell succumbed embraced".split())
_FALLEN = frozenset({"killed", "wounded", "injured"})
_KILLED = frozenset("killed dead died wounded injured slain lost shot".split())
_TENSED = frozenset({"VBD", "VBZ", "VBP"})
_ON = frozenset("on against at into toward towards".split())
_PARTICIPLES = frozenset("targeting hitting striking".split())
# "A crowd of", "in a queue of": where one who blows himself up finds his victims.
_AMID = frozenset("in among amid near outside inside at beside".split())
_BLOWN_UP = frozenset("blew detonated exploded opened".split())
_AIMED_NOUNS = frozenset("airstrike airstrikes strike strikes attack attacks raid raids assault operation fire".split())
# What comes from one side: "killed by gunfire of the militia", "rockets from the army".
_SHOT = frozenset("fire gunfire bullets rockets".split())
_WRECKS = frozenset("destroyed destroying damaged damaging wrecked wrecking".split())
# Between the group and the word for its man: "Hamas military leader".
_TITLED = re.compile(
    r"(?:[’']s)? (?:(?:top|senior|local|regional|field|military|political|former|key|second|deputy|former) ){0,2}"
)
_MEN_OF_ARMS = frozenset({"armed group", "state forces", "unknown", "official"})


def clause_votes(telling: Telling) -> Iterator[Vote]:
    """Votes for each actor of the account's sentences, those who only speak left out."""
    only_arrests = all(t.sub_event_type == "Arrests" for sentence in telling.sentences for t in sentence.triggers)
    for order, sentence in enumerate(telling.sentences):
        weight = weight_of(order)
        triggers = trigger_tokens(sentence)
        for mention in sentence.actors:
            head = head_of(mention, sentence)
            if head is None or speaks(mention, sentence) or is_aftermath(head, is_lead=order == 0):
                continue
            if not only_arrests and is_of_arrest(head):
                continue
            for ballot in _ballots(mention, head, sentence, triggers):
                yield Vote(mention, sentence.index, replace(ballot, points=weight * ballot.points))


def _ballots(mention: ActorMention, head: Token, sentence: Sentence, triggers: set[int]) -> list[Ballot]:
    if bereaved := ballot_of_bereaved(mention, sentence):
        return [bereaved]
    spoken = ballots_as_speaker(head)
    if spoken is not None:
        return spoken
    if worded := ballot_by_phrase(mention, sentence):
        return [worded]
    role = role_in_clause(head, triggers, is_armed=mention.type in ARMED)
    ballots = [] if role is None else [role]
    harm = {f.quantity for f in sentence.figures if f.quantity in HARM and _is_among(mention, f, sentence)}
    if harm and mention.type not in ARMED:
        # "Reported eight people killed and fifteen injured".
        ballots = [ballot for ballot in ballots if ballot.rule != _SUBJECT]
    if harm and all(ballot.side == "target" for ballot in ballots):
        ballots.append(Ballot("target", VICTIM, "among the victims counted"))
    if harm == {"injured"} and any(figure.quantity == "killed" and figure.best for figure in sentence.figures):
        # "Killing a woman and injuring three people": the dead are whom it hit.
        ballots = [replace(each, points=each.points * HURT) if each.side == "target" else each for each in ballots]
    if ballots or not sentence.triggers:
        return ballots
    return ballots_by_wording(mention, sentence)


def _is_among(mention: ActorMention, victims: Figure, sentence: Sentence) -> bool:
    """True for those counted, and for the group of the one who is: "the Taliban leader Mullah Nazir was killed"."""
    if victims.start <= mention.start < victims.end:
        return True
    if victims.form != "single" or victims.victims_type not in _MEN_OF_ARMS or mention.start >= victims.start:
        return False
    between = sentence.text[mention.end - sentence.start : max(victims.start - sentence.start, 0)]
    return mention.end > victims.start or _TITLED.fullmatch(between) is not None


def trigger_tokens(sentence: Sentence) -> set[int]:
    """Indices of the parsed tokens that trigger words overlap; empty where the sentence was not parsed."""
    return {token.i for trigger in sentence.triggers for token in sentence.tokens(trigger.start, trigger.end)}


def role_in_clause(named: Token, triggers: set[int], *, is_armed: bool) -> Ballot | None:
    """What the token's place in the clause says of it, `triggers` being tokens of trigger words; None = nothing."""
    token = lifted(named)
    governor = token.head
    ballot: Ballot | None = None
    if token.i in triggers and (token is named or token.lower_ not in CRAFT):
        return None
    if token is not named and named.dep_ == "conj" and governor.lower_ == "between":
        if not _tells_fight(governor, triggers):
            return None
        ballot = Ballot("target", PATIENT, "second of between … and …")
    elif token.dep_ == "nsubj":
        ballot = _as_subject(governor, triggers)
    elif token.dep_ in {"nsubjpass", "dobj", "obj"}:
        acts = governor.i in triggers or governor.lower_ in LIGHT_VERBS or governor.lower_ in _PARTICIPLES
        rule = "subject of the passive" if token.dep_ == "nsubjpass" else "object of the act"
        ballot = Ballot("target", PATIENT, rule) if acts else None
    elif token.dep_ == "pobj":
        ballot = _prepositional(token, triggers, is_armed=is_armed)
    elif is_armed and token.dep_ in MODIFIERS and token.dep_ != "poss" and _is_hit(governor, triggers):
        ballot = Ballot("target", VICTIM, "owner of what was hit")
    elif token.dep_ in MODIFIERS and _is_attack(governor, triggers):
        ballot = Ballot("actor", OWNER, "owner of the act's noun")
    return ballot


def _tells_fight(between: Token, triggers: set[int]) -> bool:
    """True for "clashes between", not for "links between", nor for a deed's setting: "as fighting goes on between"."""
    up = [between, *between.ancestors]
    if any(verb.dep_ == "advcl" and any(child.lower_ in _AS for child in verb.children) for verb in up):
        return False
    return any(token.i in triggers for token in (between.head, *between.head.children))


def _as_subject(verb: Token, triggers: set[int]) -> Ballot | None:
    is_loss = verb.lower_ == "lost" and any(child.lower_ in {"life", "lives"} for child in verb.children)
    if is_loss or (verb.lower_ in _SUFFERED and verb.i - 1 not in triggers):
        return Ballot("target", PATIENT, "subject of a verb of dying")
    if verb.lower_ in _FALLEN and not _has_object(verb):
        return Ballot("target", PATIENT, "subject of the passive")
    acts = verb.i in triggers or verb.lower_ in LIGHT_VERBS or _leads_to_attack(verb, triggers)
    return Ballot("actor", AGENT, _SUBJECT) if acts else None


def _has_object(verb: Token) -> bool:
    """True unless the verb stands without an object, as in a headline: "Nusra Commander Killed in Lattakia"."""
    after = [token for token in verb.doc[verb.i + 1 : verb.i + 4] if token.sent == verb.sent]
    return any(
        child.i > verb.i and child.dep_ not in {"prep", "punct", "advmod", "npadvmod"} for child in verb.children
    ) or any(token.like_num or token.tag_ == "CD" for token in after[:3])


def _leads_to_attack(verb: Token, triggers: set[int]) -> bool:
    """True if the verb's complement or co-ordinate is the act: "managed to kill", "came and shot".

    Or that of its co-ordinate: "came and went from house to house, shooting".
    """
    led = [child for child in verb.children if child.dep_ in {"xcomp", "conj", "advcl"} and not _has_subject(child)]
    return any(
        child.i in triggers or (child.dep_ == "conj" and child.tag_ in _TENSED and _leads_to_attack(child, triggers))
        for child in led
    )


def _has_subject(verb: Token) -> bool:
    """True for a clause of somebody else's: "one man died and two others were injured", "after her son was shot"."""
    return verb.dep_ in {"conj", "advcl"} and any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _is_attack(noun: Token, triggers: set[int]) -> bool:
    chain = _chain(noun)
    return bool({token.i for token in chain} & triggers) or any(token.lower_ in _ATTACK_NOUNS for token in chain)


def _is_hit(thing: Token, triggers: set[int]) -> bool:
    """True for what a blow falls on: "a bomb destroyed a military vehicle"."""
    if thing.lower_ not in THINGS or thing.dep_ not in {"dobj", "obj", "nsubjpass"} or thing.i in triggers:
        return False
    return thing.head.i in triggers or thing.head.lower_ in LIGHT_VERBS or thing.head.lower_ in _WRECKS


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
    if word == "by" and governor.lower_ in TOLD_BY:
        return None
    if not (_is_attack(governor, triggers) or governor.lower_ in LIGHT_VERBS):
        return None
    rule = f"{word} … after the act"
    ballot: Ballot | None = None
    if word in {"by", "between"}:
        ballot = Ballot("actor", AGENT, rule)
    elif word in {"with", "against"}:
        fell = _others_were_killed(governor)
        ballot = Ballot("actor", AGENT, "others were killed in the fight with it") if fell else _hit(PATIENT, rule)
    elif (word == "of" and is_armed and governor.lower_ in _AIMED_NOUNS) or (
        word in {"of", "from"} and is_armed and governor.lower_ in _SHOT
    ):
        ballot = Ballot("actor", OWNER, "owner of the act's noun")
    elif word in _ON or (word == "of" and governor.i in triggers) or (word in _AMID and governor.lower_ in _BLOWN_UP):
        ballot = _hit(OWNER, rule)
    return ballot


def _hit(points: float, rule: str) -> Ballot:
    return Ballot("target", points, rule)


def _others_were_killed(noun: Token) -> bool:
    """True where the other side fell in the fight: "29 rebels were killed in clashes with troops"."""
    if noun.lower_ not in _FIGHTS or noun.dep_ != "pobj" or noun.head.lower_ not in {"in", "during", "after", "amid"}:
        return False
    verb = noun.head.head
    if verb.lower_ not in _KILLED:
        return False
    return verb.tag_ in {"VBN", "JJ"} or verb.lower_ in {"died", "dead", "lost"}

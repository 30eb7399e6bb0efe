"""Light coreference: whom "the group", "the militants", "the army" stand for in a telling.

A definite kind goes back to the armed group named last, within a few sentences. A state's forces are those of the
incident's country, unless another state's act in the account and its own do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transforms.accounts.own_men import find_own_men
from transforms.accounts.sentences import Sentence
from transforms.accounts.votes import ARMED, GROUP, NAMED_ENOUGH, NON_STATE, Telling, Vote
from transforms.actors import ActorMention, resolve_generic
from transforms.actors.operators import foreign_force

# So many sentences back a name still holds: "The group …", "Its fighters …".
MEMORY = 3
# Kinds that say no more than "they".
_THEY = frozenset({"militants", "fighters", "insurgents", "gang", "suicide bomber", "commander"})
_REBELS = "rebels"
_DEFINITE = re.compile(r"\b(?:the|its|their|these|those|that|this)\s+(?:same\s+)?$", re.IGNORECASE)
# What ties a kind to its group: "fighters of", "armed men presumed to belong to", "gunmen loyal to".
_OF = re.compile(
    r"(?: (?:of|from)| (?:loyal|linked|affiliated|aligned|allied) (?:to|with)"
    r"|,?(?: who (?:are|were))? (?:presumed|suspected|believed|thought|alleged|assumed|said)"
    r" to (?:be|belong|come|have been|have belonged|have come)(?: (?:members|fighters|militants))?(?: (?:of|from|to))?)"
    r" (?:the )?(?:so-called )?\"?"
)
_REBELS_NAMED = re.compile(r"\brebels?\b|\bguerr?illas?\b", re.IGNORECASE)


def resolve(votes: Sequence[Vote], telling: Telling) -> list[Vote]:
    """The votes with each kind of actor read as the actor that it stands for; "the group" of nobody is dropped."""
    meant = _antecedents(telling)
    read = [_as_of(vote, meant.get(vote.mention.start, vote.mention)) for vote in votes]
    read = [vote for vote in read if vote.mention.name != GROUP]
    acting = _acting_abroad(read, telling.country)
    return [_as_of(vote, _own_or(vote, acting, telling)) for vote in read]


def _as_of(vote: Vote, mention: ActorMention) -> Vote:
    return vote if mention is vote.mention else replace(vote, mention=mention)


def _own_or(vote: Vote, acting: ActorMention | None, telling: Telling) -> ActorMention:
    """A state's forces named by their kind only: those that act abroad, those known to, else the country's own."""
    mention = vote.mention
    if telling.country is None or not mention.is_generic:
        return mention
    own = resolve_generic(mention, telling.country)
    if own.is_generic or mention.nation is not None or own.type != "state forces":
        return own
    if acting is not None and vote.ballot.side == "actor":
        return replace(mention, actor=acting.actor, type=acting.type, name=acting.name, is_generic=False)
    known = foreign_force(telling.country, telling.day)
    if known is None:
        return own
    return replace(mention, actor=known, type="external forces", name=known.name, is_generic=False)


def _acting_abroad(votes: Sequence[Vote], country: str | None) -> ActorMention | None:
    """The foreign force that acts in the account, where the country's own is not named in it."""
    acted: dict[str, float] = {}
    first: dict[str, ActorMention] = {}
    for vote in votes:
        actor = vote.mention.actor
        if actor is None or vote.mention.type not in {"external forces", "state forces"}:
            continue
        if actor.country == country:
            return None
        first.setdefault(actor.actor_id, vote.mention)
        points = vote.ballot.points if vote.ballot.side == "actor" else -vote.ballot.points
        acted[actor.actor_id] = acted.get(actor.actor_id, 0.0) + points
    able = [key for key, balance in acted.items() if balance >= NAMED_ENOUGH and first[key].type == "external forces"]
    return first[max(able, key=lambda key: acted[key])] if able else None


def _antecedents(telling: Telling) -> dict[int, ActorMention]:
    """Start of a kind → the mention as the group that it stands for."""
    meant: dict[int, ActorMention] = {}
    named: tuple[int, ActorMention] | None = None
    told = {s.index: s for s in (*telling.before, *telling.sentences, *telling.around)}
    for _, sentence in sorted(told.items()):
        for mention in sentence.actors:
            if not mention.is_generic and mention.type in NON_STATE:
                named = (sentence.index, mention)
            elif named and sentence.index - named[0] <= MEMORY and _stands_for(mention, sentence, named[1]):
                meant[mention.start] = _as(mention, named[1])
    own = {men.start: men for sentence in telling.sentences for men in find_own_men(sentence, telling.country)}
    return meant | own | _named_members(telling.sentences)


def _named_members(sentences: Sequence[Sentence]) -> dict[int, ActorMention]:
    """ "Fighters", where the account has them as "fighters of the National Guard" and of nobody else.

    "Men of the Islamic State" and "a drone of the army" stand for these; other men and drones do not.
    """
    groups: dict[str, dict[str, ActorMention]] = {}
    own: dict[int, ActorMention] = {}
    for sentence in sentences:
        for kind, group in pairwise(sentence.actors):
            between = sentence.text[kind.end - sentence.start : group.start - sentence.start]
            if not kind.is_generic or group.type not in NON_STATE or group.is_generic or not _OF.fullmatch(between):
                continue
            words = sentence.text[kind.start - sentence.start : group.end - sentence.start]
            own[kind.start] = replace(group, start=kind.start, raw=words)
            if kind.type in ARMED:
                groups.setdefault(kind.name, {})[group.name] = group
    only = {kind: next(iter(named.values())) for kind, named in groups.items() if len(named) == 1}
    shared = {
        mention.start: _as(mention, only[mention.name])
        for sentence in sentences
        for mention in sentence.actors
        if mention.is_generic and mention.nation is None and mention.name in only
    }
    return shared | own


def _as(mention: ActorMention, group: ActorMention) -> ActorMention:
    return replace(group, start=mention.start, end=mention.end, raw=mention.raw)


def _stands_for(mention: ActorMention, sentence: Sentence, named: ActorMention) -> bool:
    if not mention.is_generic or mention.nation is not None:
        return False
    if mention.name == GROUP:
        return True
    if not _DEFINITE.search(sentence.text, 0, mention.start - sentence.start):
        return False
    if mention.name == _REBELS:
        return _REBELS_NAMED.search(named.raw) is not None
    return mention.name in _THEY

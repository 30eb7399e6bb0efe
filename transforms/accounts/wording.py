"""Sides of an act as the order of its words and set phrases tell them, where the parse does not."""

from __future__ import annotations

import re

from transforms.accounts.sentences import Sentence
from transforms.accounts.votes import AGENT, ARMED, OWNER, PATIENT, Ballot
from transforms.actors import ActorMention
from transforms.triggers.event_types import TERRITORY

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
    "taking ram rammed ramming invade invaded invading torch torched ransack ransacked plant planted throw "
    "threw lob lobbed unleash unleashed eliminate eliminated eliminates neutralise neutralised neutralize "
    "neutralized".split()
)
# "Their vehicle struck a roadside bomb": whoever sets it off is whom it hit.
_SETS_OFF = re.compile(
    r"(?: [\w'’-]+){0,4} (?:struck|hit|strikes|hits|drove (?:over|onto)|ran over|rolled over|stepped on)"
    r" (?:an? |the )(?:[\w-]+ ){0,2}(?:bomb|mine|landmine|ied|explosives?|device|booby[- ]trap)\b",
    re.IGNORECASE,
)
# "Armenian and Azerbaijani troops exchanged fire": the second of two that fight each other.
_FIGHT_EACH_OTHER = re.compile(
    r"(?: (?:soldiers|troops|forces|fighters|militants|gunmen))?(?: (?:have|had|again|also|briefly))*"
    r" (?:clash(?:ed)?\b(?! with| against)|(?:fought|battled) (?:each other|one another)\b"
    r"|(?:exchang|trad)(?:ed?|ing) (?:\w+ )?(?:fire|gunfire|shots|shelling)\b(?! with))"
)
_BESIDE = re.compile(r" (?:[\w-]+ ){0,2}and (?:the )?(?:[\w-]+ )?")
_UNDER_FIRE = re.compile(
    r"(?: [\w'’-]+){0,3}? (?:came|come|comes|coming) under (?:\w+ )?(?:fire|attack|shelling|bombardment|gunfire)\b"
)
# "The brigade says two of the dead were its fighters".
_OWN_DEAD = re.compile(
    r"[^.;]{0,40} (?:said|says|announced|acknowledged|confirmed|admitted)\b[^.;]{0,40}"
    r"\b(?:dead|killed|slain|deceased) (?:was|were|had been) (?:all |both |\w+ of |\w+ )?(?:its|their) (?:own )?"
    r"(?:fighters?|members?|men|militants?|commanders?|soldiers?)\b"
)
_GIVES_WAY = re.compile(
    r"(?: (?:had|have|has|were|was|all|hastily|hurriedly|suddenly))* (?:withdr[ae]wn?|retreat(?:ed|ing)"
    r"|pull(?:ed|ing) out|fled|flee|abandoned)\b",
    re.IGNORECASE,
)
# "Six soldiers were among those killed".
_AMONG_DEAD = re.compile(
    r" (?:was|were|are|is) (?:also )?(?:among|one of) (?:the|those) (?:\w+ ){0,2}"
    r"(?:dead|killed|slain|victims|wounded|injured|casualties|fatalities)\b"
)
_HIT_BY_PHRASE = (
    (_SETS_OFF, "sets off the bomb"),
    (_UNDER_FIRE, "comes under fire"),
    (_AMONG_DEAD, "is among the dead"),
)
_WORDS = re.compile(
    r" (?:(?!(?:of|in|on|at|by|with|and|or|to|from|that|as|after|who|for|during|amid|was|were|are|is)\b)[\w-]+ ){0,2}"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|are|is|got)\b(?:\W+\w+){0,2}\W*$", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:said|says|told|announced|reported)\b")
_AIMED_AT = re.compile(r"\b(?:on|against|at(?! least| most)|targeting)\b(?:\W+[\w-]+){0,4}\W*$", re.IGNORECASE)
_BY = re.compile(r"(?P<verb>\w+) by\b(?:\W+(?!by\b)[\w-]+){0,4}\W*$", re.IGNORECASE)
TOLD_BY = frozenset(
    "reported confirmed told cited quoted published issued released verified counted used held controlled run led "
    "owned backed occupied manned guarded funded joined followed declared known accompanied demanded imposed".split()
)


def ballot_by_phrase(mention: ActorMention, sentence: Sentence) -> Ballot | None:
    """What a set phrase around the actor says, whatever its parse: "struck a mine"; None = nothing."""
    end = mention.end - sentence.start
    for pattern, rule in _HIT_BY_PHRASE:
        if pattern.match(sentence.text, end):
            return Ballot("target", PATIENT, rule)
    if _GIVES_WAY.match(sentence.text, end) and any(t.sub_event_type in TERRITORY for t in sentence.triggers):
        return Ballot("target", PATIENT, "leaves what the other side takes")
    if _FIGHT_EACH_OTHER.match(sentence.text, end) and _stands_beside_another(mention, sentence):
        return Ballot("target", PATIENT, "second of two who fight each other")
    if mention.type == "rioters" and any(t.start <= mention.start and mention.end < t.end for t in sentence.triggers):
        return Ballot("actor", AGENT, "subject of the act")
    return None


def _stands_beside_another(mention: ActorMention, sentence: Sentence) -> bool:
    """True for the second of two armed sides: "rebels and soldiers"."""
    before = (each for each in sentence.actors if each.type in ARMED and each.end < mention.start)
    return any(
        _BESIDE.fullmatch(sentence.text, each.end - sentence.start, mention.start - sentence.start) for each in before
    )


def ballot_of_bereaved(mention: ActorMention, sentence: Sentence) -> Ballot | None:
    """For the group that says that the dead were its own; None = it says no such thing."""
    is_group = mention.type in ARMED and not mention.is_generic
    is_own = is_group and _OWN_DEAD.match(sentence.text, mention.end - sentence.start)
    return Ballot("target", 2 * PATIENT, "says that the dead were its own") if is_own else None


def ballots_by_wording(mention: ActorMention, sentence: Sentence) -> list[Ballot]:
    """What the order of words says in a sentence of triggers, where the parse says nothing."""
    if mention.type in ARMED:
        owns = _owns_next_noun(mention, sentence)
        return [Ballot("actor", OWNER, "owner of the act's noun")] if owns else _by_order(mention, sentence)
    is_aimed_at = _AIMED_AT.search(sentence.text[: mention.start - sentence.start])
    return [Ballot("target", 0.5 * PATIENT, "after on, at or against")] if is_aimed_at else []


def _owns_next_noun(mention: ActorMention, sentence: Sentence) -> bool:
    """True for "Syrian government shelling", however it was parsed."""
    for noun in sentence.triggers:
        if noun.is_noun and 0 < noun.start - mention.end <= NOUN_REACH:
            between = sentence.text[mention.end - sentence.start : noun.start - sentence.start]
            if _WORDS.fullmatch(between) and not LIGHT_VERBS.intersection(between.lower().split()):
                return True
    return False


def _by_order(mention: ActorMention, sentence: Sentence) -> list[Ballot]:
    """Where the parse gives no role: "gunmen … shot dead" before an active verb, or "by …", is likely who did it.

    Police stand near every act, and come, find and tell more often than they shoot; who says it only tells.
    """
    before = sentence.text[: mention.start - sentence.start]
    if by := _BY.search(before):
        return [] if by["verb"].lower() in TOLD_BY else [Ballot("actor", 0.5 * AGENT, "after by")]
    if mention.type == "police":
        return []
    verbs = [trigger for trigger in sentence.triggers if not trigger.is_noun and trigger.start > mention.start]
    nearby = [Ballot("actor", NEARBY, "armed, near a trigger")]
    if not verbs or any(actor.start < mention.start and actor.type in ARMED for actor in sentence.actors):
        return nearby
    between = sentence.text[mention.end - sentence.start : verbs[0].start - sentence.start]
    if _SAYS.search(between):
        return []
    is_far = _PASSIVE.search(between) or len(between) > REACH
    return nearby if is_far else [Ballot("actor", 0.5 * AGENT, "armed, before an active verb")]

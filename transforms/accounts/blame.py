"""Who is said to have done it: those who are blamed, those who say so themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.accounts.sentences import Sentence
from transforms.accounts.speaking import speaks
from transforms.accounts.votes import ARMED, GROUP, NAMED_ENOUGH, Ballot, Telling, Vote, weight_of
from transforms.actors import ActorMention
from transforms.actors.unlisted import find_claimers
from transforms.attribution import responsibility
from transforms.patterns import cued

CLAIMED, BLAMED = 4.0, 3.0
# "The group has claimed such attacks before": says little of this one.
USUAL = 0.6 * NAMED_ENOUGH
_OWNS = "claims responsibility"

_BLAME = cued(
    r"\b(?:blam(?:ed?|es|ing)(?! on)"
    r"|accus(?:ed|es|ing)"
    r"(?! (?:\w+ ){1,4}of (?:being|spying|informing|working|collaborating|helping|supporting|aiding))"
    r"|suspect(?:s|ed)? (?:that )?(?:they|he|she|of) belong(?:s|ed|ing)?"
    r"|that (?:they|he|she|all|both) belong(?:s|ed)? to"
    r"|point(?:ed|ing|s)? (?:the|their|a|its) fingers? at"
    r"|attributed (?:it |the \w+ )?to|pinned (?:it |the \w+ )?on|blamed (?:it |the \w+ )?on|blamed on"
    r"|(?:believed|thought|suspected|said) to (?:have been|be) (?:carried out|launched|committed|conducted) by"
    r"|(?:was|were|been) (?:planted|laid|placed|detonated) by"
    r"|(?:bears?|bore|bearing|carr(?:ied|y|ies)) (?:all )?the (?:hallmarks?|signature) of|(?:work|handiwork) of"
    r"|(?:signs?|banners?|notes?|messages?|placards?|narco-?banners?|letters?)"
    r" (?:was |were )?(?:signed by|signed in the name of|attributed to|bearing the name of))\b"
)
# The culprit stands before the word.
_HELD_TO_BLAME = cued(
    r"\b(?:(?:(?:is|was|were|are|being) )?(?:held )?responsible for|(?:is|was|were|are) (?:blamed|accused|suspected)"
    r"|(?:is|was|were|are) behind|bears? (?:\w+ ){0,2}responsibility)\b"
)
_QUALIFIES = re.compile(r"(?: (?!(?:of|and|or|from|in|on|by|who|against|with)\b)[\w-]+){0,3} ")
_NOT = re.compile(r"\b(?:not|never|denie[sd]|denying|refuted?|rejected)\b")
_CLAIMS_IT = re.compile(r"(?: (?:has|have|had|also|later))* claimed\b(?! (?:that|to)\b)")
_USUALLY = cued(
    r"\b(?:has|have|had|often|frequently|regularly|usually)\b[^.]{0,40}\b(?:claim(?:ed|s)?|carr(?:ied|y|ies) out"
    r"|staged?|blamed)\b[^.]{0,30}\b(?:previous|similar|such|past|other|recent|many|most|numerous)\b"
    r"|\b(?:similar|such|previous|past) (?:\w+ )?(?:attacks?|bombings?|raids?|abductions?|killings?)\b[^.]{0,60}"
    r"\b(?:claimed by|blamed on|carried out by)\b"
)
# "Blamed the victims for not helping when police attacked", "who denied it and accused the army": tell no culprit.
_OTHER_CLAUSE = re.compile(r"\b(?:for|when|while|because|after|who|which)\b")
_DENIES = re.compile(r"\b(?:denie[sd]|denying|rejected)\b[^.]*\b(?:accus|blam)")


def blame_votes(telling: Telling) -> Iterator[Vote]:
    """A vote for each armed actor that the account, or a sentence near it, blames."""
    for sentence in (*telling.sentences, *telling.around):
        for mention in _blamed(sentence) if sentence.background != "running_total" else ():
            yield Vote(mention, sentence.index, Ballot("actor", BLAMED, "is blamed"))


def _blamed(sentence: Sentence) -> Iterator[ActorMention]:
    armed = [mention for mention in sentence.actors if mention.type in ARMED or mention.name == GROUP]
    if not armed:
        return
    found = _BLAME.search(sentence.text)
    if found and not _NOT.search(sentence.text, max(0, found.start() - 30), found.start()):
        named = _named_first([mention for mention in armed if mention.start >= sentence.start + found.end()], sentence)
        between = "" if named is None else sentence.text[found.end() : named.start - sentence.start]
        is_else = _OTHER_CLAUSE.search(between) or _DENIES.search(sentence.text)
        if named is not None and not is_else and not speaks(named, sentence):
            yield named
    held = _HELD_TO_BLAME.search(sentence.text)
    if held and not _NOT.search(sentence.text, 0, held.start()):
        yield from [mention for mention in armed if mention.end <= sentence.start + held.start()][-1:]


def _named_first(mentions: Sequence[ActorMention], sentence: Sentence) -> ActorMention | None:
    """The first mention, or the name that it only qualifies: "the separatist organisation PKK"."""
    name = next((mention for mention in mentions if not mention.is_generic), None)
    if name is None or name is mentions[0]:
        return next(iter(mentions), None)
    is_one = _QUALIFIES.fullmatch(sentence.text, mentions[0].end - sentence.start, name.start - sentence.start)
    return name if is_one else mentions[0]


def owner_votes(telling: Telling) -> Iterator[Vote]:
    """A vote for each group that says, in the account or near it, that it did it."""
    for order, sentence in enumerate(telling.sentences):
        owner = find_owner(sentence) if sentence.triggers else None
        owner = owner or _same_owner(sentence)
        if owner is not None:
            yield Vote(owner, sentence.index, Ballot("actor", CLAIMED * weight_of(order), _OWNS))
    for sentence in telling.around:
        owner = find_owner(sentence) if sentence.background is None else None
        if owner is not None:
            yield Vote(owner, sentence.index, Ballot("actor", BLAMED, _OWNS))


def find_owner(sentence: Sentence) -> ActorMention | None:
    """The named group that says in the sentence that it did it."""
    named = [mention for mention in sentence.actors if mention.type in ARMED and not mention.is_generic]
    claimers = {sentence.start + start for start, _ in find_claimers(sentence.text)} if named else set()
    group = responsibility(sentence.text) if named else None
    if group is None:
        return next((mention for mention in named if mention.start in claimers), None)
    return next((mention for mention in named if group in mention.name or group == mention.raw), named[0])


def _same_owner(sentence: Sentence) -> ActorMention | None:
    """The words for a group told before that says so: "a bombing that the same group claimed"."""
    groups = [mention for mention in sentence.actors if mention.name == GROUP]
    return next((each for each in groups if _CLAIMS_IT.match(sentence.text, each.end - sentence.start)), None)


def usual_votes(telling: Telling) -> Iterator[Vote]:
    """A small vote for a group that is told to have done the like before."""
    for sentence in (*telling.sentences, *telling.around):
        named = [mention for mention in sentence.actors if mention.type in ARMED and not mention.is_generic]
        if named and _USUALLY.search(sentence.text):
            for mention in named[:1]:
                yield Vote(mention, sentence.index, Ballot("actor", USUAL, "is told to have done the like before"))

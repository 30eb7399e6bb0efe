"""Whether an actor only speaks of what happened, or tells of its own deed."""

from __future__ import annotations

import re

from spacy.tokens import Token

from transforms.accounts.heads import lifted
from transforms.accounts.sentences import Sentence
from transforms.accounts.votes import AGENT, Ballot
from transforms.actors import ActorMention
from transforms.attribution import responsibility

_SPEAKING = frozenset(
    "said says say saying told tell tells reported reports announced stated added confirmed claimed claims tweeted "
    "according quoted declared insisted".split()
)
# "A committee of the Maoists said".
_BODIES = frozenset(
    "committee council command bureau branch wing office staff leadership ministry department spokesman spokeswoman "
    "spokesperson chief head governor".split()
)
_OWN = frozenset("it they he its their".split())
_SAYS_AFTER = re.compile(r"(?: [^\s,;:.\"”]+){0,8} (?:said|says|told|added|confirmed|reported)\b")
_OPENS_CLAUSE = re.compile(
    r"(?:^|[,;:—–\"”] ?)\W*(?:(?:a|an|the|one|local|senior) ){0,2}(?:[\w-]+ ){0,2}$", re.IGNORECASE
)

_SPOKESMAN = re.compile(
    r" (?:[\w-]+ ){0,3}(?:spokes(?:man|woman|person)|officials?|officers?|sources?|chief|governor|minister|ministry"
    r"|police|media|channels?|administration|authorities|commissioner|mayor)\b"
)


# "According to the Taliban": who tells it, unless they tell what they did themselves.
_IN_WHOSE_WORDS = re.compile(
    r"\b(?:according to|as per|citing|quoting) (?:(?:the|an?|local|senior) ){0,2}$", re.IGNORECASE
)
_DID_IT = re.compile(r"[^.;,]{0,40}, (?:it|they|(?:its|their) \w+)\b")
# "Hamas praised the attack": what others did.
_REMARKS = re.compile(
    r"(?: (?:has|have|had|also|later))* (?:prais|hail|welcom|applaud|condemn|denounc|deplor|celebrat|mourn)"
    r"(?:ed|es?|s)\b"
)


def speaks(mention: ActorMention, sentence: Sentence) -> bool:
    """True for words that name who speaks, where these are of a kind only: "the doctor said", "police said".

    Who praises or condemns an act speaks of what others did, by name or kind.
    """
    if _REMARKS.match(sentence.text, mention.end - sentence.start):
        return True
    if _is_source(mention, sentence):
        return True
    if not mention.is_generic:
        return _qualifies_speaker(mention, sentence)
    if sentence.names_speaker(mention.start):
        return True
    start, end = mention.start - sentence.start, mention.end - sentence.start
    return (
        _SAYS_AFTER.match(sentence.text, end) is not None and _OPENS_CLAUSE.search(sentence.text, 0, start) is not None
    )


def _is_source(mention: ActorMention, sentence: Sentence) -> bool:
    """True for whoever the words are of: "killed nine people, according to the army"."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    return (
        _IN_WHOSE_WORDS.search(sentence.text, max(0, start - 60), start) is not None
        and _DID_IT.match(sentence.text, end) is None
    )


def _qualifies_speaker(mention: ActorMention, sentence: Sentence) -> bool:
    """True for a name before the words for who speaks: "a Taliban police spokesman said"; its own deeds it tells."""
    return (
        sentence.names_speaker(mention.start)
        and _SPOKESMAN.match(sentence.text, mention.end - sentence.start) is not None
        and responsibility(sentence.text) is None
    )


def ballots_as_speaker(named: Token) -> list[Ballot] | None:
    """What is said of one who speaks: its own deed ("said it had killed six"), or nothing; None = no speaker."""
    token = lifted(named)
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _BODIES:
        token = token.head.head
    verb = token.head
    if token.dep_ != "nsubj" or verb.lower_ not in _SPEAKING:
        return None
    if any(child.dep_ == "nsubj" and child.i > token.i for child in verb.children):
        # "Two men fired at a shop, killing its owner, police added", read as if the men had added.
        return None
    own = (
        child
        for clause in verb.children
        if clause.dep_ in {"ccomp", "xcomp"}
        for child in clause.children
        if child.dep_ in {"nsubj", "poss"}
    )
    tells_of_itself = any(child.lower_ in _OWN or any(t.lower_ in _OWN for t in child.lefts) for child in own)
    return [Ballot("actor", AGENT, "says that it did it")] if tells_of_itself else []

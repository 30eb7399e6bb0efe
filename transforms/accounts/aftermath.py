"""Clauses that tell what came of an act, the culprits' end or arrests: whoever is in them is no party to it by that."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.accounts.heads import lifted

_ARRESTED = frozenset("arrested detained apprehended nabbed captured held".split())
_MAKE_ARREST = frozenset("arrested detained apprehended nabbed".split())
# Those who did it: killed in the end by police, they stay the ones who did it.
_CULPRITS = frozenset("attacker attackers assailant assailants gunman gunmen shooter bomber bombers suspect".split())


def is_aftermath(head: Token, *, is_lead: bool) -> bool:
    """True for both sides of how the culprits ended; in the first sentence only where it says that this came after."""
    return _is_end_before(head) or (not is_lead and _is_end_of_culprit(head))


def is_of_arrest(head: Token) -> bool:
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

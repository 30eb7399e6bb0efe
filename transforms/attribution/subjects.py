"""Whom a parse gives as the subject of each verb: where the words beside "said" mislead, grammar decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token


@dataclass(frozen=True)
class Subject:
    """Where a verb of the sentence starts and the characters of its subject; null = it has none.

    `is_active` false: nobody does it, it is done to somebody.
    """

    verb: int
    words: tuple[int, int] | None
    is_active: bool


def read_subjects(tokens: Sequence[Token], start: int) -> tuple[Subject, ...]:
    """The subjects of the finite verbs among a sentence's tokens; `start` = where in their document it begins.

    A participle that tells what was done to somebody ("the reported attack", "was told") is not active; what may yet
    be said ("will announce") has no subject here.
    """
    return tuple(_subject(token, start) for token in tokens if token.tag_.startswith("VB"))


def _subject(verb: Token, start: int) -> Subject:
    at = verb.idx - start
    is_done = verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in {"nsubj", "aux"} for c in verb.children)
    if _is_passive(verb) or (is_done and _is_passive(verb.head)):
        return Subject(at, None, is_active=False)
    noun = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if noun is None or noun.tag_.startswith("W") or any(child.tag_ == "MD" for child in verb.children):
        return Subject(at, None, is_active=True)
    first, last = noun.left_edge, noun.right_edge
    return Subject(at, (first.idx - start, last.idx + len(last) - start), is_active=True)


def _is_passive(verb: Token) -> bool:
    return verb.dep_ == "amod" or any(child.dep_ == "auxpass" for child in verb.children)

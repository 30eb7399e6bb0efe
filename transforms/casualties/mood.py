"""Whether a predicate reports something at all, and how: passive, denied, only planned, one of two."""

from __future__ import annotations

import re
from typing import Final

from transforms.casualties.line import Line

# What somebody is suspected of is told of him, not of the day: "two men suspected of kidnapping a child".
_SUSPECTED: Final = re.compile(r"\b(?:suspected|accused|suspicion|convicted) of (?:\w+ )?$", re.IGNORECASE)

# "If Omar was killed, they will say so."
_IF: Final = re.compile(
    r"\b(?<!even )(?:if|unless|lest)\b(?:(?!\b(?:that|who|which|after|before|when|because|as|while|and)\b)[^,.;:])*$",
    re.IGNORECASE,
)


def is_unreal(line: Line, at: int) -> bool:
    """True for "to kill 12", "could be killed", "almost died": nothing is reported to have happened."""
    if line.sentence[: line.items[at].start].lower().endswith((" almost ", " nearly ")):
        return True
    if _IF.search(line.sentence[: line.items[at].start]):
        return True
    if line.kind(at) == "G" and _SUSPECTED.search(line.sentence[: line.items[at].start]):
        return True
    index, words = at - 1, []
    while line.kind(index) in "abhdte":
        words.append(line.word(index))
        index -= 1
    if {"could", "would", "will", "should", "shall", "cannot", "can"} & set(words):
        return True
    if {"may", "might", "must"} & set(words):
        return not {"have", "has"} & set(words)
    return "to" in words and not {"have", "been"} & set(words)


def is_negated(line: Line, at: int) -> bool:
    """True for "was not hurt", "never killed"."""
    index = at - 1
    while line.kind(index) in "abhde":
        if line.kind(index) == "e":
            return True
        index -= 1
    return False


def has_auxiliary(line: Line, at: int) -> bool:
    """True if the predicate at `at` is a passive or follows "be": "were all killed"."""
    index = at - 1
    while True:
        if line.kind(index) == "b" or line.word(index) == "being":
            return True
        if line.kind(index) in "&o" and line.kind(index - 1) in "VSJ":
            index -= 2
        elif line.kind(index) == "h":
            # "Are reported to have killed 36 people".
            return False
        elif line.kind(index) in "ahdte":
            index -= 1
        else:
            return False


def is_joined(line: Line, at: int) -> bool:
    """True inside "killed or wounded": the figure counts both."""
    for step in (-1, 1):
        if line.kind(at + step) in "o&" and line.kind(at + 2 * step) in "VGJSZD":
            other = line.items[at + 2 * step].quantity
            return {other, line.items[at].quantity} == {"killed", "injured"}
    return False

"""Weapons that somebody takes from others: "troops confiscated machine guns and rockets" tells of no rocket fired."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.patterns import cued

_HAUL = cued(
    r"\b(?:confiscat(?:ed|ing)|seiz(?:ed|ing)|recover(?:ed|ing)|impound(?:ed|ing)|surrender(?:ed|ing)"
    r"|hand(?:ed|ing) over)\b"
    r"(?:(?!, and\b),? (?!(?:with|by|from|in|at|on|after|when|where|who|which|that|while|using)\b"
    r"|and (?:killed|killing|the|he|they)\b)[\w'’-]+){1,24}",
    re.IGNORECASE,
)


def find_hauls(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each verb of taking with what is taken: "confiscated two rifles, a pistol and grenades"."""
    for haul in _HAUL.finditer(text):
        yield haul.span()


def lies_in_haul(text: str, start: int) -> bool:
    """Whether what begins at this character of the text is taken from somebody."""
    return any(first <= start < end for first, end in find_hauls(text))

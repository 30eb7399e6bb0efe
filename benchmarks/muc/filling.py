"""Phrases with a probability for each role → what fills each slot: the likeliest string of each person or thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from muc.reading import Report
from transforms.role_model.phrases import Phrase, Placed
from transforms.training.muc4 import ROLES, compared

_LINKS = frozenset({"of", "and", "for", "the"})
# Characters from the end of a name to the acronym in brackets behind it.
BRACKET = 3

Table = npt.NDArray[np.float64]
"""A row for each phrase, a column for each role: probabilities."""


@dataclass(frozen=True, eq=False)
class Fill:
    """A string that fills a slot, in capitals, and how likely it does."""

    phrase: Phrase
    probability: float

    @property
    def text(self) -> str:
        return self.phrase.text


Fills = Mapping[str, Sequence[Fill]]


def choose_fills(report: Report, phrases: Sequence[Phrase], table: Table, thresholds: Mapping[str, float]) -> Fills:
    """For each role the phrases at or above its threshold, likeliest first, each person or thing once."""
    chosen: dict[str, list[Fill]] = {}
    for column, role in enumerate(ROLES):
        kept: list[Fill] = []
        for row in np.argsort(-table[:, column], kind="stable"):
            if table[row, column] < thresholds[role]:
                break
            if not any(is_same(report, phrases[row], fill.phrase) for fill in kept):
                kept.append(Fill(phrases[row], float(table[row, column])))
        chosen[role] = kept
    return chosen


def is_same(report: Report, one: Phrase, other: Phrase) -> bool:
    """Whether two strings name one person or thing: they overlap, one says more than the other, or is its acronym."""
    first, second = compared(one.text).split(), compared(other.text).split()
    if not first or not second or set(first) <= set(second) or set(second) <= set(first):
        return True
    if _is_acronym(first, second) or _is_acronym(second, first):
        return True
    return any(_touch(report, *pair) for pair in product(one.places, other.places))


def _is_acronym(short: list[str], long: list[str]) -> bool:
    initials = {"".join(word[0] for word in long), "".join(word[0] for word in long if word not in _LINKS)}
    return len(short) == 1 and len(long) > 2 and short[0] in initials


def _touch(report: Report, one: Placed, other: Placed) -> bool:
    if one.part != other.part:
        return False
    first, second = sorted((one.found, other.found), key=lambda found: (found.start, found.end))
    if second.start < first.end:
        return True
    between = report.scenes[one.part].doc.text[first.end : second.start]
    return len(between) <= BRACKET and "[" in between

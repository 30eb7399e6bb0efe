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

# A name that is less likely says nothing of the organisation's other names.
SPEAKS = 0.01

Column = npt.NDArray[np.float64]
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
        likely = _with_other_names(phrases, table[:, column]) if role == "organization" else table[:, column]
        kept: list[Fill] = []
        for row in np.argsort(-likely, kind="stable"):
            if likely[row] < thresholds[role]:
                break
            if not any(is_same(report, phrases[row], fill.phrase) for fill in kept):
                kept.append(Fill(phrases[row], float(likely[row])))
        chosen[role] = kept
    return chosen


def _with_other_names(phrases: Sequence[Phrase], likely: Column) -> Column:
    """The likeliest of an organisation's names is as likely as any of its names is: its acronym speaks for it too."""
    words = [compared(phrase.text).split() for phrase in phrases]
    better = likely.copy()
    rows = [row for row in range(len(phrases)) if likely[row] >= SPEAKS and words[row]]
    for row in rows:
        others = [other for other in rows if other != row and _names_same(words[row], words[other])]
        if all((likely[other], other) < (likely[row], row) for other in others):
            better[row] = 1 - (1 - likely[row]) * np.prod([1 - likely[other] for other in others])
    return better


def _names_same(one: list[str], other: list[str]) -> bool:
    if _is_acronym(one, other) or _is_acronym(other, one):
        return True
    return one[-1] == other[-1] and (set(one) <= set(other) or set(other) <= set(one))


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

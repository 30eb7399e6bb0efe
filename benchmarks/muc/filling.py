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


CUTS = (-6.0, -5.0, -4.0, -3.2, -2.6, -2.0, -1.5, -1.0, -0.5, 0.0, 0.7, 1.5)
UNLIKELY = 0.004
# Log-odds of the best rival where there is none.
NOBODY = -9.0


def rank_features(phrases: Sequence[Phrase], table: Table, about: Sequence[str]) -> dict[int, list[str]]:
    """By row, features of each phrase that is not unlikely: how it stands among the others of the report.

    What fills a slot is a choice between the phrases of one report, which the first model does not see.
    """
    if not phrases:
        return {}
    odds = np.log(np.clip(table, 1e-6, 1 - 1e-6)) - np.log1p(-np.clip(table, 1e-6, 1 - 1e-6))
    standing = Standing(
        levels=np.searchsorted(CUTS, odds),
        odds=odds,
        order=np.argsort(np.argsort(-table, axis=0, kind="stable"), axis=0),
        about=tuple(f"article {fact}" for fact in about),
    )
    rows = np.flatnonzero(table.max(axis=1) > UNLIKELY).tolist()
    rivals = _Rivals.of(phrases)
    return {row: _row_features(phrases[row], row, standing, rivals.find(row)) for row in rows}


@dataclass(frozen=True, eq=False)
class Standing:
    """Log-odds of all phrases of a report and what follows from them, a column for each role."""

    levels: npt.NDArray[np.int64]
    odds: Table
    order: npt.NDArray[np.int64]
    about: tuple[str, ...]


def _row_features(phrase: Phrase, row: int, standing: Standing, rivals: Mapping[str, list[int]]) -> list[str]:
    found = [f"words {min(len(phrase.text.split()), 6)}", f"places {min(len(phrase.places), 4)}"]
    found += [f"form {placed.found.form}" for placed in phrase.places]
    found += [f"kind {kind}" for kind in phrase.kinds]
    found += standing.about
    tops = standing.levels.max(axis=0)
    for column, role in enumerate(ROLES):
        own, level = standing.odds[row, column], standing.levels[row, column]
        half = level // 2
        found += [f"as {role} {level}", f"top {role} {tops[column]}", f"as {role} {half} {standing.about[0]}"]
        found.append(f"rank {role} {min(standing.order[row, column], 4)} as {half}")
        for name, rows in rivals.items():
            best = standing.odds[rows, column].max() if rows else NOBODY
            reach = int(np.searchsorted(CUTS, best))
            found += [f"{name} {role} {reach}", f"{name} {role} {reach} as {half}"]
            found.append(f"{name} {role} {own > best} by {int(min(abs(own - best), 3) * 2)}")
    return found


@dataclass(frozen=True, eq=False)
class _Rivals:
    """The phrases of a report, and which of them stand in each sentence and end with each word."""

    phrases: Sequence[Phrase]
    in_sentence: Mapping[int, list[int]]
    with_last: Mapping[str, list[int]]

    @classmethod
    def of(cls, phrases: Sequence[Phrase]) -> _Rivals:
        in_sentence: dict[int, list[int]] = {}
        with_last: dict[str, list[int]] = {}
        for row, phrase in enumerate(phrases):
            with_last.setdefault(_last_word(phrase), []).append(row)
            for sentence in sorted({placed.sentence for placed in phrase.places}):
                in_sentence.setdefault(sentence, []).append(row)
        return cls(phrases, in_sentence, with_last)

    def find(self, row: int) -> dict[str, list[int]]:
        """Rows of others: in its sentences, overlapping it, with its last word."""
        phrase = self.phrases[row]
        near = {other for placed in phrase.places for other in self.in_sentence[placed.sentence]} - {row}
        over = {other for other in near if _overlap(phrase, self.phrases[other])}
        namesakes = [other for other in self.with_last[_last_word(phrase)] if other != row]
        return {"beside": sorted(near - over), "over": sorted(over), "namesake": namesakes}


def _last_word(phrase: Phrase) -> str:
    return (compared(phrase.text).split() or [""])[-1]


def _overlap(one: Phrase, other: Phrase) -> bool:
    return any(
        first.part == second.part and first.found.start < second.found.end and second.found.start < first.found.end
        for first, second in product(one.places, other.places)
    )

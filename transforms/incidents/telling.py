"""How each mention is told, read when a pair first asks: its weighted words, the people and the ages in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from transforms.incidents.people import find_ages, find_people
from transforms.incidents.wording import Terms, rare_terms, weigh_terms

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Columns of the terms' matrix, weights as told, and weights without the names of the mention's own place.
Row = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.float32]]
T = TypeVar("T")

COSINE_DIGITS = 6  # sums of floats: the same pair must score the same in any company


class Tellings:
    """Titles and texts of mentions, one item a mention, ("", "") where the text is unknown.

    `place_words` are the words of the names that the mention's place is coded with, empty where it has none.
    """

    def __init__(self, texts: Sequence[tuple[str, str]], place_words: Sequence[frozenset[str]]) -> None:
        self._texts = texts
        self._place_words = place_words
        self._rows: dict[int, Row] = {}
        self._names: dict[int, list[str]] = {}
        self._people: dict[int, frozenset[str]] = {}
        self._ages: dict[int, frozenset[int]] = {}

    def has_text(self, members: Ints) -> Bools:
        return np.array([bool(self._texts[member][1]) for member in members.tolist()], dtype=bool)

    def names(self, member: int) -> list[str]:
        """Words and figures that could tell a happening."""
        if member not in self._names:
            self._names[member] = rare_terms(self._weigh(member))
        return self._names[member]

    def people(self, member: int) -> frozenset[str]:
        return self._once(self._people, member, find_people)

    def ages(self, member: int) -> frozenset[int]:
        return self._once(self._ages, member, find_ages)

    def _once(self, known: dict[int, frozenset[T]], member: int, find: Callable[[str], frozenset[T]]) -> frozenset[T]:
        if member not in known:
            known[member] = find(self._texts[member][1])
        return known[member]

    def cosines(self, left: Ints, right: Ints) -> Floats:
        """Likeness of the words of each pair, 0 to 1; of places named in both codings the names do not count."""
        if not len(left):
            return np.zeros(0)
        members, places = np.unique(np.concatenate([left, right]), return_inverse=True)
        rows = [self._row(member) for member in members.tolist()]
        is_placed = np.array([bool(self._place_words[member]) for member in members.tolist()])
        one, other = places[: len(left)], places[len(left) :]
        both = is_placed[one] & is_placed[other]
        found = np.zeros(len(left))
        for chosen, variant in ((~both, 1), (both, 2)):
            matrix = _matrix(rows, variant)
            found[chosen] = matrix[one[chosen]].multiply(matrix[other[chosen]]).sum(axis=1)
        return np.round(found, COSINE_DIGITS)

    def _row(self, member: int) -> Row:
        if member not in self._rows:
            self._weigh(member)
        return self._rows[member]

    def _weigh(self, member: int) -> Terms:
        terms = weigh_terms(*self._texts[member])
        own = self._place_words[member]
        cells = sorted((crc32(term.encode()) >> 1, weight, term in own) for term, weight in terms.items())
        columns = np.array([column for column, _, _ in cells], dtype=np.int32)
        weights = np.array([weight for _, weight, _ in cells], dtype=np.float32)
        others = np.where([is_own for _, _, is_own in cells], np.float32(0), weights)
        length = np.linalg.norm(others) or 1.0
        self._rows[member] = columns, weights, (others / length).astype(np.float32)
        return terms


def _matrix(rows: Sequence[Row], variant: int) -> csr_array:
    """One row a mention; the column of a term is its hash."""
    lengths = np.array([len(row[0]) for row in rows])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    values = np.concatenate([row[variant] for row in rows]).astype(np.float64)
    columns = np.concatenate([row[0] for row in rows])
    return csr_array((values, columns, starts), shape=(len(rows), 1 << 31))

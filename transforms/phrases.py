"""Find the phrases of a lexicon in running text: one Aho-Corasick pass, then whole words, longest first.

Text and phrases are folded to the same length (lower case, no accents, hyphens as spaces, straight
apostrophes), so that offsets hold in the text as printed. Capitals still count: a phrase without a lower-case
letter (an acronym) matches only as printed, a phrase with a capital only where the text has one there too.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Generic, TypeVar

import ahocorasick

LEXICON = Path(__file__).parent / "lexicon"

T = TypeVar("T")

_SAME_AS = str.maketrans(
    {
        **dict.fromkeys("-\u2010\u2011\u2012\u2013\u00a0\u202f", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u02bf\u02be`", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
    }
)


@dataclass(frozen=True)
class Found(Generic[T]):
    """A phrase in a text: character offsets, and the value that the lexicon gives it."""

    start: int
    end: int
    value: T


def read_lexicon(name: str) -> list[dict[str, str]]:
    """Rows of `lexicon/<name>.csv`, in file order; an empty cell is an empty string."""
    with (LEXICON / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a `|`-separated cell."""
    return tuple(part for value in cell.split("|") if (part := value.strip()))


class _Folding(dict[int, str]):
    """Code point → folded character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code).translate(_SAME_AS)
        base = unicodedata.normalize("NFKD", character)[0].lower()
        self[code] = base if len(base) == 1 else character
        return self[code]


_FOLDING = _Folding()


# Several lexicons are looked for in the same sentence, one after the other.
@lru_cache(maxsize=1_024)
def fold(text: str) -> str:
    """The text in the form that phrases are compared in; as long as the text."""
    return text.replace("-", " ").replace("`", "'").lower() if text.isascii() else text.translate(_FOLDING)


class Phrases(Generic[T]):
    """A lexicon's phrases with a value each; the first value given to a phrase stays."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        entries: dict[str, list[tuple[str, T]]] = {}
        for phrase, value in phrases:
            known = entries.setdefault(fold(phrase), [])
            if phrase not in {other for other, _ in known}:
                known.append((phrase, value))
        self._automaton = ahocorasick.Automaton()
        for folded, values in entries.items():
            told = tuple((_capital(phrase), value) for phrase, value in values)
            self._automaton.add_word(folded, (len(folded), folded[:1].isalnum(), folded[-1:].isalnum(), told))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Found[T]]:
        """Whole-word matches in order of place, none overlapping: `longest` of `matches`."""
        return longest(self.matches(text))

    def is_in(self, text: str) -> bool:
        """Whether any phrase is in the text, stopping at the first."""
        return next(self.matches(text), None) is not None

    def matches(self, text: str) -> Iterator[Found[T]]:
        """Every whole-word match, overlapping ones too, in order of their ends."""
        folded = fold(text)
        size = len(folded)
        for last, (length, opens, closes, values) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if (opens and start and folded[start - 1].isalnum()) or (closes and end < size and folded[end].isalnum()):
                continue
            for capital, value in values:
                if capital is None or _agrees_in_case(capital, text[start:end]):
                    yield Found(start, end, value)
                    break


def longest(matches: Iterable[Found[T]]) -> list[Found[T]]:
    """The matches in order of place; of two that overlap, the one that starts first, then the longer."""
    kept: list[Found[T]] = []
    for match in sorted(matches, key=_place):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _place(match: Found[T]) -> tuple[int, int]:
    return match.start, -match.end


# For a phrase in capitals: all of it must be in capitals.
_ALL: Final = -1


def _capital(phrase: str) -> int | None:
    """Which letter of a phrase must be a capital in the text too, `_ALL` = every one; None = capitals do not count."""
    if phrase.islower():
        return None
    return _ALL if phrase.isupper() else next((at for at, letter in enumerate(phrase) if letter.isupper()), None)


def _agrees_in_case(capital: int, raw: str) -> bool:
    return raw.isupper() if capital == _ALL else raw[capital].isupper()

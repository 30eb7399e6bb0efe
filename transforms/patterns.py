"""Regular expressions that are tried only where a match may begin.

A search with `re` tries the whole pattern at every character, and most sentences hold none of a pattern's words. What
its matches begin with, or hold, is read from the pattern itself; one Aho-Corasick pass over the text then says where,
if anywhere, it is worth trying. The matches are those of `re`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import product
from re import _parser as parser  # type: ignore[attr-defined]  # its public name is deprecated
from typing import Any

import ahocorasick

from transforms.phrases import fold

# Beginnings are worked out up to so many words, and no further than so many characters into a match.
MOST_WORDS, ENOUGH_LENGTH = 2_000, 8
# A shorter word stands in nearly every sentence, and says nothing by being held.
LEAST_LENGTH = 3
# A class of characters with more members is as good as any character.
MOST_MEMBERS = 40
_ZERO_WIDTH = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_SPACES = {code: " " for code in range(sys.maxunicode) if chr(code).isspace()}
_DIGITS = {code: "0" for code in range(sys.maxunicode) if chr(code).isdecimal()}
_ALIKE = str.maketrans(_SPACES | _DIGITS)

Words = frozenset[str]
_Item = tuple[Any, Any]


class CuedPattern:
    """A compiled pattern that knows what its matches begin with, or else what they hold."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, as `re.search`."""
        if self._beginnings is None:
            return self.pattern.search(text) if self._may_match(text) else None
        match = self.pattern.match
        for at in self._places(text):
            if found := match(text, at):
                return found
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, as `re.finditer`."""
        if self._beginnings is None:
            if self._may_match(text):
                yield from self.pattern.finditer(text)
            return
        end = 0
        for at in self._places(text):
            if at >= end and (found := self.pattern.match(text, at)):
                end = found.end()
                yield found

    @cached_property
    def _tree(self) -> list[_Item]:
        return list(parser.parse(self.pattern.pattern, self.pattern.flags))

    @cached_property
    def _beginnings(self) -> Any:  # noqa: ANN401 - pyahocorasick has no types
        words, _ = _expand(self._tree)
        is_telling = min(map(len, words)) >= 2 or (self._held is None and "" not in words)
        return _automaton(words) if is_telling else None

    @cached_property
    def _held(self) -> Any:  # noqa: ANN401 - pyahocorasick has no types
        words = _held(self._tree)
        return None if words is None else _automaton(words)

    def _places(self, text: str) -> Sequence[int]:
        """Where a match may begin, in order."""
        found = [last - length for last, length in self._beginnings.iter(_alike(text))]
        return found if len(found) < 2 else sorted(set(found))

    def _may_match(self, text: str) -> bool:
        return self._held is None or next(self._held.iter(_alike(text)), None) is not None


def cued(pattern: str, flags: int = 0) -> CuedPattern:
    """The pattern compiled; one of whose matches nothing is known beforehand is searched for as ever."""
    return CuedPattern(re.compile(pattern, flags))


# A sentence is searched for many patterns in turn.
@lru_cache(maxsize=512)
def _alike(text: str) -> str:
    """The folded text with all white space as spaces and all digits as noughts, of the same length."""
    return fold(text).translate(_ALIKE)


def _automaton(words: Words) -> Any:  # noqa: ANN401 - pyahocorasick has no types
    """Finds the words, without those that begin with another; with each comes its length less 1."""
    automaton = ahocorasick.Automaton()
    for word in words:
        if not any(word[:length] in words for length in range(1, len(word))):
            automaton.add_word(word, len(word) - 1)
    automaton.make_automaton()
    return automaton


def _expand(items: Iterable[_Item]) -> tuple[Words, bool]:
    """What a match of these items may begin with, and whether that is all of it; "" = anything."""
    words: Words = frozenset({""})
    for operation, argument in items:
        parts, is_whole = _expand_item(operation, argument)
        if len(words) * len(parts) > MOST_WORDS:
            return words, False
        words = frozenset(first + second for first, second in product(words, parts))
        if not is_whole or min(map(len, words)) >= ENOUGH_LENGTH:
            return words, False
    return words, True


def _expand_item(operation: object, argument: Any) -> tuple[Words, bool]:  # noqa: ANN401 - a parse tree's
    name = str(operation)
    if name in _ZERO_WIDTH:
        return frozenset({""}), True
    characters = _characters(name, argument)
    if characters is not None:
        return characters, True
    if name in _REPEATS:
        least, most, repeated = argument
        words, is_whole = _expand(repeated)
        return words | {""} if least == 0 else words, is_whole and most == 1
    parts = [_expand(part) for part in _alternatives(name, argument)]
    if not parts:
        return frozenset({""}), False
    return frozenset().union(*(words for words, _ in parts)), all(is_whole for _, is_whole in parts)


def _held(items: Iterable[_Item]) -> Words | None:
    """Words of which every match holds one: of such sets the one whose shortest word is longest; None = none."""
    found: list[Words] = []
    run = ""
    for operation, argument in [*items, ("END", None)]:
        name = str(operation)
        characters = _characters(name, argument)
        if characters is not None and len(characters) == 1:
            run += next(iter(characters))
            continue
        found.append(frozenset({run}))
        run = ""
        inside = [argument[2]] if name in _REPEATS and argument[0] > 0 else _alternatives(name, argument)
        parts = [_held(part) for part in inside]
        if parts and None not in parts:
            found.append(frozenset().union(*(part for part in parts if part is not None)))
    best = max(found, key=lambda words: min(map(len, words)))
    return best if min(map(len, best)) >= LEAST_LENGTH else None


def _alternatives(name: str, argument: Any) -> Sequence[Iterable[_Item]]:  # noqa: ANN401 - a parse tree's
    """What a choice or a group consists of, a group as its only alternative; empty = it is neither."""
    if name == "BRANCH":
        return list(argument[1])
    if name == "SUBPATTERN":
        return [argument[3]]
    return [argument] if name == "ATOMIC_GROUP" else []


def _characters(name: str, argument: Any) -> Words | None:  # noqa: ANN401 - a parse tree's
    """The characters that an item stands for, as in `_alike`; None = it is no character, or nearly any."""
    if name == "LITERAL":
        return frozenset({_alike(chr(argument))})
    if name != "IN":
        return None
    found: set[str] = set()
    for kind, value in argument:
        if str(kind) == "LITERAL":
            found.add(_alike(chr(value)))
        elif str(kind) == "RANGE" and value[1] - value[0] <= MOST_MEMBERS:
            found |= {_alike(chr(code)) for code in range(value[0], value[1] + 1)}
        elif str(value) == "CATEGORY_DIGIT":
            found.add("0")
        elif str(value) == "CATEGORY_SPACE":
            found.add(" ")
        else:
            return None
    return frozenset(found) if len(found) <= MOST_MEMBERS else None

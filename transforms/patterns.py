"""Regular expressions that are tried only where a match may begin.

A search with `re` tries the whole pattern at every character, and most sentences hold none of a pattern's words. What
its matches begin with, or hold, is read from the pattern itself; one Aho-Corasick pass over the text then says where,
if anywhere, it is worth trying. The matches are those of `re`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from re import _parser as parser  # type: ignore[attr-defined]  # its public name is deprecated
from typing import Any

import ahocorasick

from transforms.phrases import fold

# Beginnings are worked out no further than so many characters into a match, and to fewer where they are too many.
ENOUGH_LENGTH, MOST_WORDS = 8, 2_000
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
        words = _expand(self._tree).all
        is_rare = all(len(word) >= 2 or word.isdigit() for word in words)
        return _automaton(words) if is_rare or (self._held is None and "" not in words) else None

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


@dataclass(frozen=True)
class _Beginnings:
    """What a match may begin with: `whole` words are all that was matched so far, after `cut` ones more may come."""

    whole: Words
    cut: Words

    @property
    def all(self) -> Words:
        return self.whole | self.cut


_NOTHING = _Beginnings(frozenset({""}), frozenset())
_ANYTHING = _Beginnings(frozenset(), frozenset({""}))


def _expand(items: Sequence[_Item]) -> _Beginnings:
    """What a match of these items may begin with; "" among the `cut` = anything."""
    found = _NOTHING
    for at, (operation, argument) in enumerate(items):
        if not found.whole:
            break
        if str(operation) == "ASSERT" and argument[0] > 0:
            ahead = _met(_expand(list(argument[1])).all, _expand(items[at + 1 :]).all)
            return _followed(found, _Beginnings(frozenset(), ahead))
        part = _expand_item(operation, argument)
        if len(found.whole) * len(part.all) > MOST_WORDS:
            part = _Beginnings(frozenset(), frozenset(word[:LEAST_LENGTH] for word in part.all))
        found = _followed(found, part)
    return found


def _followed(first: _Beginnings, second: _Beginnings) -> _Beginnings:
    """Both one after the other, what is long enough cut."""
    whole, cut = ({one + other for one, other in product(first.whole, words)} for words in (second.whole, second.cut))
    long = {word for word in whole if len(word) >= ENOUGH_LENGTH}
    return _Beginnings(frozenset(whole - long), first.cut | {word[:ENOUGH_LENGTH] for word in cut | long})


def _met(firsts: Words, seconds: Words) -> Words:
    """What begins with one of the first words and with one of the second."""
    pairs = product(firsts, seconds)
    return frozenset(max(pair, key=len) for pair in pairs if pair[0].startswith(pair[1]) or pair[1].startswith(pair[0]))


def _expand_item(operation: object, argument: Any) -> _Beginnings:  # noqa: ANN401 - a parse tree's
    name = str(operation)
    if name in _ZERO_WIDTH:
        return _NOTHING
    characters = _characters(name, argument)
    if characters is not None:
        return _Beginnings(characters, frozenset())
    if name in _REPEATS:
        least, most, repeated = argument
        once = _expand(list(repeated))
        again = once if most == 1 else _Beginnings(frozenset(), once.all)
        return again if least else _Beginnings(again.whole | {""}, again.cut)
    parts = [_expand(list(part)) for part in _alternatives(name, argument)]
    if not parts:
        return _ANYTHING
    return _Beginnings(
        frozenset().union(*(part.whole for part in parts)), frozenset().union(*(part.cut for part in parts))
    )


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

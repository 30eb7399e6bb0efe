"""A sentence turned into a line of items: groups of people or things, predicates, small words.

A group is a noun phrase that can be hit ("at least 19 Syrian regime forces and allied
militiamen", "a policeman", "others", "no one"); everything else is one item a word or phrase,
with the class that `transforms.casualties.words` gives it, "x" for the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.casualties.items import Group, Item
from transforms.casualties.noun_phrases import NounPhrases, is_plural
from transforms.casualties.nouns import CASUALTY_NOUNS, DETERMINERS, INDEFINITE, PEOPLE, PEOPLES, PRONOUNS, VAGUE_PEOPLE
from transforms.casualties.numbers import ORDINALS, Number, find_numbers
from transforms.casualties.tokens import tokenize
from transforms.patterns import cued

_AGE = re.compile(r".*-?year-olds?$")
# "Aged between 3 and 11": no count.
_AGES = cued(
    r"\b(?:aged|ages) (?:between |from )?\d+(?:(?:, and |, | and | to |-)\d+)+\b(?! (?:people|others))"
    r"|(?<=who )(?:were|are) (?:all )?(?:aged )?between \d{1,2} and \d{1,3}\b(?! (?:people|others))"
    r"|\brang(?:ed|ing|es?) in age from \d{1,2} to \d{1,3}\b"
)
# "14 Islamic State (ISIS) militants".
_ACRONYM = cued(r"(?<=\w )\((?:[A-Z]{2}[\w./-]*(?:[ /,]+[A-Z]{2}[\w-]*)?|[A-Z][a-z]?[A-Z][\w-]*)\)")
_PARTITIVE = frozenset("them the those whom these us".split())
# "It is not known how many people were killed": no count.
_SO = frozenset("how so too".split())
# "Landed without causing any casualties".
_CAUSING = frozenset("causing inflicting leaving any human civilian".split())
# "A Palestinian they say opened fire".
_THEY = frozenset("they he she it".split())
_POSSESSIVES = frozenset("his her their its our my".split())
# "killing two and injuring a third": one more.
_ORDINALS = frozenset(word for word, number in ORDINALS.items() if 2 <= number <= 5)
_NOBODY = frozenset("nobody none".split())
_NO = _NOBODY | {"no"}
# All of them, however many they are.
_EVERYBODY = frozenset("everyone everybody".split())
_BOTH = frozenset({"both"})
_WITHOUT = frozenset({"without"})
# Words that open a group which is not counted in figures.
_OPENERS = frozenset({*_NO, *_BOTH, *_WITHOUT, *PRONOUNS, *DETERMINERS, *VAGUE_PEOPLE})


def read_items(sentence: str) -> list[Item]:
    """The sentence as items, in order; quotes and full stops inside it are left out."""
    return _Chunker(sentence).read()


class _Chunker:
    """Walks the tokens of one sentence from left to right and cuts the groups out."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        asides = [match.span() for aside in (_AGES, _ACRONYM) for match in aside.finditer(sentence)]
        tokens = tokenize(sentence)
        if asides:
            tokens = [t for t in tokens if not any(start <= t.start < end for start, end in asides)]
        self.tokens = tokens
        self.numbers = {number.start: number for number in find_numbers(sentence)}
        self.nouns = NounPhrases(sentence, self.tokens, self.numbers)
        self._readers = (
            (_NO, self._nobody),
            (_BOTH, self._both),
            (_WITHOUT, self._without),
            (PRONOUNS, self._pronoun),
            (DETERMINERS, self._determined),
            (VAGUE_PEOPLE, self._vague),
        )

    def read(self) -> list[Item]:
        items: list[Item] = []
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            end, group = self._group(at)
            if group is None:
                items.append(Item(token.kind, token.start, token.end, token.quantity))
                at += 1
            else:
                items.append(Item("n", token.start, self.tokens[end - 1].end, group.quantity, group))
                at = end
        return items

    def _group(self, at: int) -> tuple[int, Group | None]:
        """The group that starts at token `at` and the token after it; null = none starts there."""
        token = self.tokens[at]
        number = self.numbers.get(token.start)
        if number is not None and token.kind != "i" and not (token.word == "many" and self.nouns.word(at - 1) in _SO):
            return self._counted(at, number)
        if token.word in _OPENERS:
            return next(reader for words, reader in self._readers if token.word in words)(at)
        # "Among other things", "other armed escorts".
        if token.word in PEOPLE and token.word != "other" and self.nouns.is_head(at):
            form = "bare" if is_plural(token.word) or token.word in _EVERYBODY else "single"
            return at + 1, Group(form, "person", None, token.start, token.end)
        return at, None

    def _counted(self, at: int, number: Number) -> tuple[int, Group | None]:
        after = at
        while after < len(self.tokens) and self.tokens[after].start < number.end:
            after += 1
        if self.nouns.word(after) == "others" or self._is_of_whom(after):
            return self._others(after, number)
        is_part = False
        if (
            self.nouns.word(after) == "of"
            and self.nouns.word(after + 1) in ("the", "those", "these")
            and self.nouns.is_number(after + 2)
        ):
            return self._part_of(after + 2, number)
        if self.nouns.word(after) == "of" and self.nouns.is_number(after + 1):
            return self._part_of(after + 1, number)
        if self.nouns.word(after) == "of":
            is_part = self.nouns.word(after + 1) in _PARTITIVE
            after += 2 if is_part else 1
        if self.nouns.word(after) in ("other", "more", "additional", "further", "new"):
            after += 1
        if is_part and self.nouns.word(after - 1) in ("them", "whom", "those", "us"):
            return after, self._close("count", "person", number, after, after, is_part)
        if is_part and self.nouns.kind(after) in "VJ":
            return after + 1, self._close(
                "count", "person", number, after, after + 1, True, self.tokens[after].quantity
            )
        if self.nouns.word(after) == "of":
            after += 1
        if self.nouns.word(after) in _POSSESSIVES and self.nouns.word(after - 1) == "of":
            after += 1
        end, head, quantity = self.nouns.run(after)
        head = "person" if self.nouns.word(after) == "own" and end <= after + 1 else head
        return max(end, after), self._close("count", head, number, after, end, is_part, quantity)

    def _is_of_whom(self, at: int) -> bool:
        return self.nouns.kind(at) == "i" and self.nouns.word(at) == "of"

    def _others(self, at: int, number: Number) -> tuple[int, Group | None]:
        """The group of "twelve others of the militants" or "five of whom", `at` being what follows the number."""
        if self._is_of_whom(at):
            return at + 1, self._close("count", "person", number, at, at, is_part=True)
        end = self.nouns.tail(at + 1) if self.nouns.word(at + 1) == "of" else at + 1
        return end, self._close("count", "person", number, at, end)

    def _part_of(self, at: int, number: Number) -> tuple[int, Group | None]:
        """The group of "one of five people", where the five are at `at`."""
        end, whole = self._counted(at, self.numbers[self.tokens[at].start])
        # "One of several such raids" is nobody.
        if whole is None or self.nouns.word(at + 1) == "such":
            return end, None
        return end, replace(whole, number=number, is_part=True, whole=whole.number)

    def _pronoun(self, at: int) -> tuple[int, Group | None]:
        return at + 1, Group("pronoun", "person", None, self.tokens[at].start, self.tokens[at].end)

    def _both(self, at: int) -> tuple[int, Group | None]:
        token = self.tokens[at]
        if self.nouns.word(at + 1) not in PEOPLE and self.nouns.kind(at + 1) not in "bh":
            return at, None
        number = Number(token.start, token.end, 2, 2, 2, self.sentence[token.start : token.end], None, 2)
        end = at + 2 if self.nouns.word(at + 1) in PEOPLE else at + 1
        return end, self._close("count", "person", number, at + 1, end)

    def _close(
        self,
        form: str,
        head: str,
        number: Number | None,
        first: int,
        end: int,
        is_part: bool = False,
        quantity: str = "",
    ) -> Group:
        if end <= first:
            edge = self.tokens[first - 1].end
            return Group(form, head, number, edge, edge, is_part, quantity)
        return Group(form, head, number, self.tokens[first].start, self.tokens[end - 1].end, is_part, quantity)

    def _nobody(self, at: int) -> tuple[int, Group | None]:
        if self.tokens[at].word in _NOBODY:
            end = at + 1
            if self.nouns.word(end) == "of":
                end += 2 if self.nouns.word(end + 1) in _PARTITIVE or self.nouns.word(end + 1) in DETERMINERS else 1
                end, _, _ = self.nouns.run(end)
            return end, Group("none", "person", None, self.tokens[at].start, self.tokens[at].end)
        if self.nouns.word(at + 1) == "one":
            return at + 2, Group("none", "person", None, self.tokens[at].start, self.tokens[at + 1].end)
        if self.nouns.word(at + 1) == "loss" and self.nouns.word(at + 2) in ("life", "lives"):
            return at + 3, self._close("none", "casualty", None, at + 1, at + 3, False, "killed")
        end, head, quantity = self.nouns.run(at + 1)
        if head in ("person", "casualty"):
            return end, self._close("none", head, None, at + 1, end, False, quantity)
        if self.nouns.word(at + 1) == "arrests":
            return at + 2, self._close("none", "casualty", None, at + 1, at + 2, False, "arrested")
        return at, None

    def _without(self, at: int) -> tuple[int, Group | None]:
        noun = at + 1
        while self.nouns.word(noun) in _CAUSING:
            noun += 1
        quantity = CASUALTY_NOUNS.get(self.nouns.word(noun), "lives")
        if quantity == "lives":
            return at, None
        return noun + 1, self._close("none", "casualty", None, noun, noun + 1, False, quantity)

    def _determined(self, at: int) -> tuple[int, Group | None]:
        first = at + 1
        is_one_more = self.nouns.word(first) in _ORDINALS and self.nouns.kind(first + 1) not in "xf"
        if self.tokens[at].word == "a" and is_one_more:
            return first + 1, Group("single", "person", None, self.tokens[at].start, self.tokens[first].end)
        number = self.numbers.get(self.tokens[first].start) if first < len(self.tokens) else None
        if number is not None:
            return self._counted(first, number)
        if self.tokens[at].word in INDEFINITE and (end := self._past_people(first)):
            return end, self._close("single", "person", None, first, end)
        end, head, quantity = self.nouns.run(first)
        if head not in ("person", "thing", "casualty") or end <= first:
            if (
                self.tokens[at].word == "another"
                and self.nouns.kind(first) not in ("x", "v")
                and self.nouns.word(first) != "shot"
            ):
                return at + 1, Group("single", "", None, self.tokens[at].start, self.tokens[at].end)
            return at, None
        last = self.nouns.head_word(first, end)
        form = "single" if self.tokens[at].word in INDEFINITE else "definite"
        if is_plural(last) and not _AGE.match(last):
            form = "bare"
        return end, self._close(form, head, None, first, end, False, quantity)

    def _past_people(self, first: int) -> int:
        """Past "young Palestinian" where no noun follows; 0 = somebody else."""
        for at in range(first, first + 3):
            if self.nouns.kind(at) != "x":
                return 0
            ends = self.nouns.kind(at + 1) != "x" or self.nouns.word(at + 1) in _THEY
            if self.nouns.word(at) in PEOPLES and self.sentence[self.tokens[at].start].isupper() and ends:
                return at + 1
        return 0

    def _vague(self, at: int) -> tuple[int, Group | None]:
        token = self.tokens[at]
        if token.kind == "i" or self.nouns.word(at - 1) in _SO:
            return at, None
        if token.word == "others":
            return at + 1, Group("vague", "person", None, token.start, token.end)
        end, head, quantity = self.nouns.run(at + 1)
        if head in ("person", "thing") and end > at + 1:
            return end, self._close("vague", head, None, at + 1, end, False, quantity)
        return at, None

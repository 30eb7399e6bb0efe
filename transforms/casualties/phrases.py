"""A sentence turned into a line of items: groups of people or things, predicates, small words.

A group is a noun phrase that can be hit ("at least 19 Syrian regime forces and allied
militiamen", "a policeman", "others", "no one"); everything else is one item a word or phrase,
with the class that `transforms.casualties.words` gives it, "x" for the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.casualties.items import Group, Item
from transforms.casualties.nouns import (
    CASUALTY_NOUNS,
    DETERMINERS,
    INDEFINITE,
    PEOPLE,
    PRONOUNS,
    THINGS,
    VAGUE_PEOPLE,
)
from transforms.casualties.numbers import ORDINALS, Number, find_numbers
from transforms.casualties.tokens import tokenize
from transforms.patterns import cued

# Words for people that no list can hold: "herdsmen", "19-year-old".
_PERSON = re.compile(
    r"\w{2,}(?:men|man|women|woman)$(?<!german)(?<!yemen)(?<!human)(?<!roman)(?<!specimen)|.*-?year-olds?$"
)
_AGE = re.compile(r".*-?year-olds?$")
# "Aged between 3 and 11": no count.
_AGES = cued(
    r"\b(?:aged|ages) (?:between |from )?\d+(?:(?:, and |, | and | to |-)\d+)+\b(?! (?:people|others))"
    r"|(?<=who )(?:were|are) (?:all )?(?:aged )?between \d{1,2} and \d{1,3}\b(?! (?:people|others))"
    r"|\brang(?:ed|ing|es?) in age from \d{1,2} to \d{1,3}\b"
)
_PARTITIVE = frozenset("them the those whom these us".split())
_LINKS = frozenset("from belonging loyal affiliated".split())
_COLLECTIVES = frozenset("forces troops police personnel staff crew army force".split())
# "took 20 people hostage": not part of the noun phrase.
_STATES = frozenset("hostage captive prisoner".split())
_POSSESSIVES = frozenset("his her their its our my".split())
# "killing two and injuring a third": one more.
_ORDINALS = frozenset(word for word, number in ORDINALS.items() if 2 <= number <= 5)
_NOBODY = frozenset("nobody none".split())
_NO = _NOBODY | {"no"}
# All of them, however many they are.
_EVERYBODY = frozenset("everyone everybody".split())
# Nouns of casualties that may stand before another: "no casualty figures".
_MODIFYING = frozenset("casualty fatality injury death".split())
# "Eight captured soldiers were executed": what befell them last counts.
_EXECUTED = cued(r"\b(?:executed|executing|killed|killing|murdered|beheaded|beheading|put to death|shot dead)\b")
_BOTH = frozenset({"both"})
# Words that open a group which is not counted in figures.
_OPENERS = frozenset({*_NO, *_BOTH, *PRONOUNS, *DETERMINERS, *VAGUE_PEOPLE})


def read_items(sentence: str) -> list[Item]:
    """The sentence as items, in order; quotes and full stops inside it are left out."""
    return _Chunker(sentence).read()


def is_plural(noun: str) -> bool:
    """True if a noun names several people or things."""
    return noun in _COLLECTIVES or noun.endswith(("men", "people", "children")) or _ends_in_s(noun)


def _ends_in_s(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith(("ss", "us", "'s"))


class _Chunker:
    """Walks the tokens of one sentence from left to right and cuts the groups out."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        ages = [match.span() for match in _AGES.finditer(sentence)]
        tokens = tokenize(sentence)
        self.tokens = [t for t in tokens if not any(start <= t.start < end for start, end in ages)] if ages else tokens
        self.numbers = {number.start: number for number in find_numbers(sentence)}
        self._readers = (
            (_NO, self._nobody),
            (_BOTH, self._both),
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
        if number is not None:
            return self._counted(at, number)
        if token.word in _OPENERS:
            return next(reader for words, reader in self._readers if token.word in words)(at)
        if token.word in PEOPLE and self._is_head(at):
            form = "bare" if is_plural(token.word) or token.word in _EVERYBODY else "single"
            return at + 1, Group(form, "person", None, token.start, token.end)
        return at, None

    def _counted(self, at: int, number: Number) -> tuple[int, Group | None]:
        after = at
        while after < len(self.tokens) and self.tokens[after].start < number.end:
            after += 1
        if self._word(after) == "others" or self._is_of_whom(after):
            return self._others(after, number)
        is_part = False
        if (
            self._word(after) == "of"
            and self._word(after + 1) in ("the", "those", "these")
            and self._is_number(after + 2)
        ):
            return self._part_of(after + 2, number)
        if self._word(after) == "of" and self._is_number(after + 1):
            return self._part_of(after + 1, number)
        if self._word(after) == "of":
            is_part = self._word(after + 1) in _PARTITIVE
            after += 2 if is_part else 1
        if self._word(after) in ("other", "more", "additional", "further", "new"):
            after += 1
        if is_part and self._word(after - 1) in ("them", "whom", "those", "us"):
            return after, self._close("count", "person", number, after, after, is_part)
        if is_part and self._kind(after) in "VJ":
            return after + 1, self._close(
                "count", "person", number, after, after + 1, True, self.tokens[after].quantity
            )
        if self._word(after) == "of":
            after += 1
        if self._word(after) in _POSSESSIVES and self._word(after - 1) == "of":
            after += 1
        end, head, quantity = self._run(after)
        head = "person" if self._word(after) == "own" and end <= after + 1 else head
        return max(end, after), self._close("count", head, number, after, end, is_part, quantity)

    def _is_of_whom(self, at: int) -> bool:
        return self._kind(at) == "i" and self._word(at) == "of"

    def _others(self, at: int, number: Number) -> tuple[int, Group | None]:
        """The group of "twelve others of the militants" or "five of whom", `at` being what follows the number."""
        if self._is_of_whom(at):
            return at + 1, self._close("count", "person", number, at, at, is_part=True)
        end = self._tail(at + 1) if self._word(at + 1) == "of" else at + 1
        return end, self._close("count", "person", number, at, end)

    def _part_of(self, at: int, number: Number) -> tuple[int, Group | None]:
        """The group of "one of five people", where the five are at `at`."""
        end, whole = self._counted(at, self.numbers[self.tokens[at].start])
        if whole is None:
            return end, None
        return end, replace(whole, number=number, is_part=True, whole=whole.number)

    def _pronoun(self, at: int) -> tuple[int, Group | None]:
        return at + 1, Group("pronoun", "person", None, self.tokens[at].start, self.tokens[at].end)

    def _both(self, at: int) -> tuple[int, Group | None]:
        token = self.tokens[at]
        if self._word(at + 1) not in PEOPLE and self._kind(at + 1) not in "bh":
            return at, None
        number = Number(token.start, token.end, 2, 2, 2, self.sentence[token.start : token.end], None, 2)
        end = at + 2 if self._word(at + 1) in PEOPLE else at + 1
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
            if self._word(end) == "of":
                end += 2 if self._word(end + 1) in _PARTITIVE or self._word(end + 1) in DETERMINERS else 1
                end, _, _ = self._run(end)
            return end, Group("none", "person", None, self.tokens[at].start, self.tokens[at].end)
        if self._word(at + 1) == "one":
            return at + 2, Group("none", "person", None, self.tokens[at].start, self.tokens[at + 1].end)
        end, head, quantity = self._run(at + 1)
        if head in ("person", "casualty"):
            return end, self._close("none", head, None, at + 1, end, False, quantity)
        if self._word(at + 1) == "arrests":
            return at + 2, self._close("none", "casualty", None, at + 1, at + 2, False, "arrested")
        return at, None

    def _determined(self, at: int) -> tuple[int, Group | None]:
        first = at + 1
        if self.tokens[at].word == "a" and self._word(first) in _ORDINALS and self._kind(first + 1) not in "xf":
            return first + 1, Group("single", "person", None, self.tokens[at].start, self.tokens[first].end)
        number = self.numbers.get(self.tokens[first].start) if first < len(self.tokens) else None
        if number is not None:
            return self._counted(first, number)
        end, head, quantity = self._run(first)
        if head not in ("person", "thing", "casualty") or end <= first:
            if (
                self.tokens[at].word == "another"
                and self._kind(first) not in ("x", "v")
                and self._word(first) != "shot"
            ):
                return at + 1, Group("single", "", None, self.tokens[at].start, self.tokens[at].end)
            return at, None
        last = self._head_word(first, end)
        if is_plural(last) and not _AGE.match(last):
            return end, self._close("bare", head, None, first, end, False, quantity)
        form = "single" if self.tokens[at].word in INDEFINITE else "definite"
        return end, self._close(form, head, None, first, end, False, quantity)

    def _head_word(self, first: int, end: int) -> str:
        for at in range(first, end):
            if self._is_noun(at) and (at + 1 >= end or not self._is_noun(at + 1)):
                return self.tokens[at].word
        return self.tokens[end - 1].word

    def _vague(self, at: int) -> tuple[int, Group | None]:
        token = self.tokens[at]
        if token.word == "others":
            return at + 1, Group("vague", "person", None, token.start, token.end)
        end, head, quantity = self._run(at + 1)
        if head in ("person", "thing") and end > at + 1:
            return end, self._close("vague", head, None, at + 1, end, False, quantity)
        return at, None

    def _run(self, first: int) -> tuple[int, str, str]:
        """Where the noun phrase that starts at `first` ends, and what its head is."""
        stop = self._nominal_until(first, first + 8)
        if self._word(stop) == "and" and first < stop <= first + 2 and not self._has_noun(first, stop):
            stop = self._nominal_until(stop + 1, stop + 4)
        for at in range(first, stop):
            if self._is_noun(at):
                return self._finish(at, stop)
        return self._unknown_head(first, stop)

    def _nominal_until(self, at: int, limit: int) -> int:
        while at < min(len(self.tokens), limit) and self._is_nominal(at):
            at += 1
        return at

    def _has_noun(self, first: int, end: int) -> bool:
        return any(self._is_noun(at) or is_plural(self.tokens[at].word) for at in range(first, end))

    def _finish(self, at: int, stop: int) -> tuple[int, str, str]:
        while (following := self._next_noun(at, stop)) is not None:
            at = following
        word = self.tokens[at].word
        if word in _MODIFYING and at + 1 < stop:
            return stop, "", ""
        if word in CASUALTY_NOUNS and not (word == "hostages" and at + 1 < stop):
            return at + 1, "casualty", CASUALTY_NOUNS[word]
        if word in THINGS:
            return at + 1, "thing", ""
        return self._tail(at + 1), "person", ""

    def _next_noun(self, at: int, stop: int) -> int | None:
        """The noun that the one at `at` stands before ("police academy recruits"); null = it is the head itself."""
        if at + 1 < stop and self._is_noun(at + 1):
            return None if is_plural(self.tokens[at].word) and self.tokens[at + 1].word in _STATES else at + 1
        if is_plural(self.tokens[at].word) or self.tokens[at].word in THINGS:
            return None
        return next((after for after in range(at + 2, min(at + 4, stop)) if self._is_noun(after)), None)

    def _tail(self, end: int) -> int:
        """Take in "of the security forces", "from the Baqer Brigade" and "and allied militiamen"."""
        noun = end
        if self._word(end) in ("of", "from") or (self._word(end) in _LINKS and self._word(end + 1) in ("to", "with")):
            first = end + (1 if self._word(end) in ("of", "from") else 2)
            last = first
            while last < len(self.tokens) and last - first < 7 and self._is_name_part(last, first):
                last += 1
            end = last if last > first and self._word(last - 1) not in DETERMINERS else end
        if self._word(end) in ("and", "or", ","):
            at = end + 1
            while (
                at < len(self.tokens) and at - end < 6 and self._is_nominal(at) and self.tokens[at].word not in PEOPLE
            ):
                at += 1
            if self._word(at) in PEOPLE and (self._joins(end, at) or (end > noun and self._is_name(end + 1, at))):
                return at + 1
        return end

    def _joins(self, end: int, at: int) -> bool:
        """True if the bare noun phrase after "and" belongs to the group before it."""
        first = self.tokens[end + 1].word
        if self.tokens[end].word == "," and self._kind(at + 1) not in "VJ":
            return False
        if first in DETERMINERS or first in VAGUE_PEOPLE or self.tokens[at].word in ("others", "one", "another"):
            return False
        return self.tokens[at].word.endswith(("s", "men", "people", "children", "police", "personnel"))

    def _is_name_part(self, at: int, first: int) -> bool:
        token = self.tokens[at]
        if token.start in self.numbers:
            return at == first
        is_article = at == first and token.word in ("the", "a", "an", "one", "his", "their", "our")
        return is_article or (
            token.kind == "x" and (self.sentence[token.start].isupper() or token.word in PEOPLE or at <= first + 2)
        )

    def _unknown_head(self, first: int, stop: int) -> tuple[int, str, str]:
        for at in range(first, min(stop, first + 4)):
            word = self.tokens[at].word
            if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "'s")):
                return at + 1, "unknown", ""
        if first < stop <= first + 3 and self._kind(stop) in ("b", "h", "V", "J", "D"):
            return stop, "unknown", ""
        if first < stop and self._kind(first + 1) in "&," and self._is_acronym(first):
            return first + 1, "unknown", ""
        return first, "", ""

    def _is_name(self, first: int, last: int) -> bool:
        """True for the second group of "members of the Arakan Army and Hizbul Mujahideen"."""
        return all(self.sentence[self.tokens[at].start].isupper() for at in (first, last))

    def _is_acronym(self, at: int) -> bool:
        """True for the force of "eight VDP and two soldiers"."""
        printed = self.sentence[self.tokens[at].start : self.tokens[at].end]
        return len(printed) > 2 and printed.isalpha() and printed.isupper()

    def _is_nominal(self, at: int) -> bool:
        token = self.tokens[at]
        if token.start in self.numbers or token.word in DETERMINERS or token.word in VAGUE_PEOPLE:
            return False
        is_captive = token.kind == "V" and token.quantity == "abducted" and _EXECUTED.search(self.sentence)
        if (token.kind == "v" and token.word.endswith("ed")) or is_captive:
            return at > 0 and self._is_adjective(at)
        return token.kind == "x" or (token.kind == "a" and token.word in ("minor", "early"))

    def _is_adjective(self, at: int) -> bool:
        """True for the participle in "her adopted son" and "two beheaded soldiers"."""
        before = self.tokens[at - 1]
        follows = at + 1 < len(self.tokens) and (
            self.tokens[at + 1].word in PEOPLE or self.tokens[at + 1].word in THINGS
        )
        return follows and (
            before.word in DETERMINERS or any(number.end == before.end for number in self.numbers.values())
        )

    def _is_noun(self, at: int) -> bool:
        word = self.tokens[at].word
        return word in PEOPLE or word in THINGS or word in CASUALTY_NOUNS or bool(_PERSON.match(word))

    def _is_head(self, at: int) -> bool:
        return not (at + 1 < len(self.tokens) and self._is_noun(at + 1) and self.tokens[at + 1].kind == "x")

    def _is_number(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].start in self.numbers

    def _word(self, at: int) -> str:
        return self.tokens[at].word if at < len(self.tokens) else ""

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if at < len(self.tokens) else "."

"""Noun phrases in the words of a sentence: where one ends that starts at a word, and what its head is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from transforms.casualties.nouns import CASUALTY_NOUNS, DETERMINERS, PEOPLE, THINGS, VAGUE_PEOPLE
from transforms.casualties.numbers import Number
from transforms.casualties.tokens import Token
from transforms.patterns import cued

# Words for people that no list can hold: "herdsmen", "19-year-old".
_PERSON = re.compile(
    r"\w{2,}(?:men|man|women|woman)$(?<!german)(?<!yemen)(?<!human)(?<!roman)(?<!specimen)|.*-?year-olds?$"
)
# "The district head".
_HEADED = frozenset("district village ward community parish clan regional provincial".split())
_LINKS = frozenset("from belonging loyal affiliated".split())
_COLLECTIVES = frozenset("forces troops police personnel staff crew army force".split())
# "took 20 people hostage": not part of the noun phrase.
_STATES = frozenset("hostage captive prisoner".split())
# Nouns of casualties that may stand before another: "no casualty figures".
_MODIFYING = frozenset("casualty fatality injury death".split())
# "Eight captured soldiers were executed": what befell them last counts.
_EXECUTED = cued(r"\b(?:executed|executing|killed|killing|murdered|beheaded|beheading|put to death|shot dead)\b")


def is_plural(noun: str) -> bool:
    """True if a noun names several people or things."""
    return noun in _COLLECTIVES or noun.endswith(("men", "people", "children")) or _ends_in_s(noun)


def _ends_in_s(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith(("ss", "us", "'s"))


class NounPhrases:
    """The tokens of one sentence and its numbers by where they start, asked for the noun phrases among them."""

    def __init__(self, sentence: str, tokens: Sequence[Token], numbers: Mapping[int, Number]) -> None:
        self.sentence = sentence
        self.tokens = tokens
        self.numbers = numbers

    def word(self, at: int) -> str:
        """The word, in lower case; '' = the sentence ends before."""
        return self.tokens[at].word if at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        """The word's class; '.' = the sentence ends before."""
        return self.tokens[at].kind if at < len(self.tokens) else "."

    def is_number(self, at: int) -> bool:
        """Whether a number starts there."""
        return at < len(self.tokens) and self.tokens[at].start in self.numbers

    def is_head(self, at: int) -> bool:
        """Whether no other noun follows that the word only stands before."""
        return not (at + 1 < len(self.tokens) and self._is_noun(at + 1) and self.tokens[at + 1].kind == "x")

    def head_word(self, first: int, end: int) -> str:
        """The first noun in the words from `first` to before `end` that none follows, else the last of the words."""
        for at in range(first, end):
            if self._is_noun(at) and (at + 1 >= end or not self._is_noun(at + 1)):
                return self.tokens[at].word
        return self.tokens[end - 1].word

    def run(self, first: int) -> tuple[int, str, str]:
        """Where the noun phrase that starts at `first` ends, what its head is, and the quantity that a casualty is of.

        The head as `Group.head`; '' = no noun phrase starts there.
        """
        stop = self._nominal_until(first, first + 8)
        if self.word(stop) == "and" and first < stop <= first + 2 and not self._has_noun(first, stop):
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
        return self.tail(at + 1), "person", ""

    def _next_noun(self, at: int, stop: int) -> int | None:
        """The noun that the one at `at` stands before ("police academy recruits"); null = it is the head itself."""
        if at + 1 < stop and self._is_noun(at + 1):
            return None if is_plural(self.tokens[at].word) and self.tokens[at + 1].word in _STATES else at + 1
        if is_plural(self.tokens[at].word):
            return None
        if self.tokens[at].word in THINGS:
            # "Two city council officials", "a village council head".
            return at + 2 if at + 2 < stop and self.tokens[at + 2].word in PEOPLE else None
        return next((after for after in range(at + 2, min(at + 4, stop)) if self._is_noun(after)), None)

    def tail(self, end: int) -> int:
        """Take in "of the security forces", "from the Baqer Brigade" and "and allied militiamen"."""
        noun = end
        if self.word(end) in ("of", "from") or (self.word(end) in _LINKS and self.word(end + 1) in ("to", "with")):
            first = end + (1 if self.word(end) in ("of", "from") else 2)
            last = first
            while last < len(self.tokens) and last - first < 7 and self._is_name_part(last, first):
                last += 1
            last = self._past_long_name(self._past_people(first, last))
            end = last if last > first and self.word(last - 1) not in DETERMINERS else end
        if self.word(end) in ("and", "or", ","):
            at = end + 1
            while (
                at < len(self.tokens) and at - end < 6 and self._is_nominal(at) and self.tokens[at].word not in PEOPLE
            ):
                at += 1
            while self.word(at) in PEOPLE and self.word(at + 1) in PEOPLE:
                at += 1
            if self.word(at) in PEOPLE and (self._joins(end, at) or (end > noun and self._is_name(end + 1, at))):
                return at + 1
        return end

    def _past_people(self, first: int, end: int) -> int:
        """Past "the special oil infrastructure protection force", if people end the words; else `end`."""
        stop = self._nominal_until(first + (self.word(first) == "the"), first + 8)
        return next((at + 1 for at in range(stop - 1, end - 1, -1) if self.word(at) in PEOPLE), end)

    def _past_long_name(self, end: int) -> int:
        """Past "of Iraq and the Levant" behind "the Islamic State"; not into another group of people."""
        while self.word(end) in ("of", "and", "for") and self._is_name(end - 1, end - 1):
            first = end + 1 + (self.word(end + 1) == "the")
            stop = self._nominal_until(first, first + 5)
            if stop == first or not self._is_name(first, stop - 1) or self._has_noun(first, stop):
                return end
            end = stop
        return end

    def _joins(self, end: int, at: int) -> bool:
        """True if the bare noun phrase after "and" belongs to the group before it."""
        first = self.tokens[end + 1].word
        if self.tokens[end].word == "," and self.kind(at + 1) not in "VJ":
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
        if first < stop <= first + 3 and self.kind(stop) in ("b", "h", "V", "J", "D"):
            return stop, "unknown", ""
        if first < stop and self.kind(first + 1) in "&," and self._is_acronym(first):
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
        # "The head of the council", not "in the head".
        before = self.word(at - 1) if at else ""
        is_head = word == "head" and ((self.word(at + 1) == "of" and before != "in") or before in _HEADED)
        return is_head or word in PEOPLE or word in THINGS or word in CASUALTY_NOUNS or bool(_PERSON.match(word))

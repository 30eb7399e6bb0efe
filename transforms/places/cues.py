"""The words of a text and what stands around them: cues before a name, units after it, names beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from transforms.places.countries import country_codes, demonyms
from transforms.places.words import (
    BETWEEN,
    CALENDAR,
    CUES,
    DIRECTIONS,
    HELD,
    INSTITUTIONS,
    NEVER_PLACES,
    PARTS,
    STRONG_CUES,
    UNIT_KINDS,
)

_ARTICLE = r"(?:al|el|ar|as|ash|at|ath|ad|az|an|ul|ez|ed|us|il|e|i)[-‑]"
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w’'‘ʼ]*(?:[-‑–][^\W\d_][\w’'‘ʼ]*)*")
_CAPITAL = re.compile(rf"(?:{_ARTICLE})?[^\W\d_a-zß-öø-ÿ]")
_POSSESSIVE = re.compile(r"(?:['’]s?|s['’])$")
# Lower-case words inside a name, and those that may begin one.
PARTICLES = frozenset(
    "al el ar as ash at ath ad az an ul ez ed de del la las los le les du of the da do dos e i y".split()
)
FIRST_PARTICLES = frozenset("al el ul ez ash ath adh".split())
_ABBREVIATIONS = frozenset({"St", "ST", "Ste", "Mt", "MT", "Ft", "FT", "Pt"})
# "besieged" is a cue before the name and an adjective further off; these are always cues.
_FIRM_CUES = STRONG_CUES - PARTS
# How far back a cue may stand: "in the besieged northern Syrian city of".
_REACH = 7


class Token(NamedTuple):
    """A word with its offsets; `is_name` when it is capitalised, an article before the capital allowed."""

    start: int
    end: int
    text: str
    is_name: bool


def tokenize(text: str) -> list[Token]:
    """The words of the text, possessive endings cut off."""
    tokens = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        word, is_name = _read_word(match[0])
        tokens.append(Token(start, start + len(word), word, is_name))
    return tokens


# Most words of a text were met before.
@lru_cache(maxsize=32_768)
def _read_word(word: str) -> tuple[str, bool]:
    trimmed = _POSSESSIVE.sub("", word) if word[-1] in "'’s" else word
    return trimmed, bool(_CAPITAL.match(word))


class Context:
    """A tokenised text and questions about the surroundings of its words."""

    def __init__(self, text: str) -> None:
        """Tokenise `text`."""
        self.text = text
        self.tokens = tokenize(text)
        self.plain_words = {token.text for token in self.tokens if not token.is_name}
        self._demonyms = demonyms()

    def gap(self, index: int) -> str:
        """What stands between token `index` and the next; a full stop when there is none."""
        if index < 0 or index + 1 >= len(self.tokens):
            return "."
        return self.text[self.tokens[index].end : self.tokens[index + 1].start]

    def is_joined(self, index: int) -> bool:
        """Whether token `index` and the next are apart by one space (or are 'St. Louis')."""
        gap = self.gap(index)
        return gap == " " or (gap == ". " and self.tokens[index].text in _ABBREVIATIONS)

    def run_length(self, index: int) -> int:
        """How many tokens from `index` on could be one name."""
        length = 1
        while self.is_joined(index + length - 1):
            token = self.tokens[index + length]
            if not token.is_name and token.text not in PARTICLES:
                break
            length += 1
        return length

    def may_start(self, index: int) -> bool:
        """Whether a name may begin at token `index`."""
        token = self.tokens[index]
        if token.is_name:
            return True
        return token.text in FIRST_PARTICLES and self.is_joined(index) and self.tokens[index + 1].is_name

    def follows_name(self, index: int) -> bool:
        """Whether a capitalised word that is no cue stands right before: 'Chelsea' in 'Hotel Chelsea'."""
        if not self.is_joined(index - 1):
            return False
        before = self.tokens[index - 1]
        if not before.is_name or before.text in self._demonyms or self.gap(index - 1) != " ":
            return False
        if before.text.removesuffix("s") in country_codes():
            # Scraped text loses apostrophes: "Syrias Idlib".
            return False
        word = before.text.casefold()
        if word in BETWEEN or word in CUES or word in UNIT_KINDS or word in CALENDAR:
            return False
        starts_sentence = index == 1 or self.text[: before.start].rstrip()[-1:] in '.\n"”:'
        return not (starts_sentence and (word in NEVER_PLACES or word in self.plain_words))

    def precedes_name(self, index: int) -> bool:
        """Whether a capitalised word that is no unit stands right after: 'Chelsea' in 'Chelsea Clinton'."""
        if self.gap(index) != " ":
            return False
        after = self.tokens[index + 1]
        word = after.text.casefold()
        return after.is_name and not (word in UNIT_KINDS or word in CALENDAR or after.text in self._demonyms)

    def cue_before(self, index: int) -> tuple[str, str]:
        """The locative cue before token `index` and the unit named with it ('town' in 'in the town of')."""
        unit = direction = ""
        if index and self.gap(index - 1) == " " and self.tokens[index - 1].text in PARTS:
            direction = self.tokens[index - 1].text
        weak = "of" if index and self.tokens[index - 1].text == "of" and self.gap(index - 1) == " " else ""
        for position in range(index - 1, max(-1, index - _REACH - 1), -1):
            if self.gap(position).strip(" '’s") or "\n" in self.gap(position):
                break
            word = self.tokens[position].text.casefold()
            if word == "of":
                continue
            if word in DIRECTIONS and position < index - 1:
                direction = word if direction in PARTS else direction or word
            elif word in UNIT_KINDS and not unit:
                if direction and direction not in PARTS:
                    # "a town north of Homs": the town is another.
                    return direction, unit
                if word == "capital" and direction == "" and self._continues_with_of(position):
                    return weak, unit
                if weak and self._names_unit(position):
                    # "the Sukkari district of Aleppo": the unit is Sukkari's.
                    return weak, unit
                unit = word
            elif word in _FIRM_CUES or (word in CUES and (word not in BETWEEN or position == index - 1)):
                return (word if direction in PARTS or not direction else direction), unit
            elif not self._is_between(position, word):
                break
        return direction or weak, unit

    def _names_unit(self, position: int) -> bool:
        """Whether the unit word at `position` ends another name: 'Sukkari district'."""
        if not self.is_joined(position - 1):
            return False
        before = self.tokens[position - 1]
        return before.is_name and before.text not in self._demonyms

    def _is_between(self, position: int, word: str) -> bool:
        return word in BETWEEN or bool(HELD.search(word)) or self.tokens[position].text in self._demonyms

    def unit_after(self, index: int) -> str:
        """The unit word after token `index`: 'province' in 'Idlib province', 'countryside' in "Aleppo's northern …"."""
        for position in range(index, min(index + 2, len(self.tokens) - 1)):
            gap = self.gap(position)
            if gap not in (" ", "'s ", "’s ", "' "):
                return ""
            word = self.tokens[position + 1].text.casefold()
            if word in UNIT_KINDS:
                possessed = gap != " " and word != "countryside"
                # "the Florida Department of Health": the word belongs to what follows.
                is_shared = UNIT_KINDS[word] == "city" or word == "department"
                anothers = is_shared and self._continues_with_of(position + 1)
                return "" if possessed or anothers else word
            if word not in BETWEEN:
                return ""
        return ""

    def _continues_with_of(self, index: int) -> bool:
        return self.gap(index) == " " and self.tokens[index + 1].text == "of"

    def is_institution(self, index: int) -> bool:
        """Whether a local body follows: 'police' in 'Houston police', 'County Sheriff' in 'Harris County Sheriff'."""
        if self.gap(index) != " ":
            return False
        word = self.tokens[index + 1].text.casefold()
        if word == "county" and self.gap(index + 1) in (" ", "'s ", "’s "):
            word = self.tokens[index + 2].text.casefold()
        return word.removesuffix("s") in INSTITUTIONS or word in INSTITUTIONS

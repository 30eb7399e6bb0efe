"""Where a text names places: capitalised words that the gazetteer knows, with the cues around them.

spaCy's small model misses and mislabels many names of places, so its entities are one voice of several: a name
counts when the model calls it a place, when a locative cue stands before it ("in", "near the town of"), when a
unit stands after it ("province", "countryside"), or when it is bound to a place ("Ferguson, Missouri").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.countries import demonyms
from transforms.gazetteer import Gazetteer, Place
from transforms.place_words import (
    AS_GOVERNMENT,
    BETWEEN,
    BY_GOVERNMENT,
    CALENDAR,
    CUES,
    DIRECTIONS,
    HELD,
    INSTITUTIONS,
    NEVER_PLACES,
    STRONG_CUES,
    UNIT_KINDS,
)

Entity = tuple[int, int, str]

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
NAME_LABELS = frozenset({"PERSON", "ORG", "NORP", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
# The longest name in words: "Democratic Republic of the Congo".
MAX_WORDS = 5

_ARTICLE = r"(?:al|el|ar|as|ash|at|ath|ad|az|an|ul|ez|ed|us|il|e|i)[-‑]"
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w’'‘ʼ]*(?:[-‑–][^\W\d_][\w’'‘ʼ]*)*")
_CAPITAL = re.compile(rf"(?:{_ARTICLE})?[^\W\d_a-zß-öø-ÿ]")
_POSSESSIVE = re.compile(r"(?:['’]s?|s['’])$")
_PARTICLES = frozenset(
    "al el ar as ash at ath ad az an ul ez ed de del la las los le les du of the da do dos e i y".split()
)
_ABBREVIATIONS = frozenset({"St", "Ste", "Mt", "Ft", "Pt", "Sgt"})


@dataclass(frozen=True)
class Token:
    """A word with its offsets; `is_name` when it is capitalised, an article before the capital allowed."""

    start: int
    end: int
    text: str
    is_name: bool


@dataclass(frozen=True)
class Span:
    """A possible place in the text, not yet resolved.

    `options` are its namesakes, likeliest first; `cue` and `unit` are lower-case words of the context, '' = none;
    `country` is set for a demonym only.
    """

    start: int
    end: int
    raw: str
    options: tuple[Place, ...]
    cue: str = ""
    unit: str = ""
    is_metonym: bool = False
    country: str = ""


def tokenize(text: str) -> list[Token]:
    """The words of the text, possessive endings cut off."""
    tokens = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        trimmed = _POSSESSIVE.sub("", word) if word[-1] in "'’s" else word
        tokens.append(Token(match.start(), match.start() + len(trimmed), trimmed, bool(_CAPITAL.match(word))))
    return tokens


class SpanFinder:
    """Finds the spans of one text."""

    def __init__(self, text: str, entities: Sequence[Entity], gazetteer: Gazetteer) -> None:
        """Tokenise `text`; `entities` are (start, end, label) over it."""
        self.text = text
        self.gazetteer = gazetteer
        self.tokens = tokenize(text)
        self.entities = sorted(entities)
        self._starts = [entity[0] for entity in self.entities]
        self.demonyms = demonyms()

    def find(self) -> list[Span]:
        """All spans in text order, none overlapping another."""
        spans: list[Span] = []
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            length, span = self._span_at(index, spans[-1] if spans else None) if self._may_start(index) else (1, None)
            if span is None and token.is_name:
                span = self._demonym(token)
            if span is not None:
                spans.append(span)
            index += max(1, length)
        return spans

    def _may_start(self, index: int) -> bool:
        token = self.tokens[index]
        if token.is_name:
            return True
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return token.text in _PARTICLES and following is not None and following.is_name and self._joined(index)

    def _joined(self, index: int) -> bool:
        """Whether token `index` and the next are apart by one space (or are 'St. Louis')."""
        gap = self.text[self.tokens[index].end : self.tokens[index + 1].start]
        return gap == " " or (gap == ". " and self.tokens[index].text in _ABBREVIATIONS)

    def _span_at(self, index: int, previous: Span | None) -> tuple[int, Span | None]:
        """The longest known name that starts at `index`: its length in tokens and its span (None = not a place)."""
        run = self._run_length(index)
        for length in range(min(run, MAX_WORDS), 0, -1):
            last = self.tokens[index + length - 1]
            if not last.is_name:
                continue
            raw = self.text[self.tokens[index].start : last.end]
            if raw.casefold() in NEVER_PLACES or (length == 1 and len(raw) < 3 and raw not in ("US", "UK")):
                continue
            options = self._options(raw, length)
            if not options:
                continue
            span = self._judge(index, length, raw, options, previous)
            if span is not None:
                return length, span
        return 1, None

    def _options(self, raw: str, length: int) -> list[Place]:
        if length == 1 and raw in self.demonyms:
            return []
        found = self.gazetteer.look_up(raw)
        if not found and length == 1 and raw.endswith("s"):
            # Scraped text loses apostrophes: "Syrias civil war".
            found = [place for place in self.gazetteer.look_up(raw[:-1]) if place.kind == "country"]
        return found

    def _run_length(self, index: int) -> int:
        length = 1
        while index + length < len(self.tokens) and self._joined(index + length - 1):
            token = self.tokens[index + length]
            if not token.is_name and token.text not in _PARTICLES:
                break
            length += 1
        return length

    def _entity_at(self, start: int, end: int) -> Entity | None:
        position = bisect_right(self._starts, start) - 1
        if position >= 0 and self.entities[position][1] >= end:
            return self.entities[position]
        position += 1
        if position < len(self.entities) and self.entities[position][0] < end:
            return self.entities[position]
        return None

    def _judge(self, index: int, length: int, raw: str, options: list[Place], previous: Span | None) -> Span | None:
        start, end = self.tokens[index].start, self.tokens[index + length - 1].end
        cue, unit_before = self._cue_before(index)
        unit = self._unit_after(index + length - 1) or unit_before
        institution = self._institution_after(index + length - 1)
        entity = self._entity_at(start, end)
        follows_name = self._follows_name(index)
        is_part = follows_name or self._precedes_name(index + length - 1)
        label = entity[2] if entity else ""
        is_whole = entity is None or (entity[0] >= start - 4 and entity[1] <= end + 3)
        is_country = options[0].kind == "country"
        bound = previous is not None and not previous.country and self._binds(previous, start)
        if (label in PLACE_LABELS and (is_whole or not follows_name)) or (institution and not follows_name):
            accepted = True
        elif (is_part and not (unit or is_country)) or (label in NAME_LABELS and not is_whole and not unit):
            accepted = False
        elif label in NAME_LABELS:
            accepted = bool(cue in STRONG_CUES or unit or is_country or bound)
        else:
            accepted = bool(cue or unit or bound or is_country)
        if not accepted:
            return None
        return Span(
            start,
            end,
            raw,
            tuple(options),
            cue="institution" if institution and not cue else cue,
            unit=unit,
            is_metonym=self._is_metonym(start, end, options[0], cue, unit) or (label == "ORG" and not is_whole),
        )

    def _binds(self, previous: Span, start: int) -> bool:
        between = self.text[previous.end : start]
        return between in {", ", " and ", ", and ", " in ", " or "}

    def _follows_name(self, index: int) -> bool:
        """Whether a capitalised word that is no cue stands right before: 'Chelsea' in 'Hotel Chelsea'."""
        if index == 0 or not self._joined(index - 1):
            return False
        before = self.tokens[index - 1]
        if not before.is_name or before.text in self.demonyms:
            return False
        word = before.text.casefold()
        starts_sentence = index == 1 or self.text[: before.start].rstrip()[-1:] in '.\n"”:'
        gap = self.text[before.end : self.tokens[index].start]
        return not (
            gap != " "
            or word in BETWEEN
            or word in CUES
            or word in UNIT_KINDS
            or word in CALENDAR
            or (starts_sentence and word in NEVER_PLACES)
        )

    def _precedes_name(self, index: int) -> bool:
        """Whether a capitalised word that is no unit stands right after: 'Chelsea' in 'Chelsea Clinton'."""
        if index + 1 >= len(self.tokens) or self.text[self.tokens[index].end : self.tokens[index + 1].start] != " ":
            return False
        after = self.tokens[index + 1]
        word = after.text.casefold()
        return after.is_name and word not in UNIT_KINDS and word not in CALENDAR and after.text not in self.demonyms

    def _cue_before(self, index: int) -> tuple[str, str]:
        """The locative cue before token `index` and the unit named with it ('town' in 'in the town of')."""
        unit = direction = ""
        for step in range(1, 7):
            position = index - step
            if position < 0 or "\n" in self.text[self.tokens[position].end : self.tokens[position + 1].start]:
                break
            if self.text[self.tokens[position].end : self.tokens[position + 1].start].strip(" '’s"):
                break
            word = self.tokens[position].text.casefold()
            if word == "of":
                continue
            if word in DIRECTIONS and step > 1:
                direction = direction or word
            elif word in UNIT_KINDS and not unit:
                unit = word
            elif word in CUES:
                return direction or word, unit
            elif not self._is_skipped(position, word):
                break
        return direction, unit

    def _is_skipped(self, position: int, word: str) -> bool:
        return word in BETWEEN or bool(HELD.search(word)) or self.tokens[position].text in self.demonyms

    def _unit_after(self, index: int) -> str:
        """The unit word after token `index`: 'province' in 'Idlib province', 'countryside' in "Aleppo's northern …"."""
        for position in range(index + 1, min(index + 3, len(self.tokens))):
            gap = self.text[self.tokens[position - 1].end : self.tokens[position].start]
            if gap not in (" ", "'s ", "’s ", "' "):
                return ""
            word = self.tokens[position].text.casefold()
            if word in UNIT_KINDS:
                following = self.text[self.tokens[position].end : self.tokens[position].end + 4]
                return "" if following.startswith(" of ") or (gap != " " and word != "countryside") else word
            if word not in BETWEEN:
                return ""
        return ""

    def _institution_after(self, index: int) -> bool:
        if index + 1 >= len(self.tokens) or self.text[self.tokens[index].end : self.tokens[index + 1].start] != " ":
            return False
        word = self.tokens[index + 1].text.casefold()
        if word == "county" and index + 2 < len(self.tokens):
            word = self.tokens[index + 2].text.casefold()
        return word in INSTITUTIONS

    def _is_metonym(self, start: int, end: int, best: Place, cue: str, unit: str) -> bool:
        if unit:
            return False
        if AS_GOVERNMENT.match(self.text, end) and cue not in STRONG_CUES:
            return True
        if best.kind == "country":
            return not cue
        return not cue and bool(BY_GOVERNMENT.search(self.text[max(0, start - 24) : start]))

    def _demonym(self, token: Token) -> Span | None:
        parts = re.split("[-‑–]", token.text) if token.text not in self.demonyms else [token.text]
        code = next((self.demonyms[part] for part in parts if part in self.demonyms), None)
        if code is None:
            return None
        return Span(token.start, token.end, token.text, (), country=code)

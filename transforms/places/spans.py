"""Where a text names places: capitalised words that the gazetteer knows, with the cues around them.

spaCy's small model misses and mislabels many names of places, so its entities are one voice of several: a name
counts when the model calls it a place, when a locative cue stands before it ("in", "near the town of"), when a
unit stands after it ("province", "countryside"), or when it is bound to a place ("Ferguson, Missouri"). A name
with none of these is kept as weak: it counts only if the rest of the text is about its country.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transforms.places.countries import countries, country_codes, demonyms
from transforms.places.cues import Context, Token
from transforms.places.enclosing import MAX_WORDS, is_in_unit, unit_follows
from transforms.places.gazetteer import Gazetteer, Place
from transforms.places.prominence import is_prominent
from transforms.places.quarters import quarter_places
from transforms.places.signs import PLACE_LABELS, Signs
from transforms.places.words import (
    ACT_UPON,
    AS_GOVERNMENT,
    BETWEEN,
    BLOCK_BEFORE,
    BY_GOVERNMENT,
    CALLED_AFTER,
    CAPITAL,
    LONG_UNIT,
    NEVER_PLACES,
    OF_PLACE,
    RIVER,
    ROAD_CALLED_AFTER,
    STRONG_CUES,
    UNIT_KINDS,
)

Entity = tuple[int, int, str]

# Between two places: the second is a place as the first is; in the second group it contains the first.
_LISTING = frozenset({" and ", ", and ", " or "})
_INSIDE = frozenset({", ", " in "})
# Before and after the town that somebody is of.
_ARTICLE = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Tt]wo|[Tt]hree|[Yy]oung)\s$")
_SOMEBODY = re.compile(
    r" (?:area |teen )?(?:man|woman|boy|girl|teen|teenager|couple|family|resident|toddler|mother|father)s?\b"
)
_SHORT_NAMES = frozenset({"US", "UK"})
_HYPHEN = re.compile("[-‑–]")
_COMPOUND = re.compile("[-‑–][a-z]+$")
_CONTRACTION = re.compile(
    r"(?:I|We|He|She|They|You|It|That|There|What|Who|Let|Don|Can|Won|Isn|Didn)['’]", re.IGNORECASE
)
_ACRONYMS = frozenset({"US", "UK", "USA", "UAE", "DRC", "CAR", "DPRK", "KSA", "FATA", "KRI", "LOC"})
# 'PITTSBURGH (KDKA) –', 'HAMPTON, Va. (WAVY) —', 'BEIRUT, Feb 3 -' at the start of a line.
_DATELINE = re.compile(
    r"^[ \t]*(?P<place>[A-Z][A-Z'’.\- ]{2,40}?)(?=,|\s*\(|\s*[–—-])[^\n–—]{0,45}?(?:[–—]|--| - )", re.MULTILINE
)


@dataclass(frozen=True)
class Span:
    """A possible place in the text, not yet resolved.

    `options` are its namesakes, likeliest first, empty = none known under this spelling; `cue` and `unit` are
    lower-case words of the context, '' = none; `country` is set for a demonym only; `is_weak` when nothing but
    its name says that it is a place.
    """

    start: int
    end: int
    raw: str
    options: tuple[Place, ...]
    cue: str = ""
    unit: str = ""
    is_metonym: bool = False
    is_weak: bool = False
    country: str = ""


def is_state_code(raw: str, place: Place) -> bool:
    """Whether the name abbreviates a US state ('MS', 'Ill'): it stands only behind a comma."""
    return place.country == "USA" and place.kind == "admin1" and len(raw.replace(".", "")) <= 5 and raw != place.name


def _in_parts(entity: Entity, text: str) -> Iterator[Entity]:
    """The parts of what the model took for one name: 'Bata, Equatorial Guinea'."""
    start, end, label = entity
    for part in text[start:end].split(", "):
        yield start, start + len(part), label
        start += len(part) + 2


class SpanFinder:
    """Finds the spans of one text."""

    def __init__(self, text: str, entities: Sequence[Entity], gazetteer: Gazetteer) -> None:
        """Tokenise `text`; `entities` are (start, end, label) over it."""
        self.text = text
        self.gazetteer = gazetteer
        self.context = Context(text)
        self.tokens = self.context.tokens
        self.entities = sorted(part for entity in entities for part in _in_parts(entity, text))
        self._starts = [entity[0] for entity in self.entities]
        self._demonyms = demonyms()
        self._surnames = self._find_surnames()
        self._datelines = {match.start("place") for match in _DATELINE.finditer(text)}

    def find(self) -> list[Span]:
        """All spans in text order, none overlapping another."""
        spans: list[Span] = []
        index = 0
        while index < len(self.tokens):
            length, span = 1, None
            if self.context.may_start(index):
                length, span = self._span_at(index, spans[-1] if spans else None)
            if span is None and self.tokens[index].is_name:
                span = self._capital(index) or self._demonym(self.tokens[index])
            if span is not None:
                spans.append(span)
            index += length
        return spans

    def _find_surnames(self) -> set[str]:
        """Last words of persons' names; not a place that everybody knows, which the model takes for a person."""
        last = {
            self.text[start:end].split()[-1]
            for start, end, label in self.entities
            if label == "PERSON" and " " in self.text[start:end].strip()
        }
        return {word for word in last if not any(is_prominent(place) for place in self.gazetteer.look_up(word)[:1])}

    def _span_at(self, index: int, previous: Span | None) -> tuple[int, Span | None]:
        """The longest known name that starts at `index`: its length in tokens and its span (None = not a place)."""
        run = self.context.run_length(index)
        for length in range(min(run, MAX_WORDS), 0, -1):
            last = self.tokens[index + length - 1]
            if not last.is_name:
                continue
            raw = self.text[self.tokens[index].start : last.end]
            # What the gazetteer does not know needs no look around; most capitalised words are no places.
            options = self._options(raw, length)
            if not options:
                continue
            if RIVER.match(self.text, last.end):
                return length, None
            signs = self._signs(index, length, previous)
            if not self._may_be_place(raw, signs) if length == 1 else raw.casefold() in NEVER_PLACES:
                continue
            if span := self._judge(index, length, raw, options, signs):
                return length, span
            if not all(self.tokens[at].is_name for at in range(index, index + length)):
                # "Port of Spain General Hospital" is neither in Spain nor in a Port.
                return length, None
        return self._unknown(index, run, previous)

    def _may_be_place(self, word: str, signs: Signs) -> bool:
        """Whether one word can be a name of a place at all."""
        if word.casefold() in NEVER_PLACES or word in self._demonyms or _CONTRACTION.match(word):
            return False
        if word in self._surnames and not (
            signs.unit or signs.dateline or signs.bound or signs.institution or signs.cue in STRONG_CUES
        ):
            return False
        if len(word) < 3 and word not in _SHORT_NAMES:
            return signs.bound and word[:1].isupper()
        if word.isupper() and len(word) <= 4 and word not in _ACRONYMS and "." not in word:
            return signs.dateline or signs.bound or signs.label == "GPE"
        return signs.label in PLACE_LABELS or word.casefold() not in self.context.plain_words

    def _options(self, raw: str, length: int) -> list[Place]:
        found = self.gazetteer.look_up(raw)
        if not found and raw.endswith(" Co"):
            found = self.gazetteer.look_up(f"{raw}unty")
        if not found and length == 1 and raw.endswith("s"):
            # Scraped text loses apostrophes: "Syrias civil war".
            found = self.gazetteer.look_up(raw[:-1])
            found = found if found and is_prominent(found[0]) else []
        return found or list(quarter_places(raw, self.gazetteer))

    def _entity_at(self, start: int, end: int) -> Entity | None:
        position = bisect_right(self._starts, start) - 1
        if position >= 0 and self.entities[position][1] >= end:
            return self.entities[position]
        position += 1
        if position < len(self.entities) and self.entities[position][0] < end:
            return self.entities[position]
        return None

    def _signs(self, index: int, length: int, previous: Span | None) -> Signs:
        start, end = self.tokens[index].start, self.tokens[index + length - 1].end
        cue, unit_before = self.context.cue_before(index)
        entity = self._entity_at(start, end)
        joint = self.text[previous.end : start] if previous is not None and not previous.country else ""
        follows_name = self.context.follows_name(index)
        return Signs(
            cue=cue,
            unit=self._unit_after(index + length - 1) or unit_before,
            label=entity[2] if entity else "",
            is_whole=entity is None or self._is_whole(entity, start, end),
            follows_name=follows_name,
            is_part=follows_name or self.context.precedes_name(index + length - 1),
            institution=self.context.is_institution(index + length - 1) and not follows_name,
            bound=joint in _LISTING or joint in _INSIDE,
            is_inside=joint in _INSIDE,
            is_listed_with_metonym=joint in _LISTING and previous is not None and previous.is_metonym,
            dateline=start in self._datelines,
        )

    def _unit_after(self, index: int) -> str:
        return "lga" if LONG_UNIT.match(self.text, self.tokens[index].end) else self.context.unit_after(index)

    def _is_whole(self, entity: Entity, start: int, end: int) -> bool:
        """Whether the entity is the name alone, words like 'the northern city of' and a possessive aside."""
        before = self.text[entity[0] : start].casefold().split()
        return entity[1] <= end + 3 and all(word in BETWEEN for word in before)

    def _judge(self, index: int, length: int, raw: str, options: list[Place], signs: Signs) -> Span | None:
        best = options[0]
        if self._is_called_after(index, length, best):
            return None
        if self.context.unit_after(index + length - 1) == "county":
            # "Cook County Assistant Jo Doe" names no town of Cook.
            others = [place for place in options if place.country != "USA" or place.kind != "city"]
            options = [*self.gazetteer.look_up(f"{raw} County", country="USA"), *others] or options
            best = options[0]
        if is_state_code(raw, best):
            options = [place for place in options if place.country == "USA"] if signs.bound else []
            if not options or signs.follows_name:
                return None
            signs = replace(signs, is_part=False)
        accepted = signs.dateline or signs.institution or signs.name_place(best)
        accepted = accepted or self._is_home(index, length, options, signs)
        accepted = accepted or (not signs.is_part and signs.is_whole and self._is_told_as_place(index, length, options))
        weak = not accepted and not signs.is_part and signs.is_whole and signs.leave_open(length, best)
        if not accepted and not weak:
            return None
        start, end = self.tokens[index].start, self.tokens[index + length - 1].end
        cue = "dateline" if signs.dateline else signs.cue or ("institution" if signs.institution else "")
        in_organisation = signs.label == "ORG" and not signs.is_whole
        return Span(
            start,
            end,
            raw,
            tuple(options),
            cue=cue,
            unit=signs.unit,
            is_metonym=(in_organisation and not cue and not signs.unit)
            or self._is_metonym(start, end, best, cue, signs),
            is_weak=weak,
        )

    def _is_called_after(self, index: int, length: int, best: Place) -> bool:
        """Whether the name is a street's, a park's or a house's, taken from a place that lies elsewhere."""
        start, end = self.tokens[index].start, self.tokens[index + length - 1].end
        if BLOCK_BEFORE.search(self.text[max(0, start - 24) : start]):
            return True
        named = ROAD_CALLED_AFTER if best.kind == "country" else CALLED_AFTER
        return named.match(self.text, end) is not None

    def _is_told_as_place(self, index: int, length: int, options: Sequence[Place]) -> bool:
        """Whether the words beside the name leave nothing but a place: 'residents of Myrnohrad', 'Bata, Gabon'.

        So with one that everybody knows after an act upon it ('shelling of Aleppo'), and a unit with its own word.
        """
        start, end = self.tokens[index].start, self.tokens[index + length - 1].end
        if is_prominent(options[0]) and ACT_UPON.search(self.text, max(0, start - 40), start):
            return True
        if options[0].kind in ("admin1", "admin2") and self.tokens[index + length - 1].text.casefold() in UNIT_KINDS:
            return True
        return OF_PLACE.search(self.text, max(0, start - 24), start) is not None or is_in_unit(
            self.context, self.gazetteer, end, options
        )

    def _is_home(self, index: int, length: int, options: list[Place], signs: Signs) -> bool:
        """Whether somebody is said to be of the town: 'a Mountain Home teen', 'the Cloquet man'."""
        before = self.text[: self.tokens[index].start]
        after = self.tokens[index + length - 1].end
        is_known = any(place.kind == "city" and place.geonames_id for place in options)
        return (
            is_known and not signs.follows_name and bool(_ARTICLE.search(before) and _SOMEBODY.match(self.text, after))
        )

    def _unknown(self, index: int, run: int, previous: Span | None) -> tuple[int, Span | None]:
        """A span without options for a name that must be a place but is spelled in a way the gazetteer lacks."""
        if run > 3 or not self.tokens[index + run - 1].is_name:
            return 1, None
        raw = self.text[self.tokens[index].start : self.tokens[index + run - 1].end]
        if self.tokens[index].text.casefold() in NEVER_PLACES or self._has_known(index + 1, index + run):
            return 1, None
        signs = self._signs(index, run, previous)
        is_place = signs.label in ("GPE", "LOC") and signs.is_whole
        end = self.tokens[index + run - 1].end
        told = bool(signs.unit and signs.cue) or (
            signs.cue in STRONG_CUES and unit_follows(self.context, self.gazetteer, end)
        )
        asked = told and signs.label in ("", "ORG", "PERSON") and signs.is_whole
        if not (is_place or asked) or signs.is_part or _COMPOUND.search(self.tokens[index].text):
            return 1, None
        if run == 1 and not self._may_be_place(raw, signs):
            return 1, None
        return run, Span(self.tokens[index].start, end, raw, (), cue=signs.cue, unit=signs.unit)

    def _has_known(self, first: int, last: int) -> bool:
        end = self.tokens[last - 1].end
        return any(self.gazetteer.look_up(self.text[self.tokens[index].start : end]) for index in range(first, last))

    def _is_metonym(self, start: int, end: int, best: Place, cue: str, signs: Signs) -> bool:
        if signs.unit or cue == "dateline":
            return False
        if AS_GOVERNMENT.match(self.text, end) and cue not in STRONG_CUES and cue != "institution":
            return True
        if cue or signs.is_inside or (signs.bound and not signs.is_listed_with_metonym):
            return False
        return best.kind == "country" or bool(BY_GOVERNMENT.search(self.text[max(0, start - 24) : start]))

    def _capital(self, index: int) -> Span | None:
        """The capital that a demonym tells of, where its name does not follow: "in the Afghan capital"."""
        token = self.tokens[index]
        code, told = self._demonyms.get(token.text), CAPITAL.match(self.text, token.end)
        if code is None or told is None:
            return None
        cities = [
            place
            for name in countries()[code].capitals
            for place in self.gazetteer.look_up(name, country=code)
            if place.kind == "city"
        ]
        cue, _ = self.context.cue_before(index)
        raw = self.text[token.start : told.end()]
        return Span(token.start, told.end(), raw, (cities[0],), cue=cue) if cities and cue else None

    def _demonym(self, token: Token) -> Span | None:
        code = self._demonyms.get(token.text)
        if code is None and (parts := _HYPHEN.split(token.text))[1:]:
            # "Turkish-backed", "US-led".
            known = self._demonyms | country_codes()
            code = next((known[part] for part in parts if part in known), None)
        if code is None:
            return None
        return Span(token.start, token.end, token.text, (), country=code)

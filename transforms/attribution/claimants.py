"""Those who assert figures and deeds: monitors, ministries, agencies, spokesmen, witnesses.

Named ones come from `lexicon/claimants.csv` and, for armed sides, from the actor lexicon; words that name a kind
("hospital sources") from `lexicon/generic_claimants.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.actors import find_actors, state_actor
from transforms.attribution.bodies import find_bodies
from transforms.phrases import Found, Phrases, longest, read_lexicon, split_cell

_TYPE_OF_ACTOR = {
    "state forces": "state",
    "police": "state",
    "external forces": "state",
    "official": "state",
    "armed group": "armed group",
    "political militia": "armed group",
    "communal militia": "armed group",
}

_IS_PLACE = re.compile(
    r"\b(?:in|of|from|near|to|inside|outside|at|on|across|into|for|over|against|with|by|around|through|within|toward"
    r"|towards|and|than|as|war|\w+ern|central)\s(?:the\s)?$",
    re.IGNORECASE,
)

# "San Salvador Archbishop Arturo Rivera": where he is from.
_TITLE_AND_NAME = re.compile(r" [A-Z][a-z]+(?: [A-Z][\w’'.-]+){2,3}")
_MORE_OF_NAME = re.compile(
    r" (?:of [A-Z]|(?:Brigades?|Party|Movement|Front|Forces?|Group|Army|Square|Street|City|Battalion)\b)"
)
# Countries and capitals that are people's names or words too.
_ALSO_PEOPLE = frozenset(
    "Jordan Georgia Chad Male Victoria Kingston Hamilton Stanley Georgetown Santiago Lima Jamestown Plymouth Nassau "
    "Alofi Dominica Roseau Sucre Adamstown Douglas Majuro".split()
)


@dataclass(frozen=True)
class Claimant:
    """Who may assert something.

    `name` is canonical, null for a kind of claimant; `type` one of `schema.CLAIMANT_TYPES`; `stands_for` is the
    kind of named claimant that a generic one takes up ("the monitor"), null = none; `speaks_for` is the actor
    whose mouth it is ("Amaq News Agency": "Islamic State"), null = its own.
    """

    name: str | None
    type: str
    stands_for: str | None
    speaks_for: str | None


def find_claimants(text: str) -> list[Found[Claimant]]:
    """Claimants in order of place, none overlapping; whether they assert anything is not asked here."""
    known = [hit for hit in _known().matches(text) if not _is_part_of_name(text, hit)]
    return longest([*known, *_armed_sides(text), *_generic().matches(text), *_capitals(text), *_bodies(text)])


def _is_part_of_name(text: str, hit: Found[Claimant]) -> bool:
    """True for an outlet's one word within another name: "the Red Dawn Brigade", "the Dawn of Victory party"."""
    is_word = hit.value.type == "media" and text[hit.start : hit.end].istitle() and " " not in text[hit.start : hit.end]
    return is_word and _MORE_OF_NAME.match(text, hit.end) is not None


def _bodies(text: str) -> Iterator[Found[Claimant]]:
    for start, end, kind in find_bodies(text):
        yield Found(start, end, Claimant(text[start:end], kind, None, None))


def _armed_sides(text: str) -> Iterator[Found[Claimant]]:
    for mention in find_actors(text):
        kind = _TYPE_OF_ACTOR.get(mention.type)
        if mention.actor is not None and kind is not None:
            yield Found(mention.start, mention.end, Claimant(mention.name, kind, None, mention.name))


def _capitals(text: str) -> Iterator[Found[Claimant]]:
    """Governments by the name of country or capital ("Moscow said"), unless a preposition makes it a place."""
    for match in _governments().matches(text):
        is_home = _TITLE_AND_NAME.match(text, match.end) is not None
        if not is_home and not _IS_PLACE.search(text, max(0, match.start - 24), match.start):
            yield match


@cache
def _governments() -> Phrases[Claimant]:
    return Phrases(
        (name, Claimant(state_actor(row["code"], "government").name, "state", None, None))
        for row in read_lexicon("countries")
        for name in (row["name"], *split_cell(row["aliases"]), row["capital"], *split_cell(row["capital_aliases"]))
        if name and name not in _ALSO_PEOPLE and not name.startswith("The ")
    )


@cache
def _known() -> Phrases[Claimant]:
    return Phrases(_read_known())


def _read_known() -> Iterator[tuple[str, Claimant]]:
    for row in read_lexicon("claimants"):
        claimant = Claimant(row["claimant"], row["type"], None, row["speaks_for"] or None)
        for alias in (row["claimant"], *split_cell(row["aliases"])):
            yield alias, claimant


@cache
def _generic() -> Phrases[Claimant]:
    return Phrases(
        (words, Claimant(None, row["type"], row["stands_for"] or None, None))
        for row in read_lexicon("generic_claimants")
        for words in split_cell(row["words"])
    )

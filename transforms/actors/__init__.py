"""Who acts and who is hit: the actors named in a text, from `lexicon/actors.csv` and the forces of every country.

Names follow ACLED for state forces ("Military Forces of Syria") and common use for groups ("Islamic State").
Words that name a kind and no one ("gunmen", "soldiers") come from `lexicon/generic_actors.csv`: they have a type
and no id, until `resolve_generic` gives the state's own forces a country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from transforms.actors.besides import is_beside_the_point
from transforms.actors.forces import Branch, find_forces, find_nations, force_id, force_name
from transforms.actors.unlisted import find_unlisted
from transforms.actors.validity import Validity, read_validity
from transforms.phrases import Found, Phrases, fold, longest, read_lexicon, split_cell


@dataclass(frozen=True)
class Actor:
    """A named actor; `country` is its home as ISO 3166-1 alpha-3, null = many; `parent` is an actor_id."""

    actor_id: str
    name: str
    type: str
    country: str | None
    parent: str | None


@dataclass(frozen=True)
class ActorMention:
    """An actor in a text: character offsets, the words as printed, and who it is.

    `actor` is null and `is_generic` true where the words name a kind of actor only; `name` is then the kind. Where
    both are not, it is a group that the lexicon does not know: `name` is as printed.
    `type` is one of `schema.ACTOR_TYPES`; `nation` is the country of a kind that an adjective gives one ("Turkish
    commandos"), as ISO 3166-1 alpha-3, else null.
    """

    start: int
    end: int
    raw: str
    actor: Actor | None
    type: str
    name: str
    is_generic: bool
    nation: str | None = None


@dataclass(frozen=True)
class _Alias:
    """One reading of a name; with `only_in` it holds in these countries, or where the actor is named in full.

    It holds while the actor exists: `valid`.
    """

    actor: Actor
    only_in: frozenset[str] | None
    valid: Validity


@dataclass(frozen=True)
class _Kind:
    name: str
    type: str
    branch: Branch | None
    nation: str | None = None


@dataclass(frozen=True)
class _Unlisted:
    """A group known by its name's shape alone."""

    type: str = "armed group"


_Reading = Actor | _Kind | _Unlisted

_IS_LINK = re.compile(
    r"[ -](?:linked|affiliated|aligned|allied)[ -](?:\w+ )?"
    r"(?:militants?|fighters|insurgents?|gunmen|rebels|jihadists?|militia(?:s|men)?|terrorists|extremists|groups?)",
    re.IGNORECASE,
)
_IS_MEMBER = re.compile(
    r"\s(?:group(?:'s)?\s)?(?:(?:top|senior|military|field|local)\s)?(?:militants?|fighters?|insurgents?|gunm[ea]n|rebels?|jihadists?"
    r"|militia(?:s|m[ea]n)?|terrorists?|extremists?|commanders?|members?|forces|troops|soldiers?|guerrillas?|warplanes|aircraft"
    r"|jets)\b",
    re.IGNORECASE,
)
_IS_ACT = re.compile(r"[\s-](?:air[ -]?)?(?:strikes?|raids?)$", re.IGNORECASE)
# "Two rival gangs": several, so none of them is the one that goes by the word alone.
_RIVALS = re.compile(r"\b(?:rival|opposing|warring|feuding) (?:\w+ )?$")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")


@cache
def load_actors() -> dict[str, Actor]:
    """Every actor of `lexicon/actors.csv` by its id."""
    return {
        row["actor_id"]: Actor(row["actor_id"], row["name"], row["type"], row["country"] or None, row["parent"] or None)
        for row in read_lexicon("actors")
    }


def state_actor(country: str, branch: Branch) -> Actor:
    """The forces of a country (ISO 3166-1 alpha-3), whether or not the lexicon has a row for them."""
    known = load_actors().get(force_id(country, branch))
    kinds: dict[Branch, str] = {"military": "state forces", "police": "police", "government": "official"}
    return known or Actor(force_id(country, branch), force_name(country, branch), kinds[branch], country, None)


def find_actors(text: str, *, country: str | None = None, day: date | None = None) -> list[ActorMention]:
    """Actors in a sentence or an article, in order of place, none overlapping; the longest name wins.

    `country` (ISO 3166-1 alpha-3) is where the incident is: it tells namesakes apart ("Taliban", "SDF") and makes
    a state's forces abroad "external forces". Without it an ambiguous acronym counts only where the same text
    also has the full name. `day` is when the text was written: an actor that did not exist then is not found.
    """
    return list(_actors_in(text, country, day))


# A sentence is asked for its actors by several rules in turn.
@lru_cache(maxsize=512)
def _actors_in(text: str, country: str | None, day: date | None) -> tuple[ActorMention, ...]:
    named = list(_named(text, country, day))
    readings = [*named, *_unlisted(text, named), *_forces(text), *_kinds(text)]
    found = longest(reading for reading in readings if not is_beside_the_point(text, reading.start, reading.end))
    return tuple(_mention(text, match, country) for match in found)


def resolve_generic(mention: ActorMention, country: str) -> ActorMention:
    """The mention with "the army", "police" or "regime forces" read as those of the country; others unchanged.

    An adjective of its own goes first: "Turkish commandos" are Turkey's in any country, and external forces abroad.
    """
    branch = _branches().get(mention.name) if mention.is_generic else None
    if branch is None:
        return mention
    actor = state_actor(mention.nation or country, branch)
    kind = "external forces" if actor.country != country else actor.type
    return replace(mention, actor=actor, type=kind, name=actor.name, is_generic=False)


def _named(text: str, country: str | None, day: date | None) -> Iterator[Found[_Reading]]:
    """Names of the lexicon, first those that hold anywhere or here, then those that the full names let in."""
    matches = list(_held_on(day, _aliases().matches(text)))
    held = {id(match): _choose(match.value, _is_read_in(country)) for match in matches}
    named = {actor.actor_id for actor in held.values() if actor is not None}
    for match in matches:
        actor = held[id(match)] or _choose(match.value, lambda alias: alias.actor.actor_id in named)
        is_rival = text[match.start].islower() and _RIVALS.search(text, 0, match.start) is not None
        if actor is not None and not is_rival and not _is_word_in_capitals(text, match):
            yield Found(match.start, _end_of_name(text, match.end), actor)


def _held_on(day: date | None, matches: Iterable[Found[tuple[_Alias, ...]]]) -> Iterator[Found[tuple[_Alias, ...]]]:
    """The matches with those of their readings that held on the day, without those that have none."""
    for match in matches:
        held = tuple(alias for alias in match.value if alias.valid.holds(day))
        if held:
            yield match if len(held) == len(match.value) else replace(match, value=held)


def _is_read_in(country: str | None) -> Callable[[_Alias], bool]:
    return lambda alias: alias.only_in is None or country in alias.only_in


def _choose(aliases: tuple[_Alias, ...], is_open: Callable[[_Alias], bool]) -> Actor | None:
    """The most local of the readings that are open."""
    readings = sorted(filter(is_open, aliases), key=lambda alias: alias.only_in is None)
    return readings[0].actor if readings else None


def _is_word_in_capitals(text: str, match: Found[tuple[_Alias, ...]]) -> bool:
    """Whether a two-letter acronym may be a plain word of a line in capitals: "WHAT IS NEXT"."""
    if match.end - match.start > 2:
        return False
    around = text[max(0, match.start - 12) : match.start] + " " + text[match.end : match.end + 12]
    return len(_CAPITALS.findall(around)) > 1


def _end_of_name(text: str, end: int) -> int:
    """Where the words for an actor end whose name ends at `end`.

    "ISIL terrorists" and "Islamic State-linked militants" are one actor; of "coalition air strikes" only the
    coalition is one.
    """
    if act := _IS_ACT.search(text, max(0, end - 20), end):
        return act.start()
    members = _IS_MEMBER.match(text, end) or _IS_LINK.match(text, end)
    return members.end() if members else end


def _forces(text: str) -> Iterator[Found[_Reading]]:
    for force in find_forces(text):
        yield Found(force.start, force.end, state_actor(force.country, force.branch))


def _unlisted(text: str, named: Sequence[Found[_Reading]]) -> Iterator[Found[_Reading]]:
    """Names of groups that the lexicon does not know, where it knows no part of them."""
    for start, end in find_unlisted(text):
        if not any(known.start < end and start < known.end for known in named):
            yield Found(start, end, _Unlisted())


def _kinds(text: str) -> Iterator[Found[_Reading]]:
    """Kinds of actor, with the adjective of their country where it stands before them: "Syrian rebels"."""
    adjectives = {nation.end: nation for nation in find_nations(text)}
    for match in _generic().matches(text):
        nation = adjectives.get(match.start - 1)
        if nation is None:
            yield Found(match.start, match.end, match.value)
        else:
            yield Found(nation.start, match.end, replace(match.value, nation=nation.value))


def _mention(text: str, match: Found[_Reading], country: str | None) -> ActorMention:
    raw, value = text[match.start : match.end], match.value
    if isinstance(value, _Unlisted):
        return ActorMention(match.start, match.end, raw, None, value.type, raw, is_generic=False)
    if isinstance(value, _Kind):
        return ActorMention(
            match.start, match.end, raw, None, value.type, value.name, is_generic=True, nation=value.nation
        )
    is_abroad = value.type in {"state forces", "police"} and None is not country != value.country
    kind = "external forces" if is_abroad else value.type
    return ActorMention(match.start, match.end, raw, value, kind, value.name, is_generic=False)


@cache
def _aliases() -> Phrases[tuple[_Alias, ...]]:
    aliases = list(_read_aliases(read_lexicon("actors")))
    readings: dict[str, list[_Alias]] = {}
    for alias, reading in aliases:
        readings.setdefault(fold(alias), []).append(reading)
    return Phrases((alias, tuple(readings[fold(alias)])) for alias, _ in aliases)


def _read_aliases(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, _Alias]]:
    for row in rows:
        actor = load_actors()[row["actor_id"]]
        valid = read_validity(row)
        for alias in dict.fromkeys((row["name"], *split_cell(row["aliases"]))):
            yield alias, _Alias(actor, None, valid)
        scope = frozenset(split_cell(row["local_countries"]) or split_cell(row["country"]))
        for alias in split_cell(row["local_aliases"]):
            yield alias, _Alias(actor, scope, valid)


@cache
def _generic() -> Phrases[_Kind]:
    return Phrases(
        (words, _Kind(row["name"], row["type"], _branches()[row["name"]]))
        for row in read_lexicon("generic_actors")
        for words in split_cell(row["words"])
    )


@cache
def _branches() -> dict[str, Branch | None]:
    branches: dict[str, Branch | None] = {"military": "military", "police": "police", "": None}
    return {row["name"]: branches[row["branch"]] for row in read_lexicon("generic_actors")}

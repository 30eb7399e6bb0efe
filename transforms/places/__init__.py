"""Text to places: who is named where, which namesake is meant, and how exactly it says where something happened.

A name is resolved by evidence of the country (dateline, title, demonyms, places without namesakes), then by the
first-level unit of the places named with it, then by the kind that its words ask for, then by population.
Without any evidence of a country it stays unresolved: the biggest namesake is a guess, not an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.places.choice import Choice, Surroundings, choose_places
from transforms.places.gazetteer import Gazetteer, Place, distance_km
from transforms.places.homes import Home, headline
from transforms.places.spans import Entity, Span, SpanFinder
from transforms.places.words import NEAR_CUES

__all__ = ["PlaceMention", "containing", "distance_km", "find_places", "geo_precision"]


@dataclass(frozen=True)
class PlaceMention:
    """A place named in a text: offsets into the text, the words as printed and what they mean.

    `place` is None when no namesake is supported by evidence, and for adjectives. `cue` is the locative word
    before it ("near", "in", "north"), "institution" for a local body ("Houston police"), "dateline" for the place
    that opens the text ("BEIRUT (Reuters) -"), '' = none. `unit` is the
    word for its kind ("province", "village"), '' = none. `is_adjective` marks demonyms ("Syrian"), whose
    `country` is set; `is_metonym` a government or organisation called by its place ("Damascus said"). `considered` and
    `reason` are the choice's: the namesakes that were weighed, and why this one or none was taken.
    """

    start: int
    end: int
    raw: str
    place: Place | None
    cue: str = ""
    unit: str = ""
    is_adjective: bool = False
    is_metonym: bool = False
    country: str = ""
    considered: tuple[Place, ...] = ()
    reason: str = ""


def find_places(
    text: str,
    entities: Sequence[Entity],
    *,
    title: str = "",
    dateline: str | None = None,
    default_country: str | None = None,
    home: Home | None = None,
    gazetteer: Gazetteer,
) -> list[PlaceMention]:
    """Places that `text` names, in text order.

    `entities` are (start, end, label) of a named-entity model over `text`. `title` and `dateline` are evidence
    only; `default_country` (alpha-3) is weak evidence, as is the outlet's `home`, for its country and region.
    """
    spans = SpanFinder(text, entities, gazetteer).find()
    title = headline(title)
    around = Surroundings(
        title=title,
        title_spans=SpanFinder(title, (), gazetteer).find() if title else (),
        dateline=_dateline_places(dateline, gazetteer) if dateline else (),
        country=default_country,
        home=home,
    )
    choices = choose_places(text, spans, around, gazetteer)
    return [
        _mention(span, choice)
        for span, choice in zip(spans, choices, strict=True)
        if choice.place is not None or not span.is_weak
    ]


def _dateline_places(dateline: str, gazetteer: Gazetteer) -> list[Span]:
    parts = [part.strip() for part in dateline.split(",")]
    return [Span(0, 0, part, tuple(gazetteer.look_up(part))) for part in parts if part]


def _mention(span: Span, choice: Choice) -> PlaceMention:
    place = choice.place
    return PlaceMention(
        start=span.start,
        end=span.end,
        raw=span.raw,
        place=place,
        cue=span.cue,
        unit=span.unit,
        is_adjective=bool(span.country),
        is_metonym=span.is_metonym and not _is_bound_unit(span, place),
        country=span.country or (place.country if place else ""),
        considered=choice.considered,
        reason=choice.reason,
    )


def _is_bound_unit(span: Span, place: Place | None) -> bool:
    """Whether the name of a country turned out to be a unit's: 'Atlanta, Georgia'."""
    return place is not None and place.kind != "country" and span.options[0].kind == "country"


# A region no larger than this says where as well as a district does.
_SMALL_REGION_KM = 30.0


def geo_precision(mention: PlaceMention) -> int:
    """UCDP's scale: 1 exact place, 2 near it or part of a district, 3 first-level unit or region, 4 country or less."""
    place = mention.place
    if place is None or place.kind == "country":
        return 4
    if place.kind == "admin1" or mention.unit == "countryside":
        return 3
    if place.kind == "region":
        return 2 if place.radius_km <= _SMALL_REGION_KM else 3
    if place.kind == "admin2" or mention.cue in NEAR_CUES:
        return 2
    return 1


def containing(a: Place, b: Place) -> bool:
    """Whether `a` contains `b`: a country its places, a unit its cities, a region or city what lies in its reach."""
    if a == b or a.country != b.country:
        return False
    if a.kind == "country":
        return b.kind != "country"
    if a.kind == "admin1":
        return b.admin1 == a.name and b.kind != "country"
    if a.kind == "admin2":
        return b.kind == "city" and b.admin1 == a.admin1 and b.admin2 == a.admin2
    if a.kind == "region":
        return b.kind in ("city", "admin2") and distance_km(a, b) <= a.radius_km
    return b.kind == "city" and b.radius_km < a.radius_km and distance_km(a, b) <= a.radius_km

"""Quarters of big cities, which their own press names without the city: 'Englewood' is Chicago's to a Chicagoan.

Read from `lexicon/quarters.csv`. A quarter is called as ACLED calls it, 'Chicago - Englewood'.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from transforms.places.countries import LEXICON
from transforms.places.gazetteer import Gazetteer, Place, distance_km
from transforms.places.names import fold_name

QUARTERS_CSV = LEXICON / "quarters.csv"
# A quarter is no further from the middle of its city.
QUARTER_KM = 40.0


@dataclass(frozen=True)
class Quarter:
    """A quarter's printed name and its city as the gazetteer calls it; `admin1` '' = the biggest of that name."""

    name: str
    city: str
    admin1: str
    country: str


@lru_cache(maxsize=1)
def quarters() -> Mapping[str, tuple[Quarter, ...]]:
    """Quarters by their folded name: several cities have an Avondale."""
    table: dict[str, list[Quarter]] = defaultdict(list)
    with QUARTERS_CSV.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in row["quarters"].split("|"):
                table[fold_name(name)].append(Quarter(name, row["city"], row["admin1"], row["country"]))
    return {key: tuple(found) for key, found in table.items()}


def quarter_places(raw: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The quarters of that name, each at its own point where the gazetteer has it, else in the middle of its city."""
    found = ((quarter, _city_of(quarter, gazetteer)) for quarter in quarters().get(fold_name(raw), ()))
    return tuple(_as_place(quarter, city, gazetteer) for quarter, city in found if city is not None)


def quarter_of(raw: str, cities: Collection[Place], gazetteer: Gazetteer) -> Place | None:
    """The quarter of that name in one of these cities (or in one that they contain); None = none or several."""
    found = []
    for quarter in quarters().get(fold_name(raw), ()):
        city = _city_of(quarter, gazetteer)
        if city is not None and any(_holds(each, city) for each in cities):
            found.append(_as_place(quarter, city, gazetteer))
    return found[0] if len(found) == 1 else None


def is_quarter(place: Place) -> bool:
    """Whether the place is called as a quarter of its city."""
    return " - " in place.name


def _holds(city: Place, other: Place) -> bool:
    """Whether the other is the city itself or a borough that it has inside: Brooklyn in New York."""
    is_inside = city.population > other.population and distance_km(city, other) <= city.radius_km
    return city.kind == "city" and (city == other or (city.admin1 == other.admin1 and is_inside))


@lru_cache(maxsize=500)
def _city_of(quarter: Quarter, gazetteer: Gazetteer) -> Place | None:
    named: Sequence[Place] = gazetteer.look_up(quarter.city, country=quarter.country)
    return next((each for each in named if each.kind == "city" and quarter.admin1 in ("", each.admin1)), None)


@lru_cache(maxsize=500)
def _as_place(quarter: Quarter, city: Place, gazetteer: Gazetteer) -> Place:
    for place in gazetteer.look_up(quarter.name, country=city.country):
        is_there = place.admin1 == city.admin1 and distance_km(place, city) <= QUARTER_KM
        if is_there and place.kind == "city":
            return place if place.is_curated else replace(place, name=f"{city.name} - {quarter.name}")
    name = f"{city.name} - {quarter.name}"
    return replace(city, name=name, population=0, geonames_id=None, is_own_name=True, is_curated=False)

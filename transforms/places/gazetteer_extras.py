"""Our own list of places: natural regions, villages, neighbourhoods and the English names of units."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from transforms.places.countries import LEXICON

EXTRA_CSV = LEXICON / "places_extra.csv"


@dataclass(frozen=True)
class Extra:
    """A row of `places_extra.csv`; a unit without coordinates takes the middle of its cities."""

    name: str
    aliases: tuple[str, ...]
    country: str
    admin1: str
    latitude: float | None
    longitude: float | None
    kind: str
    radius_km: float | None


def read_extras() -> list[Extra]:
    """Rows of `places_extra.csv`, in file order."""
    with EXTRA_CSV.open(encoding="utf-8", newline="") as lines:
        return [
            Extra(
                name=row["name"],
                aliases=tuple(part for part in row["aliases"].split("|") if part),
                country=row["country"],
                admin1=row["admin1"],
                latitude=float(row["latitude"]) if row["latitude"] else None,
                longitude=float(row["longitude"]) if row["longitude"] else None,
                kind=row["kind"],
                radius_km=float(row["radius_km"]) if row["radius_km"] else None,
            )
            for row in csv.DictReader(lines)
        ]

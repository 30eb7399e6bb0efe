"""Which place a name means to most readers, and when that needs no other evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from transforms.places.countries import countries
from transforms.places.gazetteer import Place
from transforms.places.names import fold_name

PROMINENT_POPULATION = 100_000
# A place with this many people, this many times those of any namesake abroad, needs no other evidence.
KNOWN = ((100_000, 10.0), (300_000, 8.0))
# Our own list holds a place because the news writes of it; a namesake abroad with this many people casts doubt.
DOUBTFUL_NAMESAKE = 20_000
# A namesake with less than this share of the known place's people is not meant for its country alone.
DWARFED_SHARE = 0.03


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    """Alpha-3 code by the folded name of its capital."""
    return {fold_name(name): country.code for country in countries().values() for name in country.capitals}


def is_capital_of(name: str, country: str) -> bool:
    """Whether the country (alpha-3) is governed from a city of that name."""
    return _capitals().get(fold_name(name)) == country


def is_prominent(place: Place) -> bool:
    """Whether the name alone makes most readers think of this place."""
    return place.kind == "country" or place.is_curated or place.population >= PROMINENT_POPULATION


def known_country(options: Sequence[Place], raw: str) -> str | None:
    """The country that a name tells by itself: a country, a capital, or a place far bigger than its namesakes."""
    if not options:
        return None
    capital = _capitals().get(fold_name(raw))
    if capital is not None and any(place.country == capital for place in options):
        return capital
    best = max(options, key=_weight)
    rest = max((_weight(place) for place in options if place.country != best.country), default=0)
    if best.kind == "country":
        return best.country if rest < best.population else None
    if best.is_curated and best.kind == "region":
        return best.country if rest < DOUBTFUL_NAMESAKE else None
    if _is_known_city(options):
        return options[0].country
    enough = any(_weight(best) >= people and _weight(best) >= ratio * rest for people, ratio in KNOWN)
    return best.country if enough else None


def _is_known_city(options: Sequence[Place]) -> bool:
    """Whether it is a big town of our own list that has no namesake abroad but a unit: Gaza is not in Mozambique."""
    best = options[0]
    if not best.is_curated or best.kind != "city" or best.population < PROMINENT_POPULATION:
        return False
    abroad = [place for place in options if place.country != best.country]
    return all(place.kind == "admin1" or _weight(place) < DOUBTFUL_NAMESAKE for place in abroad)


def _weight(place: Place) -> int:
    """People of a place as evidence; few of them mean it by an alternate name ('Philadelphia' was Amman)."""
    return place.population if place.is_own_name or place.is_curated else place.population // 20


def is_dwarfed(options: Sequence[Place], home: str, known: str | None) -> bool:
    """Whether the place that everybody knows is far bigger: Moscow is not in Idaho because the text names the US."""
    if known is None or known == home:
        return False
    if any(place.country == home and place.is_curated for place in options):
        return False
    there = max(_weight(place) for place in options if place.country == known)
    here = max(_weight(place) for place in options if place.country == home)
    return here < DWARFED_SHARE * there

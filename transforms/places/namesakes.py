"""Which of its namesakes a place is: by its unit, by the outlet's home, then by kind and population."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from transforms.places.gazetteer import Place, distance_km
from transforms.places.quarters import is_quarter
from transforms.places.spans import Span
from transforms.places.words import UNIT_KINDS

# Two namesakes of one country whose scores differ by less than this cannot be told apart (a factor 3 in people).
SAME_SCORE = 0.25
SAME_SPOT_KM = 50.0
# A city is meant before a unit of the same name that has up to 30 times its people.
CITY_BONUS = 0.75
# A headline often ends with the publisher's own town.
TITLE_VOICE = 0.5
CURATED_POPULATION = 5_000
# A unit of the second level shares its name with many ('Brown County'): population says less there.
SAME_DISTRICT_SCORE = 0.6
# A name with fewer people is hardly evidence of its unit.
SURE_POPULATION = 10_000
# How far round its home a local outlet reports, and what a namesake there gains (a factor 100 in people).
HOME_KM = 120.0
NEAR_HOME = 1.0
HOME_VOICE = 1.0

Unit = tuple[str, str]


def weigh_units(
    options: Sequence[Sequence[Place]], beside: Sequence[Sequence[Place]], home: Sequence[Place]
) -> dict[Unit, float]:
    """How strongly the named places speak for each first-level unit: one voice a name, shared by its namesakes.

    A village that nobody lists speaks softly: it may be a surname.
    """
    support: dict[Unit, float] = defaultdict(float)
    seen: set[tuple[str, str]] = set()
    voices = [(HOME_VOICE, home), *((1.0, each) for each in options), *((TITLE_VOICE, each) for each in beside)]
    for weight, choices in voices:
        units = _units_of(choices)
        name = (choices[0].country, choices[0].name) if choices else ("", "")
        if not units or name in seen:
            continue
        seen.add(name)
        voice = weight * voice_of(choices)
        for unit in units:
            support[unit] += voice
    return support


def _units_of(choices: Sequence[Place]) -> set[Unit]:
    """First-level units that the namesakes lie in; a hamlet's only where no town has the name."""
    units = {(place.country, place.admin1) for place in choices if place.admin1 and not _is_hamlet(place)}
    return units or {(place.country, place.admin1) for place in choices if place.admin1}


def _is_hamlet(place: Place) -> bool:
    """True for what nothing is known of but that people live there."""
    return place.kind == "city" and place.geonames_id is None and not place.is_curated and not is_quarter(place)


def voice_of(choices: Sequence[Place]) -> float:
    """How strongly a name speaks for each of the units that its namesakes lie in."""
    is_sure = any(
        place.is_curated or place.population >= SURE_POPULATION or place.kind in ("admin1", "admin2")
        for place in choices
    )
    return (1.0 if is_sure else 0.3) / len(_units_of(choices) or {0})


def pick_namesake(
    span: Span, choices: Sequence[Place], support: Mapping[Unit, float], home: Sequence[Place]
) -> Place | None:
    """The likeliest of the choices; None = there are none, or nothing tells the best two apart."""
    if not choices:
        return None
    own = voice_of(choices)
    scores = sorted(
        ((_score(span, place, support, own) + nearness(place, home), place) for place in choices),
        key=lambda pair: -pair[0],
    )
    best, first = scores[0]
    rivals = [score for score, place in scores[1:] if not are_one(first, place)]
    needed = SAME_DISTRICT_SCORE if first.kind == "admin2" else SAME_SCORE
    return first if not rivals or best - rivals[0] >= needed else None


def nearness(place: Place, home: Sequence[Place]) -> float:
    """What a town gains that lies where the outlet is at home."""
    if len(home) != 1 or place.kind not in ("city", "admin2") or _is_hamlet(place):
        return 0.0
    return NEAR_HOME if place.country == home[0].country and distance_km(place, home[0]) <= HOME_KM else 0.0


def are_one(one: Place, other: Place) -> bool:
    """Whether it makes no difference which of the two is meant: they lie at one spot or in one unit."""
    return (one.kind == other.kind and distance_km(one, other) <= SAME_SPOT_KM) or one.admin1 == other.admin1


def _people(place: Place) -> int:
    """Population as a prior: a district's is mostly not its namesake's, a curated village is not empty."""
    if place.kind == "admin2":
        return place.population // 10
    return place.population or (CURATED_POPULATION if place.is_curated else 0)


def _score(span: Span, place: Place, support: Mapping[Unit, float], own: float) -> float:
    wanted = UNIT_KINDS.get(span.unit, "")
    score = 0.5 * math.log10(_people(place) + 10)
    score += 1.0 if place.is_own_name or place.is_curated else 0.0
    score += 4.0 if place.kind == "country" else 0.0
    score += CITY_BONUS if place.kind in ("city", "region") else 0.0
    if wanted:
        is_area = wanted != "city" and place.kind in ("admin1", "admin2", "region")
        score += 3.0 * (place.kind == wanted) + 2.0 * is_area
    if place.admin1:
        score += min(3.0, 2.0 * max(0.0, support.get((place.country, place.admin1), 0.0) - own))
    return score

"""Whether two days, or two places, that sentences tell may be those of one happening."""

from __future__ import annotations

import re
from datetime import timedelta

from transforms.dates import DateMention
from transforms.places import PlaceMention, containing
from transforms.places.gazetteer import Place, distance_km

# Two places further apart than this are not one scene, whatever the precision of a village's coordinates.
SCENE_KM = 40.0
# How far the countryside of a town reaches: "the Hama desert", "Aleppo's western countryside".
COUNTRYSIDE_KM = 60.0
# Scenes this near are one, though a sentence opens with the second: a town's quarters, a village and its field.
APART_KM = 10.0
_AT_NIGHT = re.compile(r"\b(?:over)?night\b|\blate\b|\bevening\b|\bdawn\b|\bearly\b", re.IGNORECASE)
# "Friday night" reaches into Saturday morning: neither into Thursday nor into Saturday afternoon.
_LATE_IN_DAY = re.compile(r"\b(?:night|evening|afternoon)$", re.IGNORECASE)
# Words beside a name that mean the town itself; "an Idlib village" lies somewhere around.
_EXACT_UNITS = frozenset({"", "city", "port", "capital"})
_COUNTRYSIDE = re.compile(r"\b(?:desert|countryside|province|plains?|hills|mountains?)\b", re.IGNORECASE)


def may_be_one_day(a: DateMention, b: DateMention) -> bool:
    """Whether they may be one night: "overnight" and "late on Friday" reach into the day after."""
    slack = timedelta(days=1 if _AT_NIGHT.search(f"{a.raw} {b.raw}") else 0)
    return a.low <= b.high + slack and b.low <= a.high + slack


def is_night_after(a: DateMention, b: DateMention) -> bool:
    """True for "Sunday night" beside Saturday, or Monday afternoon beside it: no night that both may be."""
    first, last = sorted((a, b), key=lambda mention: mention.low)
    return first.high < last.low and _LATE_IN_DAY.search(last.raw) is not None


def nests(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether the two are one place, or one lies in the other; a place that is not resolved may."""
    if a.place is None or b.place is None or a.place == b.place:
        return True
    return containing(a.place, b.place) or containing(b.place, a.place)


def are_one_scene(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether one happening may have been at both, as wide as the words for them are."""
    if a.place is None or b.place is None or nests(a, b):
        return True
    return distance_km(a.place, b.place) <= SCENE_KM + _reach(a, a.place) + _reach(b, b.place)


def _reach(mention: PlaceMention, place: Place) -> float:
    """How far from the place's point its name may mean, beyond the place itself."""
    if place.kind == "region":
        return place.radius_km
    is_wide = mention.unit not in _EXACT_UNITS or _COUNTRYSIDE.search(mention.raw)
    return COUNTRYSIDE_KM if is_wide else 0.0


def is_near(scene: PlaceMention, other: PlaceMention) -> bool:
    """Whether the two are one place, or as near as a town's quarters."""
    if nests(scene, other) or scene.place is None or other.place is None:
        return True
    return distance_km(scene.place, other.place) <= APART_KM

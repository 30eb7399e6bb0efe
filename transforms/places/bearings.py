"""Places told by the way to another: "al-Thawra, south of Damascus" is not the one in Raqqa."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from transforms.places.gazetteer import Place, distance_km
from transforms.places.spans import Span

# "South of" without a distance reaches no further; one that is told may be off by half.
BESIDE_KM = 150.0
SLACK = 1.5
_KM = {"k": 1.0, "m": 1.609}
_BEARING = re.compile(
    r",?(?: (?:about|some|around|roughly|nearly|just|a town|a village|located|which is))*"
    r"(?: (?P<far>\d+) ?(?P<unit>k|m)(?:m|ms|ilomet(?:er|re)s?|iles?|i)?)?(?: to the)?"
    r" (?:north|south)?-?(?:east|west)?(?:north|south)? of (?:the )?(?:(?:city|town|capital) of )?"
)


def reach_of(between: str) -> float | None:
    """Kilometres within which a place lies of the next one, by the words between them; None = they tell no bearing."""
    match = _BEARING.fullmatch(between)
    if match is None or not re.search("north|south|east|west", between):
        return None
    far = float(match["far"]) * _KM[match["unit"]] if match["far"] else 0.0
    return max(BESIDE_KM, SLACK * far)


def set_by_bearing(text: str, spans: Sequence[Span], places: Sequence[Place | None]) -> list[Place | None]:
    """The spans' places, a town too far from the one it is told by as its nearest namesake, or as none."""
    read = list(places)
    for number, (span, after) in enumerate(pairwise(spans)):
        place, anchor = places[number], places[number + 1]
        reach = reach_of(text[span.end : after.start])
        if reach is None or anchor is None or anchor.kind != "city" or place is None or place.kind != "city":
            continue
        if distance_km(place, anchor) > reach:
            near = [each for each in span.options if each.kind == "city" and distance_km(each, anchor) <= reach]
            read[number] = min(near, key=lambda each: distance_km(each, anchor), default=None)
    return read

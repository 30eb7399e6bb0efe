"""Places bound by their words: 'Ferguson, Missouri', 'Saraqeb in Idlib province', "Idlib's Saraqeb"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transforms.places.gazetteer import Place, distance_km
from transforms.places.names import fold_name
from transforms.places.prominence import is_dwarfed, known_country
from transforms.places.spans import Span
from transforms.places.words import UNIT_KINDS, UNIT_OF

Bound = dict[int, tuple[Place, ...]]

_FORWARD = {", ", " in ", ", in ", " district of ", " neighbourhood of ", " neighborhood of ", " area of ", " in the "}
_REVERSED = {"'s ", "’s ", " town of ", " village of ", " city of ", " district of ", ": "}
# A town this small contains nothing that is named by it.
_CONTAINER_POPULATION = 5_000
_NEIGHBOURHOOD_KM = 15.0


def bind_options(text: str, spans: Sequence[Span]) -> Bound:
    """Options of the spans (by position) that a neighbour narrows, also for later mentions of the same name."""
    bound: Bound = {}
    for number, (first, second) in enumerate(pairwise(spans)):
        between = text[first.end : second.start].removeprefix(".")
        is_forward = between in _FORWARD or _is_chain(between) or UNIT_OF.fullmatch(between)
        if is_forward and _bind(number, number + 1, spans, bound):
            continue
        if between in _REVERSED or _is_reversed_chain(between):
            _bind(number + 1, number, spans, bound)
    _spread(spans, bound)
    return bound


def _is_chain(between: str) -> bool:
    """Whether the words say 'inner in outer': ', a town in ', ' in northern ', ' province in '."""
    words = between.replace(",", " ").split()
    return (
        0 < len(words) <= 6
        and "in" in words
        and not {"and", "or"} & set(words)
        and not set(between) & set('.;:()\n"“”')
    )


def _is_reversed_chain(between: str) -> bool:
    """Whether the words say "outer's inner": "'s town of ", ' province town of '."""
    words = between.split()
    return 0 < len(words) <= 5 and words[-1] == "of" and any(word in UNIT_KINDS for word in words)


def _bind(inner: int, outer: int, spans: Sequence[Span], bound: Bound) -> bool:
    """Whether a namesake of the inner name lies in one of the outer, which both then mean.

    In "Arauquita, Arauca" the outer is not the city; of New York and Washington the city is meant all the same.
    """
    containers = [
        place
        for place in bound.get(outer, spans[outer].options)
        if place.kind != "city" or place.population > _CONTAINER_POPULATION
    ]
    for container in containers:
        options = bound.get(inner, spans[inner].options)
        inside = tuple(place for place in options if _lies_in(place, container))
        if inside and container.kind in ("country", "city"):
            # "Damascus, US" is a list; "Tripoli, Lebanon" is not.
            known = known_country(options, spans[inner].raw)
            inside = () if is_dwarfed(options, container.country, known) else inside
        if inside:
            # The likeliest container decides: "Paris, Texas" is not in Texas, Hidalgo.
            bound[inner] = inside
            outers = (place for place in containers if place.country == container.country)
            bound.setdefault(outer, tuple(each for each in outers if _may_hold(each, inside)))
            return True
    return False


def _may_hold(outer: Place, inside: Sequence[Place]) -> bool:
    return outer.kind != "city" or outer.country == "USA" or any(_lies_in(place, outer) for place in inside)


def _spread(spans: Sequence[Span], bound: Bound) -> None:
    """One name, one place: other mentions of a bound name are in the same unit."""
    homes: dict[str, set[tuple[str, str]]] = {}
    for number, places in bound.items():
        homes.setdefault(fold_name(spans[number].raw), {(place.country, place.admin1) for place in places})
    for number, span in enumerate(spans):
        home = homes.get(fold_name(span.raw))
        if number in bound or home is None:
            continue
        places = tuple(place for place in span.options if (place.country, place.admin1) in home)
        if places:
            bound[number] = places


def _lies_in(small: Place, large: Place) -> bool:
    if small.country != large.country or small == large or small.kind == "country":
        return False
    if large.kind == "country":
        return True
    if large.kind == "admin1":
        return small.admin1 == large.name and small.kind != "admin1"
    if large.kind == "admin2":
        return small.kind == "city" and small.admin2 == large.name and small.admin1 == large.admin1
    reach = max(large.radius_km, _NEIGHBOURHOOD_KM)
    return small.kind == "city" and small.population < max(large.population, 1) and distance_km(small, large) <= reach

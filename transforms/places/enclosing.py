"""Whether the words right behind a name tell the unit or country that it lies in: 'Bata, Equatorial Guinea'."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from transforms.places.cues import Context
from transforms.places.gazetteer import Gazetteer, Place
from transforms.places.words import UNIT_KINDS

# The longest name in words: "Democratic Republic of the Congo".
MAX_WORDS = 5
# Before the unit that a name lies in: "Arauquita, Arauca", "Gayéri, in the Est region".
_TO_UNIT = re.compile(r", (?:in )?(?:the )?(?:(?:north|south|east|west)\w*(?:-\w+)? )?(?=[A-Z])| in (?:the )?(?=[A-Z])")
_COMMA = ", "


def is_in_unit(context: Context, gazetteer: Gazetteer, end: int, options: Sequence[Place]) -> bool:
    """Whether a unit or country follows the name's `end` that one of its namesakes lies in."""
    joint = _TO_UNIT.match(context.text, end)
    if joint is None:
        return False
    tokens = context.tokens
    first = bisect_left(tokens, joint.end(), key=lambda token: token.start)
    run = min(context.run_length(first), MAX_WORDS)
    for length in range(run, 0, -1):
        last = tokens[first + length - 1]
        outer = gazetteer.look_up(context.text[joint.end() : last.end])
        if outer:
            is_name = length == run or tokens[first + length].text.casefold() in UNIT_KINDS
            return is_name and any(_is_unit_of(unit, place) for unit in outer for place in options)
    return False


def unit_follows(context: Context, gazetteer: Gazetteer, end: int) -> bool:
    """Whether a comma and a first-level unit follow a name that the gazetteer lacks: 'in Blorvik, North Darfur'."""
    if not context.text.startswith(_COMMA, end):
        return False
    start = end + len(_COMMA)
    first = bisect_left(context.tokens, start, key=lambda token: token.start)
    if first == len(context.tokens) or context.tokens[first].start != start:
        return False
    run = min(context.run_length(first), MAX_WORDS)
    outer = gazetteer.look_up(context.text[start : context.tokens[first + run - 1].end])
    return any(place.kind == "admin1" for place in outer[:1])


def _is_unit_of(unit: Place, place: Place) -> bool:
    """Whether a town or district lies in the first-level unit or country."""
    if place.kind not in ("city", "admin2") or unit.country != place.country:
        return False
    return unit.kind == "country" or (unit.kind == "admin1" and unit.name == place.admin1)

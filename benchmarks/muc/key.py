"""MUC-4's key → what to learn: strings by role, values by string, days and places of a report's templates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.role_model.phrases import Phrase
from transforms.training.muc4 import Template, compared, quoted

TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY")
_VALUE = re.compile(r'^([^"]*?)\s*:\s*(".*)$')


def first_of(value: str) -> str:
    """The first of the values that the key allows, without the marks of what is optional."""
    return value.strip("?( )").split("/")[0].strip(" ?()")


def split_value(filler: str) -> tuple[str, list[str]]:
    """A value and the strings that it is said of: 'DEATH: "PRIESTS"'."""
    found = _VALUE.match(filler.strip())
    return (first_of(found[1]), quoted(found[2])) if found else (first_of(filler), [])


def incident_types(templates: Sequence[Template]) -> list[str]:
    found = {first_of(value) for template in templates for value in template["inc_type"]}
    return [name for name in TYPES if name in found]


@dataclass(frozen=True)
class Setting:
    """Days, countries and places that any template of a report has; a place is its names, the wider ones first."""

    days: frozenset[str]
    countries: frozenset[str]
    places: frozenset[tuple[str, ...]]


def names_of(location: str) -> list[str]:
    """The names of a location without their kinds: country, department, town."""
    return [part.split("(")[0].strip(" ?") for part in re.split(r":| - ", location)]


def setting_of(templates: Sequence[Template]) -> Setting:
    days = {day.strip(" ?") for template in templates for value in template["inc_date"] for day in value.split(" / ")}
    countries, places = set(), set()
    for template in templates:
        for value in template["inc_loc"]:
            for way in re.split(r"\s/\s", value):
                country, *names = names_of(way)
                countries.add(country)
                places.add(tuple(names))
    return Setting(frozenset(days), frozenset(countries), frozenset(places))


def find_phrase(phrases: Sequence[Phrase], ways: Sequence[str]) -> Phrase | None:
    """The phrase that says what the key says in one of its ways; null = no candidate does."""
    wanted = {compared(way) for way in ways}
    return next((phrase for phrase in phrases if compared(phrase.text) in wanted), None)

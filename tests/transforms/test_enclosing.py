"""Places by the unit told behind them, and by the act upon them, whatever the model takes them for."""

from __future__ import annotations

import pytest
from stories import read_story

from transforms.places import PlaceMention


def _places(text: str) -> dict[str, PlaceMention]:
    return {place.raw: place for sentence in read_story(text).sentences for place in sentence.places}


@pytest.mark.parametrize(
    ("text", "town", "unit"),
    [
        ("Gunmen killed nine people in Saraf Omra, North Darfur, on Monday.", "Saraf Omra", "North Darfur"),
        ("Gunmen killed nine people near Kadarko town of Nasarawa State on Monday.", "Kadarko", "Nasarawa State"),
        ("Gunmen killed nine people in Blorvik, Sinaloa, on Monday.", "Blorvik", "Sinaloa"),
    ],
)
def test_the_unit_of_a_town_that_nobody_knows_stands(text: str, town: str, unit: str) -> None:
    found = _places(text)
    assert (found[town].place, found[town].reason) in [(None, "unknown"), (None, "no_country")]
    place = found[unit].place
    assert place is not None
    assert place.kind == "admin1"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Four people were killed in an air strike on Idlib on Monday.", "Idlib", "SYR"),
        ("The shelling of Aleppo killed four people.", "Aleppo", "SYR"),
        ("Nine people were killed in Gaza on Monday.", "Gaza", "PSE"),
        ("Nine people were killed in Xai-Xai, Gaza, in Mozambique.", "Gaza", "MOZ"),
    ],
)
def test_a_known_town_that_is_struck_needs_nothing_else(text: str, name: str, country: str) -> None:
    place = _places(text)[name].place
    assert place is not None
    assert place.country == country


def test_a_group_that_is_struck_is_no_place() -> None:
    assert not _places("Four people were killed in an attack on Hamas on Monday.")

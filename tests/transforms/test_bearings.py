"""Places told without a name of their own, or by the way to another."""

from __future__ import annotations

import pytest

from transforms.places import find_places
from transforms.places.bearings import reach_of
from transforms.places.gazetteer import Gazetteer, open_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb went off in a southern Baghdad neighborhood.", "Baghdad"),
        ("Gunmen struck in another Karachi neighbourhood.", "Karachi"),
        ("A bomb went off in the Afghan capital.", "Kabul"),
        ("Gunmen struck near Palestine street in Baghdad.", "Baghdad"),
        ("Shelling hit al-Thawra, south of Damascus.", "Damascus"),
        ("Shelling hit Douma, north-east of Damascus.", "Douma"),
    ],
)
def test_the_first_place_is_the_one_that_is_meant(gazetteer: Gazetteer, text: str, name: str) -> None:
    found = [mention.place.name for mention in find_places(text, [], gazetteer=gazetteer) if mention.place]
    assert found[0] == name


def test_a_country_whose_capital_is_named_stays_an_adjective(gazetteer: Gazetteer) -> None:
    first = find_places("A bomb went off in the Afghan capital, Kabul.", [], gazetteer=gazetteer)[0]
    assert first.is_adjective


@pytest.mark.parametrize(
    ("between", "reach"),
    [(", south of ", 150.0), (", some 400 km north of ", 600.0), (" and the outskirts of ", None), (" of ", None)],
)
def test_a_bearing_says_how_far_the_next_place_is(between: str, reach: float | None) -> None:
    assert reach_of(between) == reach

"""Quarters that a city's own press names without the city."""

from __future__ import annotations

from transforms.places import find_places
from transforms.places.gazetteer import open_gazetteer
from transforms.places.homes import Home
from transforms.places.quarters import quarter_of, quarter_places, quarters

GAZETTEER = open_gazetteer()
CHICAGO = next(place for place in GAZETTEER.look_up("Chicago", country="USA") if place.admin1 == "Illinois")


def _names(text: str, home: Home | None) -> list[str | None]:
    found = find_places(text, [], home=home, gazetteer=GAZETTEER)
    return [mention.place.name if mention.place else None for mention in found]


def test_a_quarter_of_the_outlets_city_is_meant_before_its_namesake_elsewhere() -> None:
    assert _names("A man was shot in Austin on Monday.", Home("USA", (CHICAGO,))) == ["Chicago - Austin"]


def test_a_known_town_is_meant_where_no_outlet_tells_otherwise() -> None:
    assert _names("A man was shot in Austin. He had moved from Chicago.", None) == ["Austin", "Chicago"]


def test_a_quarter_is_set_in_the_city_that_the_text_names() -> None:
    text = "Police raided Jacarezinho, a favela of Rio de Janeiro, in Brazil."
    assert _names(text, None)[0] == "Rio de Janeiro - Jacarezinho"


def test_a_state_behind_the_name_says_that_it_is_no_quarter() -> None:
    assert _names("A man was shot in Austin, Texas.", Home("USA", (CHICAGO,)))[0] == "Austin"


def test_a_quarter_that_the_gazetteer_lacks_stands_in_the_middle_of_its_city() -> None:
    place = quarter_of("Galewood", [CHICAGO], GAZETTEER)
    assert place is not None
    assert (place.latitude, place.longitude, place.geonames_id) == (CHICAGO.latitude, CHICAGO.longitude, None)


def test_a_name_of_several_cities_quarters_is_that_of_the_one_named() -> None:
    assert len(quarter_places("Avondale", GAZETTEER)) > 1
    place = quarter_of("Avondale", [CHICAGO], GAZETTEER)
    assert place is not None
    assert place.name == "Chicago - Avondale"


def test_the_city_of_every_quarter_is_in_the_gazetteer() -> None:
    named = [quarter.name for found in quarters().values() for quarter in found]
    assert [name for name in named if not quarter_places(name, GAZETTEER)] == []


def test_a_quarter_of_another_city_than_the_listed_one_is_not_resolved() -> None:
    text = "Gunmen killed six in the Satellite Town area of Turbat in Pakistan. Police in Quetta confirmed it."
    assert _names(text, None)[0] is None

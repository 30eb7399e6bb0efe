"""Where an outlet is at home, by its address, its call sign or its name."""

from __future__ import annotations

import pytest

from transforms.places import find_places
from transforms.places.gazetteer import Gazetteer, open_gazetteer
from transforms.places.homes import find_home, headline, outlet_host


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _town(url: str, title: str = "", text: str = "") -> tuple[str, str] | None:
    home = find_home(url, title, text, open_gazetteer())
    return (home.places[0].name, home.places[0].admin1) if home and home.places else None


@pytest.mark.parametrize(
    ("url", "town"),
    [
        ("https://www.katu.com/news/one", ("Portland", "Oregon")),
        ("https://wmcactionnews5.com/story/1", ("Memphis", "Tennessee")),
        ("https://web.archive.org/web/20160101000000/http://www.wtoc.com/story/2", ("Savannah", "Georgia")),
        ("https://www.bismarcktribune.com/a", ("Bismarck", "North Dakota")),
        ("https://www.santacruzsentinel.com/a", ("Santa Cruz", "California")),
    ],
)
def test_a_local_outlet_is_at_home_where_its_host_says(url: str, town: tuple[str, str]) -> None:
    assert _town(url) == town


def test_a_call_sign_tells_the_home_of_an_unknown_host() -> None:
    assert _town("https://example.org/a", text="CROSSVILLE (WATE) – Two men were shot.") == ("Knoxville", "Tennessee")
    assert _town("https://example.org/a", title="Man shot - WTOC-TV: Savannah, News") == ("Savannah", "Georgia")


def test_a_national_outlet_and_a_domain_tell_the_country_only(gazetteer: Gazetteer) -> None:
    for url in ("https://www.dawn.com/news/1", "https://khyber.example.pk/1"):
        home = find_home(url, "", "", gazetteer)
        assert home is not None
        assert (home.country, home.places) == ("PAK", ())


def test_an_address_that_tells_nothing_has_no_home(gazetteer: Gazetteer) -> None:
    assert find_home("https://example.org/a", "Man shot", "A man was shot.", gazetteer) is None


def test_the_host_of_an_archived_page_is_its_own() -> None:
    assert outlet_host("https://web.archive.org/web/2016/http://www.example.com:80/a") == "example.com"
    assert outlet_host("http://www.example.com/a") == "example.com"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Teen shot - WTOC-TV: Savannah, Beaufort, News", "Teen shot"),
        ("Child hurt - WBRC FOX6 News - Birmingham, AL", "Child hurt"),
        ("Gunmen kill four - report", "Gunmen kill four - report"),
    ],
)
def test_a_headline_ends_before_the_outlet_names_itself(title: str, expected: str) -> None:
    assert headline(title) == expected


def test_a_namesake_near_the_outlets_home_is_meant(gazetteer: Gazetteer) -> None:
    home = find_home("https://www.katv.com/a", "", "", gazetteer)
    (mention,) = find_places("A man was shot in Springfield.", [], gazetteer=gazetteer, home=home)
    assert mention.place is None or mention.place.admin1 == "Arkansas"
    home = find_home("https://www.wate.com/a", "", "", gazetteer)
    (mention,) = find_places("A man was shot in Maryville on Monday.", [], gazetteer=gazetteer, home=home)
    assert mention.place is not None
    assert mention.place.admin1 == "Tennessee"


def test_a_quarter_is_not_its_namesake_in_another_state(gazetteer: Gazetteer) -> None:
    home = find_home("https://www.wave3.com/a", "", "(WAVE)", gazetteer)
    (mention,) = find_places("Two were shot in the Clifton neighborhood.", [], gazetteer=gazetteer, home=home)
    assert (mention.place, mention.reason) == (None, "far")


@pytest.mark.parametrize("text", ["A man was shot at Holladay Park.", "It happened in the 200 block of Austin."])
def test_a_park_or_street_is_not_the_place_it_is_called_after(gazetteer: Gazetteer, text: str) -> None:
    assert [mention for mention in find_places(text, [], gazetteer=gazetteer) if mention.place is not None] == []

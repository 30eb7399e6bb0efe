from datetime import date

import pytest

from spiders.traps import is_trap

NIGHT = date(2026, 11, 19)
SITE = "https://daily.example"


@pytest.mark.parametrize(
    "path",
    [
        "/events/2026/12/",
        "/calendar/2031-05-07",
        "/calendar?month=5",
        "/events/?tribe-bar-date=2026-11-01",
        "/news/news/news/news/1",
        "/" + "/".join("abcdefghijklmnop"),
        "/search?" + "&".join(f"{letter}=1" for letter in "abcdefghijk"),
        "/news/" + "x" * 2100,
    ],
)
def test_addresses_that_never_end(path: str) -> None:
    assert is_trap(SITE + path, NIGHT)


@pytest.mark.parametrize(
    "path",
    [
        "/world/2026/11/19/attack-in-town",
        "/world/2026/11/20/printed-tomorrow",
        "/english/middleeast/iraq/071220214",
        "/news/2026/02/30/a-number",
        "/story.php?id=12&page=2",
        "/a/killed-2030-2031-budget",
        "/asia/asia/asia/quake",
    ],
)
def test_addresses_of_articles(path: str) -> None:
    assert not is_trap(SITE + path, NIGHT)

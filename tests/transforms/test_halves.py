"""A sentence that tells two acts in two places is cut in two, one that tells one act is left whole."""

from datetime import UTC, datetime

import pytest
from stories import accounts_of, indexes

from transforms.extract import read_article
from transforms.mentions import Mention
from transforms.texts import ArticleText


def _mentions(text: str) -> set[tuple[str | None, int | None, int | None]]:
    published = datetime(2024, 3, 15, 20, tzinfo=UTC)
    article = ArticleText("art", 1, "https://example.org/a", None, "Example", "", text, published, "en")
    return {_told(mention) for mention in read_article(article).mentions}


def _told(mention: Mention) -> tuple[str | None, int | None, int | None]:
    return mention.where.raw, mention.fatalities.best, mention.injuries.best


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Gunmen killed three people in Kano on Monday while a suicide bomber killed nine in Maiduguri.",
            {("Kano", 3, None), ("Maiduguri", 9, None)},
        ),
        (
            "Ten people were killed in Goma on Monday and four soldiers died in an ambush in Bukavu.",
            {("Goma", 10, None), ("Bukavu", 4, None)},
        ),
        (
            "A camp in Riyadh, Saudi Arabia, was bombed, killing 17, while in Iraq rebels bombed a pipe near Kirkuk.",
            {("Riyadh", 17, None)},
        ),
        (
            "A drone killed two in Kherson while in Nikopol shelling wounded four and in Sumy a mine killed a farmer.",
            {("Kherson", 2, None), ("Nikopol", None, 4), ("Sumy", 1, None)},
        ),
    ],
)
def test_two_acts_with_their_own_places_and_victims_are_two_incidents(
    text: str, told: set[tuple[str | None, int | None, int | None]]
) -> None:
    assert _mentions(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Five people were killed in Goma and four in Bukavu on Monday.",
        "Russian shelling killed two people in Kherson and wounded four in Nikopol on Monday.",
        "Gunmen attacked a village near Gao, killing six, and two of the wounded died in hospital in Bamako.",
        "Gunmen shot dead a teacher in Mosul, and his brother, a soldier who was killed in Basra, had taught too.",
        "ANKARA (Wire) - Two soldiers were killed and one man was wounded when a mine went off near Mosul on Monday.",
    ],
)
def test_one_act_or_one_verb_is_not_cut(text: str) -> None:
    assert indexes(accounts_of(text)) == [[0]]


def test_what_follows_goes_to_the_half_with_its_place() -> None:
    text = (
        "Gunmen killed three people in Kano on Monday while a suicide bomber killed nine in Maiduguri. "
        "In Kano, the gunmen stormed a mosque. In Maiduguri, the bomber blew himself up at a market, wounding 20."
    )
    assert indexes(accounts_of(text)) == [[0, 1], [0, 2]]

"""What a day in a sentence is the day of: the happening, or what came of it. Published on Friday, 15 March 2024."""

from __future__ import annotations

import pytest
from stories import PUBLISHED

from transforms.accounts.days import with_roles
from transforms.casualties import read_casualties
from transforms.dates import find_dates
from transforms.triggers import find_triggers


def _roles(sentence: str) -> list[tuple[str, str]]:
    dates = find_dates(sentence, PUBLISHED.date())
    told = with_roles(sentence, 0, dates, find_triggers(sentence), read_casualties(sentence))
    return [(mention.raw, mention.role) for mention in told]


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Two men were shot Sunday night on Elm Street.", ["act"]),
        ("Police were called to a house on Elm Street at 9 p.m. Friday.", ["act"]),
        ("The shooting was reported at 7:15 p.m. Friday.", ["act"]),
        ("On Tuesday gunmen stormed a post.", ["act"]),
        ("A man was arrested Thursday in the Feb. 6 shooting of a clerk.", ["law", "act"]),
        ("He was arraigned on Monday.", ["law"]),
        ("She died Tuesday of wounds from Sunday's shooting.", ["death", "act"]),
        ("The coroner on Monday released the name of a boy who was shot on Saturday.", ["speech", "act"]),
        ("A vigil was held on Wednesday.", ["rite"]),
        ("He is scheduled to appear on Monday.", ["ahead"]),
        ("Four of them were still in intensive care on Thursday.", ["care"]),
        ("At a news conference Tuesday, the sheriff spoke of the blast.", ["speech"]),
        ("The curfew lasts until Friday.", ["bound"]),
        ("Posted: Monday, March 11, 2024", ["speech"]),
        ("The death toll rose to eight on Tuesday.", ["speech"]),
        ("Thousands came out on Friday, a day after police shot dead four men.", ["plain", "act"]),
        ("The family came home on Sunday.", ["plain"]),
        ("An officer died on Monday, three weeks after he was shot.", ["death", "act"]),
        ("A trader died on Monday, 17 days after an attack on his shop.", ["death", "act"]),
        ("On Monday, two days after the election, gunmen shot a trader.", ["plain", "speech"]),
    ],
)
def test_a_day_belongs_to_its_noun_else_to_the_cue_before_else_to_the_one_after(
    sentence: str, roles: list[str]
) -> None:
    assert [role for _, role in _roles(sentence)] == roles


def test_offsets_are_of_the_article() -> None:
    sentence = "Gunmen killed a judge on Monday."
    (mention,) = with_roles(sentence, 100, find_dates(sentence, PUBLISHED.date()), [], [])
    assert (mention.start, mention.end) == (125, 131)


def test_a_comma_after_the_day_ends_a_clause_however_long() -> None:
    act = "Gunmen shot dead eight men who were mending a tower of the telephone company in the restive Beoga district"
    assert _roles(f"{act} on Wednesday, police said on Thursday.") == [("Wednesday", "act"), ("Thursday", "speech")]

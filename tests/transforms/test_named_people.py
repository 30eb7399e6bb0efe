from __future__ import annotations

import pytest

from transforms.incidents.people import find_ages, find_people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Police named the dead as Yasin Dawod, 34, of Rashidiya.", {"yasin dawod"}),
        ("A relative said Ali al-Hassan, 9, died on the way.", {"ali al-hassan"}),
        ("Mohammed bin Nasser, aged 41, was shot.", {"mohammed nasser"}),
        ("They buried 12-year-old Amina T. Karim.", {"amina karim"}),
        ("The 23-year-old Tariq Aziz Jr., was held.", {"tariq aziz"}),
        ("Roy A. Hill Jr., 30, was found.", {"roy hill"}),
        ("Colonel Hamza Jubouri said 34 were dead.", set()),
        ("On Monday, 12, June it rained.", set()),
        ("Photo Gallery, 34, Mosul", set()),
        ("It rained.", set()),
    ],
)
def test_people_are_those_named_with_an_age(text: str, people: set[str]) -> None:
    assert find_people(text) == people


def test_ages_stand_with_or_without_a_name() -> None:
    assert find_ages("a 3-year-old, and Bob Hill, 44, and a woman, aged 19, but 12 men") == {3, 44, 19}

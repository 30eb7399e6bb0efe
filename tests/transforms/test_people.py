"""One person told many times is one person."""

from __future__ import annotations

import pytest

from transforms.claims.people import Person, read_person, tell_apart


def _told(words: str, after: str = "", form: str = "single") -> Person:
    return read_person(words, after, form)


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("a 19-year-old man", Person(sex="male", age=19)),
        ("his wife", Person(sex="female", generation="adult")),
        ("a baby", Person(generation="child", kin="offspring")),
        ("the gunman", Person(sex="male", part="attacker")),
        ("her", Person(sex="female")),
        ("another man", Person(sex="male", generation="adult", is_another=True)),
    ],
)
def test_what_a_telling_says_of_somebody(words: str, person: Person) -> None:
    assert _told(words) == person


def test_the_age_after_a_name_is_read() -> None:
    told = _told("Ann Cole", ", 34, of ", "name")
    assert (told.age, told.names) == (34, frozenset({"ann", "cole"}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_told("a man"), _told("the victim")),
        (_told("a man"), _told("John Reed", ", 34,", "name")),
        (_told("John Reed", form="name"), _told("Reed", form="name")),
        (_told("his little sister"), _told("a 10-year-old girl")),
    ],
)
def test_tellings_that_agree_are_of_one_person(first: Person, second: Person) -> None:
    assert len(tell_apart([first, second])) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_told("a man"), _told("a woman")),
        (_told("a 19-year-old man"), _told("a 25-year-old man")),
        (_told("John Reed", form="name"), _told("Peter Cole", form="name")),
        (_told("the victim"), _told("the gunman")),
        (_told("a man"), _told("another man")),
        (_told("a toddler"), _told("his mother")),
    ],
)
def test_tellings_that_cannot_agree_are_of_two_people(first: Person, second: Person) -> None:
    assert len(tell_apart([first, second])) == 2


def test_a_later_telling_fits_all_that_was_said_before() -> None:
    told = [_told("a man"), _told("John Reed", form="name"), _told("Peter Cole", form="name")]
    assert len(tell_apart(told)) == 2


def test_who_is_known_already_is_left_out() -> None:
    assert tell_apart([_told("the victim"), _told("a woman")], known=[_told("a man")]) == [_told("a woman")]

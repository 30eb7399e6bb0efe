"""Counts in running text with their bounds, and the numbers that count nothing."""

import pytest

from transforms.casualties.numbers import find_numbers, read_count


@pytest.mark.parametrize(
    ("text", "low", "best", "high", "conservative"),
    [
        ("19 people", 19, 19, 19, 19),
        ("1,170 people", 1170, 1170, 1170, 1170),
        ("twenty-three people", 23, 23, 23, 23),
        ("two hundred and fifty people", 250, 250, 250, 250),
        ("1.2 million people", 1_200_000, 1_200_000, 1_200_000, 1_200_000),
        ("a dozen people", 12, 12, 12, 12),
        ("two dozen people", 24, 24, 24, 24),
        ("half a dozen people", 6, 6, 6, 6),
        ("one man", 1, 1, 1, 1),
        ("at least 19 people", 19, 19, None, 19),
        ("no fewer than 19 people", 19, 19, None, 19),
        ("300+ people", 300, 300, None, 300),
        ("more than 40 people", 41, 41, None, 40),
        ("over 40 people", 41, 41, None, 40),
        ("up to 30 people", None, 30, 30, 30),
        ("as many as 30 people", None, 30, 30, 30),
        ("nearly 60 people", None, 60, 60, 60),
        ("about 60 people", 60, 60, 60, 60),
        ("fewer than 10 people", None, None, 9, 9),
        ("between 10 and 15 people", 10, None, 15, 10),
        ("10 to 15 people", 10, None, 15, 10),
        ("10-15 people", 10, None, 15, 10),
        ("dozens of people", 12, None, None, 12),
        ("scores of people", 20, None, None, 20),
        ("hundreds of people", 100, None, None, 100),
        ("tens of thousands of people", 10_000, None, None, 10_000),
        ("several people", 3, None, None, 3),
    ],
)
def test_bounds_of_a_count(text: str, low: int | None, best: int | None, high: int | None, conservative: int) -> None:
    (number,) = find_numbers(text)
    assert (number.low, number.best, number.high, number.conservative) == (low, best, high, conservative)


@pytest.mark.parametrize(
    "text",
    [
        "in 2017",
        "since late March 2019",
        "a 34-year-old man",
        "a 34 year old man",
        "John Smith, 34, was there",
        "a girl aged 12",
        "at 10:54 am",
        "on Feb. 3",
        "on 3 February",
        "$12 in cash",
        "12 dollars",
        "20 km away",
        "20 miles away",
        "5.56 mm rounds",
        "three days of talks",
        "two consecutive nights",
        "40 percent",
        "voted 13-2",
        "Highway 4",
        "Unit 29155",
        "Resolution 2254",
        "the third man",
        "a 12-member council",
        "the 4500 block of Oak Street",
        "300 Main Street",
        "no one",
        "one another",
        "one day",
        "an F-16 jet",
    ],
)
def test_not_a_count(text: str) -> None:
    assert find_numbers(text) == []


def test_modifier_is_kept_as_printed() -> None:
    (number,) = find_numbers("At least 19 soldiers")
    assert (number.raw, number.modifier_raw, number.start, number.end) == ("At least 19", "At least", 0, 11)


def test_counts_come_in_order() -> None:
    assert [number.best for number in find_numbers("Two dead, four wounded and 11 missing")] == [2, 4, 11]


def test_year_with_people_is_a_count_only_when_modified() -> None:
    assert find_numbers("at least 2000 in the square") == []
    assert [number.best for number in find_numbers("at least 2000 people")] == [2000]


@pytest.mark.parametrize(
    ("words", "value"), [("1,170", 1170), ("Twenty-Three", 23), ("two dozen", 24), ("a hundred", 100), ("lots", None)]
)
def test_read_count(words: str, value: int | None) -> None:
    assert read_count(words) == value

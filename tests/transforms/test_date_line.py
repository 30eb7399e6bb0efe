"""The day that a text says it is of, and that its weekdays count from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from stories import mentions_of, story

from transforms.texts.date_line import find_day

PUBLISHED = date(2016, 1, 9)


@pytest.mark.parametrize(
    "text",
    [
        "Posted: Tuesday, Jan. 5, 2016 4:15 pm\n\nA man was shot on Monday.",
        "Raid kills nine Monitor AFP Tuesday 5 Jan 2016 Nine people were killed on Monday.",
        "January 5, 2016 - Police are looking for two men.",
    ],
)
def test_a_date_line_in_the_head_is_the_day_of_the_text(text: str) -> None:
    assert find_day(text, PUBLISHED) == date(2016, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "A man was shot on January 5, 2016.",
        "The Jan. 5, 2016 shooting left two dead.",
        "Tuesday, Jan. 5: a man was shot.",
        "Created 5 June 2015. A man was shot on Monday.",
        "A man was shot. " * 20 + "January 5, 2016",
    ],
)
def test_a_day_of_a_sentence_or_of_another_month_is_none(text: str) -> None:
    assert find_day(text, PUBLISHED) is None


def test_weekdays_count_from_the_date_line() -> None:
    (mention,) = mentions_of("Posted: March 6, 2024\n\nGunmen killed four soldiers in Kirkuk, Iraq, on Tuesday.")
    assert mention.when.day == date(2024, 3, 5)


def test_the_day_of_publication_is_the_site_s() -> None:
    midnight = replace(story("Pupils sang."), published_at=datetime(2024, 3, 14, 21, tzinfo=UTC))
    assert (midnight.day, replace(midnight, zone="Asia/Baghdad").day) == (date(2024, 3, 14), date(2024, 3, 15))

from datetime import date, timedelta

import pytest

from spiders.revisits import Seen, Visit, is_due, is_poll_due

FIRST = date(2026, 11, 1)


def visits(outcomes: str, every: int = 1) -> Seen:
    """One visit a letter from the first night on: o = ok, u = unchanged, t = timeout."""
    names = {"o": "ok", "u": "unchanged", "t": "timeout"}
    return Seen(
        tuple(Visit(FIRST + timedelta(days=every * number), names[letter]) for number, letter in enumerate(outcomes))
    )


def asked_at(seen: Seen, nights: int, revisit_days: int) -> list[int]:
    """Ages at which the page is asked when each of the nights is crawled."""
    ages = []
    for age in range(1, nights):
        night = FIRST + timedelta(days=age)
        if is_due(seen, night, revisit_days):
            ages.append(age)
            seen = Seen((*seen.visits, Visit(night, seen.visits[-1].outcome)))
    return ages


def test_an_article_is_asked_again_at_growing_ages_within_its_days() -> None:
    assert asked_at(visits("o"), 40, revisit_days=14) == [1, 2, 4, 7, 14]
    assert asked_at(visits("o"), 40, revisit_days=0) == []


def test_a_page_that_fails_is_tried_at_the_same_ages() -> None:
    assert asked_at(visits("t"), 30, revisit_days=2) == [1, 2, 4, 7, 14, 28]


def test_a_night_that_was_not_crawled_is_made_up_for() -> None:
    assert is_due(visits("o"), FIRST + timedelta(days=3), revisit_days=7)
    assert not is_due(visits("oouo"), FIRST + timedelta(days=3), revisit_days=7)


@pytest.mark.parametrize(
    ("outcomes", "nights_between"), [("o", 1), ("uuo", 1), ("ouu", 1), ("ouuu", 2), ("ou" + "u" * 30, 7), ("uuut", 1)]
)
def test_a_feed_is_polled_the_more_rarely_the_longer_it_has_not_changed(outcomes: str, nights_between: int) -> None:
    seen = visits(outcomes)
    due = [wait for wait in range(1, 10) if is_poll_due(seen, seen.last_night + timedelta(days=wait))]
    assert due[0] == nights_between

from datetime import date, timedelta

import pytest

from spiders.revisits import Seen, Visit, is_due, is_gone, is_in_doubt, is_poll_due

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


def answered(*statuses: int | None) -> Seen:
    """One visit a night from the first on, by what the page answered; null = nothing."""
    names = {200: "ok", None: "timeout"}
    visits = enumerate(statuses)
    return Seen(
        tuple(
            Visit(FIRST + timedelta(days=number), names.get(status, "http_error"), status) for number, status in visits
        )
    )


@pytest.mark.parametrize(
    ("before", "status", "gone"),
    [
        ((200,), 410, True),
        ((200,), 404, False),
        ((200, 404), 404, True),
        ((200, 404, None, 503, 429), 404, True),
        ((200, 404, 200), 404, False),
        ((200, 404), 403, False),
        ((404,), 404, False),
        ((404,), 410, False),
    ],
)
def test_a_page_is_gone_by_one_410_or_by_two_404_running(
    before: tuple[int | None, ...], status: int, *, gone: bool
) -> None:
    assert is_gone(answered(*before), status) is gone
    assert not is_gone(None, status)


@pytest.mark.parametrize(
    ("before", "gone"),
    [
        (("ok",), False),
        (("ok", "redirected_home"), True),
        (("ok", "redirected_home", "timeout"), True),
        (("ok", "redirected_home", "ok"), False),
        (("ok", "redirected_home", "gone"), True),
        (("redirected_home",), False),
    ],
)
def test_a_page_is_gone_that_leads_home_twice_running(before: tuple[str, ...], *, gone: bool) -> None:
    statuses = {"ok": 200, "timeout": None}
    seen = Seen(tuple(Visit(FIRST + timedelta(days=n), name, statuses.get(name, 302)) for n, name in enumerate(before)))
    assert is_gone(seen, 302, leads_home=True) is gone
    assert not is_gone(seen, 302)
    assert is_in_doubt(seen, FIRST + timedelta(days=3)) is (gone and before[-1] != "gone")


def test_a_page_that_answers_404_once_is_asked_each_night_for_a_week_though_it_was_not_due() -> None:
    seen = answered(200, 200, 200, 200, 404)
    assert [is_due(seen, FIRST + timedelta(days=age), revisit_days=4) for age in range(5, 13)] == [True] * 7 + [False]
    assert not is_in_doubt(answered(200, 404, 200), FIRST + timedelta(days=3))
    assert is_in_doubt(answered(200, 404, None), FIRST + timedelta(days=3))
    told = Seen((*answered(200, 404).visits, Visit(FIRST + timedelta(days=2), "gone", 404)))
    assert not is_in_doubt(told, FIRST + timedelta(days=3))

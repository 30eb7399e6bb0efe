import pytest

from spiders.health import find_fault
from spiders.site import Expectation

USUAL = [30, 34, 28, 41, 12, 9, 33]


@pytest.mark.parametrize("new", [7, 9, 300])
def test_a_quiet_or_a_busy_night_is_no_fault(new: int) -> None:
    assert find_fault(Expectation(), {"ok": new}, USUAL) is None


def test_a_collapse_is_told_by_the_site_s_own_nights() -> None:
    assert find_fault(Expectation(), {"ok": 3, "not_html": 28, "skipped_by_rule": 4, "discovery_ok": 2}, USUAL) == (
        "3 new articles; a usual night has 30, and none of the last 7 had fewer than 9: "
        "look at 28 not_html, 4 skipped_by_rule"
    )


@pytest.mark.parametrize("recent", [[], [30, 34, 28, 41], [4, 3, 4, 2, 4], [30, 31, 1, 29, 28]])
def test_few_small_or_unsteady_nights_tell_nothing(recent: list[int]) -> None:
    assert find_fault(Expectation(), {"ok": 1}, recent) is None


def test_the_bounds_of_the_site_s_file_hold_from_the_first_night() -> None:
    expect = Expectation(min_articles=5, max_articles=50)
    assert find_fault(expect, {"ok": 1, "seen_before": 4}, []) is None
    assert find_fault(expect, {"ok": 2, "unchanged": 2}, []) == (
        "4 articles, min_articles is 5: nothing else was announced, look at its feeds, sitemaps and sections"
    )
    assert find_fault(expect, {"ok": 51}, []) == (
        "51 new articles, max_articles is 50: article_url takes in pages that are none"
    )

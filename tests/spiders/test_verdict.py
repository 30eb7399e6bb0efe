from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from spiders.archive import Capture, night_folder
from spiders.links import Link
from spiders.plan import Plan
from spiders.site import Expectation, Site
from spiders.summary import new_articles_before, read_summary, summary_path, write_summary
from spiders.verdict import Ending, judge_backfill, judge_night

NIGHT = date(2026, 11, 19)
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
SITE = Site("daily", "Daily", "https://daily.example/", expect=Expectation(min_articles=2))


def capture(path: str, outcome: str, kind: str = "article") -> Capture:
    url = f"https://daily.example/{path}"
    return Capture("id", "daily", NIGHT, url, url, 200, NOON, None, None, None, None, None, None, kind, outcome)


FINISHED = Ending("finished", 0, Plan((), {}))
FEED = capture("feed", "ok", "feed")


def plan(**skipped: tuple[str, ...]) -> Plan:
    return Plan((), skipped)


def test_a_night_is_complete_when_enough_articles_show_that_the_site_works() -> None:
    captures = [FEED, capture("robots.txt", "http_error", "robots"), capture("1", "ok"), capture("2", "timeout")]
    verdict = judge_night(SITE, captures, Ending("finished", 0, plan(seen_before=("https://daily.example/0",))))
    assert (verdict.exit_code, verdict.is_complete, verdict.message) == (0, True, "1 articles archived")
    assert verdict.counts == {"discovery_ok": 1, "ok": 1, "seen_before": 1, "timeout": 1}


def blind(*outcomes: str) -> tuple[int, str]:
    """What is said of a night whose pages of links came to nothing."""
    captures = [capture(f"feed{number}", outcome, "feed") for number, outcome in enumerate(outcomes)]
    verdict = judge_night(SITE, captures, FINISHED)
    return verdict.exit_code, verdict.message


def test_success_empty_out_of_bounds_refused_unreachable_and_broken_are_told_apart() -> None:
    assert judge_night(SITE, [FEED, capture("1", "ok"), capture("2", "ok")], FINISHED).exit_code == 0
    broken, sentence = blind("malformed", "timeout")
    assert (broken, "https://daily.example/feed0: malformed" in sentence) == (3, True)
    empty = judge_night(SITE, [FEED], FINISHED)
    assert (empty.exit_code, empty.message.partition(":")[0]) == (6, "site empty")
    few = judge_night(SITE, [FEED, capture("1", "ok"), capture("2", "not_html")], FINISHED)
    assert (few.exit_code, few.message) == (
        7,
        "site out of bounds: 1 articles, min_articles is 2: look at 1 not_html",
    )
    assert blind("robots_disallowed")[0] == 8
    forbidden = judge_night(SITE, [FEED, *(capture(path, "robots_disallowed") for path in "12")], FINISHED)
    assert (forbidden.exit_code, forbidden.message) == (8, "refused by robots.txt: all 2 articles are forbidden")
    assert blind("timeout", "robots_unreachable")[0] == 9
    silent = judge_night(SITE, [FEED, *(capture(p, "ok") for p in "12"), capture("3", "site_unreachable")], FINISHED)
    assert (silent.exit_code, silent.message.partition(":")[0]) == (9, "site unreachable")


def test_a_site_of_which_nothing_is_expected_may_be_empty() -> None:
    quiet = Site("daily", "Daily", "https://daily.example/", expect=Expectation(min_articles=0))
    assert judge_night(quiet, [FEED], FINISHED).exit_code == 0


def test_pages_of_links_that_are_asked_later_are_read() -> None:
    later = plan(not_polled=("https://daily.example/feed",), not_due=("https://daily.example/1",) * 2)
    assert judge_night(SITE, [], Ending("finished", 0, later)).exit_code == 0


@pytest.mark.parametrize(
    ("reason", "errors", "exit_code"),
    [
        ("shutdown", 0, 4),
        ("closespider_timeout", 0, 4),
        ("memusage_exceeded", 0, 4),
        ("finished", 1, 1),
        ("archive_failed", 0, 1),
        ("not_started", 1, 1),
    ],
)
def test_a_crawl_that_did_not_end_by_itself_is_not_complete(reason: str, errors: int, exit_code: int) -> None:
    verdict = judge_night(SITE, [FEED, capture("1", "ok"), capture("2", "ok")], Ending(reason, errors, None))
    assert (verdict.exit_code, verdict.is_complete) == (exit_code, False)


def test_the_summary_is_read_back(tmp_path: Path) -> None:
    assert read_summary(summary_path(tmp_path)) is None
    ending = Ending("finished", 0, plan(too_old=("https://daily.example/0", "https://daily.example/00")))
    verdict = judge_night(SITE, [FEED, capture("1", "ok"), capture("2", "ok")], ending)
    write_summary(summary_path(tmp_path), "daily", NIGHT, verdict, ending, NOON, NOON)
    summary = read_summary(summary_path(tmp_path))
    assert summary is not None
    assert (summary.complete, summary.exit_code, summary.message) == (True, 0, "2 articles archived")
    assert summary.skipped == {"too_old": (2, "https://daily.example/0")}


def test_a_backfill_is_judged_by_what_it_planned_and_goes_on_when_run_again() -> None:
    wanted = Link("https://daily.example/1"), Link("https://daily.example/2")
    captures = [FEED, capture("1", "ok"), capture("2", "http_error"), capture("another", "ok")]
    done = judge_backfill(captures, Ending("finished", 0, Plan(wanted, {})))
    assert (done.exit_code, done.message, done.counts) == (0, "1 articles archived", {"http_error": 1, "ok": 1})
    left = judge_backfill(
        captures, Ending("finished", 0, Plan(wanted, {"over_max_pages": ("https://daily.example/3",)}))
    )
    assert (left.exit_code, left.message) == (4, "1 articles archived, 1 left; run again to go on")
    assert judge_backfill([], Ending("finished", 0, Plan((), {}))).exit_code == 3


def test_the_complete_nights_before_tell_what_is_usual(tmp_path: Path) -> None:
    for days, articles in ((1, 3), (2, 2), (3, 0)):
        night = NIGHT - timedelta(days=days)
        folder = night_folder(tmp_path, "daily", night)
        folder.mkdir(parents=True)
        verdict = judge_night(SITE, [FEED, *(capture(str(number), "ok") for number in range(articles))], FINISHED)
        write_summary(summary_path(folder), "daily", night, verdict, FINISHED, NOON, NOON)
    assert new_articles_before(tmp_path, "daily", NIGHT, 10) == [3, 2], "the third was not complete"
    assert new_articles_before(tmp_path, "daily", NIGHT, 1) == [3]
    assert new_articles_before(tmp_path, "daily", NIGHT - timedelta(days=1), 10) == [2]


def test_a_backfill_of_days_that_nothing_announces_says_what_is_missing() -> None:
    sitemap = capture("sitemap.xml", "ok", "sitemap")
    nothing = judge_backfill([sitemap], Ending("finished", 0, plan(outside_range=("https://daily.example/1",))))
    assert (nothing.exit_code, nothing.is_complete) == (6, False)
    assert nothing.message == "no article of these days is announced: name the site's archives or sitemaps"
    known = judge_backfill([sitemap], Ending("finished", 0, plan(seen_before=("https://daily.example/1",))))
    assert (known.exit_code, known.message) == (0, "0 articles archived")

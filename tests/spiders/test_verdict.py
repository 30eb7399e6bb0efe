from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spiders.archive import Capture
from spiders.links import Link
from spiders.plan import Plan
from spiders.site import Expectation, Site
from spiders.verdict import Ending, judge_backfill, judge_night, read_summary, summary_path, write_summary

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


def test_too_few_articles_or_no_page_that_announces_them_is_a_broken_site() -> None:
    few = judge_night(SITE, [FEED, capture("1", "ok"), capture("2", "not_html")], Ending("finished", 0, plan()))
    assert (few.exit_code, few.message) == (3, "site broken: 1 articles, min_articles is 2")
    silent = judge_night(SITE, [FEED, *(capture(p, "ok") for p in "12"), capture("3", "site_unreachable")], FINISHED)
    assert (silent.exit_code, silent.message) == (3, "site broken: it stopped answering")
    blind = judge_night(SITE, [capture("feed", "malformed", "feed")], Ending("finished", 0, plan()))
    assert (blind.exit_code, blind.is_complete) == (3, False)
    assert "https://daily.example/feed: malformed" in blind.message


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

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from spiders.archive import Capture
from spiders.dated_urls import Span
from spiders.links import Link
from spiders.page_keys import page_key
from spiders.plan import is_done, plan_articles
from spiders.revisits import Seen, Visit
from spiders.site import Site

NIGHT = date(2026, 11, 19)
SITE = Site("daily", "Daily", "https://daily.example/")
A, B, C = (f"https://daily.example/{name}" for name in "abc")


def capture(url: str, night: date = NIGHT, outcome: str = "ok", kind: str = "article") -> Capture:
    noon = datetime(2026, 11, 19, 12, tzinfo=UTC)
    return Capture(
        "id", "daily", night, url, url, 200, noon, None, night.isoformat(), None, None, "w", 0, kind, outcome
    )


def urls(links: Iterable[Link]) -> list[str]:
    return [link.url for link in links]


def test_each_url_is_planned_once_in_the_order_announced() -> None:
    plan = plan_articles([Link(B), Link(A), Link(B)], SITE, NIGHT, {}, {})
    assert (urls(plan.fetch), plan.skipped) == ([B, A], {})


def test_another_host_is_ruled_out_and_counted() -> None:
    plan = plan_articles([Link("https://other.example/a"), Link(A)], SITE, NIGHT, {}, {})
    assert (urls(plan.fetch), plan.skipped) == ([A], {"skipped_by_rule": ("https://other.example/a",)})


def test_a_date_beyond_max_age_is_too_old_even_if_another_mention_has_none() -> None:
    old = datetime(2026, 11, 19, tzinfo=UTC) - timedelta(days=30, seconds=1)
    plan = plan_articles([Link(A), Link(A, old), Link(B, old + timedelta(seconds=1))], SITE, NIGHT, {}, {})
    assert (urls(plan.fetch), plan.skipped) == ([B], {"too_old": (A,)})


def seen_on(*nights_ago: int) -> Seen:
    return Seen(tuple(Visit(NIGHT - timedelta(days=ago), "ok") for ago in nights_ago))


def test_a_page_is_looked_at_again_when_it_is_due_until_revisit_days_are_over() -> None:
    seen = {page_key(A): seen_on(7), page_key(B): seen_on(8), page_key(C): seen_on(6, 1)}
    plan = plan_articles([Link(A), Link(B), Link(C)], SITE, NIGHT, seen, {})
    assert (urls(plan.fetch), plan.skipped) == ([A], {"seen_before": (B,), "not_due": (C,)})


def test_a_page_announced_as_changed_since_is_due() -> None:
    def changed(days_ago: int, url: str) -> Link:
        return Link(url, modified=datetime(2026, 11, 19, 8, tzinfo=UTC) - timedelta(days=days_ago))

    seen = {page_key(A): seen_on(6, 1), page_key(B): seen_on(6, 1)}
    plan = plan_articles([changed(0, A), changed(1, B)], SITE, NIGHT, seen, {})
    assert (urls(plan.fetch), plan.skipped) == ([A], {"not_due": (B,)})


def test_addresses_of_one_page_are_one_page() -> None:
    links = [Link("https://www.daily.example/a/?utm_source=x"), Link("http://daily.example/a")]
    assert urls(plan_articles(links, SITE, NIGHT, {}, {}).fetch) == [links[0].url]


def test_what_is_done_tonight_is_not_fetched_but_counts_towards_max_pages() -> None:
    site = Site("daily", "Daily", "https://daily.example/", max_pages=2)
    plan = plan_articles([Link(A), Link(B), Link(C)], site, NIGHT, {}, {page_key(A): capture(A)})
    assert (urls(plan.fetch), plan.skipped) == ([B], {"over_max_pages": (C,)})


def test_only_what_another_try_may_change_is_tried_again_tonight() -> None:
    assert not is_done(None)
    assert is_done(capture(A, outcome="ok"))
    assert is_done(capture(A, outcome="robots_disallowed"))
    assert is_done(capture(A, outcome="too_large"))
    assert not is_done(capture(A, outcome="timeout"))
    assert not is_done(capture(A, outcome="http_error"))


DATED = Site("daily", "Daily", "https://daily.example/", timezone="Asia/Baghdad", max_pages=2)
DATED = replace(DATED, article_url=(re.compile(r"/(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})/|/n/"),))
MAY = Span(date(2026, 5, 1), date(2026, 5, 31))


def test_an_address_with_an_old_day_is_too_old_though_no_date_is_announced() -> None:
    links = [Link("https://daily.example/2026/10/19/a"), Link("https://daily.example/2026/10/20/b")]
    plan = plan_articles(links, DATED, NIGHT, {}, {})
    assert (urls(plan.fetch), list(plan.skipped)) == (["https://daily.example/2026/10/20/b"], ["too_old"])


def test_a_page_in_another_language_is_left_out_by_name() -> None:
    plan = plan_articles([Link(A, language="ku"), Link(B, language="en")], SITE, NIGHT, {}, {})
    assert (urls(plan.fetch), plan.skipped) == ([B], {"other_language": (A,)})


def test_a_backfill_goes_by_date_then_address_then_listing_then_last_change() -> None:
    inside, outside = datetime(2026, 4, 30, 22, tzinfo=UTC), datetime(2026, 4, 30, 20, tzinfo=UTC)
    taken = [
        Link("https://daily.example/n/date", inside),
        Link("https://daily.example/2026/05/31/address", modified=outside),
        Link("https://daily.example/n/listing", modified=outside, listed=date(2026, 5, 2)),
        Link("https://daily.example/n/change", modified=inside),
    ]
    left = [
        Link("https://daily.example/2026/05/31/date", outside),
        Link("https://daily.example/2026/06/01/address", modified=inside),
        Link("https://daily.example/n/none"),
    ]
    plan = plan_articles([*taken, *left], replace(DATED, max_pages=9), NIGHT, {}, {}, MAY)
    assert urls(plan.fetch) == urls(taken)
    assert plan.skipped == {"outside_range": tuple(urls(left))}


def test_each_run_of_a_backfill_takes_the_next_pages() -> None:
    links = [Link(f"https://daily.example/2026/05/{day:02}/a") for day in (1, 2, 3, 4)]
    seen = {page_key(links[0].url): seen_on(1)}
    done = {page_key(links[1].url): capture(links[1].url)}
    plan = plan_articles(links, replace(DATED, max_pages=1), NIGHT, seen, done, MAY)
    assert urls(plan.fetch) == [links[2].url]
    assert plan.skipped == {"over_max_pages": (links[3].url,), "seen_before": (links[0].url,)}

"""Three nights of a site: what is asked, what is kept, what counts as a version.

With REPLAY_PAGES=2000 it is as large as a newspaper's archive of a season: some 50 seconds of processor time.
"""

import os
from collections import Counter
from datetime import timedelta

from web_server import NIGHT, CrawledSite, WebServer, crawl_with_settings

from spiders.archive import read_body, read_captures

PAGES = int(os.environ.get("REPLAY_PAGES", "200"))
CHANGED = range(0, PAGES, 50)
NEW = 10
SECOND, THIRD = NIGHT + timedelta(days=1), NIGHT + timedelta(days=2)


def announce(web: WebServer, count: int) -> None:
    entries = "".join(f"<url><loc>{web.url}/news/{number}</loc></url>" for number in range(count))
    web.page("/sitemap.xml", f"<urlset>{entries}</urlset>", "application/xml")


def crawl(daily: CrawledSite, night_number: int) -> None:
    night = NIGHT + timedelta(days=night_number)
    code = crawl_with_settings(
        daily, night=night, timeout_seconds=10, CONCURRENT_REQUESTS=32, CONCURRENT_REQUESTS_PER_DOMAIN=32,
        AUTOTHROTTLE_ENABLED=False,
    )  # fmt: skip
    assert code == 0, daily.log()[-3_000:]


def asked(web: WebServer) -> Counter[str]:
    """How often each path was asked for since the last time, robots.txt aside."""
    paths = Counter(path for path in web.paths() if path != "/robots.txt")
    web.requests.clear()
    return paths


def test_only_new_changed_and_due_pages_are_fetched_and_every_change_is_a_version(
    web: WebServer, daily: CrawledSite
) -> None:
    web.sends_validators = True
    for number in range(PAGES):
        web.article(f"/news/{number}", "as first told")
    announce(web, PAGES)
    daily.write_site(web.url, sitemaps=[f"{web.url}/sitemap.xml"], max_pages=5_000, max_requests=9_000, revisit_days=7)
    crawl(daily, 0)
    assert set(asked(web).values()) == {1}, "nothing is asked for twice in a night"
    assert daily.counts() == {"discovery_ok": 1, "ok": PAGES}

    for number in CHANGED:
        web.article(f"/news/{number}", "corrected")
    for number in range(PAGES, PAGES + NEW):
        web.article(f"/news/{number}", "new")
    announce(web, PAGES + NEW)
    crawl(daily, 1)
    assert set(asked(web).values()) == {1}
    unchanged = PAGES - len(CHANGED)
    assert daily.counts(SECOND) == {"discovery_ok": 1, "ok": len(CHANGED) + NEW, "unchanged": unchanged}
    answers = Counter(capture.status for capture in read_captures(daily.raw, "daily", SECOND))
    assert answers[304] >= 0.95 * unchanged
    changed = {capture.url: capture for capture in read_captures(daily.raw, "daily", SECOND) if capture.outcome == "ok"}
    assert all(b"corrected" in read_body(daily.raw, changed[f"{web.url}/news/{number}"]).body for number in CHANGED)
    told = {capture.url: capture for capture in read_captures(daily.raw, "daily", NIGHT)}
    assert all(b"first told" in read_body(daily.raw, told[f"{web.url}/news/{number}"]).body for number in CHANGED)

    web.page("/sitemap.xml", "<urlset/>", "application/xml")
    web.article(f"/news/{PAGES}", "corrected, and no longer announced")
    crawl(daily, 2)
    third = asked(web)
    assert set(third.values()) == {1}
    assert third[f"/news/{PAGES}"] == 1, "looked at again though nothing announces it"
    assert daily.counts(THIRD)["ok"] == 1
    crawl(daily, 3)
    assert set(asked(web)) <= {"/sitemap.xml", *(f"/news/{number}" for number in range(PAGES, PAGES + NEW))}

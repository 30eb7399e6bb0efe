"""Whole crawls of a web server on loopback, each in its child process as at night."""

import gzip
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from warcio.archiveiterator import ArchiveIterator
from web_server import NIGHT, Answer, CrawledSite, WebServer

from spiders.archive import Capture, night_folder, read_body, read_captures
from spiders.crawl import crawl_outcomes
from spiders.dated_urls import Span
from spiders.verdict import EXIT_STOPPED

MEGABYTE = b"x" * 1_000_000
WITHOUT_CONTACT = {name: value for name, value in os.environ.items() if name != "NIGHTDESK_CONTACT"}


def outcomes(daily: CrawledSite, web: WebServer, night: date = NIGHT) -> dict[str, str]:
    """Outcome by path of everything that was asked of one server, robots.txt aside."""
    captures = read_captures(daily.raw, "daily", night)
    return {
        capture.url.removeprefix(web.url): capture.outcome
        for capture in captures
        if capture.url.startswith(web.url) and capture.capture_kind != "robots"
    }


def capture_of(daily: CrawledSite, url: str, night: date = NIGHT) -> Capture:
    return {capture.url: capture for capture in read_captures(daily.raw, "daily", night)}[url]


def test_articles_are_found_by_feed_section_sitemap_index_and_news_sitemap(web: WebServer, daily: CrawledSite) -> None:
    web.article("/news/section")
    packed, news = web.article("/news/packed"), web.article("/news/news")
    web.feed("/feed", [web.article("/news/feed")])
    web.answers["/world"] = Answer(b"<a href='/news/section'>s</a> <a href='/news/feed'>f</a> <a href='/about'>a</a>")
    index = f"<sitemapindex><sitemap><loc>{web.url}/s1.xml.gz</loc></sitemap></sitemapindex>"
    web.answers["/index.xml"] = Answer(index.encode(), content_type="application/xml")
    one = f"<urlset><url><loc>{packed}</loc></url><url><loc>{web.url}/about</loc></url></urlset>"
    web.answers["/s1.xml.gz"] = Answer(gzip.compress(one.encode()), content_type="application/gzip")
    two = f"<urlset><url><loc>{news}</loc><publication_date>2026-11-19</publication_date></url></urlset>"
    web.answers["/news.xml"] = Answer(two.encode(), content_type="application/xml")
    daily.write_site(
        web.url,
        feeds=[f"{web.url}/feed"],
        sections=[f"{web.url}/world"],
        sitemaps=[f"{web.url}/index.xml", f"{web.url}/news.xml"],
        article_url=["/news/"],
        expect={"min_articles": 4},
    )
    result = daily.crawl()
    assert (result.exit_code, result.complete, result.message) == (0, True, "4 articles archived"), daily.log()
    assert result.counts == {"discovery_ok": 5, "ok": 4, "skipped_by_rule": 1}
    assert crawl_outcomes(daily.raw, "daily", NIGHT)["skipped_by_rule"] == (1, True, f"{web.url}/about")
    assert read_body(daily.raw, capture_of(daily, news)).body == web.answers["/news/news"].body
    assert "nightdesk/" in web.requests[0][2]["User-Agent"]
    assert [web.asked(path) for path in ("/robots.txt", "/news/feed", "/about")] == [1, 1, 0]


def test_each_bad_answer_leaves_by_its_own_door(web: WebServer, daily: CrawledSite) -> None:
    web.answers |= {
        "/500": Answer(b"broken", status=500),
        "/404": Answer(b"gone", status=404),
        "/hangs": Answer(b"late", wait_seconds=30),
        "/huge": Answer(MEGABYTE, repeat=200),
        "/declared": Answer(b"x", headers={"Content-Length": "200000000"}),
        "/drops": Answer(hangs_up=True),
        "/empty": Answer(b""),
        "/picture": Answer(b"\x89PNG", content_type="image/png"),
        "/bomb": Answer(gzip.compress(MEGABYTE * 20), headers={"Content-Encoding": "gzip"}),
        "/garbled": Answer(b"not gzip", headers={"Content-Encoding": "gzip"}),
        "/away": Answer(status=302, headers={"Location": "http://other.example/"}),
        "/inside": Answer(status=302, headers={"Location": "http://10.0.0.1/admin"}),
        "/loop": Answer(status=302, headers={"Location": "/loop"}),
        "/file": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "/moved": Answer(status=301, headers={"Location": "/good"}),
        "/packed": Answer(gzip.compress(b"<!doctype html>packed"), headers={"Content-Encoding": "gzip"}),
        "/untyped": Answer(b"<!DOCTYPE html><p>words", content_type=None),
        "/charset": Answer("<html>Взрыв".encode("cp1251"), content_type="text/html; charset=utf-8"),
        "/code999": Answer(b"no", status=999),
    }
    paths = list(web.answers)
    web.article("/good")
    daily.write_site(
        web.url, feeds=[web.feed("/feed", [web.url + path for path in paths])], canonical_hosts=["10.0.0.1"]
    )
    result = daily.crawl(timeout_seconds=1)
    assert (result.exit_code, result.complete) == (0, True), daily.log()
    assert outcomes(daily, web) == {
        "/feed": "ok",
        "/500": "http_error",
        "/404": "http_error",
        "/hangs": "timeout",
        "/huge": "too_large",
        "/declared": "too_large",
        "/drops": "connection_failed",
        "/empty": "empty_body",
        "/picture": "not_html",
        "/bomb": "too_large",
        "/garbled": "bad_encoding",
        "/away": "off_site_redirect",
        "/inside": "not_public_address",
        "/loop": "redirect_loop",
        "/file": "http_error",
        "/moved": "ok",
        "/packed": "ok",
        "/untyped": "ok",
        "/charset": "ok",
        "/code999": "http_error",
    }
    assert web.bytes_sent < 100 * len(MEGABYTE)
    bodies = {path: read_body(daily.raw, capture_of(daily, web.url + path)) for path in ("/500", "/charset")}
    assert bodies["/500"].body == b"broken"
    assert bodies["/charset"].body == "<html>Взрыв".encode("cp1251")
    packed = read_body(daily.raw, capture_of(daily, f"{web.url}/packed"))
    assert packed.body == b"<!doctype html>packed"
    assert "content-encoding" not in packed.headers
    assert capture_of(daily, f"{web.url}/moved").final_url == f"{web.url}/good"
    assert capture_of(daily, f"{web.url}/hangs").warc_path is None
    assert [web.asked("/500"), web.asked("/404")] == [3, 1]


def test_robots_txt_that_fails_forbids_the_host_and_a_redirect_into_a_forbidden_page_is_not_followed(
    web: WebServer, other_web: WebServer, daily: CrawledSite
) -> None:
    other_web.answers["/robots.txt"] = Answer(b"<h1>down</h1>", status=503)
    web.answers["/robots.txt"] = Answer(b"User-agent: nightdesk\nDisallow: /secret\nCrawl-delay: 0.4")
    web.answers["/to-secret"] = Answer(status=302, headers={"Location": "/secret"})
    web.article("/secret")
    links = [other_web.article("/1"), other_web.article("/2"), f"{web.url}/to-secret", web.article("/open")]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], canonical_hosts=[other_web.host])
    result = daily.crawl()
    assert result.counts == {"discovery_ok": 1, "ok": 1, "robots_disallowed": 1, "robots_unreachable": 2}
    assert set(other_web.paths()) == {"/robots.txt"}
    assert web.asked("/secret") == 0
    instants = [instant for instant, path, _ in web.requests if path != "/robots.txt"]
    assert len(instants) == 3
    assert all(later - earlier > 0.35 for earlier, later in pairwise(instants))


def test_a_site_that_is_broken_says_so(web: WebServer, daily: CrawledSite) -> None:
    web.answers["/feed"] = Answer(b"<html>We have moved</html>")
    web.answers["/feed2"] = Answer(b"sorry", status=500)
    daily.write_site(web.url, feeds=[f"{web.url}/feed", f"{web.url}/feed2"])
    result = daily.crawl()
    assert (result.exit_code, result.complete) == (3, False)
    assert result.counts == {"discovery_http_error": 1, "discovery_malformed": 1}
    assert f"{web.url}/feed: malformed" in result.message
    web.feed("/feed", [f"{web.url}/gone", web.article("/1")])
    daily.write_site(web.url, feeds=[f"{web.url}/feed"], expect={"min_articles": 2})
    few = daily.crawl()
    assert (few.exit_code, few.message) == (
        7,
        "site out of bounds: 1 articles, min_articles is 2: look at 1 http_error",
    )
    web.article("/gone")
    assert daily.crawl().message == "2 articles archived"
    assert [web.asked("/1"), web.asked("/gone")] == [1, 2]


def test_a_site_that_stops_answering_is_left_alone(web: WebServer, daily: CrawledSite) -> None:
    links = [f"{web.url}/{number}" for number in range(30)]
    web.answers |= {f"/{number}": Answer(hangs_up=True) for number in range(30)}
    daily.write_site(web.url, feeds=[web.feed("/feed", links)])
    result = daily.crawl()
    assert (result.exit_code, result.message.partition(":")[0]) == (9, "site unreachable"), daily.log()
    assert sum(result.counts.values()) == 31
    assert result.counts["site_unreachable"] > 15
    assert web.asked("/29") == 0
    web.answers["/robots.txt"] = Answer(b"")
    web.answers |= {path: Answer(hangs_up=True) for path in ("/feed", "/feed2", "/feed3", "/feed4", "/feed5")}
    daily.write_site(web.url, feeds=[web.url + path for path in ("/feed", "/feed2", "/feed3", "/feed4", "/feed5")])
    before = len(web.requests)
    assert daily.crawl(NIGHT + timedelta(days=1)).message.startswith("site unreachable: it stopped answering")
    # Twisted repeats a request of its own when a kept connection turns out to be closed.
    assert len(web.requests) - before in (11, 12), "robots.txt, then ten tries"


def test_a_disk_that_refuses_a_capture_ends_the_crawl_and_the_rerun_mends_it(
    web: WebServer, daily: CrawledSite
) -> None:
    links = [web.article(f"/{number}", os.urandom(30_000).hex()) for number in range(20)]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)])
    full_disk = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "import spiders.run; sys.exit(spiders.run.main())"
    )
    assert start_crawl(daily, "-c", full_disk).wait() == 1
    assert "archive_failed" in (night_folder(daily.raw, "daily", NIGHT) / "crawl.json").read_text()
    assert 2 < len(read_captures(daily.raw, "daily", NIGHT)) < 20
    result = daily.crawl()
    assert (result.exit_code, result.counts) == (0, {"discovery_ok": 1, "ok": 20}), daily.log()
    captures = read_captures(daily.raw, "daily", NIGHT)
    assert all(read_body(daily.raw, capture).body for capture in captures)
    records: list[str] = []
    for warc in night_folder(daily.raw, "daily", NIGHT).glob("*.warc.gz"):
        with warc.open("rb") as file:
            records += [record.rec_type for record in ArchiveIterator(file)]
    assert records.count("response") == 23, "20 articles, the feed, robots.txt in each of two runs"


def test_loopback_is_refused_unless_allowed_and_nobody_is_asked_without_a_contact(
    web: WebServer, daily: CrawledSite
) -> None:
    daily.write_site(web.url, feeds=[web.feed("/feed", [web.article("/1")])])
    command = [sys.executable, "-m", "spiders.run", str(daily.toml), "--night", str(NIGHT)]
    command += ["--raw", str(daily.raw)]
    nobody = subprocess.run(command, capture_output=True, text=True, check=False, env=WITHOUT_CONTACT)
    assert (nobody.returncode, nobody.stderr.startswith("NIGHTDESK_CONTACT is not set")) == (2, True)
    with_contact = {**WITHOUT_CONTACT, "NIGHTDESK_CONTACT": "desk@daily.example"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=with_contact)
    assert done.returncode == 3
    assert "address 127.0.0.1 is not public" in done.stderr
    assert outcomes(daily, web) == {"/feed": "not_public_address"}
    assert web.paths() == []


def test_the_next_night_asks_whether_a_page_changed_and_points_at_what_did_not(
    web: WebServer, daily: CrawledSite
) -> None:
    links = [web.article("/same"), web.article("/changes"), web.article("/tagged")]
    web.answers["/tagged"] = Answer(b"<html>tagged", headers={"ETag": '"v1"', "Last-Modified": "yesterday"})
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], revisit_days=1)
    assert daily.crawl().counts == {"discovery_ok": 1, "ok": 3}
    web.article("/changes", "other words")
    web.answers["/tagged"] = Answer(status=304)
    tomorrow, day_after = NIGHT + timedelta(days=1), NIGHT + timedelta(days=2)
    assert daily.crawl(tomorrow).counts == {"discovery_unchanged": 1, "ok": 1, "unchanged": 2}, daily.log()
    asked = [headers for _, path, headers in web.requests if path == "/tagged"]
    assert (asked[-1]["If-None-Match"], asked[-1]["If-Modified-Since"]) == ('"v1"', "yesterday")
    tagged = capture_of(daily, f"{web.url}/tagged", tomorrow)
    assert (tagged.status, read_body(daily.raw, tagged).body) == (304, b"<html>tagged")
    result = daily.crawl(day_after)
    assert (result.counts, result.complete) == ({"discovery_unchanged": 1, "seen_before": 3}, True)


def test_a_page_that_is_gone_is_told_from_one_that_is_not_found_for_a_night(web: WebServer, daily: CrawledSite) -> None:
    links = [web.article("/gone"), web.article("/missing"), web.article("/back"), web.article("/stays")]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], revisit_days=1)
    daily.crawl()
    web.answers["/gone"] = Answer(b"taken down", status=410)
    web.answers["/missing"] = web.answers["/back"] = Answer(b"no such page", status=404)
    web.feed("/feed", links[3:])
    second, third = NIGHT + timedelta(days=1), NIGHT + timedelta(days=2)
    daily.crawl(second)
    found = {path: capture_of(daily, f"{web.url}{path}", second) for path in ("/gone", "/missing", "/back", "/stays")}
    assert [capture.outcome for capture in found.values()] == ["gone", "http_error", "http_error", "unchanged"]
    assert read_body(daily.raw, found["/gone"]).body == b"taken down"

    web.article("/back")
    daily.crawl(third)
    outcomes = {path: capture_of(daily, f"{web.url}{path}", third).outcome for path in ("/missing", "/back")}
    assert outcomes == {"/missing": "gone", "/back": "unchanged"}, "asked though nothing announces them any more"
    web.requests.clear()
    daily.crawl(NIGHT + timedelta(days=3))
    assert web.paths() == ["/robots.txt", "/feed"]


def test_a_page_that_leads_to_the_front_page_is_gone_when_it_does_so_again(web: WebServer, daily: CrawledSite) -> None:
    links = [web.article("/taken"), web.article("/dropped"), web.article("/moved"), web.article("/stays")]
    web.answers["/"] = Answer(b"<html>all the news")
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], revisit_days=1)
    daily.crawl()
    web.answers["/taken"] = web.answers["/dropped"] = Answer(b"", status=302, headers={"Location": "/"})
    web.answers["/moved"] = Answer(status=301, headers={"Location": "/new-place"})
    web.article("/new-place")
    web.feed("/feed", links[3:])
    second, third = NIGHT + timedelta(days=1), NIGHT + timedelta(days=2)
    daily.crawl(second)
    found = {path: capture_of(daily, f"{web.url}{path}", second) for path in ("/taken", "/dropped", "/moved", "/stays")}
    assert [capture.outcome for capture in found.values()] == ["redirected_home", "redirected_home", "ok", "unchanged"]
    assert (found["/taken"].status, found["/taken"].final_url, web.asked("/")) == (302, f"{web.url}/taken", 0)

    web.article("/dropped")
    daily.crawl(third)
    outcomes = {path: capture_of(daily, f"{web.url}{path}", third).outcome for path in ("/taken", "/dropped")}
    assert outcomes == {"/taken": "gone", "/dropped": "unchanged"}


def test_killed_in_mid_crawl_the_rerun_fetches_only_what_is_missing(web: WebServer, daily: CrawledSite) -> None:
    links = [web.article(f"/{number}") for number in range(30)]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], delay_seconds=0.05, max_pages=28)
    child = start_crawl(daily)
    wait_until(lambda: len(web.requests) > 12)
    child.kill()
    child.wait()
    before = read_captures(daily.raw, "daily", NIGHT)
    assert 8 <= len(before) < 28
    assert all(read_body(daily.raw, capture).body for capture in before)
    result = daily.crawl()
    assert (result.exit_code, result.counts) == (0, {"discovery_ok": 1, "ok": 28, "over_max_pages": 2}), daily.log()
    archived = [capture.url for capture in read_captures(daily.raw, "daily", NIGHT)]
    assert len(archived) == len(set(archived)) == 30
    asked = [web.asked(f"/{number}") for number in range(28)]
    assert sum(asked) <= 29, "one page may have been under way when the crawl was killed"
    assert min(asked) == 1
    assert web.asked("/feed") == 1
    requests = len(web.requests)
    assert daily.crawl().complete
    assert len(web.requests) == requests
    web.feed("/feed", [*links[:27], web.article("/late")])
    assert daily.crawl(again=True).counts == {"discovery_ok": 1, "ok": 29}
    assert web.asked("/0") == asked[0]


def test_sigterm_ends_a_crawl_that_says_it_was_stopped_and_one_night_has_one_crawl(
    web: WebServer, daily: CrawledSite
) -> None:
    links = [web.article(f"/{number}") for number in range(50)]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], delay_seconds=0.2)
    child = start_crawl(daily)
    wait_until(lambda: len(web.requests) > 3)
    locked = daily.crawl()
    assert (locked.exit_code, locked.complete) == (5, False)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=10) == 4
    summary = (night_folder(daily.raw, "daily", NIGHT) / "crawl.json").read_text()
    assert '"complete": false' in summary
    assert "stopped by a signal" in summary
    assert daily.pids_of_crawls() == []


def test_a_crawl_dies_with_the_process_that_started_it(web: WebServer, daily: CrawledSite) -> None:
    links = [web.article(f"/{number}") for number in range(50)]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], delay_seconds=0.2)
    program = (
        "import sys; from datetime import date; from pathlib import Path; from spiders.crawl import crawl_site\n"
        f"crawl_site(Path({str(daily.toml)!r}), date(2026, 11, 19), Path({str(daily.raw)!r}),"
        f" log=Path({str(daily.folder)!r}) / 'crawl.log', allow_loopback=True)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    wait_until(lambda: len(web.requests) > 3)
    assert len(daily.pids_of_crawls()) == 1
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    wait_until(lambda: daily.pids_of_crawls() == [])


def test_a_crawl_whose_starter_was_killed_before_its_first_step_asks_nobody(web: WebServer, daily: CrawledSite) -> None:
    daily.write_site(web.url, feeds=[web.feed("/feed", [web.article("/1")])])
    starter = subprocess.Popen([sys.executable, "-c", ""])
    starter.wait()
    crawl = start_crawl(daily, "-m", "spiders.run", "--parent", str(starter.pid))
    assert (crawl.wait(), web.paths()) == (EXIT_STOPPED, [])


def start_crawl(daily: CrawledSite, *program: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, *(program or ("-m", "spiders.run")), str(daily.toml), "--allow-loopback"]
    with (daily.folder / "first.log").open("wb") as log:
        return subprocess.Popen([*command, "--night", str(NIGHT), "--raw", str(daily.raw)], stdout=log, stderr=log)


def wait_until(is_so: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_a_backfill_fetches_the_days_asked_for_and_goes_on_where_it_stopped(web: WebServer, daily: CrawledSite) -> None:
    days = {day: [web.article(f"/2026/05/{day:02}/{name}") for name in "ab"] for day in (29, 30, 31)}
    for day, links in days.items():
        anchors = "".join(f"<a href='{link}'>{link}</a>" for link in links)
        web.answers[f"/2026/05/{day}/"] = Answer(f"<body>{anchors}<a href='/2026/05/01/old'>old</a>".encode())
    daily.write_site(
        web.url,
        archives=[f"{web.url}/{{date:%Y/%m/%d}}/"],
        feeds=[web.feed("/feed", [])],
        article_url=[r"/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/\w"],
        max_pages=3,
    )
    span = Span(date(2026, 5, 30), date(2026, 5, 31))
    first = daily.crawl(span=span)
    assert (first.exit_code, first.message) == (4, "3 articles archived, 1 left; run again to go on"), daily.log()
    second = daily.crawl(span=span)
    assert (second.exit_code, second.message) == (0, "1 articles archived"), daily.log()
    asked = Counter(path for path in web.paths() if path != "/robots.txt")
    assert asked == Counter(
        ["/2026/05/31/", "/2026/05/30/", *(f"/2026/05/{day}/{name}" for day in (30, 31) for name in "ab")]
    )
    assert daily.crawl(span=span).complete and web.asked("/2026/05/31/") == 1

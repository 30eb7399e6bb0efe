"""Looking at a site on loopback, as `nightdesk sites add` and `sites check` do."""

from pathlib import Path

import pytest
from web_server import NIGHT, Answer, CrawledSite, WebServer

from spiders.scout import scout_site
from spiders.site import SiteError
from spiders.visit import visit_site


def test_a_visit_says_what_answered_and_fetches_the_first_articles_only(
    web: WebServer, daily: CrawledSite, tmp_path: Path
) -> None:
    links = [web.article(f"/news/{number}") for number in range(1, 6)]
    daily.write_site(
        web.url,
        feeds=[web.feed("/feed", [*links, f"{web.url}/about"]), f"{web.url}/gone"],
        article_url=["/news/"],
        max_pages=200,
    )
    visit = visit_site(daily.toml, NIGHT, tmp_path / "scratch", articles=2, allow_loopback=True)
    feed, gone = visit.answers
    assert (feed.outcome, feed.status, len(feed.links), len(feed.wanted)) == ("ok", 200, 6, 5)
    assert (gone.outcome, gone.status, gone.links) == ("http_error", 404, ())
    assert [capture.url for capture, payload in visit.articles if payload] == links[:2]
    assert [web.asked(f"/news/{number}") for number in range(1, 6)] == [1, 1, 0, 0, 0]


def test_a_scout_finds_what_home_page_and_robots_txt_declare(web: WebServer, tmp_path: Path) -> None:
    web.feed("/rss/news", [web.article("/news/1")])
    web.feed("/rss/comments", [web.article("/news/1")])
    links = "".join(
        f"<link rel=alternate type='application/rss+xml' href='{path}'>" for path in ("/rss/news", "/rss/comments")
    )
    web.answers["/"] = Answer(f"<html><head>{links}</head>".encode())
    web.answers["/robots.txt"] = Answer(f"Sitemap: {web.url}/map.xml\n".encode(), content_type="text/plain")
    web.answers["/map.xml"] = Answer(f"<urlset><url><loc>{web.url}/news/1</loc></url></urlset>".encode())
    scouted = scout_site(f"{web.url}/", NIGHT, tmp_path, allow_loopback=True)
    found = {(each.url.removeprefix(web.url), each.kind, each.is_declared) for each in scouted.announcements}
    assert found == {("/rss/news", "feed", True), ("/map.xml", "sitemap", True)}
    assert web.asked("/news/1") == 0 and web.asked("/feed/") == 0


def test_a_site_that_forbids_it_is_not_asked_for_more(web: WebServer, tmp_path: Path) -> None:
    web.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /", content_type="text/plain")
    with pytest.raises(SiteError, match=r"its robots\.txt forbids it"):
        scout_site(f"{web.url}/", NIGHT, tmp_path, allow_loopback=True)
    assert web.paths() == ["/robots.txt"]


def test_an_address_on_this_machine_is_not_asked_unless_allowed(
    web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTDESK_CONTACT", "desk@daily.example")
    with pytest.raises(SiteError, match="NIGHTDESK_ALLOW_LOOPBACK=true"):
        scout_site(f"{web.url}/", NIGHT, tmp_path)
    assert web.paths() == []


def test_no_site_is_visited_by_nobody(daily: CrawledSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIGHTDESK_CONTACT", raising=False)
    daily.write_site("https://daily.example", feeds=["https://daily.example/feed"], delay_seconds=1)
    with pytest.raises(SiteError, match="NIGHTDESK_CONTACT is not set"):
        visit_site(daily.toml, NIGHT, tmp_path / "scratch")

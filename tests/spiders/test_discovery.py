"""What is asked for on a night and in a backfill, page by page, without a single request."""

import re
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from spiders.dated_urls import Span
from spiders.discovery import MAX_SITEMAPS, Discovery, newest_first
from spiders.links import Link
from spiders.site import Site

NIGHT = date(2026, 11, 19)
HOME = "https://daily.example"
NEWS = re.compile(r"/news/")
SITE = Site("daily", "Daily", f"{HOME}/", article_url=(NEWS,))
MAY = Span(date(2026, 5, 1), date(2026, 5, 31))


def discover(
    site: Site, answers: Mapping[str, str], span: Span | None = None, seen: Container[str] = ()
) -> tuple[list[str], list[Link]]:
    """The paths asked for, in order, and the links found; a page without an answer is asked for and fails."""
    discovery = Discovery(site, NIGHT, span, seen)
    asked = []
    while (page := discovery.next_page()) is not None:
        path = page.url.removeprefix(HOME)
        asked.append(path)
        if path in answers:
            discovery.read(page, answers[path].encode(), None)
    return asked, discovery.links


def listing(*links: str, following: str = "") -> str:
    anchors = "".join(f"<a href='{link}'>{link}</a>" for link in links)
    return f"<body>{anchors}" + (f"<a rel='next' href='{following}'>older</a>" if following else "")


def index(*files: tuple[str, str]) -> str:
    entries = (f"<sitemap><loc>{HOME}{path}</loc><lastmod>{day}</lastmod></sitemap>" for path, day in files)
    return f"<sitemapindex>{''.join(entries)}</sitemapindex>"


def test_a_section_is_followed_to_its_bound_by_its_own_next_links() -> None:
    site = replace(SITE, sections=(f"{HOME}/world/",), section_pages=3)
    answers = {
        "/world/": listing("/news/3", following="?page=2"),
        "/world/?page=2": listing("/news/2", following="?page=3"),
        "/world/?page=3": listing("/news/1", following="?page=4"),
    }
    asked, links = discover(site, answers)
    assert asked == ["/world/", "/world/?page=2", "/world/?page=3"]
    assert [link.url for link in links] == [f"{HOME}/news/3", f"{HOME}/news/2", f"{HOME}/news/1"]


def test_a_section_s_next_page_may_be_given_as_a_template() -> None:
    site = replace(SITE, sections=(f"{HOME}/world/",), section_pages=2, next_page="{url}page/{page}/")
    asked, _ = discover(site, {"/world/": listing("/news/1", following="/elsewhere")})
    assert asked == ["/world/", "/world/page/2/"]


def test_a_section_ends_where_a_page_names_nothing_new() -> None:
    site = replace(SITE, sections=(f"{HOME}/world/",), section_pages=100, next_page="{url}?page={page}")
    answers = {
        "/world/": listing("/news/new"),
        "/world/?page=2": listing("/news/known"),
        "/world/?page=3": listing("/news/never-asked"),
    }
    asked, _ = discover(site, answers, seen=[f"{HOME}/news/known"])
    assert asked == ["/world/", "/world/?page=2"]


def test_a_calendar_without_end_is_left_at_the_bound() -> None:
    site = replace(SITE, sections=(f"{HOME}/day/1",), section_pages=30)
    answers = {f"/day/{day}": listing(f"/news/{day}", following=f"/day/{day + 1}") for day in range(1, 1_000)}
    asked, links = discover(site, answers)
    assert (len(asked), len(links)) == (30, 30)


def test_a_next_page_on_another_host_or_asked_before_is_not_followed() -> None:
    site = replace(SITE, sections=(f"{HOME}/a", f"{HOME}/b"), section_pages=9)
    answers = {
        "/a": listing("/news/1", following="https://other.example/2"),
        "/b": listing("/news/2", following="/a"),
    }
    assert discover(site, answers)[0] == ["/a", "/b"]


def test_sitemaps_are_found_through_robots_txt_and_nested_indexes_once() -> None:
    site = replace(SITE, sitemaps=(f"{HOME}/robots.txt",))
    answers = {
        "/robots.txt": f"User-agent: *\nSitemap: {HOME}/index.xml\nSitemap: https://other.example/s.xml",
        "/index.xml": index(("/world.xml", "2026-11-19"), ("/index.xml", "2026-11-19")),
        "/world.xml": f"<urlset><url><loc>{HOME}/news/1</loc></url></urlset>",
    }
    asked, links = discover(site, answers)
    assert asked == ["/robots.txt", "/index.xml", "/world.xml"]
    assert links == [Link(f"{HOME}/news/1")]


def test_a_night_reads_the_newest_sitemaps_and_none_that_is_older_than_its_articles_may_be() -> None:
    site = replace(SITE, sitemaps=(f"{HOME}/index.xml",), max_age_days=30)
    months = [(f"/2026-{month:02}.xml", "") for month in range(1, 13)]
    dated = [("/new.xml", "2026-11-18"), ("/old.xml", "2026-10-01"), ("/undated.xml", "")]
    asked, _ = discover(site, {"/index.xml": index(*months, *dated)})
    assert asked == ["/index.xml", "/2026-12.xml", "/new.xml", "/2026-11.xml", "/2026-10.xml", "/undated.xml"]


def test_no_more_than_so_many_sitemaps_are_read() -> None:
    site = replace(SITE, sitemaps=(f"{HOME}/index.xml",))
    asked, _ = discover(site, {"/index.xml": index(*((f"/{number}.xml", "") for number in range(500)))})
    assert len(asked) == MAX_SITEMAPS


def test_a_backfill_asks_dated_listings_and_the_sitemaps_of_its_months() -> None:
    site = replace(
        SITE,
        feeds=(f"{HOME}/rss",),
        sections=(f"{HOME}/world/",),
        sitemaps=(f"{HOME}/index.xml",),
        archives=(f"{HOME}/{{date:%Y/%m/%d}}/",),
    )
    span = Span(date(2026, 5, 30), date(2026, 5, 31))
    files = (("/2026-04.xml", ""), ("/2026-05.xml", ""), ("/2026-06.xml", ""), ("/stale.xml", "2026-05-01"))
    answers = {"/index.xml": index(*files), "/2026/05/30/": listing("/news/1")}
    asked, links = discover(site, answers, span)
    assert asked == ["/2026/05/31/", "/2026/05/30/", "/index.xml", "/2026-05.xml"]
    assert links == [Link(f"{HOME}/news/1", title="/news/1", listed=date(2026, 5, 30))]


def test_a_backfill_of_a_site_with_feeds_only_goes_by_what_robots_txt_declares() -> None:
    site = replace(SITE, feeds=(f"{HOME}/rss",))
    asked, _ = discover(site, {"/robots.txt": f"Sitemap: {HOME}/2026-05.xml"}, MAY)
    assert asked == ["/robots.txt", "/2026-05.xml"]


def test_a_dated_listing_is_followed_to_its_next_page_with_its_day() -> None:
    site = replace(SITE, archives=(f"{HOME}/{{date:%Y/%m/%d}}/",), section_pages=2, next_page="{url}page/{page}/")
    span = Span(date(2026, 5, 30), date(2026, 5, 30))
    answers = {"/2026/05/30/": listing("/news/2"), "/2026/05/30/page/2/": listing("/news/1")}
    _, links = discover(site, answers, span)
    assert {link.listed for link in links} == {date(2026, 5, 30)}


@pytest.mark.parametrize(("path", "kind"), [("/s-{date:%Y-%m}.xml", "sitemap"), ("/a?d={date:%Y%m%d}", "section")])
def test_a_dated_listing_is_a_sitemap_if_its_name_says_so(path: str, kind: str) -> None:
    page = Discovery(replace(SITE, archives=(HOME + path,)), NIGHT, MAY).next_page()
    assert page is not None and page.kind == kind


def test_newest_first_leaves_links_without_a_date_at_the_end_as_they_stood() -> None:
    def on(day: int, url: str) -> Link:
        return Link(url, datetime(2026, 11, day, tzinfo=UTC))

    links = [Link("a"), on(1, "old"), Link("b"), on(2, "new")]
    assert [link.url for link in newest_first(links)] == ["new", "old", "a", "b"]

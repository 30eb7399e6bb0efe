"""A first TOML from what a site showed: it loads, and tells what was found from what was guessed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.archive import Payload
from spiders.links import Link
from spiders.proposal import propose_toml
from spiders.scout import Announcement, Scouted
from spiders.site import Site, load_site

HOME = "https://www.kessa-times.ng/"
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
ARTICLES = tuple(Link(f"{HOME}news/{number}-a-story.html", NOON, "A story") for number in (101, 102, 103))
PAGE = (
    "<html lang='en-GB'><head><title>Home | Kessa</title><meta property='og:site_name' content='Kessa Times'></head>"
    "<a href='/about'>About</a><a href='/news/101-a-story.html'>A</a><a href='/news/102-a-story.html'>B</a>"
)


def home(html: str = PAGE) -> Payload:
    return Payload(html.encode(), "text/html; charset=utf-8", {})


def proposed(folder: Path, scouted: Scouted) -> tuple[str, Site]:
    text = propose_toml(scouted)
    path = folder / "kessa.toml"
    path.write_text(text, encoding="utf-8")
    return text, load_site(path)


def test_what_the_site_declares_is_found_and_the_rest_is_marked_as_guessed(tmp_path: Path) -> None:
    feed = Announcement(f"{HOME}feed/", "feed", ARTICLES, is_declared=True)
    text, site = proposed(tmp_path, Scouted(HOME, home(), (feed,)))
    assert (site.source, site.language, site.country, site.timezone) == ("Kessa Times", "en", "NGA", "Africa/Lagos")
    assert (site.feeds, site.sitemaps, site.sections, site.verified) == ((f"{HOME}feed/",), (), (), False)
    assert site.wants(f"{HOME}news/999-another-story.html") and not site.wants(f"{HOME}about")
    assert "# Guessed from 3 addresses in its feeds.\narticle_url" in text
    assert "# Guessed from .ng.\ntimezone" in text
    assert "Guessed" not in text.partition("feeds = ")[0].splitlines()[-1]


def test_an_address_that_nothing_names_is_said_to_be_one(tmp_path: Path) -> None:
    text, _ = proposed(tmp_path, Scouted(HOME, home(), (Announcement(f"{HOME}rss", "feed", ARTICLES, False),)))
    assert f"# Answered, though nothing on the site names it: {HOME}rss\nfeeds" in text


def test_a_news_sitemap_is_preferred_and_no_file_of_an_index_is_named(tmp_path: Path) -> None:
    old = Announcement(f"{HOME}posts.xml", "sitemap", (Link(f"{HOME}2009/old-page"),), False)
    index = Announcement(f"{HOME}index.xml", "sitemap", (Link(old.url, kind="sitemap"),), True)
    assert proposed(tmp_path, Scouted(HOME, home(), (index, old)))[1].sitemaps == (index.url,)
    news = Announcement(f"{HOME}news.xml", "sitemap", ARTICLES, True)
    assert proposed(tmp_path, Scouted(HOME, home(), (index, old, news)))[1].sitemaps == (news.url,)


def test_two_addresses_of_one_feed_are_one_feed(tmp_path: Path) -> None:
    same = Announcement(f"{HOME}rss", "feed", ARTICLES[::-1], False)
    other = Announcement(f"{HOME}world/rss", "feed", ARTICLES[:1], True)
    feeds = (Announcement(f"{HOME}feed/", "feed", ARTICLES, True), same, other)
    assert proposed(tmp_path, Scouted(HOME, home(), feeds))[1].feeds == (f"{HOME}feed/", f"{HOME}world/rss")


def test_a_quote_in_an_address_does_not_break_the_file(tmp_path: Path) -> None:
    links = tuple(Link(f"{HOME}l'orient/{number}") for number in (1, 2))
    _, site = proposed(tmp_path, Scouted(HOME, home(), (Announcement(f"{HOME}feed/", "feed", links, True),)))
    assert site.wants(f"{HOME}l'orient/3")


def test_without_feed_and_sitemap_the_home_page_is_a_section(tmp_path: Path) -> None:
    _, site = proposed(tmp_path, Scouted(HOME, home(), ()))
    assert site.sections == (HOME,)
    assert site.wants(f"{HOME}news/103-b.html") and not site.wants(f"{HOME}about")


def test_articles_on_another_host_make_it_the_site_s_own(tmp_path: Path) -> None:
    links = tuple(Link(f"https://m.kessa.example/{number}") for number in (1, 2))
    _, site = proposed(tmp_path, Scouted(HOME, home(), (Announcement(f"{HOME}feed/", "feed", links, True),)))
    assert site.canonical_hosts == ("m.kessa.example",) and site.wants("https://m.kessa.example/3")


@pytest.mark.parametrize("page", [None, home(""), home("<title> </title><a href='/about'>About</a>")])
def test_a_site_that_shows_next_to_nothing_still_gets_a_file_that_loads(tmp_path: Path, page: Payload | None) -> None:
    text, site = proposed(tmp_path, Scouted("https://kessa.example/", page, ()))
    assert (site.source, site.timezone, site.country) == ("kessa.example", "UTC", None)
    assert "# Guessed, for no article was found: every page. Say which are articles." in text

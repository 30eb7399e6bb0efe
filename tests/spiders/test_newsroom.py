"""The sample newsroom: what it serves over loopback, and that its stories and their coded truth agree."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import feedparser
import pytest
from lxml import etree, html
from protego import Protego

from spiders.newsroom import FLAKY_REQUESTS, SAMPLE_MARK, Fault, Newsroom
from spiders.outlets import NewsroomError, Outlet, Story, read_outlets, read_story, render, stories_of
from spiders.site import Site, load_site

FOLDER = Path(__file__).parents[2] / "data" / "newsroom"
FIRST = date(2026, 11, 19)
SECOND = date(2026, 11, 20)
ADDRESS = "http://127.0.0.1:8451"

OUTLETS = {outlet.name: outlet for outlet in read_outlets(FOLDER)}
STORIES = {(name, story.path): story for name, outlet in OUTLETS.items() for story in stories_of(outlet, SECOND)}


@pytest.fixture(scope="module")
def first_night() -> Iterator[Newsroom]:
    with Newsroom(FOLDER, FIRST, port=0) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def second_night() -> Iterator[Newsroom]:
    with Newsroom(FOLDER, SECOND, port=0) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def sites(second_night: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    paths = second_night.write_sites(tmp_path_factory.mktemp("sites"))
    return {path.stem: load_site(path) for path in paths}


def fetch(url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, parts.path, headers={"Connection": "close", **named})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def page_of(outlet: Outlet, path: str, night: date = SECOND) -> str:
    return render(outlet, night, ADDRESS)[path].body.decode(outlet.encoding)


def articles_of(outlet: Outlet) -> list[tuple[Story, str]]:
    pages = render(outlet, SECOND, ADDRESS)
    return [(story, pages[story.path].body.decode(outlet.encoding)) for story in stories_of(outlet, SECOND)]


def folded(text: str) -> str:
    return " ".join(text.split())


def test_newsroom_has_enough_outlets_and_article_pages() -> None:
    assert len(OUTLETS) >= 4
    assert len(STORIES) >= 34


def test_every_page_answers_with_the_sample_mark(second_night: Newsroom) -> None:
    answered = 0
    for name, address in second_night.addresses.items():
        for path in render(OUTLETS[name], SECOND, address):
            response, body = fetch(address + path)
            assert response.status == 200, path
            assert SAMPLE_MARK.encode() in body, path
            answered += 1
    assert answered > len(STORIES)


def test_sample_mark_is_in_no_article_body() -> None:
    assert not [story.path for story in STORIES.values() if SAMPLE_MARK in " ".join(story.paragraphs)]


def test_every_html_page_names_the_sample_in_its_head() -> None:
    for outlet in OUTLETS.values():
        for story, text in articles_of(outlet):
            assert html.fromstring(text.encode()).xpath("//meta[@name='nightdesk-sample']/@content"), story.path


def test_only_loopback_is_bound(second_night: Newsroom) -> None:
    assert {urlsplit(address).hostname for address in second_night.addresses.values()} == {"127.0.0.1"}


def test_outlets_take_consecutive_ports() -> None:
    base = _free_base(len(OUTLETS))
    with Newsroom(FOLDER, FIRST, port=base) as newsroom:
        ports = [urlsplit(address).port for address in newsroom.addresses.values()]
    assert ports == [base + number for number in range(len(OUTLETS))]


def test_port_in_use_is_named_with_the_setting_to_change(second_night: Newsroom) -> None:
    taken = urlsplit(second_night.addresses["cordillera"]).port
    assert taken is not None
    with pytest.raises(NewsroomError, match=f"port {taken} .*NIGHTDESK_NEWSROOM_PORT"):
        Newsroom(FOLDER, FIRST, port=taken).__enter__()


def test_port_beyond_the_last_is_refused() -> None:
    with pytest.raises(NewsroomError, match="no port 65536: set NIGHTDESK_NEWSROOM_PORT to at most 65531"):
        Newsroom(FOLDER, FIRST, port=65536).__enter__()


def test_unchanged_page_answers_304_to_its_etag(second_night: Newsroom) -> None:
    url = second_night.addresses["northwind"] + "/world/2026/11/18/nyala-air-strike"
    response, body = fetch(url)
    again, nothing = fetch(url, If_None_Match=response.headers["ETag"])
    assert body
    assert (again.status, nothing) == (304, b"")


def test_last_modified_is_when_the_story_changed(second_night: Newsroom) -> None:
    response, _ = fetch(second_night.addresses["northwind"] + "/world/2026/11/19/mogadishu-market-car-bomb")
    changed = STORIES["northwind", "/world/2026/11/19/mogadishu-market-car-bomb"].modified
    assert parsedate_to_datetime(response.headers["Last-Modified"]) == changed


def test_head_sends_headers_without_a_body(second_night: Newsroom) -> None:
    response, body = fetch(second_night.addresses["oasis"] + "/", method="HEAD")
    assert int(response.headers["Content-Length"]) > 0
    assert body == b""


def test_section_pages_hold_a_dead_link(second_night: Newsroom, sites: dict[str, Site]) -> None:
    for name, site in sites.items():
        links = _links_of(site.sections[0])
        dead = [link for link in links if site.wants(link) and fetch(link)[0].status == 404]
        assert len(dead) == 1, name


def test_same_night_and_address_render_the_same_bytes() -> None:
    for outlet in OUTLETS.values():
        assert render(outlet, SECOND, ADDRESS) == render(outlet, SECOND, ADDRESS)


@pytest.mark.parametrize("name", ["northwind", "oasis"])
def test_json_ld_gives_headline_and_instants(name: str) -> None:
    for story, text in articles_of(OUTLETS[name]):
        (block,) = html.fromstring(text.encode()).xpath("//script[@type='application/ld+json']/text()")
        data = json.loads(block)
        article = next(node for node in data.get("@graph", [data]) if node["@type"].endswith("Article"))
        assert story.published is not None
        assert (article["headline"], article["datePublished"]) == (story.title, story.published.isoformat())


def test_two_rivers_has_opengraph_only() -> None:
    for story, text in articles_of(OUTLETS["two-rivers"]):
        page = html.fromstring(text.encode())
        assert page.xpath("//meta[@property='article:published_time']/@content"), story.path
        assert not page.xpath("//*[@itemprop] | //script[@type='application/ld+json'] | //time | //link"), story.path


def test_harmattan_has_microdata_only() -> None:
    for story, text in articles_of(OUTLETS["harmattan"]):
        page = html.fromstring(text.encode())
        (body,) = page.xpath("//*[@itemprop='articleBody']")
        assert folded(body.text_content()) == folded(" ".join(story.paragraphs))
        assert not page.xpath("//script[@type='application/ld+json'] | //meta[@property]"), story.path


def test_cordillera_has_bare_tables() -> None:
    for story, text in articles_of(OUTLETS["cordillera"]):
        page = html.fromstring(text)
        assert page.xpath("//table//td//p"), story.path
        assert not page.xpath("//div | //article | //*[@class or @itemprop] | //meta[@property] | //script"), story.path


def test_cordillera_is_windows_1252_whatever_it_declares() -> None:
    declared = {}
    for story, text in articles_of(OUTLETS["cordillera"]):
        found = re.search(r"charset=([\w-]+)", text)
        declared[story.path] = found[1] if found else None
    assert declared["/nov2026/miranda.htm"] == "iso-8859-1"
    assert declared["/nov2026/jamundi.htm"] == "utf-8"
    assert declared["/nov2026/saravena.htm"] is None
    body = render(OUTLETS["cordillera"], SECOND, ADDRESS)["/nov2026/jamundi.htm"].body
    assert "Jamundí, south of Cali".encode("cp1252") in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


@pytest.mark.parametrize(
    ("name", "path", "version"),
    [
        ("northwind", "/rss/latest.xml", "rss20"),
        ("two-rivers", "/feed.atom", "atom10"),
        ("harmattan", "/news/rss", "rss20"),
        ("oasis", "/feed/", "rss20"),
    ],
)
def test_feed_lists_every_story_with_its_instant(second_night: Newsroom, name: str, path: str, version: str) -> None:
    address = second_night.addresses[name]
    feed = feedparser.parse(fetch(address + path)[1])
    stories = stories_of(OUTLETS[name], SECOND)
    assert (feed.bozo, feed.version) == (False, version)
    assert [urlsplit(entry.link).path for entry in feed.entries] == [story.path for story in stories]
    assert all(entry.link.startswith(address) for entry in feed.entries)
    published = [story.published.utctimetuple()[:6] for story in stories if story.published]
    assert [entry.published_parsed[:6] for entry in feed.entries] == published


def test_news_sitemap_gives_publication_dates() -> None:
    root = etree.fromstring(page_of(OUTLETS["northwind"], "/sitemap-news.xml").encode())
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    dates = root.xpath("//s:url/n:news/n:publication_date/text()", namespaces=names)
    assert len(dates) == len(root.xpath("//s:url", namespaces=names)) >= 10
    assert all(published.startswith("2026-11-") for published in dates)


def test_sitemap_index_leads_to_the_posts() -> None:
    index = page_of(OUTLETS["oasis"], "/sitemap_index.xml")
    assert f"<loc>{ADDRESS}/post-sitemap.xml</loc>" in index
    assert page_of(OUTLETS["oasis"], "/post-sitemap.xml").count("<loc>") == len(stories_of(OUTLETS["oasis"], SECOND))


@pytest.mark.parametrize(
    ("name", "path"),
    [("northwind", "/drafts/2026/11/19/aleppo-blast-do-not-publish"), ("oasis", "/members/leaked-count/")],
)
def test_disallowed_corner_is_linked_but_closed_by_robots(
    second_night: Newsroom, sites: dict[str, Site], name: str, path: str
) -> None:
    url = second_night.addresses[name] + path
    robots = Protego.parse(fetch(second_night.addresses[name] + "/robots.txt")[1].decode())
    assert url in _links_of(sites[name].sections[0])
    assert sites[name].wants(url)
    assert not robots.can_fetch(url, "nightdesk")
    assert robots.can_fetch(sites[name].sections[0], "nightdesk")


def test_every_outlet_has_robots_with_a_disallowed_corner() -> None:
    for name, outlet in OUTLETS.items():
        robots = Protego.parse(page_of(outlet, "/robots.txt"))
        disallowed = re.findall(r"Disallow: (/\S+)", page_of(outlet, "/robots.txt"))
        assert disallowed, name
        assert not robots.can_fetch(ADDRESS + disallowed[0], "nightdesk"), name


def test_comments_and_policies_stand_outside_the_body() -> None:
    for name, path in [
        ("northwind", "/world/2026/11/18/sukhna-bus-ambush-claimed"),
        ("two-rivers", "/news/iraq/191120262"),
    ]:
        text = page_of(OUTLETS[name], path)
        assert "ersonal attacks, abuse" in text
        assert "ersonal attacks, abuse" not in " ".join(STORIES[name, path].paragraphs)
    assert "They killed 500 of us in 1999" in page_of(
        OUTLETS["northwind"], "/world/2026/11/18/sukhna-bus-ambush-claimed"
    )


def test_written_sites_check_and_want_every_article(second_night: Newsroom, sites: dict[str, Site]) -> None:
    assert set(sites) == set(OUTLETS)
    for (name, path), story in STORIES.items():
        assert sites[name].wants(second_night.addresses[name] + path), story.path


def test_site_zone_is_that_of_the_printed_instants(sites: dict[str, Site]) -> None:
    for (name, path), story in STORIES.items():
        if story.published:
            zone = ZoneInfo(sites[name].timezone)
            assert story.published.astimezone(zone).utcoffset() == story.published.utcoffset(), (name, path)


def test_second_night_changes_the_market_page_in_place(first_night: Newsroom, second_night: Newsroom) -> None:
    path = "/world/2026/11/19/mogadishu-market-car-bomb"
    before, old = fetch(first_night.addresses["northwind"] + path)
    after, new = fetch(second_night.addresses["northwind"] + path)
    assert b"at least 12" in old
    assert b"risen to 17" in new
    assert before.headers["ETag"] != after.headers["ETag"]
    assert b'"dateModified": "2026-11-20T06:10:00+00:00"' in new


def test_stories_of_the_second_night_are_not_there_on_the_first(first_night: Newsroom) -> None:
    response, _ = fetch(first_night.addresses["northwind"] + "/world/2026/11/20/kaduna-passengers-search")
    assert response.status == 404


def test_turning_to_the_next_night_keeps_the_addresses() -> None:
    with Newsroom(FOLDER, FIRST, port=0) as newsroom:
        url = newsroom.addresses["cordillera"] + "/nov2026/saravena.htm"
        before, _ = fetch(url)
        newsroom.turn_to(SECOND)
        after, _ = fetch(url)
    assert (before.status, after.status) == (404, 200)


def test_unchanged_story_keeps_its_bytes_over_both_nights() -> None:
    for name, path in [("two-rivers", "/news/world/181120265"), ("oasis", "/2026/11/sukhna-soldiers-killed/")]:
        bodies = {_article_body(OUTLETS[name], path, night) for night in (FIRST, SECOND)}
        assert len(bodies) == 1


def test_wire_copy_is_verbatim() -> None:
    original = STORIES["northwind", "/world/2026/11/18/nyala-air-strike"]
    copy = STORIES["two-rivers", "/news/world/181120265"]
    assert copy.paragraphs == original.paragraphs


def test_one_page_has_no_date_and_one_has_no_text() -> None:
    assert [path for (_, path), story in STORIES.items() if story.published is None] == ["/archivo/sinfecha.htm"]
    assert [path for (_, path), story in STORIES.items() if not story.paragraphs] == ["/news/video-191106"]
    assert not re.search(r"\b20\d\d\b|day\b", page_of(OUTLETS["cordillera"], "/archivo/sinfecha.htm").split("<HR>")[1])


def test_folder_without_outlets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NewsroomError, match="no sample newsroom here"):
        Newsroom(tmp_path, FIRST, port=0)


def test_story_without_header_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "story.md"
    path.write_text("No header.\n", encoding="utf-8")
    with pytest.raises(NewsroomError, match=r"story\.md: expected a header"):
        read_story(path)


def test_story_with_unknown_key_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "story.md"
    path.write_text('+++\npath = "/a"\nheadline = "A"\n+++\nText.\n', encoding="utf-8")
    with pytest.raises(NewsroomError, match=r"story\.md: .*headline.*known keys: path, title"):
        read_story(path)


def _links_of(url: str) -> list[str]:
    page = html.fromstring(fetch(url)[1])
    page.make_links_absolute(url)
    return [link.split("#")[0] for link in dict.fromkeys(page.xpath("//a/@href"))]


def _article_body(outlet: Outlet, path: str, night: date) -> str:
    page = html.fromstring(page_of(outlet, path, night).encode())
    (body,) = page.xpath("//*[@class='text' or @class='entry-content']")
    for inline in body.xpath(".//*[@class='inline-related']"):
        inline.drop_tree()
    return folded(body.text_content())


def _free_base(ports: int) -> int:
    with Newsroom(FOLDER, FIRST, port=0) as newsroom:
        taken = max(urlsplit(address).port or 0 for address in newsroom.addresses.values())
    return min(taken + 1, 65535 - ports)


@pytest.fixture
def feed() -> Iterator[tuple[Newsroom, str]]:
    with Newsroom(FOLDER, FIRST, port=0) as newsroom:
        yield newsroom, newsroom.addresses["northwind"] + "/robots.txt"


def test_outlet_in_error_answers_500_until_it_is_mended(feed: tuple[Newsroom, str]) -> None:
    newsroom, url = feed
    newsroom.disturb("northwind", Fault.ERROR)
    assert {fetch(url)[0].status for _ in range(FLAKY_REQUESTS + 1)} == {500}
    newsroom.disturb("northwind", None)
    assert fetch(url)[0].status == 200


def test_flaky_outlet_answers_well_after_its_first_requests(feed: tuple[Newsroom, str]) -> None:
    newsroom, url = feed
    newsroom.disturb("northwind", Fault.FLAKY)
    assert [fetch(url)[0].status for _ in range(FLAKY_REQUESTS + 2)] == [500] * FLAKY_REQUESTS + [200, 200]


def test_silent_outlet_never_answers_and_others_do(feed: tuple[Newsroom, str]) -> None:
    newsroom, url = feed
    newsroom.disturb("northwind", Fault.SILENT)
    address = (urlsplit(url).hostname, urlsplit(url).port or 0)
    with pytest.raises(TimeoutError), socket.create_connection(address, timeout=0.3) as asked:
        asked.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
        asked.recv(1)
    assert fetch(newsroom.addresses["oasis"] + "/robots.txt")[0].status == 200


def test_empty_outlet_shows_its_listings_and_no_story(feed: tuple[Newsroom, str]) -> None:
    newsroom, _ = feed
    outlet, address = OUTLETS["northwind"], newsroom.addresses["northwind"]
    newsroom.disturb("northwind", Fault.EMPTY)
    assert {fetch(address + listing.path)[0].status for listing in outlet.listings} == {200}
    assert {fetch(address + story.path)[0].status for story in stories_of(outlet, FIRST)} == {404}


def test_page_that_was_taken_down_says_so_and_others_stay(feed: tuple[Newsroom, str]) -> None:
    newsroom, _ = feed
    address = newsroom.addresses["northwind"]
    first, second, third = stories_of(OUTLETS["northwind"], FIRST)[:3]
    newsroom.take_down("northwind", first.path)
    newsroom.take_down("northwind", second.path, HTTPStatus.NOT_FOUND)
    assert [fetch(address + story.path)[0].status for story in (first, second, third)] == [410, 404, 200]

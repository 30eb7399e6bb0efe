import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.feeds import FeedError, Link, clean_url, parse_instant, read_feed, read_section, read_sitemap

URL = "https://daily.example/feed"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def sitemap(*urls: str, root: str = "urlset") -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{root} xmlns="{space}" xmlns:news="{NEWS}">{"".join(urls)}</{root}>'.encode()


def test_an_rss_entry_has_its_date_in_utc_and_its_own_address() -> None:
    body = rss(
        "<item><title>Blast</title><link>/news/1?utm_source=rss&amp;page=2#top</link>"
        "<pubDate>Thu, 19 Nov 2026 10:00:00 +0300</pubDate></item>"
    )
    published = datetime(2026, 11, 19, 7, tzinfo=UTC)
    assert read_feed(body, URL) == [Link("https://daily.example/news/1?page=2", published, "Blast")]


def test_an_atom_entry_is_read_and_a_date_that_is_none_is_null() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="https://daily.example/a"/>'
        b"<updated>yesterday</updated></entry></feed>"
    )
    assert read_feed(body, URL) == [Link("https://daily.example/a", None, "A")]


def test_entries_are_kept_in_order_once_and_only_with_a_link() -> None:
    linked = (f"<item><link>{link}</link></item>" for link in ("/2", "/1", "/2#x"))
    body = rss(*linked, "<item><title>no link</title></item>")
    assert [link.url for link in read_feed(body, URL)] == ["https://daily.example/2", "https://daily.example/1"]


def test_a_feed_cut_short_gives_what_it_holds() -> None:
    body = rss("<item><link>/1</link></item><item><link>/2</link></item>")[:-20]
    assert [link.url for link in read_feed(body, URL)] == ["https://daily.example/1", "https://daily.example/2"]


def test_a_feed_in_its_own_charset_is_decoded() -> None:
    body = "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><item><title>Взрыв</title>"
    body += "<link>/1</link></item></channel></rss>"
    assert read_feed(body.encode("cp1251"), URL)[0].title == "Взрыв"


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read_feed(rss(), URL, "text/html") == []


@pytest.mark.parametrize("body", [b"", b"<!doctype html><p>Not found</p>", b"<rss><chan", b"/etc/passwd"])
def test_what_is_no_feed_is_refused_by_its_url(body: bytes) -> None:
    with pytest.raises(FeedError, match=r"^https://daily\.example/feed: not a feed"):
        read_feed(body, URL)


def test_a_news_sitemap_gives_publication_date_and_title() -> None:
    entry = (
        "<url><loc> https://daily.example/1 </loc><lastmod>2026-11-20</lastmod><news:news><news:publication>"
        "<news:name>Daily</news:name></news:publication><news:publication_date>2026-11-19T10:00+03:00"
        "</news:publication_date><news:title>Blast &amp; fire</news:title></news:news></url>"
    )
    published = datetime(2026, 11, 19, 7, tzinfo=UTC)
    assert read_sitemap(sitemap(entry), URL) == [Link("https://daily.example/1", published, "Blast & fire")]


def test_a_sitemap_index_names_sitemaps_and_a_packed_sitemap_is_unpacked() -> None:
    index = sitemap("<sitemap><loc>/s1.xml.gz</loc><lastmod>2026-11-19</lastmod></sitemap>", root="sitemapindex")
    published = datetime(2026, 11, 19, tzinfo=UTC)
    assert read_sitemap(index, URL) == [Link("https://daily.example/s1.xml.gz", published, None, "sitemap")]
    packed = gzip.compress(sitemap("<url><loc>/1</loc></url><url><loc/></url><!-- none -->"))
    assert read_sitemap(packed, URL) == [Link("https://daily.example/1")]


def test_a_sitemap_may_not_read_our_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    entity = f'<!DOCTYPE urlset [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    body = f"{entity}<urlset><url><loc>https://daily.example/&e;</loc></url></urlset>".encode()
    assert not [link for link in read_sitemap(body, URL) if "secret" in link.url]


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "not a sitemap"),
        (b"plain", "not a sitemap"),
        (b"<html></html>", "not a sitemap: expected urlset or sitemapindex, got html"),
        (gzip.compress(sitemap())[:-9], "packed sitemap is cut short"),
        (b"\x1f\x8b not gzip", "not gzip though it starts so"),
    ],
)
def test_what_is_no_sitemap_is_refused_by_its_url(body: bytes, complaint: str) -> None:
    with pytest.raises(FeedError) as caught:
        read_sitemap(body, URL)
    assert str(caught.value).startswith(f"{URL}: {complaint}")


def test_a_sitemap_that_unpacks_without_end_is_refused() -> None:
    bomb = gzip.compress(b" " * (51 * 1024 * 1024))
    with pytest.raises(FeedError, match="unpacks to more than 52428800 bytes"):
        read_sitemap(bomb, URL)


def test_a_section_page_gives_the_links_that_are_wanted() -> None:
    body = (
        "<head><base href='/n/'></head><a href='1'>Caf\xe9 <b>blast</b></a><a href='1#c'>comments</a>"
        "<a href='/about'>About</a><a href='javascript:x()'>x</a><a href='http://[bad'>x</a>"
    ).encode("latin-1")
    links = read_section(body, URL, "text/html; charset=latin-1", lambda url: "/n/" in url)
    assert links == [Link("https://daily.example/n/1", None, "Caf\xe9 blast")]


@pytest.mark.parametrize("body", [b"", b"\x00"])
def test_an_empty_section_page_is_refused(body: bytes) -> None:
    with pytest.raises(FeedError, match="not a page"):
        read_section(body, URL, None, lambda _: True)


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("//Daily.example/a?fbclid=1", "https://daily.example/a"),
        ("https://daily.example", "https://daily.example/"),
        ("https://daily.example/?q=a+b&id=", "https://daily.example/?q=a+b&id="),
        (" /caf\xe9 ", "https://daily.example/caf%C3%A9"),
        ("http://[bad", ""),
    ],
)
def test_clean_url(url: str, clean: str) -> None:
    assert clean_url(url, URL) == clean


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-19T23:30:00-05:00", datetime(2026, 11, 20, 4, 30, tzinfo=UTC)),
        ("2026-11-19T10:00Z", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("2026-11-19", datetime(2026, 11, 19, tzinfo=UTC)),
        ("0001-01-01T00:00:00+05:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_parse_instant(text: str | None, instant: datetime | None) -> None:
    assert parse_instant(text) == instant

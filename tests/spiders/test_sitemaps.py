import gzip
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spiders.links import FeedError, Link
from spiders.sitemaps import read_robots, read_sitemap

URL = "https://daily.example/sitemap.xml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap(*urls: str, root: str = "urlset") -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{root} xmlns="{space}" xmlns:news="{NEWS}">{"".join(urls)}</{root}>'.encode()


def test_a_news_sitemap_gives_publication_date_title_and_language() -> None:
    entry = (
        "<url><loc> https://daily.example/1 </loc><lastmod>2026-11-20</lastmod><news:news><news:publication>"
        "<news:name>Daily</news:name><news:language>en-GB</news:language></news:publication><news:publication_date>2026-11-19T10:00+03:00"
        "</news:publication_date><news:title>Blast &amp; fire</news:title></news:news></url>"
    )
    (link,) = read_sitemap(sitemap(entry), URL)
    assert (link.url, link.title, link.language) == ("https://daily.example/1", "Blast & fire", "en")
    assert link.published == datetime(2026, 11, 19, 7, tzinfo=UTC)
    assert link.modified == datetime(2026, 11, 20, tzinfo=UTC)


def test_a_sitemap_index_names_sitemaps_and_a_packed_sitemap_is_unpacked() -> None:
    index = sitemap("<sitemap><loc>/s1.xml.gz</loc><lastmod>2026-11-19</lastmod></sitemap>", root="sitemapindex")
    changed = datetime(2026, 11, 19, tzinfo=UTC)
    assert read_sitemap(index, URL) == [Link("https://daily.example/s1.xml.gz", kind="sitemap", modified=changed)]
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


def test_images_videos_and_translations_are_not_the_page() -> None:
    entry = (
        "<url><image:image><image:loc>/1.jpg</image:loc><image:title>Photo</image:title></image:image>"
        "<xhtml:link rel='alternate' hreflang='ku' href='/ku/1'/><loc>/1</loc></url>"
    )
    spaces = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {spaces}>{entry}</urlset>'.encode()
    assert read_sitemap(body, URL) == [Link("https://daily.example/1")]


def test_a_date_without_an_offset_is_the_site_s_own() -> None:
    (link,) = read_sitemap(
        sitemap("<url><loc>/1</loc><lastmod>2026-11-19</lastmod></url>"), URL, ZoneInfo("Asia/Baghdad")
    )
    assert link.modified == datetime(2026, 11, 18, 21, tzinfo=UTC)


def test_a_sitemap_may_be_an_address_a_line() -> None:
    body = b"https://daily.example/1\r\nhttps://daily.example/2\n"
    assert [link.url for link in read_sitemap(body, URL)] == ["https://daily.example/1", "https://daily.example/2"]


def test_a_sitemap_may_be_a_feed() -> None:
    body = b'<rss version="2.0"><channel><item><link>/1</link></item></channel></rss>'
    assert [link.url for link in read_sitemap(body, URL)] == ["https://daily.example/1"]


def test_blank_lines_before_the_declaration_are_forgiven() -> None:
    assert read_sitemap(b"\n\n" + sitemap("<url><loc>/1</loc></url>"), URL) == [Link("https://daily.example/1")]


def test_fifty_thousand_addresses_are_read() -> None:
    body = sitemap(*(f"<url><loc>https://daily.example/{number}</loc></url>" for number in range(50_000)))
    assert len(read_sitemap(body, URL)) == 50_000


def test_robots_txt_declares_sitemaps() -> None:
    body = b"\xef\xbb\xbfUser-agent: *\nDisallow: /x\nSitemap: https://daily.example/a.xml\r\n sitemap:/b.xml # news\n"
    links = read_robots(body, "https://daily.example/robots.txt")
    assert [(link.url, link.kind) for link in links] == [
        ("https://daily.example/a.xml", "sitemap"),
        ("https://daily.example/b.xml", "sitemap"),
    ]

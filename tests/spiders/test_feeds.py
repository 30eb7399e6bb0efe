from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from spiders.feeds import read_feed
from spiders.links import FeedError, Link

URL = "https://daily.example/feed"


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


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


def test_a_korean_date_is_nine_hours_ahead_and_not_behind() -> None:
    body = rss("<item><link>/1</link><pubdate>Fri,20 Nov 2026 3:5:7 GMT+9</pubdate></item>")
    (link,) = read_feed(body, URL, zone=ZoneInfo("Asia/Seoul"))
    assert link.published == datetime(2026, 11, 19, 18, 5, 7, tzinfo=UTC)


def test_an_atom_entry_tells_appearance_from_change() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/>'
        b"<published>2026-11-18T10:00:00Z</published><updated>2026-11-19T10:00:00Z</updated></entry></feed>"
    )
    (link,) = read_feed(body, URL)
    assert link.published == datetime(2026, 11, 18, 10, tzinfo=UTC)
    assert link.modified == datetime(2026, 11, 19, 10, tzinfo=UTC)


def test_an_atom_entry_that_links_only_to_itself_is_found_there() -> None:
    entry = '<entry><id>urn:uuid:1</id><link rel="self" href="/a"/></entry><entry><id>urn:uuid:2</id></entry>'
    body = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()
    assert [link.url for link in read_feed(body, URL)] == ["https://daily.example/a"]


def test_an_rss_entry_without_a_link_has_its_permanent_guid() -> None:
    guids = '<item><guid isPermaLink="true">/1</guid></item><item><guid isPermaLink="false">333483</guid></item>'
    assert [link.url for link in read_feed(rss(guids), URL)] == ["https://daily.example/1"]


def test_elements_of_other_vocabularies_are_not_the_entry_s_own() -> None:
    item = (
        "<item><link>/1</link><comments>/1#comments</comments><sitemap:loc>/2</sitemap:loc>"
        "<media:content url='/3.jpg'/></item>"
    )
    spaces = 'xmlns:sitemap="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:media="http://search.yahoo.com/mrss/"'
    body = f'<rss version="2.0" {spaces}><channel>{item}</channel></rss>'.encode()
    assert [link.url for link in read_feed(body, URL)] == ["https://daily.example/1"]

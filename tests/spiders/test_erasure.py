"""A page is taken out of the archive for good, and nothing else with it."""

from datetime import UTC, date, datetime
from gzip import GzipFile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from web_server import NIGHT, CrawledSite, WebServer

from spiders.archive import ArchiveError, Erasure, erasures_path, night_folder, read_body, read_captures, read_erasures
from spiders.archive_writer import ArchiveWriter
from spiders.disk import night_locked
from spiders.erasure import erase_page, note_erasure, page_digest
from spiders.warc import Exchange

NEXT = date(2026, 11, 20)
AT = datetime(2026, 11, 21, tzinfo=UTC)


SITE = "https://daily.example"
PAGES = {"/feed": b"a link to /named", "/first": b"a quiet day", "/named": b"who was seen", "/last": b"rain"}
URL = SITE + "/named"


def note(raw: Path, url: str = URL) -> None:
    note_erasure(raw, "daily", Erasure(page_digest(url), ("a1",), AT))


def unpacked(raw: Path, night: date) -> bytes:
    return b"".join(GzipFile(path).read() for path in night_folder(raw, "daily", night).glob("*.warc.gz"))


def urls(raw: Path, night: date) -> list[str]:
    return [capture.url for capture in read_captures(raw, "daily", night)]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two nights: a feed that names one of three articles, and visits that found nothing changed."""
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive:
        kept = {}
        for path, body in PAGES.items():
            kind = "feed" if path == "/feed" else "article"
            page = Exchange(SITE + path, (), 200, (), body, AT)
            kept[path] = archive.append_response(SITE + path, kind, "ok", page)
    with ArchiveWriter(tmp_path, "daily", NEXT) as archive:
        for path, original in kept.items():
            page = Exchange(SITE + path, (), 304, (), b"", AT)
            archive.append_unchanged(SITE + path, original.capture_kind, original, page)
    return tmp_path


def test_an_erased_page_leaves_no_byte_and_every_other_record_stays(raw: Path) -> None:
    assert PAGES["/named"] in unpacked(raw, NIGHT)
    note(raw)
    assert erase_page(raw, "daily", URL) == [NIGHT, NEXT]
    for night in (NIGHT, NEXT):
        assert b"/named" not in unpacked(raw, night)
        assert PAGES["/named"] not in unpacked(raw, night)
        assert urls(raw, night) == [SITE + "/first", SITE + "/last"]
        bodies = [read_body(raw, capture).body for capture in read_captures(raw, "daily", night)]
        assert bodies == [PAGES["/first"], PAGES["/last"]]
        (path,) = night_folder(raw, "daily", night).glob("*.warc.gz")
        with path.open("rb") as stream:
            kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
        assert kinds.count("metadata") == 2, "the page's records and the feed's each made room for one"
    assert b"named" not in erasures_path(raw, "daily").read_bytes()


def test_what_is_written_after_an_erasure_joins_what_stays(raw: Path) -> None:
    note(raw, SITE + "/last")
    erase_page(raw, "daily", SITE + "/last")
    with ArchiveWriter(raw, "daily", NEXT) as archive:
        archive.append_response(SITE + "/new", "article", "ok", Exchange(SITE + "/new", (), 200, (), b"new", AT))
    assert [read_body(raw, capture).body for capture in read_captures(raw, "daily", NEXT)][-1] == b"new"


def die(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_erasure_that_was_killed_is_done_over(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note(raw)
    with monkeypatch.context() as patched:
        patched.setattr("spiders.erasure.to_line", die)
        with pytest.raises(KeyboardInterrupt):
            erase_page(raw, "daily", URL)
    assert URL in urls(raw, NIGHT)
    erase_page(raw, "daily", URL)
    assert urls(raw, NIGHT) == urls(raw, NEXT) == [SITE + "/first", SITE + "/last"]
    assert erase_page(raw, "daily", URL) == []


def test_a_night_that_is_being_crawled_is_not_erased_from(raw: Path) -> None:
    note(raw)
    with night_locked(night_folder(raw, "daily", NEXT)), pytest.raises(BlockingIOError):
        erase_page(raw, "daily", URL)
    assert URL in urls(raw, NEXT)


def test_an_erased_page_is_not_asked_for_again(web: WebServer, daily: CrawledSite) -> None:
    links = [web.article("/first"), web.article("/named")]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)])
    note(daily.raw, links[1])
    assert daily.crawl(NIGHT).counts["erased"] == 1
    assert (web.asked("/first"), web.asked("/named")) == (1, 0)


def test_a_second_request_adds_articles_and_keeps_the_first_instant(tmp_path: Path) -> None:
    page = page_digest("https://daily.example/1")
    note_erasure(tmp_path, "daily", Erasure(page, ("a1",), AT))
    later = datetime(2026, 12, 1, tzinfo=UTC)
    assert note_erasure(tmp_path, "daily", Erasure(page, ("a2",), later)) == Erasure(page, ("a1", "a2"), AT)
    assert len(read_erasures(tmp_path, "daily")) == 1


def test_an_erasure_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    path = erasures_path(tmp_path, "daily")
    path.parent.mkdir(parents=True)
    path.write_text('{"page": "p"}\n')
    with pytest.raises(ArchiveError, match=r"erased.jsonl line 1: not an erasure: 'erased_at'"):
        read_erasures(tmp_path, "daily")

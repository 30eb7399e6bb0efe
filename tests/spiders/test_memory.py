from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from spiders.archive import INDEX, night_folder
from spiders.archive_writer import ArchiveWriter
from spiders.memory import Memory
from spiders.revisits import Visit
from spiders.warc import Exchange

FIRST = date(2026, 11, 1)
SECOND, THIRD = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
URL = "https://daily.example/news/1"


def answer(url: str = URL, body: bytes = b"words", **headers: str) -> Exchange:
    return Exchange(url, (), 200, tuple(headers.items()), body, NOON)


def crawl(raw: Path, night: date, url: str, outcome: str = "ok", exchange: Exchange | None = None) -> None:
    with ArchiveWriter(raw, "daily", night) as archive:
        if exchange is None:
            archive.append_failure(url, "article", outcome, NOON)
        else:
            archive.append_response(url, "article", outcome, exchange)


def crawl_unchanged(raw: Path, night: date, etag: str) -> None:
    with Memory(raw, "daily", night) as memory, ArchiveWriter(raw, "daily", night) as archive:
        original = memory.original(URL)
        assert original is not None
        archive.append_unchanged(URL, "article", original, replace(answer(body=b"", ETag=etag), status=304))


def test_a_page_is_recalled_by_any_of_its_addresses_with_every_night_s_visit(tmp_path: Path) -> None:
    crawl(tmp_path, FIRST, URL, "timeout")
    crawl(tmp_path, SECOND, URL, exchange=answer())
    with Memory(tmp_path, "daily", THIRD) as memory:
        seen = memory.recall("http://www.daily.example/news/1/?utm_source=x")
        assert seen is not None
        assert seen.visits == (Visit(FIRST, "timeout"), Visit(SECOND, "ok", 200))
        assert seen.first_night == SECOND
        assert memory.recall("https://daily.example/news/2") is None
        assert (URL in memory, "https://daily.example/news/2" in memory) == (True, False)


def test_only_the_nights_before_count(tmp_path: Path) -> None:
    crawl(tmp_path, SECOND, URL, exchange=answer())
    with Memory(tmp_path, "daily", THIRD) as memory:
        assert URL in memory
    with Memory(tmp_path, "daily", SECOND) as memory:
        assert URL not in memory


def test_a_redirect_s_target_is_known_too(tmp_path: Path) -> None:
    crawl(tmp_path, FIRST, "https://daily.example/old", exchange=answer())
    with Memory(tmp_path, "daily", SECOND) as memory:
        original = memory.original(URL)
        assert original is not None
        assert (original.url, original.final_url) == ("https://daily.example/old", URL)


def test_the_original_has_the_bytes_and_the_last_validators(tmp_path: Path) -> None:
    crawl(tmp_path, FIRST, URL, exchange=answer(ETag="one"))
    crawl_unchanged(tmp_path, SECOND, "two")
    with Memory(tmp_path, "daily", THIRD) as memory:
        original = memory.original(URL)
        assert original is not None
        assert (original.night, original.outcome, original.etag) == (FIRST, "ok", "two")


def test_pages_to_revisit_and_pages_missed(tmp_path: Path) -> None:
    crawl(tmp_path, FIRST, URL, exchange=answer())
    crawl(tmp_path, SECOND, f"{URL}/late", "timeout")
    crawl(tmp_path, SECOND, f"{URL}/gone", "http_error", replace(answer(f"{URL}/gone"), status=404))
    crawl(tmp_path, SECOND, f"{URL}/busy", "http_error", replace(answer(f"{URL}/busy"), status=503))
    with Memory(tmp_path, "daily", THIRD) as memory:
        assert memory.pages_to_revisit(2) == [URL]
        assert memory.pages_to_revisit(1) == []
        assert memory.pages_missed(7) == [f"{URL}/busy", f"{URL}/late"]


@pytest.mark.parametrize("damage", [b"not a database, whatever it is called", b""])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    crawl(tmp_path, FIRST, URL, exchange=answer())
    Memory(tmp_path, "daily", SECOND).close()
    (tmp_path / "site=daily" / "memory.sqlite").write_bytes(damage)
    with Memory(tmp_path, "daily", SECOND) as memory:
        assert URL in memory


def test_a_file_of_another_make_is_made_anew(tmp_path: Path) -> None:
    crawl(tmp_path, FIRST, URL, exchange=answer())
    memory = Memory(tmp_path, "daily", SECOND)
    memory._connection.execute("PRAGMA user_version = 99")
    memory.close()
    with Memory(tmp_path, "daily", SECOND) as memory:
        assert URL in memory


def test_an_index_that_has_grown_is_read_on_and_one_that_shrank_is_read_again(tmp_path: Path) -> None:
    crawl(tmp_path, FIRST, URL, exchange=answer())
    Memory(tmp_path, "daily", SECOND).close()
    crawl(tmp_path, FIRST, f"{URL}/late", exchange=answer(f"{URL}/late"))
    with Memory(tmp_path, "daily", SECOND) as memory:
        assert f"{URL}/late" in memory
    index = night_folder(tmp_path, "daily", FIRST) / INDEX
    index.write_bytes(index.read_bytes().splitlines(keepends=True)[0])
    with Memory(tmp_path, "daily", SECOND) as memory:
        assert (URL in memory, f"{URL}/late" in memory) == (True, False)


def test_a_night_that_is_no_longer_kept_is_still_known(tmp_path: Path) -> None:
    crawl(tmp_path, FIRST, URL, exchange=answer())
    Memory(tmp_path, "daily", SECOND).close()
    (night_folder(tmp_path, "daily", FIRST) / INDEX).unlink()
    with Memory(tmp_path, "daily", SECOND) as memory:
        assert (URL in memory, memory.original(URL)) == (True, None)

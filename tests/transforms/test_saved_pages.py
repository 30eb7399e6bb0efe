import gc
import gzip
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from page_html import PARAGRAPHS, make_page
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from transforms.articles import page_pool
from transforms.articles.bring_pages import read_saved_pages, rejects_path
from transforms.articles.page_pool import Bounds, ReadPage, Setting, read_pages, read_saved_page
from transforms.articles.saved import list_pages
from transforms.articles.warc_files import LARGEST_PAGE, SavedPage
from transforms.outcomes import Reject
from transforms.texts import InputError

SETTING = Setting({"kessa.example": "Africa/Lagos"}, datetime(2026, 11, 20, tzinfo=UTC))
BOUNDS = Bounds(seconds=20.0, memory_mb=1500)
DATED = '<meta property="article:published_time" content="2026-11-19T08:00:00">'
PAGE = make_page(head=DATED).encode()


def write_manifest(folder: Path, *rows: dict[str, str] | str) -> Path:
    manifest = folder / "pages.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    manifest.write_text("\n".join(lines), encoding="utf-8")
    return manifest


def write_warc(path: Path, *answers: tuple[str, str, str, bytes]) -> Path:
    """Answers as (URL, status line, content type, body)."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for url, status, kind, body in answers:
            head = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            dated = {"WARC-Date": "2026-11-19T22:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=dated
                )
            )
    return path


def read_json(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_manifest_becomes_articles_in_its_order(tmp_path: Path) -> None:
    (tmp_path / "one.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "two.html").write_bytes(PAGE.replace(b"nine soldiers", b"ten soldiers"))
    rows = [
        {"id": n, "file": f, "url": f"https://kessa.example/{n}"} for n, f in (("b", "one.html.gz"), ("a", "two.html"))
    ]
    out = tmp_path / "out" / "articles.jsonl"

    summary = read_saved_pages(write_manifest(tmp_path, *rows), out, SETTING, bounds=BOUNDS, workers=1)

    first, second = read_json(out)
    assert (first["id"], second["id"]) == ("b", "a")
    assert first["title"] == "Nine soldiers killed in attack on army post"
    assert first["date_published"] == "2026-11-19T08:00:00+01:00"
    assert first["body"] == "\n".join(PARAGRAPHS)
    assert read_json(rejects_path(out)) == []
    assert summary == f"read: 2 pages, 2 read into {out}, refused: none"


def test_every_bad_line_is_one_reject_and_the_rest_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_bytes(PAGE)
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE)[:-30])
    (tmp_path / "big.html").write_bytes(b"<p>" * (LARGEST_PAGE // 3 + 1))
    (tmp_path / "picture.html").write_bytes(b"\x89PNG....")
    good = {"file": "good.html", "url": "https://kessa.example/s"}
    manifest = write_manifest(
        tmp_path,
        "{",
        "[]",
        {**good, "id": ""},
        {**good, "id": "no such", "file": "none.html"},
        {**good, "id": "cut", "file": "cut.html.gz"},
        {**good, "id": "big", "file": "big.html"},
        {**good, "id": "late", "crawl_date": "yesterday"},
        {**good, "id": "picture", "file": "picture.html"},
        {**good, "id": "good"},
    )
    out = tmp_path / "articles.jsonl"

    summary = read_saved_pages(manifest, out, SETTING, bounds=BOUNDS, workers=1)

    assert [row["id"] for row in read_json(out)] == ["good"]
    assert [(row["record"], row["reason"]) for row in read_json(rejects_path(out))] == [
        ("pages.jsonl:1", "not_json"),
        ("pages.jsonl:2", "bad_row"),
        ("pages.jsonl:3", "bad_row"),
        ("no such", "no_file"),
        ("cut", "no_file"),
        ("big", "too_large"),
        ("late", "bad_row"),
        ("picture", "not_html"),
    ]
    assert summary.startswith("read: 9 pages, 1 read")


def test_warc_files_of_a_folder_give_their_html_answers(tmp_path: Path) -> None:
    write_warc(
        tmp_path / "b.warc.gz",
        ("https://kessa.example/feed", "200 OK", "application/rss+xml", b"<rss/>"),
        ("https://kessa.example/gone", "404 Not Found", "text/html", PAGE),
        ("https://kessa.example/two", "200 OK", "text/html; charset=utf-8", PAGE),
    )
    write_warc(tmp_path / "a.warc", ("https://kessa.example/one", "200 OK", "text/html", PAGE))

    pages = list(list_pages(tmp_path))

    assert [page.id for page in pages if isinstance(page, SavedPage)] == [
        "https://kessa.example/one",
        "https://kessa.example/two",
    ]
    assert all(isinstance(page, SavedPage) and page.body == PAGE for page in pages)


def test_warc_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write_warc(
        tmp_path / "a.warc.gz",
        ("https://kessa.example/one", "200 OK", "text/html", PAGE),
        ("https://kessa.example/two", "200 OK", "text/html", os.urandom(40_000)),
    )
    path.write_bytes(path.read_bytes()[:-20_000])

    first, *rest = list_pages(path)

    assert isinstance(first, SavedPage) and first.body == PAGE
    assert [page.reason for page in rest if isinstance(page, Reject)] == ["archive_damaged"] * len(rest) != []


def test_missing_input_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(list_pages(tmp_path / "none.jsonl"))
    with pytest.raises(InputError, match="no WARC file"):
        list(list_pages(tmp_path))


def saved(name: str, body: bytes = PAGE) -> SavedPage:
    return SavedPage(name, f"https://kessa.example/{name}", body, None, None, is_article=True)


def test_front_page_is_refused_unless_it_is_listed_as_an_article() -> None:
    listed = SavedPage("front", "https://kessa.example/", PAGE, None, None, is_article=True)
    found = SavedPage("front", "https://kessa.example/", PAGE, None, None, is_article=False)

    one, two = (read_saved_page(page, SETTING, 20.0) for page in (listed, found))

    assert isinstance(one, ReadPage)
    assert isinstance(two, Reject) and two.reason == "not_an_article"


def test_page_that_takes_too_long_is_refused() -> None:
    long = make_page(body="<p>word and more words.</p>" * 10_000).encode()

    slow = read_saved_page(saved("slow", long), SETTING, 0.01)

    assert isinstance(slow, Reject) and slow.reason == "too_slow"
    assert isinstance(read_saved_page(saved("fast"), SETTING, 20.0), ReadPage)


def test_clock_that_strikes_in_a_collectors_callback_strikes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def spin(seconds: float) -> None:
        start = time.process_time()
        while time.process_time() - start < seconds:
            pass

    def read(_page: SavedPage, _setting: Setting) -> None:
        gc.collect()
        spin(20.0)

    def callback(_phase: str, _info: dict[str, int]) -> None:
        spin(0.1)

    monkeypatch.setattr(page_pool, "_read", read)
    gc.callbacks.append(callback)
    try:
        slow = read_saved_page(saved("slow"), SETTING, 0.01)
    finally:
        gc.callbacks.remove(callback)

    assert isinstance(slow, Reject) and slow.reason == "too_slow"


def test_few_pages_are_in_flight_and_one_that_kills_its_worker_costs_itself_only() -> None:
    given = 0

    def pages() -> Iterator[SavedPage]:
        nonlocal given
        for number in range(12):
            given += 1
            yield saved(str(number))
        # Half a gigabyte of elements in a process that may take less.
        yield saved("greedy", b"<html><body>" + b"<p>" * 4_000_000)
        yield saved("last")

    read = read_pages(pages(), SETTING, bounds=Bounds(60.0, 400), workers=1)
    next(read)

    assert given <= page_pool.IN_FLIGHT
    *rest, greedy, last = read
    assert all(isinstance(page, ReadPage) for page in (*rest, last))
    assert isinstance(greedy, Reject) and greedy.reason in ("out_of_memory", "worker_died", "unreadable")

"""One page taken out of a site's archive, and kept out of it.

Its line in `erased.jsonl` comes first: no crawl asks for the page again and no reading takes it up. Then its records
make room for one that says so, of the same length, so that no other record moves; last its lines leave the indexes. A
run that is killed is done over.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from spiders.archive import (
    INDEX,
    ArchiveError,
    Entry,
    Erasure,
    digest,
    erasures_path,
    list_nights,
    night_folder,
    read_body,
    read_entries,
    read_erasures,
    to_line,
)
from spiders.disk import night_locked, replace_file, sync_file
from spiders.page_keys import page_key
from spiders.warc import first_member_end, pack_erased

GZIP_MAGIC = b"\x1f\x8b"


class ErasedPages:
    """Tells whether an address is that of a page that was erased."""

    def __init__(self, raw: Path, site: str) -> None:
        self._pages = {erasure.page for erasure in read_erasures(raw, site)}

    def __contains__(self, url: object) -> bool:
        return bool(self._pages) and isinstance(url, str) and page_digest(url) in self._pages


def page_digest(url: str) -> str:
    """What stands for a page in `erased.jsonl`, which names none."""
    return digest(page_key(url).encode())


def note_erasure(raw: Path, site: str, erasure: Erasure) -> Erasure:
    """Write the erasure down, and return it with what an earlier one of the same page knew."""
    known = {each.page: each for each in read_erasures(raw, site)}
    before = known.get(erasure.page)
    if before is not None:
        articles = tuple(sorted({*before.articles, *erasure.articles}))
        erasure = Erasure(erasure.page, articles, before.erased_at)
    known[erasure.page] = erasure
    lines = [json.dumps(each.to_json()) + "\n" for each in known.values()]
    replace_file(erasures_path(raw, site), "".join(lines).encode())
    return erasure


def erase_page(raw: Path, site: str, url: str) -> list[date]:
    """Take a page, and the feeds, sections and sitemaps that name it, out of every night; the nights that had any.

    Raises BlockingIOError while one of the nights is crawled, ArchiveError if an index cannot be read.
    """
    nights: list[date] = []
    gone: set[tuple[str | None, int | None]] = set()
    for night in list_nights(raw, site):
        with night_locked(night_folder(raw, site, night)):
            if _erase_from(raw, site, night, url, gone):
                nights.append(night)
    if nights:
        # What the crawl looks earlier nights up in is made anew from their indexes.
        (raw / f"site={site}" / "memory.sqlite").unlink(missing_ok=True)
    return nights


def _erase_from(raw: Path, site: str, night: date, url: str, gone: set[tuple[str | None, int | None]]) -> bool:
    """`gone` are the places of records that are erased: later nights' visits to the unchanged page point there."""
    folder = night_folder(raw, site, night)
    entries = list(read_entries(folder / INDEX))
    taken = [entry for entry in entries if _tells_of(raw, entry, url, gone)]
    if not taken:
        return False
    for entry, start in _places(folder, entries):
        if entry in taken:
            _blank(folder / str(entry.file), start, entry.end)
    gone |= {(entry.capture.warc_path, entry.capture.warc_offset) for entry in taken}
    replace_file(folder / INDEX, b"".join(to_line(entry) for entry in entries if entry not in taken))
    for summary in folder.glob("*.json"):
        replace_file(summary, summary.read_bytes().replace(json.dumps(url, ensure_ascii=False).encode(), b'"erased"'))
    return True


def _tells_of(raw: Path, entry: Entry, url: str, gone: set[tuple[str | None, int | None]]) -> bool:
    capture = entry.capture
    key = page_key(url)
    if key in {page_key(address) for address in (capture.url, capture.final_url) if address}:
        return True
    place = (capture.warc_path, capture.warc_offset)
    if capture.warc_path is None or place in gone:
        return capture.warc_path is not None
    if capture.capture_kind in ("article", "robots"):
        return False
    try:
        return _address_in_pages(url) in _unpacked(read_body(raw, capture).body)
    except ArchiveError:
        # Damaged, or erased by a run that was killed before it took the line out.
        return True


def _address_in_pages(url: str) -> bytes:
    """How a page of links names the page: often without its host."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return (path if len(path) > 1 else url).encode()


def _unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(GZIP_MAGIC) else body


def _places(folder: Path, entries: Iterable[Entry]) -> Iterator[tuple[Entry, int]]:
    """Entries with records of their own, and where these begin: where those of the entry before end."""
    ends: dict[str, int] = {}
    for entry in entries:
        if entry.file is not None:
            start = ends.get(entry.file) or first_member_end(folder / entry.file)
            yield entry, start
            ends[entry.file] = entry.end


def _blank(path: Path, start: int, end: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(pack_erased(end - start))
        sync_file(file)

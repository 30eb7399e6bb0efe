"""What came of a fetch -> WARC records, then the line of the index that vouches for them.

When a method returns, the records are on disk and the line is with the system, which is told once a second to write it:
a crawl that is killed loses nothing, a machine that stops loses the last second's lines, never what a line vouches for.
One writer at a time (the crawl holds the night's lock).
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from spiders.archive import (
    INDEX,
    OUTCOMES,
    ArchiveError,
    Capture,
    Entry,
    make_capture_id,
    night_folder,
    read_entries,
    to_line,
)
from spiders.disk import sync_file
from spiders.warc import Exchange, Original, Records, pack_response, pack_revisit, pack_warcinfo

logger = logging.getLogger(__name__)

_LINES_SYNCED_SECONDS = 1.0


class ArchiveWriter:
    """Appends a night's captures. As a context manager it closes its files.

    `before` are the answers that led to the last one: redirects, and errors that were asked again. Once the disk has
    refused a capture, every later one is refused too (OSError): what half of it was written must stay the end of the
    file, where the next writer cuts it off.
    """

    def __init__(self, raw: Path, site: str, night: date) -> None:
        self._raw, self._site, self._night = raw, site, night
        self._folder = night_folder(raw, site, night)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._warc: BinaryIO | None = None
        self._is_broken = False
        # Counted before a file that nothing vouches for is removed: where the archive is shared it may be another's.
        self._number = _next_number(self._folder)
        _drop_half_line(self._folder / INDEX)
        _drop_torn_tails(self._folder)
        self._index = (self._folder / INDEX).open("ab")
        self._lines_synced = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both files; all that was appended is on disk then."""
        if not self._is_broken:
            sync_file(self._index)
        for file in (self._warc, self._index):
            # Closing writes what is buffered: a disk that refused it may do so again.
            with suppress(OSError) if self._is_broken else nullcontext():
                if file is not None:
                    file.close()

    def append_response(
        self, url: str, kind: str, outcome: str, exchange: Exchange, before: Sequence[Exchange] = ()
    ) -> Capture:
        """Archive and index an answer."""
        blank = self._blank(url, kind, outcome, exchange.fetched_at)
        offset, end = self._write([pack_response(answer) for answer in (*before, exchange)])
        headers = _by_name(exchange)
        capture = replace(
            blank,
            final_url=exchange.url,
            status=exchange.status,
            content_type=headers.get("content-type"),
            payload_digest=exchange.payload_digest,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            warc_path=(self._folder / self._file_name()).relative_to(self._raw).as_posix(),
            warc_offset=offset,
        )
        return self._announce(capture, end)

    def append_unchanged(
        self, url: str, kind: str, original: Capture, exchange: Exchange, before: Sequence[Exchange] = ()
    ) -> Capture:
        """Archive the visit to a page that still has the body of an earlier night's `original`; points at that."""
        blank = self._blank(url, kind, "unchanged", exchange.fetched_at)
        kept = Original(original.final_url or original.url, original.fetched_at, original.payload_digest or "")
        _, end = self._write([*map(pack_response, before), pack_revisit(exchange, kept)])
        headers = _by_name(exchange)
        capture = replace(
            original,
            capture_id=blank.capture_id,
            url=url,
            capture_kind=kind,
            night=self._night,
            status=exchange.status,
            fetched_at=exchange.fetched_at,
            etag=headers.get("etag", original.etag),
            last_modified=headers.get("last-modified", original.last_modified),
            outcome=blank.outcome,
        )
        return self._announce(capture, end)

    def append_failure(self, url: str, kind: str, outcome: str, fetched_at: datetime) -> Capture:
        """Index a fetch that brought no answer to archive. `fetched_at` is UTC."""
        return self._announce(self._blank(url, kind, outcome, fetched_at), 0)

    def _blank(self, url: str, kind: str, outcome: str, fetched_at: datetime) -> Capture:
        if outcome not in OUTCOMES:
            raise ValueError(f"unknown outcome {outcome!r}; known: {', '.join(OUTCOMES)}")
        return Capture(
            capture_id=make_capture_id(self._site, self._night, url),
            site=self._site,
            night=self._night,
            url=url,
            final_url=None,
            status=None,
            fetched_at=fetched_at,
            content_type=None,
            payload_digest=None,
            etag=None,
            last_modified=None,
            warc_path=None,
            warc_offset=None,
            capture_kind=kind,
            outcome=outcome,
        )

    def _write(self, records: list[Records]) -> tuple[int, int]:
        """Offset of the last record and of the end of the file."""
        with self._unless_broken():
            warc = self._warc = self._warc or self._open_warc()
            start = warc.tell()
            warc.write(b"".join(record.packed for record in records))
            sync_file(warc)
            before_last = sum(len(record.packed) for record in records[:-1])
            return start + before_last + records[-1].offset, warc.tell()

    def _announce(self, capture: Capture, end: int) -> Capture:
        with self._unless_broken():
            self._index.write(to_line(Entry(capture, self._file_name() if end else None, end)))
            self._index.flush()
            if time.monotonic() - self._lines_synced >= _LINES_SYNCED_SECONDS:
                sync_file(self._index)
                self._lines_synced = time.monotonic()
        return capture

    def _file_name(self) -> str:
        return "" if self._warc is None else Path(self._warc.name).name

    @contextmanager
    def _unless_broken(self) -> Iterator[None]:
        if self._is_broken:
            raise OSError("the disk refused an earlier capture of this crawl")
        try:
            yield
        except OSError:
            self._is_broken = True
            raise

    def _open_warc(self) -> BinaryIO:
        name = f"{self._site}-{self._night.isoformat()}-{self._number:05d}.warc.gz"
        file = (self._folder / name).open("xb")
        file.write(pack_warcinfo(name, {"software": "nightdesk", "format": "WARC File Format 1.1"}))
        sync_file(file)
        _sync_folder(self._folder)
        return file


def _next_number(folder: Path) -> int:
    numbers = [int(path.name.split(".")[0].rpartition("-")[2]) for path in folder.glob("*.warc.gz")]
    return max(numbers, default=-1) + 1


def _by_name(exchange: Exchange) -> dict[str, str]:
    return {name.lower(): value for name, value in exchange.headers}


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop_half_line(index: Path) -> None:
    if not index.exists():
        return
    whole = index.read_bytes().rfind(b"\n") + 1
    if whole != index.stat().st_size:
        logger.warning("dropped a half line at the end of %s", index)
        os.truncate(index, whole)


def _drop_torn_tails(folder: Path) -> None:
    """Cut each WARC file where the index stops vouching for it, so that any WARC tool can read all of it."""
    vouched: dict[str, int] = {}
    for entry in read_entries(folder / INDEX):
        if entry.file is not None:
            vouched[entry.file] = max(vouched.get(entry.file, 0), entry.end)
    for path in sorted(folder.glob("*.warc.gz")):
        end, size = vouched.get(path.name), path.stat().st_size
        if end is None:
            logger.warning("removed %s: a crawl was killed before it announced anything in it", path)
            path.unlink()
        elif size < end:
            raise ArchiveError(f"{path}: has {size} bytes; the index says a capture is there up to byte {end}")
        elif size > end:
            logger.warning("cut %s at byte %d: a crawl was killed while writing what followed", path, end)
            os.truncate(path, end)

"""Captures of a night: the WARC files that hold the bytes and the index line that says each fetch's outcome.

`data/raw/site=<site>/night=<night>/` holds `<site>-<night>-<number>.warc.gz` and `captures.jsonl`. Bytes reach
the disk before the line that names them, so whatever kills a crawl, every line's bytes are there; a line that was
not finished was never announced. One writer at a time (the crawl holds the night's lock).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from spiders.warc import Exchange, WarcError, end_of_record, read_response, write_exchange, write_warcinfo

logger = logging.getLogger(__name__)

INDEX = "captures.jsonl"

# The doors by which a fetch leaves the crawl, and what each means.
OUTCOMES = {
    "ok": "Archived and taken on.",
    "unchanged": "The same bytes as in an earlier night; points at those.",
    "robots_disallowed": "robots.txt forbids it.",
    "robots_unreachable": "robots.txt answered 5xx or not at all, which RFC 9309 reads as forbidden.",
    "not_public_address": "The host's address is private, loopback, link-local or otherwise not public.",
    "off_site_redirect": "Redirected to a host that is not the site's.",
    "redirect_loop": "Redirected too often.",
    "http_error": "Answered with a status other than 2xx; the answer is archived.",
    "timeout": "No whole answer in time.",
    "connection_failed": "No connection, no such host, or the connection broke.",
    "site_unreachable": "Not asked for: the site had not answered for too many requests in a row.",
    "too_large": "The body passed the size limit and was dropped.",
    "bad_encoding": "The body could not be decompressed.",
    "empty_body": "Answered with nothing.",
    "not_html": "An article's address answered with something that is not HTML.",
    "malformed": "A feed, sitemap or section page that could not be read; the answer is archived.",
}


class ArchiveError(Exception):
    """An archive that cannot be read as promised; the message names file, place and what is wrong."""


@dataclass(frozen=True)
class Capture:
    """One fetch of one URL in one night: a row of the table `captures`. See transforms/schema.py."""

    capture_id: str
    site: str
    night: date
    url: str
    final_url: str | None
    status: int | None
    fetched_at: datetime
    content_type: str | None
    payload_digest: str | None
    etag: str | None
    last_modified: str | None
    warc_path: str | None
    warc_offset: int | None
    capture_kind: str
    outcome: str


@dataclass(frozen=True)
class Payload:
    """A captured body, free of content encodings, with the headers it came with (names in lower case)."""

    body: bytes
    content_type: str | None
    headers: dict[str, str]


def night_folder(raw: Path, site: str, night: date) -> Path:
    """Folder of one site's night under data/raw."""
    return raw / f"site={site}" / f"night={night.isoformat()}"


def list_nights(raw: Path, site: str) -> list[date]:
    """Nights of a site that were ever begun, oldest first."""
    return sorted(date.fromisoformat(path.name.removeprefix("night=")) for path in raw.glob(f"site={site}/night=*"))


def make_capture_id(site: str, night: date, url: str) -> str:
    """Key of a capture: equal for every fetch of the URL in that night."""
    return hashlib.sha256(f"{site}|{night.isoformat()}|{url}".encode()).hexdigest()[:24]


def digest(body: bytes) -> str:
    """sha256 of a body, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def read_captures(raw: Path, site: str, night: date) -> list[Capture]:
    """The night's captures, failed ones included, one for each URL (the last), in order of first fetch.

    A night never crawled has none. Raises ArchiveError naming file and line if a finished line is not a capture.
    """
    last: dict[str, Capture] = {}
    for capture in _read_index(night_folder(raw, site, night) / INDEX):
        last[capture.url] = capture
    return list(last.values())


def read_body(raw: Path, capture: Capture) -> Payload:
    """The archived body of a capture.

    Raises ArchiveError naming file and offset if nothing was archived, the file is missing or truncated, the
    record is another page's, or the body is not the one that was digested.
    """
    if capture.warc_path is None or capture.warc_offset is None:
        raise ArchiveError(f"{capture.url}: nothing was archived ({capture.outcome}) in night {capture.night}")
    place = f"{capture.warc_path} at byte {capture.warc_offset}"
    try:
        target, headers, body = read_response(raw / capture.warc_path, capture.warc_offset)
    except (WarcError, OSError) as error:
        raise ArchiveError(f"{place}: {error}; expected the capture of {capture.url}") from error
    if target != capture.final_url:
        raise ArchiveError(f"{place}: holds {target}, expected {capture.final_url}")
    if digest(body) != capture.payload_digest:
        raise ArchiveError(
            f"{place}: body of {target} has sha256 {digest(body)}, expected {capture.payload_digest}: damaged"
        )
    return Payload(body, headers.get("content-type"), headers)


class ArchiveWriter:
    """Appends a night's captures. As a context manager it closes its files.

    Once the disk has refused a capture, every later one is refused too (OSError): what half of it was written must
    stay the end of the file, where the next writer cuts it off.
    """

    def __init__(self, raw: Path, site: str, night: date) -> None:
        self._raw, self._site, self._night = raw, site, night
        self._folder = night_folder(raw, site, night)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._warc: BinaryIO | None = None
        self._is_broken = False
        _drop_half_line(self._folder / INDEX)
        _drop_torn_tails(raw, self._folder)
        self._index = (self._folder / INDEX).open("ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both files; what was appended is on disk already."""
        for file in (self._warc, self._index):
            # Closing writes what is buffered: a disk that refused it may do so again.
            with suppress(OSError) if self._is_broken else nullcontext():
                if file is not None:
                    file.close()

    def append_response(self, url: str, kind: str, outcome: str, fetched_at: datetime, exchange: Exchange) -> Capture:
        """Archive an answer and index it; both are on disk on return. `fetched_at` is UTC."""
        with self._unless_broken():
            warc = self._warc = self._warc or self._open_warc()
            offset = write_exchange(warc, exchange, fetched_at)
            _sync(warc)
        headers = {name.lower(): value for name, value in exchange.headers}
        return self._announce(
            replace(
                self._blank(url, kind, outcome, fetched_at),
                final_url=exchange.url,
                status=exchange.status,
                content_type=headers.get("content-type"),
                payload_digest=digest(exchange.body),
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
                warc_path=Path(warc.name).relative_to(self._raw).as_posix(),
                warc_offset=offset,
            )
        )

    def append_unchanged(self, earlier: Capture, status: int, fetched_at: datetime) -> Capture:
        """Index a page that still has the body of an earlier night's capture; points at that night's record."""
        blank = self._blank(earlier.url, earlier.capture_kind, "unchanged", fetched_at)
        return self._announce(
            replace(
                earlier,
                capture_id=blank.capture_id,
                night=self._night,
                status=status,
                fetched_at=fetched_at,
                outcome=blank.outcome,
            )
        )

    def append_failure(self, url: str, kind: str, outcome: str, fetched_at: datetime) -> Capture:
        """Index a fetch that brought nothing to archive."""
        return self._announce(self._blank(url, kind, outcome, fetched_at))

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

    def _announce(self, capture: Capture) -> Capture:
        with self._unless_broken():
            self._index.write(_to_line(capture))
            _sync(self._index)
        return capture

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
        numbers = [int(path.name.split(".")[0].rpartition("-")[2]) for path in self._folder.glob("*.warc.gz")]
        name = f"{self._site}-{self._night.isoformat()}-{max(numbers, default=-1) + 1:05d}.warc.gz"
        file = (self._folder / name).open("xb")
        write_warcinfo(file, name, {"software": "nightdesk", "format": "WARC File Format 1.0"})
        _sync(file)
        _sync_folder(self._folder)
        return file


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


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


def _drop_torn_tails(raw: Path, folder: Path) -> None:
    """Cut each WARC file after its last announced record, so that any WARC tool can read all of it."""
    announced: dict[str, int] = {}
    for capture in _read_index(folder / INDEX):
        if capture.warc_path is not None and capture.warc_offset is not None:
            announced[capture.warc_path] = max(announced.get(capture.warc_path, 0), capture.warc_offset)
    for path in sorted(folder.glob("*.warc.gz")):
        offset = announced.get(path.relative_to(raw).as_posix())
        if offset is None:
            logger.warning("removed %s: a crawl was killed before it announced anything in it", path)
            path.unlink()
            continue
        try:
            end = end_of_record(path, offset)
        except WarcError as error:
            raise ArchiveError(f"{path} at byte {offset}: {error}; the index says a capture is there") from error
        if end < path.stat().st_size:
            logger.warning("cut %s at byte %d: a crawl was killed while writing what followed", path, end)
            os.truncate(path, end)


def _to_line(capture: Capture) -> bytes:
    values = {field.name: getattr(capture, field.name) for field in fields(Capture)}
    values["night"] = capture.night.isoformat()
    values["fetched_at"] = capture.fetched_at.isoformat()
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _read_index(path: Path) -> Iterator[Capture]:
    """Captures of the finished lines; a half line at the end was never announced and is passed over."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return
            yield _to_capture(path, number, line)


def _to_capture(path: Path, number: int, line: bytes) -> Capture:
    try:
        values: dict[str, Any] = json.loads(line)
        values["night"] = date.fromisoformat(values["night"])
        values["fetched_at"] = datetime.fromisoformat(values["fetched_at"])
        return Capture(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError(f"{path} line {number}: not a capture: {error}") from error

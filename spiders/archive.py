"""Captures of a night: the WARC files that hold the bytes and the index line that says each fetch's outcome.

`data/raw/site=<site>/night=<night>/` holds `<site>-<night>-<number>.warc.gz` and `captures.jsonl`. Bytes reach
the disk before the line that names them, so whatever kills a crawl, every line's bytes are there; a line that was
not finished was never announced. Written by spiders.archive_writer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from spiders.page_keys import page_key
from spiders.warc import WarcError, read_response

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
    "redirect_repeated": "Redirected to a page that was erased, or that this night asks for, or has, itself.",
    "redirected_home": "An article that leads to the site's front page or one of its sections; the answer is archived.",
    "gone": "An article archived before that answers 410, or again 404 or by leading to the front page; archived.",
    "http_error": "Answered with a status other than 2xx; the answer is archived.",
    "timeout": "No whole answer in time.",
    "connection_failed": "No connection, no such host, or the connection broke.",
    "site_unreachable": "Not asked for: the site had not answered for too many requests in a row.",
    "asked_to_wait": "The site asked us (429 or 503) to come back later than tonight.",
    "over_budget": "Not asked for: the site's requests, megabytes or minutes of the night were used up.",
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
    """One fetch of one URL in one night: a row of the table `captures`. See transforms/schema/."""

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


_COLUMNS = tuple(field.name for field in fields(Capture))


@dataclass(frozen=True)
class Entry:
    """A line of the index: a capture, and the file in the night's folder that it vouches for up to byte `end`.

    `file` is null where the fetch brought nothing to keep. The line itself stands in the index from byte
    `line_start` to `line_end`.
    """

    capture: Capture
    file: str | None
    end: int
    line_start: int = 0
    line_end: int = 0


@dataclass(frozen=True)
class Payload:
    """A captured body, free of content encodings, with the headers it came with (names in lower case)."""

    body: bytes
    content_type: str | None
    headers: dict[str, str]


@dataclass(frozen=True)
class Erasure:
    """A page that was taken out of the archive and must not come back: its digest, and the ids of its articles.

    `erased_at` is the instant (UTC) of the first request to erase it.
    """

    page: str
    articles: tuple[str, ...]
    erased_at: datetime

    def to_json(self) -> dict[str, Any]:
        """A line of `erased.jsonl`."""
        return {"page": self.page, "articles": list(self.articles), "erased_at": self.erased_at.isoformat()}


def erasures_path(raw: Path, site: str) -> Path:
    """Where a site's erasures are written down."""
    return raw / f"site={site}" / "erased.jsonl"


def read_erasures(raw: Path, site: str) -> list[Erasure]:
    """The site's erasures. Raises ArchiveError naming file and line if one cannot be read."""
    path = erasures_path(raw, site)
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            values = json.loads(line)
            erased_at = datetime.fromisoformat(values["erased_at"])
            found.append(Erasure(values["page"], tuple(values["articles"]), erased_at))
        except (ValueError, TypeError, KeyError) as error:
            raise ArchiveError(f"{path} line {number}: not an erasure: {error}") from error
    return found


def page_of(url: str) -> str:
    """What the page under an address is known by: the same for every way to write the address."""
    return page_key(url)


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
    for entry in read_entries(night_folder(raw, site, night) / INDEX):
        last[entry.capture.url] = entry.capture
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


def read_entries(index: Path, start: int = 0) -> Iterator[Entry]:
    """The finished lines of an index, from the line at byte `start` on.

    A half line at the end was never announced and is passed over. Raises ArchiveError naming file and line, counted
    from there, if a finished line is not a capture.
    """
    if not index.exists():
        return
    with index.open("rb") as file:
        file.seek(start)
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return
            try:
                yield _to_entry(json.loads(line), start, start + len(line))
            except (ValueError, TypeError, KeyError) as error:
                raise ArchiveError(f"{index} line {number}: not a capture: {error}") from error
            start += len(line)


def to_line(entry: Entry) -> bytes:
    """A line of the index, finished."""
    values = {name: getattr(entry.capture, name) for name in _COLUMNS}
    values["night"] = entry.capture.night.isoformat()
    values["fetched_at"] = entry.capture.fetched_at.isoformat()
    values |= {"file": entry.file, "end": entry.end}
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _to_entry(values: dict[str, Any], starts_at: int, ends_at: int) -> Entry:
    file, end = values.pop("file"), values.pop("end")
    values["night"] = date.fromisoformat(values["night"])
    values["fetched_at"] = datetime.fromisoformat(values["fetched_at"])
    return Entry(Capture(**values), file, end, starts_at, ends_at)

"""Saved pages that people bring → pages to read: a manifest of HTML files, or WARC files.

A manifest is JSON lines with `id`, `file` (relative to the manifest, gzip or not) and `url`, and if known `crawl_date`
(ISO 8601, UTC where it has no zone) and `content_type`; further keys are ignored. A line or record that cannot be read
becomes a reject with its place and what was expected; the rest go on.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from transforms.articles.warc_files import LARGEST_PAGE, WARC_ENDINGS, SavedPage, read_warc_pages
from transforms.outcomes import Reject
from transforms.texts import InputError


def list_pages(path: Path) -> Iterator[SavedPage | Reject]:
    """The pages of a manifest, a WARC file, or a folder of WARC files, one at a time, in order.

    Raises InputError if the path is missing, or a folder without WARC files.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.name.endswith(WARC_ENDINGS))
        if not files:
            raise InputError(f"{path}: no WARC file in this folder; expected names that end in .warc or .warc.gz")
        for file in files:
            yield from read_warc_pages(file)
    elif not path.is_file():
        raise InputError(f"{path}: no such file; expected a manifest (JSON lines), a WARC file or a folder of them")
    elif path.name.endswith(WARC_ENDINGS):
        yield from read_warc_pages(path)
    else:
        yield from _manifest_pages(path)


def _manifest_pages(manifest: Path) -> Iterator[SavedPage | Reject]:
    with manifest.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _manifest_page(manifest, f"{manifest.name}:{number}", line)


def _manifest_page(manifest: Path, place: str, line: bytes) -> SavedPage | Reject:
    try:
        row = json.loads(line)
    except ValueError as error:
        return Reject(place, "not_json", str(error))
    wrong = _find_wrong_key(row)
    if wrong:
        return Reject(place, "bad_row", wrong)
    try:
        fetched_at = _read_instant(row.get("crawl_date"))
    except ValueError as error:
        return Reject(row["id"], "bad_row", f"{place}: crawl_date {row['crawl_date']!r}: {error}; expected ISO 8601")
    try:
        body = _read_file(manifest.parent / row["file"])
    except (OSError, EOFError, zlib.error) as error:
        return Reject(row["id"], "no_file", f"{place}: file {row['file']!r}: {error}")
    if len(body) > LARGEST_PAGE:
        return Reject(row["id"], "too_large", f"{place}: more than {LARGEST_PAGE} bytes")
    return SavedPage(row["id"], row["url"], body, row.get("content_type"), fetched_at, is_article=True)


def _find_wrong_key(row: object) -> str | None:
    if not isinstance(row, dict):
        return f"{type(row).__name__}, expected an object"
    for key in ("id", "file", "url"):
        if not isinstance(row.get(key), str) or not row[key]:
            return f"{key}: {row.get(key)!r}, expected a text"
    for key in ("crawl_date", "content_type"):
        if not isinstance(row.get(key), str | None):
            return f"{key}: {row[key]!r}, expected a text or nothing"
    return None


def _read_instant(raw: str | None) -> datetime | None:
    if not raw:
        return None
    instant = datetime.fromisoformat(raw)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _read_file(path: Path) -> bytes:
    """The file's bytes, unpacked; at most one more than the largest page has."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if is_packed:
            with gzip.open(file) as unpacked:
                return unpacked.read(LARGEST_PAGE + 1)
        return file.read(LARGEST_PAGE + 1)

"""Saved pages in, a JSON object a line out: `nightdesk read MANIFEST.jsonl --out PREDICTIONS.jsonl`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from transforms.articles.page_pool import Bounds, ReadPage, Setting, read_pages
from transforms.articles.printed_instants import Instant
from transforms.articles.saved import list_pages
from transforms.articles.versions import Versions, make_version
from transforms.outcomes import Reject
from transforms.tables import replacing
from transforms.texts import without_surrogates


def read_saved_pages(
    source: Path,
    out: Path,
    setting: Setting,
    *,
    bounds: Bounds,
    workers: int,
    advance: Callable[[int], None] = lambda _: None,
) -> str:
    """Write what was read of each page into `out`, what was refused into `rejects_path(out)`; a line that sums up.

    Rows are written as they are read, in the order of the pages; both files appear whole at the end.

    Raises InputError if `source` as a whole cannot be read.
    """
    doors: Counter[str] = Counter()
    versions = Versions()
    out.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        rows, rejects = (_open_aside(files, path) for path in (out, rejects_path(out)))
        for page in read_pages(list_pages(source), setting, bounds=bounds, workers=workers):
            if isinstance(page, Reject):
                doors[page.reason] += 1
                rejects.write(_line(asdict(page)))
            else:
                doors["ok"] += 1
                rows.write(_line(_row(page, versions)))
            advance(1)
    refused = ", ".join(f"{door} {count}" for door, count in sorted(doors.items()) if door != "ok")
    return f"read: {doors.total()} pages, {doors['ok']} read into {out}, refused: {refused or 'none'}"


def rejects_path(out: Path) -> Path:
    """Where the refused pages of `out` go: beside it."""
    return out.with_name(f"{out.stem}.rejects.jsonl")


def _open_aside(files: ExitStack, path: Path) -> TextIO:
    aside = files.enter_context(replacing(path))
    return files.enter_context(aside.open("w", encoding="utf-8"))


def _line(row: dict[str, object]) -> str:
    return without_surrogates(json.dumps(row, ensure_ascii=False)) + "\n"


def _row(page: ReadPage, versions: Versions) -> dict[str, object]:
    """One page; null = it does not say. Instants have their offset; a day alone is its start in the site's zone."""
    reading = page.reading
    version, changes = versions.add(reading.canonical_url, make_version(reading.title, reading.text))
    return {
        "id": page.id,
        "url": reading.url,
        "canonical_url": reading.canonical_url,
        "version": version,
        "changes": list(changes),
        "title": reading.title,
        "date_published": _iso(reading.published),
        "date_published_raw": reading.published.raw if reading.published else None,
        "date_modified": _iso(reading.modified),
        "date_modified_raw": reading.modified.raw if reading.modified else None,
        "authors": list(reading.authors),
        "agencies": list(reading.agencies),
        "section": reading.section,
        "tags": list(reading.tags),
        "language": reading.language,
        "dateline_raw": reading.dateline.place_raw if reading.dateline else None,
        "dateline_agency": reading.dateline.agency if reading.dateline else None,
        "is_paywalled": reading.is_paywalled,
        "is_live_blog": reading.is_live_blog,
        "is_round_up": reading.is_round_up,
        "layout_missed": list(reading.missed),
        "word_count": reading.word_count,
        "body": reading.text,
    }


def _iso(instant: Instant | None) -> str | None:
    return instant.at.isoformat() if instant else None

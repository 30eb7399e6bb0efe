"""What a site's earlier nights know of a page: an index over all of their captures, in SQLite.

It holds nothing that the nights' own indexes do not: each is read on from where it was read to, and a file that is
damaged or of another make is made anew. So no crash can lose anything here.
"""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from spiders.archive import INDEX, Capture, list_nights, night_folder, read_entries
from spiders.page_keys import page_key
from spiders.revisits import ARCHIVED, NIGHTS_IN_DOUBT, Seen, Visit

logger = logging.getLogger(__name__)

_MAKE = 1
_TABLES = """
CREATE TABLE read_to (night TEXT PRIMARY KEY, bytes INTEGER NOT NULL);
CREATE TABLE visits (
    page TEXT, night TEXT, url TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL, status INTEGER,
    place INTEGER NOT NULL, PRIMARY KEY (page, night)
) WITHOUT ROWID;
CREATE INDEX visits_by_night ON visits (night, kind);
"""
_SECONDS_TO_WAIT = 120
# Articles of which every visit failed for no fault of their own.
_MISSED = """
SELECT max(url) FROM visits WHERE kind = 'article' AND night < ? GROUP BY page HAVING min(night) >= ? AND min(
    outcome IN ('timeout', 'connection_failed', 'robots_unreachable', 'site_unreachable')
    OR outcome IN ('over_budget', 'asked_to_wait') OR (outcome = 'http_error' AND (status >= 500 OR status = 429))
) ORDER BY min(night) DESC, page
"""
# Of a bare column beside max(), SQLite takes the row that has the maximum.
_PAGES_OF_LINKS = """
SELECT max(night), place FROM visits WHERE kind NOT IN ('article', 'robots') AND outcome = 'ok' AND night < ?
GROUP BY page
"""
_NOT_FOUND_SINCE = """
SELECT max(url) FROM visits WHERE kind = 'article' AND night < ?
AND (outcome = 'redirected_home' OR (outcome = 'http_error' AND status = 404))
GROUP BY page HAVING max(night) >= ? ORDER BY max(night) DESC, page
"""
_ARCHIVED_SINCE = """
SELECT max(url) FROM visits WHERE kind = 'article' AND night < ? AND outcome IN ('ok', 'unchanged')
GROUP BY page HAVING min(night) >= ? ORDER BY min(night) DESC, page
"""


class Memory:
    """Looks pages up in the nights before one night. As a context manager it closes its file."""

    def __init__(self, raw: Path, site: str, night: date) -> None:
        self._raw, self._site, self._night = raw, site, night
        path = raw / f"site={site}" / "memory.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _open(path)
            self._read_on()
        except sqlite3.DatabaseError as error:
            logger.warning("%s: %s; made anew from the nights' indexes", path, error)
            path.unlink()
            self._connection = _open(path)
            self._read_on()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing is written here but when it is opened."""
        self._connection.close()

    def __contains__(self, url: object) -> bool:
        """Whether an earlier night asked for the page."""
        return isinstance(url, str) and bool(self._visits(url))

    def recall(self, url: str) -> Seen | None:
        """What earlier nights know of the page; null if none asked for it."""
        rows = self._visits(url)
        visits = tuple(Visit(date.fromisoformat(night), outcome, status) for night, outcome, status, _ in rows)
        return Seen(visits) if visits else None

    def original(self, url: str) -> Capture | None:
        """The last capture of the page with bytes of its own, with the validators of the last visit that found it.

        Null if no earlier night has any, or if that night is no longer kept.
        """
        archived = [(night, place, outcome) for night, outcome, _, place in self._visits(url) if outcome in ARCHIVED]
        with_bytes = [(night, place) for night, place, outcome in archived if outcome == "ok"]
        if not with_bytes:
            return None
        original, last = self._capture(*with_bytes[-1]), self._capture(*archived[-1][:2])
        if original is None or last is None:
            return None
        return replace(original, etag=last.etag, last_modified=last.last_modified)

    def pages_of_links(self) -> list[Capture]:
        """The last capture with bytes of its own of every page that announced articles."""
        found = self._connection.execute(_PAGES_OF_LINKS, (self._night.isoformat(),)).fetchall()
        captures = (self._capture(night, place) for night, place in found)
        return [capture for capture in captures if capture is not None]

    def _visits(self, url: str) -> list[tuple[str, str, int | None, int]]:
        return self._connection.execute(
            "SELECT night, outcome, status, place FROM visits WHERE page = ? AND night < ? ORDER BY night",
            (page_key(url), self._night.isoformat()),
        ).fetchall()

    def pages_to_revisit(self, days: int) -> list[str]:
        """Articles first archived in the last so many days, announced or not, newest first."""
        return self._pages(_ARCHIVED_SINCE, days)

    def pages_missed(self, days: int) -> list[str]:
        """Articles first asked for in the last so many days and never had, for no fault of their own; newest first."""
        return self._pages(_MISSED, days)

    def pages_not_found(self) -> list[str]:
        """Articles that told so lately that they are missing that they may be in doubt; the latest first."""
        return self._pages(_NOT_FOUND_SINCE, NIGHTS_IN_DOUBT)

    def _pages(self, query: str, days: int) -> list[str]:
        oldest = self._night - timedelta(days=days)
        return [url for (url,) in self._connection.execute(query, (self._night.isoformat(), oldest.isoformat()))]

    def _capture(self, night: str, place: int) -> Capture | None:
        index = night_folder(self._raw, self._site, date.fromisoformat(night)) / INDEX
        entry = next(read_entries(index, place), None)
        return entry.capture if entry else None

    def _read_on(self) -> None:
        with self._connection:
            for night in list_nights(self._raw, self._site):
                if night < self._night:
                    self._read_night_on(night)

    def _read_night_on(self, night: date) -> None:
        index = night_folder(self._raw, self._site, night) / INDEX
        found = self._connection.execute("SELECT bytes FROM read_to WHERE night = ?", (night.isoformat(),)).fetchone()
        start = found[0] if found else 0
        if not index.exists() or index.stat().st_size == start:
            return
        if index.stat().st_size < start:
            raise sqlite3.DatabaseError(f"{index} is shorter than it was")
        end = start
        for entry in read_entries(index, start):
            end, capture = entry.line_end, entry.capture
            outcome = (capture.outcome, capture.status)
            row = (night.isoformat(), capture.url, capture.capture_kind, *outcome, entry.line_start)
            for page in {page_key(url) for url in (capture.url, capture.final_url) if url}:
                self._connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", (page, *row))
        self._connection.execute("INSERT OR REPLACE INTO read_to VALUES (?, ?)", (night.isoformat(), end))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_SECONDS_TO_WAIT)
    (make,) = connection.execute("PRAGMA user_version").fetchone()
    if make not in (0, _MAKE):
        connection.close()
        raise sqlite3.DatabaseError(f"made by another version ({make}, expected {_MAKE})")
    if make == 0:
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_MAKE}; COMMIT;")
    return connection

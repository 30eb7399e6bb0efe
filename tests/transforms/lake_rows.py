"""The smallest sound rows of each table, and a state of the lake made of them."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from transforms.lake import Months, split_months
from transforms.schema import TABLES
from transforms.tables import with_geometry

NIGHT = date(2026, 11, 19)
TEXT = "ERBIL (Kurdistan 24) - Two soldiers were killed in Kirkuk on Wednesday, the army said."

_CODED: dict[str, Any] = {
    "status": "accomplished",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "event_date": date(2026, 11, 18),
    "event_date_precision": 1,
    "country": "IRQ",
    "latitude": 35.468,
    "longitude": 44.392,
    "geo_precision": 1,
    "fatalities_low": 2,
    "fatalities_best": 2,
    "fatalities_high": 3,
    "fatalities_target": 2,
    "confidence": 0.5,
}
_INCIDENT: dict[str, Any] = _CODED | {
    "incident_id": "i1",
    "revision": 2,
    "is_current": True,
    "mention_count": 1,
    "article_count": 1,
    "source_count": 1,
    "sources": ["The Daily Plain"],
    "claimants": ["the army"],
    "first_reported_at": datetime(2026, 11, 19, 6, tzinfo=UTC),
    "last_reported_at": datetime(2026, 11, 19, 6, tzinfo=UTC),
    "summary": "Two soldiers were killed in an armed clash in Kirkuk.",
    "valid_from": NIGHT,
}
_SOUND: dict[str, dict[str, Any]] = {
    "captures": {
        "capture_id": "f1",
        "site": "plain",
        "night": NIGHT,
        "url": "https://plain.example/1",
        "status": 200,
        "fetched_at": datetime(2026, 11, 19, 1, tzinfo=UTC),
        "payload_digest": hashlib.sha256(b"page").hexdigest(),
        "warc_path": "site=plain/night=2026-11-19/plain-2026-11-19-00000.warc.gz",
        "warc_offset": 0,
        "capture_kind": "article",
        "outcome": "ok",
    },
    "articles": {
        "article_id": "a1",
        "version": 1,
        "site": "plain",
        "source": "The Daily Plain",
        "url": "https://plain.example/1",
        "canonical_url": "https://plain.example/1",
        "title": "Two soldiers killed in Kirkuk",
        "authors": ["A. Writer"],
        "published_at": datetime(2026, 11, 19, 6, tzinfo=UTC),
        "language": "en",
        "text": TEXT,
        "word_count": 14,
        "text_digest": hashlib.sha256(TEXT.encode()).hexdigest(),
        "capture_id": "f1",
        "night": NIGHT,
        "outcome": "ok",
    },
    "mentions": _CODED
    | {
        "mention_id": "m1",
        "article_id": "a1",
        "article_version": 1,
        "is_current": True,
        "is_retold": False,
        "url": "https://plain.example/1",
        "source": "The Daily Plain",
        "published_at": datetime(2026, 11, 19, 6, tzinfo=UTC),
        "incident_id": "i1",
        "rank": 1,
        "evidence": [{"role": "fatalities", "start": 23, "end": 35}],
        "extractor_version": "1",
    },
    "claims": {
        "claim_id": "c1",
        "mention_id": "m1",
        "article_id": "a1",
        "article_version": 1,
        "is_current": True,
        "incident_id": "i1",
        "event_date": date(2026, 11, 18),
        "claimant": "the army",
        "claimant_type": "state",
        "quantity": "killed",
        "low": 2,
        "best": 2,
        "high": 2,
        "victims_type": "state forces",
        "side": "target",
        "is_cumulative": False,
        "sentence": TEXT,
        "start": 0,
        "end": len(TEXT),
    },
    "incidents": _INCIDENT,
    "revisions": _INCIDENT
    | {
        "revision": 1,
        "is_current": False,
        "valid_from": date(2026, 11, 18),
        "valid_to": NIGHT,
        "change": "fatalities_best 1 -> 2 (a1)",
    },
    "changes": {
        "release": "2026-11-19-001",
        "night": NIGHT,
        "incident_id": "i1",
        "change_type": "added",
        "revision": 2,
        "event_date": date(2026, 11, 18),
    },
    "outcomes": {
        "night": NIGHT,
        "step": "articles",
        "site": "plain",
        "outcome": "ok",
        "is_refusal": False,
        "records": 1,
    },
}


def make_rows(table: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """The table's sound row, once for each of `rows`, changed as they say."""
    columns = list(TABLES[table].columns)
    frame = pd.DataFrame([_SOUND[table] | row for row in rows or ({},)], columns=columns, dtype=object)
    return with_geometry(frame) if "geometry" in columns else frame


def make_state(**changed: pd.DataFrame) -> dict[str, Months]:
    """One sound row of every table that a night brings, by month, with the named tables replaced."""
    given = {name: table for name, table in TABLES.items() if name != "changes"}
    return {name: split_months(changed.get(name, make_rows(name)), table) for name, table in given.items()}

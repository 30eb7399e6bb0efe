"""The event days that a release changed, for those who wait for a day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lake_rows import NIGHT, make_rows

from transforms.folders import Folders
from transforms.lake import Lake, Release, split_months
from transforms.night.released import released_days
from transforms.schema import TABLES

NEXT = NIGHT + timedelta(days=1)
DAY, OTHER = date(2026, 11, 17), date(2026, 11, 18)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def publish(
    folders: Folders, night: date, *incidents: dict[str, Any], earlier: tuple[dict[str, Any], ...] = ()
) -> Release:
    """Link and release the incidents as all that there are, with `earlier` as the states that some had before."""
    lake = Lake(folders.lake)
    base = lake.latest()
    note = folders.touched(night)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"base": base.id if base else None}), encoding="utf-8")
    tables = {"incidents": make_rows("incidents", *incidents)}
    if earlier:
        tables["revisions"] = make_rows("revisions", *earlier)
    changed = {name: split_months(rows, TABLES[name]) for name, rows in tables.items()}
    return lake.publish(changed, night=night, base=base, check=lambda _: [])


def test_first_release_touches_the_days_of_all_its_incidents(folders: Folders) -> None:
    publish(folders, NIGHT, {"incident_id": "a", "event_date": DAY}, {"incident_id": "b", "event_date": OTHER})
    assert released_days(folders, NIGHT) == [DAY, OTHER]


def test_days_that_a_release_left_alone_are_not_touched(folders: Folders) -> None:
    known = {"incident_id": "a", "event_date": DAY}
    publish(folders, NIGHT, known)
    publish(folders, NEXT, known, {"incident_id": "b", "event_date": OTHER})
    assert released_days(folders, NEXT) == [OTHER]


def test_incident_that_moved_touches_both_days(folders: Folders) -> None:
    publish(folders, NIGHT, {"incident_id": "a", "event_date": DAY, "revision": 1})
    before = {"incident_id": "a", "event_date": DAY, "revision": 1}
    publish(folders, NEXT, {"incident_id": "a", "event_date": OTHER, "revision": 2}, earlier=(before,))
    assert released_days(folders, NEXT) == [DAY, OTHER]


def test_night_made_again_without_a_change_touches_nothing(folders: Folders) -> None:
    rows = {"incident_id": "a", "event_date": DAY}
    publish(folders, NIGHT, rows)
    assert released_days(folders, NIGHT) == [DAY]
    publish(folders, NIGHT, rows)
    assert released_days(folders, NIGHT) == []


def test_nothing_is_touched_before_anything_is_published(folders: Folders) -> None:
    assert released_days(folders, NIGHT) == []

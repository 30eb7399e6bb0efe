"""What a night's release changed: told to those who wait for it."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd

from transforms.folders import Folders
from transforms.lake import Release, open_lake


def released_days(folders: Folders, night: date) -> list[date]:
    """Days of which the night's release added, changed or withdrew an incident, in order; none = it changed nothing.

    An incident that moved to another day touches both. Asked again before the night is linked again, it answers the
    same: the release is the one that was made from what the night was linked with.
    """
    release = open_lake(folders).latest()
    if release is None or not folders.touched(night).is_file():
        return []
    changes = released_changes(folders, release, night)
    days = pd.concat([changes["event_date"], _days_before(release, changes)])
    return sorted(days.dropna().unique())


def released_changes(folders: Folders, release: Release, night: date) -> pd.DataFrame:
    """Rows of `changes` by which the night's release differs from the one it was made from; `release` has them."""
    base = json.loads(folders.touched(night).read_text(encoding="utf-8"))["base"]
    changes = release.read("changes", [f"{night:%Y-%m}"])
    of_night = changes[changes["night"] == night]
    previous = of_night["previous_release"]
    return of_night[previous.isna() if base is None else (previous == base).fillna(False)]


def _days_before(release: Release, changes: pd.DataFrame) -> pd.Series:
    """The event days that changed incidents had before."""
    changed = changes[changes["changed_columns"].notna()]
    moved = changed.loc[
        ["event_date" in columns for columns in changed["changed_columns"]], ["incident_id", "revision"]
    ]
    if moved.empty:
        return changes["event_date"].iloc[:0]
    moved = moved.assign(revision=moved["revision"] - 1)
    earlier = release.read("revisions", columns=["incident_id", "revision", "event_date"])
    return moved.merge(earlier, on=["incident_id", "revision"], validate="one_to_one")["event_date"]

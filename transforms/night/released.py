"""What a release changed: told to those who wait for it."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd

from transforms.folders import Folders
from transforms.lake import Release, open_lake


def released_days(folders: Folders, night: date) -> list[date]:
    """Days of which the night's release added, changed or withdrew an incident, in order; none = it changed nothing.

    Asked again before the night is linked again, it answers the same: the release is the one that was made from what
    the night was linked with.
    """
    release = open_lake(folders).latest()
    return [] if release is None else changed_days(release, released_changes(folders, release, night))


def released_changes(folders: Folders, release: Release, night: date) -> pd.DataFrame:
    """Rows of `changes` by which the night's release differs from the one it was made from; `release` has them."""
    note = folders.touched(night)
    base = json.loads(note.read_text(encoding="utf-8"))["base"] if note.is_file() else release.id
    changes = changes_since(release, base, f"{night:%Y-%m}")
    return changes[changes["night"] == night]


def changes_since(release: Release, base: str | None, month: str | None = None) -> pd.DataFrame:
    """Rows of `changes` of the release that was made from `base`, None = from nothing; `release` has them.

    Of one month of nights if it is given, else of all.
    """
    changes = release.read("changes", None if month is None else [month])
    previous = changes["previous_release"]
    return changes[previous.isna() if base is None else (previous == base).fillna(False)]


def changed_days(release: Release, changes: pd.DataFrame) -> list[date]:
    """The event days of changed incidents, in order; an incident that moved to another day touches both."""
    days = pd.concat([changes["event_date"], _days_before(release, changes)])
    return sorted(days.dropna().unique())


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

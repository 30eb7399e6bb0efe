from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lake_rows import NIGHT, make_rows

from transforms.checks import Failure
from transforms.incidents.revisions import State, read_states
from transforms.lake import Lake, Release, split_months
from transforms.schema import TABLES

NEXT = NIGHT + timedelta(days=1)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def publish(lake: Lake, *incidents: dict[str, Any], night: date = NIGHT) -> Release:
    """Releases the incidents as all that there are; other tables stay empty."""
    months = split_months(make_rows("incidents", *incidents), TABLES["incidents"])
    base = lake.latest()
    gone = {} if base is None else {file.partition: make_rows("incidents")[:0] for file in base.manifest.files}
    return lake.publish({"incidents": {**gone, **months}}, night=night, base=base, check=_pass_all)


def _pass_all(_: object) -> list[Failure]:
    return []


def changes_of(release: Release) -> dict[str, str]:
    rows = release.read("changes")
    rows = rows[rows["release"] == release.id]
    return dict(zip(rows["incident_id"], rows["change_type"], strict=True))


def test_everything_is_added_by_the_first_release(lake: Lake) -> None:
    first = publish(lake, {}, {"incident_id": "i2"})
    assert changes_of(first) == {"i1": "added", "i2": "added"}
    assert first.read("changes")["previous_release"].isna().all()


def test_each_kind_of_change_is_named_and_what_stays_is_not(lake: Lake) -> None:
    publish(lake, *({"incident_id": name} for name in ("same", "toll", "double", "gone")))
    second = publish(
        lake,
        {"incident_id": "same"},
        {"incident_id": "toll", "fatalities_best": 3, "revision": 3},
        {"incident_id": "double", "is_current": False, "superseded_by": "toll", "merge_reason": "the same"},
        {"incident_id": "gone", "is_current": False, "merge_reason": "no current mention"},
        {"incident_id": "new"},
        night=NEXT,
    )
    assert changes_of(second) == {"toll": "changed", "double": "merged", "gone": "retracted", "new": "added"}
    rows = {row["incident_id"]: row for row in read_states(second.read("changes")) if row["release"] == second.id}
    assert rows["toll"]["changed_columns"] == ["revision", "fatalities_best"]
    assert rows["double"]["superseded_by"] == "toll"


def test_a_row_that_is_gone_is_retracted(lake: Lake) -> None:
    publish(lake, {}, {"incident_id": "i2"})
    assert changes_of(publish(lake, {}, night=NEXT)) == {"i2": "retracted"}


def test_a_day_moved_to_another_month_is_one_change(lake: Lake) -> None:
    publish(lake, {})
    second = publish(lake, {"event_date": date(2026, 10, 30)}, night=NEXT)
    assert changes_of(second) == {"i1": "changed"}
    [last] = second.read("changes").query("previous_release.notna()").to_dict("records")
    assert (last["event_date"], list(last["changed_columns"])) == (date(2026, 10, 30), ["event_date"])


def test_changes_of_all_releases_lead_from_nothing_to_the_latest(lake: Lake) -> None:
    states: list[list[dict[str, Any]]] = [
        [{"incident_id": "a"}, {"incident_id": "b"}],
        [{"incident_id": "a", "fatalities_best": 3}, {"incident_id": "b"}, {"incident_id": "c"}],
        [{"incident_id": "a", "fatalities_best": 3}, {"incident_id": "c", "country": "SYR"}],
    ]
    copy: dict[str, State] = {}
    for number, state in enumerate(states):
        release = publish(lake, *state, night=NIGHT + timedelta(days=number))
        rows = {row["incident_id"]: row for row in read_states(release.read("incidents"))}
        for incident_id in changes_of(release):
            copy.pop(incident_id, None)
            if incident_id in rows:
                copy[incident_id] = rows[incident_id]
        assert copy.keys() == rows.keys()
        assert all(copy[key]["fatalities_best"] == rows[key]["fatalities_best"] for key in rows)


def test_a_night_published_again_adds_to_its_changes_and_the_old_release_keeps_its_own(lake: Lake) -> None:
    first = publish(lake, {})
    before = first.read("changes")
    second = publish(lake, {"fatalities_best": 3})
    assert second.read("changes")["change_type"].tolist() == ["added", "changed"]
    pd.testing.assert_frame_equal(first.read("changes"), before)
    assert first.find_damaged() == []


def test_a_release_that_changes_no_incident_has_no_changes(lake: Lake) -> None:
    first = publish(lake, {})
    outcomes = {"outcomes": {"2026-11": make_rows("outcomes")}}
    second = lake.publish(outcomes, night=NEXT, base=first, check=_pass_all)
    assert changes_of(second) == {}
    assert second.files("changes")[0].samefile(first.files("changes")[0])


def test_a_column_that_the_schema_gains_is_no_change_while_it_is_null(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = TABLES["incidents"]
    older = type(now)(now.name, now.row, now.columns[:-1], now.required, now.key, now.sort, now.partition)
    monkeypatch.setitem(TABLES, "incidents", older)
    rows = make_rows("incidents", {}, {"incident_id": "i2"}).drop(columns=now.columns[-1], errors="ignore")
    first = lake.publish({"incidents": {"2026-11": rows}}, night=NIGHT, base=None, check=_pass_all)
    monkeypatch.setitem(TABLES, "incidents", now)
    second = publish(lake, {"valid_from": None}, {"incident_id": "i2", "valid_from": NEXT}, night=NEXT)
    assert first.id != second.id
    assert changes_of(second) == {"i2": "changed"}

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lake_rows import NIGHT, make_rows, make_state

from transforms.checks import CheckError, Failure
from transforms.lake import Lake, LakeError, Release, split_months
from transforms.schema import TABLES
from transforms.tables import TableError

OCTOBER = {"event_date": date(2026, 10, 30)}


def _staging(lake: Lake) -> Path:
    return lake.root.parent / "runs" / "staging" / "lake"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def first(lake: Lake) -> Release:
    """One sound row of every table."""
    return lake.publish(make_state(), night=NIGHT, base=None)


def test_an_empty_lake_has_no_release(lake: Lake) -> None:
    assert lake.latest() is None


def test_the_latest_release_is_the_one_published(lake: Lake, first: Release) -> None:
    assert lake.latest() == first
    assert (first.id, first.manifest.previous) == ("2026-11-19-001", None)
    assert first.read("incidents")["incident_id"].tolist() == ["i1"]
    assert first.read("claims", columns=["best"])["best"].tolist() == [2]


def test_a_rerun_publishes_nothing(lake: Lake, first: Release) -> None:
    before = sorted(lake.root.rglob("*"))
    assert lake.publish(make_state(), night=NIGHT, base=first) == first
    assert sorted(lake.root.rglob("*")) == before
    assert not _staging(lake).exists()


def test_two_lakes_of_the_same_rows_are_equal_byte_for_byte(tmp_path: Path) -> None:
    releases = [Lake(tmp_path / name / "lake").publish(make_state(), night=NIGHT, base=None) for name in "ab"]
    files = [
        {path.relative_to(release.path): path.read_bytes() for path in release.path.rglob("*") if path.is_file()}
        for release in releases
    ]
    assert {f"{name}/{TABLES[name].partition_key}=2026-11/{name}-2026-11.parquet" for name in TABLES} < {
        str(path) for path in files[0]
    }
    assert files[0] == files[1]


def test_a_moved_month_leaves_one_copy_and_untouched_months_are_links(lake: Lake, first: Release) -> None:
    moved = {
        name: {"2026-11": make_rows(name)[:0], "2026-10": make_rows(name, OCTOBER)}
        for name in ("incidents", "mentions")
    }
    second = lake.publish(moved, night=NIGHT, base=first)
    assert [path.name for path in second.files("incidents")] == ["incidents-2026-10.parquet"]
    assert second.read("incidents")["event_date"].tolist() == [date(2026, 10, 30)]
    assert second.files("incidents", "2026-11") == []
    assert len(second.read("incidents", months=["2026-11"])) == 0
    assert second.files("claims")[0].samefile(first.files("claims")[0])
    assert first.read("incidents")["event_date"].tolist() == [date(2026, 11, 18)]


def test_a_month_given_again_unchanged_is_a_link_too(lake: Lake, first: Release) -> None:
    changed = make_state(outcomes=make_rows("outcomes", {"example": "2"}))
    second = lake.publish(changed, night=NIGHT, base=first)
    assert second.id == "2026-11-19-002"
    assert second.files("articles")[0].samefile(first.files("articles")[0])
    assert not second.files("outcomes")[0].samefile(first.files("outcomes")[0])


def test_a_row_that_was_not_removed_from_its_old_month_is_refused(lake: Lake, first: Release) -> None:
    with pytest.raises(
        CheckError, match=r"(?s)incidents: key \(incident_id\) occurs once: 2 rows.*2026-10-30.*2026-11-18"
    ):
        lake.publish({"incidents": {"2026-10": make_rows("incidents", OCTOBER)}}, night=NIGHT, base=first)


def test_a_row_of_another_month_is_refused(lake: Lake) -> None:
    with pytest.raises(
        TableError, match=r"(?s)incidents: 1 rows given for 2026-11 are of another month.*i1 2026-10-30"
    ):
        lake.publish({"incidents": {"2026-11": make_rows("incidents", OCTOBER)}}, night=NIGHT, base=None)


@pytest.mark.parametrize("month", ["2026-13", "2026-11-18", "november"])
def test_a_month_is_written_as_in_2026_11(lake: Lake, month: str) -> None:
    with pytest.raises(TableError, match="not of the form 2026-11"):
        lake.publish({"incidents": {month: make_rows("incidents")}}, night=NIGHT, base=None)


def test_an_unknown_table_is_refused(lake: Lake) -> None:
    with pytest.raises(TableError, match="unknown table 'events'; known: captures"):
        lake.publish({"events": {}}, night=NIGHT, base=None)


def test_a_failed_check_publishes_nothing_and_keeps_what_failed_until_the_night_is_published(
    lake: Lake, first: Release
) -> None:
    broken = make_rows("claims", {"mention_id": "m9"})
    with pytest.raises(CheckError, match=r"(?s)the claim's mention exists: 1 row.*claim_id=c1 mention_id=m9"):
        lake.publish({"claims": {"2026-11": broken}}, night=NIGHT, base=first)
    assert lake.latest() == first
    refused = lake.root.parent / "runs" / "refused" / "night=2026-11-19"
    assert pd.read_parquet(refused / "claims" / "event_month=2026-11")["mention_id"].tolist() == ["m9"]
    assert "claim_id=c1 mention_id=m9" in (refused / "failures.txt").read_text()
    assert lake.publish(make_state(), night=NIGHT, base=first) == first
    assert refused.is_dir()
    lake.publish(make_state(outcomes=make_rows("outcomes", {"example": "2"})), night=NIGHT, base=first)
    assert not refused.exists()
    assert not _staging(lake).exists()


def test_an_exception_in_the_middle_publishes_nothing(lake: Lake, first: Release) -> None:
    def fail(files: Mapping[str, list[Path]]) -> list[Failure]:
        raise OSError("disk full")

    changed = make_state(outcomes=make_rows("outcomes", {"example": "2"}))
    with pytest.raises(OSError, match="disk full"):
        lake.publish(changed, night=NIGHT, base=first, check=fail)
    assert lake.latest() == first
    assert lake.publish(changed, night=NIGHT, base=first).id == "2026-11-19-002"


def test_rows_made_from_an_older_release_are_refused(lake: Lake, first: Release) -> None:
    changed = make_state(outcomes=make_rows("outcomes", {"example": "2"}))
    lake.publish(changed, night=NIGHT, base=first)
    with pytest.raises(LakeError, match="made from release 2026-11-19-001, but the latest is 2026-11-19-002"):
        lake.publish(make_state(), night=NIGHT, base=first)


def test_two_publishes_at_once_are_refused(lake: Lake, first: Release) -> None:
    def publish_again(files: Mapping[str, list[Path]]) -> list[Failure]:
        lake.publish(make_state(), night=NIGHT, base=first)
        return []

    with pytest.raises(LakeError, match="another publish is under way"):
        lake.publish(
            make_state(outcomes=make_rows("outcomes", {"example": "2"})), night=NIGHT, base=first, check=publish_again
        )


def test_ids_rise_also_when_an_older_night_is_published_again(lake: Lake, first: Release) -> None:
    release, ids = first, []
    for records, night in ((2, date(2026, 11, 20)), (3, date(2026, 11, 2)), (4, date(2026, 11, 21))):
        changed = make_state(outcomes=make_rows("outcomes", {"example": str(records)}))
        release = lake.publish(changed, night=night, base=release)
        ids.append(release.id)
    assert ids == ["2026-11-20-001", "2026-11-20-002", "2026-11-21-001"]


def test_a_damaged_or_missing_file_is_found(first: Release) -> None:
    assert first.find_damaged() == []
    (claims,), (mentions,) = first.files("claims"), first.files("mentions")
    claims.chmod(0o644)
    claims.write_bytes(claims.read_bytes()[:-1])
    mentions.unlink()
    assert first.find_damaged() == [claims, mentions]


def test_published_files_are_read_only(first: Release) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in first.path.rglob("*.parquet")}
    assert modes == {0o444}


def test_the_manifest_names_every_file_and_table_folders_hold_only_months(first: Release) -> None:
    manifest = json.loads((first.path / "manifest.json").read_text())
    assert manifest.keys() - {"files", "documents"} == {"release", "previous", "night", "schema_version", "schemas"}
    on_disk = {str(path.relative_to(first.path)) for path in first.path.rglob("*") if path.is_file()}
    assert on_disk == {"manifest.json", *(file["path"] for key in ("files", "documents") for file in manifest[key])}
    for table in TABLES.values():
        names = [path.name for path in (first.path / table.name).iterdir()]
        assert names == [f"{table.partition_key}=2026-11"]


def test_every_engine_counts_and_sums_the_same(lake: Lake) -> None:
    rows = pd.concat(
        [
            make_rows("incidents", {"incident_id": "i0", "fatalities_best": 3, **OCTOBER}),
            make_rows("incidents", {}, {"incident_id": "i2", "fatalities_low": None, "fatalities_best": None}),
        ]
    )
    mentions = make_rows("mentions", *({"mention_id": f"m{i}", "incident_id": f"i{i}"} for i in range(3)))
    claims = make_rows("claims").assign(mention_id="m1")
    lake.publish(make_state(incidents=rows, mentions=mentions, claims=claims), night=NIGHT, base=None)
    folder = lake.root / "latest" / "incidents"
    query = f"SELECT count(*)::INT, sum(fatalities_best)::INT FROM '{folder}/**/*.parquet'"  # noqa: S608 - a test's path
    polars = pl.scan_parquet(f"{folder}/**/*.parquet").select(pl.len(), pl.col("fatalities_best").sum()).collect()
    pandas = pd.read_parquet(folder, dtype_backend="pyarrow")
    arrow = pq.read_table(folder)
    assert duckdb.execute(query).fetchone() == (3, 5)
    assert polars.row(0) == (3, 5)
    assert (len(pandas), pandas["fatalities_best"].sum()) == (3, 5)
    assert (arrow.num_rows, pa.compute.sum(arrow["fatalities_best"]).as_py()) == (3, 5)


def test_rows_split_by_the_month_of_their_partition_column() -> None:
    rows = make_rows("incidents", {}, {"incident_id": "i2", **OCTOBER})
    months = split_months(rows, TABLES["incidents"])
    assert {month: frame["incident_id"].tolist() for month, frame in months.items()} == {
        "2026-10": ["i2"],
        "2026-11": ["i1"],
    }


def test_a_row_without_a_day_is_not_dropped_but_refused() -> None:
    rows = make_rows("incidents", {}, {"incident_id": "i2", "event_date": None})
    with pytest.raises(TableError, match=r"(?s)incidents: 1 rows without event_date.*i2"):
        split_months(rows, TABLES["incidents"])

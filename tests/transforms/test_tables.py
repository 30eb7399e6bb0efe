from __future__ import annotations

import json
import struct
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lake_rows import make_rows

from transforms.schema import TABLES
from transforms.tables import (
    TableError,
    check_keys,
    conform,
    empty_frame,
    make_file_schema,
    read_table,
    replacing,
    with_geometry,
    write_parquet,
)

INCIDENTS = TABLES["incidents"]
OUTCOMES = TABLES["outcomes"]


@pytest.mark.parametrize("name", TABLES)
def test_a_file_read_back_has_the_schema_with_its_descriptions(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.parquet"
    write_parquet(conform(make_rows(name), TABLES[name]), path)
    assert pq.read_schema(path).equals(make_file_schema(TABLES[name]), check_metadata=True)


@pytest.mark.parametrize("name", TABLES)
def test_rows_in_another_order_make_the_same_bytes(tmp_path: Path, name: str) -> None:
    table = TABLES[name]
    last_key = table.key[-1]
    values = [1, 2, 3] if pa.types.is_integer(table.schema.field(last_key).type) else ["x", "y", "z"]
    rows = make_rows(name, *({last_key: value} for value in values))
    write_parquet(conform(rows, table), tmp_path / "a.parquet")
    again = read_table(tmp_path / "a.parquet", table).iloc[::-1]
    write_parquet(conform(again[again.columns[::-1]], table), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_rows_are_sorted_with_nulls_last() -> None:
    rows = make_rows(
        "incidents",
        {"incident_id": "i1", "country": None},
        {"incident_id": "i3", "country": "SYR"},
        {"incident_id": "i2", "country": "SYR"},
        {"incident_id": "i4", "country": "IRQ"},
    )
    assert conform(rows, INCIDENTS)["incident_id"].to_pylist() == ["i4", "i2", "i3", "i1"]


def test_null_and_zero_stay_apart(tmp_path: Path) -> None:
    rows = make_rows("incidents", {"incident_id": "i1", "injuries_best": 0}, {"incident_id": "i2"})
    write_parquet(conform(rows, INCIDENTS), tmp_path / "a.parquet")
    injuries = read_table(tmp_path / "a.parquet", INCIDENTS)["injuries_best"]
    assert injuries.dtype == pd.ArrowDtype(pa.int32())
    assert injuries.isna().tolist() == [False, True]
    assert injuries[0] == 0


def test_nan_becomes_null() -> None:
    rows = make_rows("incidents").assign(latitude=float("nan"))
    assert conform(rows, INCIDENTS)["latitude"].to_pylist() == [None]


def test_columns_of_nulls_only_are_null_whatever_their_type() -> None:
    empty = ["sources", "first_reported_at", "superseded_by", "latitude", "injuries_best"]
    made = conform(make_rows("incidents").assign(**dict.fromkeys(empty, float("nan"))), INCIDENTS)
    assert made.select(empty).to_pylist() == [dict.fromkeys(empty)]


def test_no_pandas_metadata_is_kept() -> None:
    assert set(conform(make_rows("claims"), TABLES["claims"]).schema.metadata) == set(TABLES["claims"].schema.metadata)


def test_unknown_and_missing_columns_are_named() -> None:
    rows = make_rows("outcomes").rename(columns={"records": "count"})
    with pytest.raises(TableError, match="outcomes: unknown columns: count; missing columns: records"):
        conform(rows, OUTCOMES)


def test_an_instant_without_a_zone_is_refused() -> None:
    rows = make_rows("incidents", {"last_reported_at": datetime(2026, 11, 19, 6)})  # noqa: DTZ001 - the point
    with pytest.raises(TableError, match=r"incidents\.last_reported_at: expected instants with a time zone"):
        conform(rows, INCIDENTS)


def test_text_is_not_taken_for_a_day() -> None:
    with pytest.raises(TableError, match=r"incidents\.event_date: expected days"):
        conform(make_rows("incidents", {"event_date": "2026-11-18"}), INCIDENTS)


def test_a_day_with_an_hour_is_refused_and_midnight_is_not() -> None:
    rows = make_rows("incidents")
    with pytest.raises(TableError, match=r"incidents\.event_date: expected days"):
        conform(rows.assign(event_date=pd.to_datetime(["2026-11-18 10:00"])), INCIDENTS)
    made = conform(rows.assign(event_date=pd.to_datetime(["2026-11-18"])), INCIDENTS)
    assert made["event_date"].to_pylist() == [date(2026, 11, 18)]


def test_a_fraction_does_not_fit_a_count_of_people() -> None:
    with pytest.raises(TableError, match="fatalities_best"):
        conform(make_rows("incidents").assign(fatalities_best=1.5), INCIDENTS)


def test_a_null_in_a_required_column_is_shown_with_its_key() -> None:
    with pytest.raises(TableError, match=r"(?s)incidents: 1 rows without summary.*i7"):
        conform(make_rows("incidents", {}, {"incident_id": "i7", "summary": None}), INCIDENTS)


def test_rows_that_share_a_key_are_shown() -> None:
    rows = make_rows("incidents", {"incident_id": "i7"}, {"incident_id": "i8"}, {"incident_id": "i7", "country": "SYR"})
    with pytest.raises(TableError, match=r"(?s)2 rows share a key \(incident_id\).*i7.*IRQ.*i7.*SYR") as caught:
        check_keys(rows, INCIDENTS)
    assert "i8" not in str(caught.value)


def test_a_missing_key_is_refused() -> None:
    with pytest.raises(TableError, match="1 rows without incident_id"):
        check_keys(make_rows("incidents", {"incident_id": None}), INCIDENTS)


def test_geometry_is_a_point_of_longitude_and_latitude_or_null() -> None:
    rows = with_geometry(pd.DataFrame({"latitude": [36.2, None], "longitude": [44.0, None]}))
    point, unresolved = rows["geometry"]
    assert struct.unpack("<BIdd", point) == (1, 1, 44.0, 36.2)
    assert unresolved is pd.NA


def test_duckdb_takes_the_geometry_column_for_geometry(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_parquet(conform(make_rows("incidents"), INCIDENTS), path)
    assert json.loads(pq.read_schema(path).metadata[b"geo"])["version"] == "1.1.0"
    found = duckdb.execute("SELECT typeof(geometry), ST_AsText(geometry) FROM read_parquet(?)", [str(path)]).fetchone()
    assert found == ("GEOMETRY('OGC:CRS84')", "POINT (44.392 35.468)")


def test_no_file_means_no_rows_of_the_same_types(tmp_path: Path) -> None:
    assert read_table(tmp_path, INCIDENTS).dtypes.equals(empty_frame(INCIDENTS).dtypes)
    write_parquet(conform(empty_frame(INCIDENTS), INCIDENTS), tmp_path / "a.parquet")
    assert read_table(tmp_path, INCIDENTS).dtypes.equals(empty_frame(INCIDENTS).dtypes)
    assert len(read_table(tmp_path, INCIDENTS)) == 0


def test_a_folder_is_read_without_the_column_in_its_name(tmp_path: Path) -> None:
    for month in ("2026-10", "2026-11"):
        write_parquet(conform(make_rows("incidents"), INCIDENTS), tmp_path / f"event_month={month}" / "a.parquet")
    found = read_table(tmp_path, INCIDENTS, columns=["country", "incident_id"])
    assert (list(found.columns), len(found)) == (["country", "incident_id"], 2)


def test_a_file_of_another_schema_is_named_with_the_difference(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(conform(make_rows("outcomes"), OUTCOMES).drop_columns(["example"]), path)
    with pytest.raises(TableError, match=r"a\.parquet: not the schema of outcomes: lacks .*example: string"):
        read_table(path, OUTCOMES)


def test_ids_text_and_coordinates_have_no_dictionary_and_codes_have(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_parquet(conform(make_rows("incidents"), INCIDENTS), path)
    group = pq.ParquetFile(path).metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    coded = {path for path, column in columns.items() if column.has_dictionary_page}
    assert {"country", "event_type", "sources.list.element"} <= coded
    assert not coded & {"incident_id", "summary", "latitude", "longitude", "geometry"}
    assert {column.compression for column in columns.values()} == {"ZSTD"}


def test_an_error_while_writing_leaves_the_old_file_and_nothing_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")

    def write_half() -> None:
        with replacing(path) as aside:
            aside.write_text("ne")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_half()
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]

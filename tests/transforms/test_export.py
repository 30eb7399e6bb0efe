from __future__ import annotations

import csv
import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from lake_rows import NIGHT, make_rows, make_state

from transforms.export import FORMS, ExportError, export_incidents
from transforms.lake import Lake, split_months
from transforms.schema import TABLES
from transforms.views import VIEWS, open_dataset

ROWS = (
    {
        "incident_id": "late",
        "event_date": date(2026, 11, 19),
        "sources": ["A", "B"],
        "summary": 'He said "stop", twice.',
    },
    {"incident_id": "early", "event_date": date(2026, 10, 2), "country": "SYR"},
    {"incident_id": "nowhere", "latitude": None, "longitude": None, "geo_precision": None},
    {"incident_id": "gone", "is_current": False, "merge_reason": "no current mention"},
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    state = make_state() | {"incidents": split_months(make_rows("incidents", *ROWS), TABLES["incidents"])}
    lake = Lake(tmp_path_factory.mktemp("root") / "lake")
    with open_dataset(lake.publish(state, night=NIGHT, base=None, check=lambda _: [])) as connection:
        yield connection


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("form", VIEWS)
def test_a_view_is_written_with_its_columns_by_day(
    form: str, dataset: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert export_incidents(dataset, form, tmp_path / "out.csv") == (0 if form == "ucdp" else 3)
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        header, *lines = csv.reader(file)
    assert tuple(header) == VIEWS[form].header
    assert [line[0] for line in lines] == ([] if form == "ucdp" else ["early", "nowhere", "late"])


def test_csv_holds_current_incidents_with_lists_as_text(dataset: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_incidents(dataset, "csv", tmp_path / "deep" / "incidents.csv")
    rows = read_csv(tmp_path / "deep" / "incidents.csv")
    assert [row["incident_id"] for row in rows] == ["early", "nowhere", "late"]
    assert (rows[-1]["sources"], rows[-1]["summary"]) == ("A|B", 'He said "stop", twice.')
    assert "geometry" not in rows[0]


def test_a_name_that_ends_in_parquet_is_written_as_parquet(dataset: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_incidents(dataset, "acled", tmp_path / "acled.parquet")
    assert pq.read_schema(tmp_path / "acled.parquet").names == list(VIEWS["acled"].header)


def test_a_condition_chooses_by_columns_of_incidents(dataset: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert export_incidents(dataset, "acled", tmp_path / "syria.csv", "country = 'SYR'") == 1
    assert [row["event_id_cnty"] for row in read_csv(tmp_path / "syria.csv")] == ["early"]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_incidents_make_the_same_file(form: str, dataset: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for name in "ab":
        export_incidents(dataset, form, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_geojson_keeps_an_incident_without_a_place(dataset: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_incidents(dataset, "geojson", tmp_path / "incidents.geojson")
    collection = json.loads((tmp_path / "incidents.geojson").read_text(encoding="utf-8"))
    features = {feature["id"]: feature for feature in collection["features"]}
    assert features["late"]["geometry"] == {"type": "Point", "coordinates": [44.392, 35.468]}
    assert features["nowhere"]["geometry"] is None
    assert features["late"]["properties"]["event_date"] == "2026-11-19"
    assert features["late"]["properties"]["sources"] == "A|B"


def test_geopackage_says_what_it_is_and_holds_the_points(dataset: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_incidents(dataset, "gpkg", tmp_path / "incidents.gpkg")
    with closing(sqlite3.connect(tmp_path / "incidents.gpkg")) as package:
        assert package.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"GPKG"),)
        assert package.execute("SELECT table_name, min_x, max_y FROM gpkg_contents").fetchall() == [
            ("incidents", 44.392, 35.468)
        ]
        points = dict(package.execute("SELECT incident_id, geom FROM incidents").fetchall())
        dates = package.execute("SELECT event_date, first_reported_at FROM incidents").fetchall()
    assert points["nowhere"] is None
    assert struct.unpack("<dd", points["late"][-16:]) == (44.392, 35.468)
    assert dates[0] == ("2026-10-02", "2026-11-19T06:00:00.000Z")


def test_an_unknown_form_or_condition_is_refused_and_writes_nothing(
    dataset: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="unknown form 'shp', expected one of: acled, ucdp, gtd, csv, geojson, gpkg"):
        export_incidents(dataset, "shp", tmp_path / "out")
    with pytest.raises(ExportError, match=r"--where 'nation = 1': .*nation"):
        export_incidents(dataset, "csv", tmp_path / "out", "nation = 1")
    assert list(tmp_path.iterdir()) == []

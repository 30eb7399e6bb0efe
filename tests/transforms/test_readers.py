"""What users read the published folder and the exports with agrees on rows, sums and places."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from lake_rows import NIGHT, make_rows, make_state

from transforms.export import export_incidents
from transforms.lake import Lake, Release, split_months
from transforms.schema import TABLES
from transforms.views import open_dataset

ROWS: tuple[dict[str, Any], ...] = (
    {"incident_id": "october", "event_date": date(2026, 10, 30), "fatalities_best": 3, "country": "SYR"},
    {"incident_id": "november"},
    {
        "incident_id": "nowhere",
        **dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high", "fatalities_target", "country")),
        **dict.fromkeys(("latitude", "longitude", "geo_precision")),
    },
)
FACTS = (3, 5, 1)  # rows, the sum of fatalities_best, rows without a place


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    state = make_state() | {"incidents": split_months(make_rows("incidents", *ROWS), TABLES["incidents"])}
    lake = Lake(tmp_path_factory.mktemp("root") / "lake")
    return lake.publish(state, night=NIGHT, base=None, check=lambda _: [])


@pytest.fixture
def folder(release: Release) -> Path:
    return release.path / "incidents"


def test_duckdb(folder: Path) -> None:
    sql = "SELECT count(*), sum(fatalities_best)::INT, count(*) - count(ST_AsText(geometry)) FROM read_parquet(?)"
    with duckdb.connect() as connection:
        [facts] = connection.execute(sql, [f"{folder}/**/*.parquet"]).fetchall()
    assert facts == FACTS


def test_polars(folder: Path) -> None:
    rows = pl.scan_parquet(folder / "**" / "*.parquet")
    facts = rows.select(pl.len(), pl.col("fatalities_best").sum(), pl.col("geometry").null_count()).collect()
    assert facts.row(0) == FACTS


def test_pandas(folder: Path) -> None:
    rows: Any = pd.read_parquet(folder, dtype_backend="pyarrow")
    assert (len(rows), rows["fatalities_best"].sum(), rows["geometry"].isna().sum()) == FACTS
    assert sorted(rows["event_month"].unique()) == ["2026-10", "2026-11"]


def test_pyarrow(folder: Path) -> None:
    rows = pq.read_table(folder)
    assert (rows.num_rows, sum(rows["fatalities_best"].drop_null().to_pylist()), rows["geometry"].null_count) == FACTS


def test_geopandas(folder: Path) -> None:
    rows: Any = pd.concat([gpd.read_parquet(path) for path in sorted(folder.rglob("*.parquet"))])
    assert (len(rows), rows["fatalities_best"].sum(), rows.geometry.isna().sum()) == FACTS
    assert {(point.x, point.y) for point in rows.geometry.dropna()} == {(44.392, 35.468)}
    assert rows.crs == "OGC:CRS84"


@pytest.mark.parametrize("form", ["geojson", "gpkg"])
def test_geopandas_opens_the_exports(form: str, release: Release, tmp_path: Path) -> None:
    with open_dataset(release) as connection:
        export_incidents(connection, form, tmp_path / f"incidents.{form}")
    rows = gpd.read_file(tmp_path / f"incidents.{form}")
    assert (len(rows), rows["fatalities_best"].sum(), rows.geometry.isna().sum()) == FACTS
    assert rows.crs == "EPSG:4326"
    assert rows.set_index("incident_id")["event_date"]["october"] == pd.Timestamp("2026-10-30")


@pytest.mark.drill
@pytest.mark.filterwarnings("ignore")
def test_pyspark(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyspark (group `spark`) or Java this is skipped by that name."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: uv sync --inexact --group spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--master local[1] --conf spark.ui.enabled=false pyspark-shell")
    spark = sql.SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    try:
        rows = spark.read.parquet(str(release.path / "incidents"))
        [facts] = rows.selectExpr("count(*)", "sum(fatalities_best)", "count_if(geometry IS NULL)").collect()
        assert tuple(facts) == FACTS
        for table in TABLES:
            files = release.files(table)
            if files:
                assert spark.read.parquet(str(files[0].parents[1])).count() == sum(
                    pq.ParquetFile(file).metadata.num_rows for file in files
                )
    finally:
        spark.stop()

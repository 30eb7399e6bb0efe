"""A release of an older schema: read as if it were of the present one, and written anew with the next publish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lake_rows import NIGHT, make_rows, make_state

from transforms.lake import Lake, Release
from transforms.lake.evolution import read_older
from transforms.schema import TABLES, Table
from transforms.tables import TableError, make_file_schema

NOW = TABLES["outcomes"]
NEWEST = NOW.columns[-1]
BEFORE = replace(NOW, columns=NOW.columns[:-1])
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """Two months of every table, published when `outcomes` had a column less."""
    with monkeypatch.context() as patch:
        patch.setitem(TABLES, "outcomes", BEFORE)
        state = {name: dict(months) for name, months in make_state(outcomes=_older_rows(NIGHT)).items()}
        state["outcomes"]["2026-10"] = _older_rows(OCTOBER)
        return Lake(tmp_path / "lake").publish(state, night=NIGHT, base=None, check=lambda _: [])


def _older_rows(night: date) -> pd.DataFrame:
    return make_rows("outcomes", {"night": night}).drop(columns=NEWEST, errors="ignore")


def _publish_november(old: Release) -> Release:
    november = make_rows("outcomes", {"records": 7, NEWEST: 0.5})
    return Lake(old.path.parents[1]).publish(
        {"outcomes": {"2026-11": november}}, night=NIGHT, base=old, check=lambda _: []
    )


def test_an_older_release_reads_with_the_new_column_null(old: Release) -> None:
    rows = old.read("outcomes")
    assert list(rows) == list(NOW.columns)
    assert rows[NEWEST].isna().all()
    assert old.read("outcomes", ["2026-10"], ["records"])["records"].tolist() == [1]


def test_a_release_says_which_tables_have_older_columns(old: Release) -> None:
    assert old.older_tables() == ["outcomes"]
    assert _publish_november(old).older_tables() == []


def test_every_month_is_written_anew_and_has_one_schema(old: Release) -> None:
    new = _publish_november(old)
    schemas = [pq.read_schema(path) for path in new.files("outcomes")]
    assert len(schemas) == 2
    assert all(schema.equals(make_file_schema(NOW), check_metadata=True) for schema in schemas)
    assert not new.files("outcomes", "2026-10")[0].samefile(old.files("outcomes", "2026-10")[0])
    assert new.files("incidents")[0].samefile(old.files("incidents")[0])


def _ask_duckdb(pattern: str) -> object:
    query = f"SELECT count(*), sum({NEWEST}) FROM '{pattern}/**/*.parquet'"  # noqa: S608 - a test's path
    return duckdb.execute(query).fetchone()


def _ask_polars(pattern: str) -> object:
    return pl.scan_parquet(f"{pattern}/**/*.parquet").select(pl.len(), pl.col(NEWEST).sum()).collect().row(0)


def _ask_pandas(pattern: str) -> object:
    rows = pd.read_parquet(pattern, dtype_backend="pyarrow")
    return len(rows), rows[NEWEST].sum()


@pytest.mark.parametrize("ask", [_ask_duckdb, _ask_polars, _ask_pandas])
def test_every_engine_reads_the_column_that_only_one_month_was_given(
    old: Release, ask: Callable[[str], object]
) -> None:
    assert ask(str(_publish_november(old).path / "outcomes")) == (2, 0.5)


def test_a_column_that_was_dropped_goes_and_one_that_was_widened_is_cast(tmp_path: Path) -> None:
    wide = pa.table({name: _older_column(name) for name in [*NOW.columns, "mood"]})
    pq.write_table(wide, tmp_path / "old.parquet")
    rows = read_older([tmp_path / "old.parquet"], NOW)
    assert list(rows) == list(NOW.columns)
    assert rows["records"].dtype == pd.ArrowDtype(pa.int32())


def _older_column(name: str) -> pa.Array:
    narrow = {"records": pa.array([3], pa.int16()), "mood": pa.array(["calm"])}
    return narrow.get(name) or pa.array(make_rows("outcomes")[name], NOW.schema.field(name).type, from_pandas=True)


def _table_with(**changes: object) -> Table:
    return replace(NOW, **changes)  # type: ignore[arg-type]


def test_a_new_column_that_may_not_be_null_is_refused(old: Release) -> None:
    required = _table_with(required=NOW.required | {NEWEST})
    with pytest.raises(TableError, match=f"is older than outcomes.{NEWEST}, which may not be null"):
        read_older(old.files("outcomes"), required)


def test_a_value_that_does_not_fit_the_new_type_is_refused(tmp_path: Path) -> None:
    wide = pa.table({name: _older_column(name) for name in NOW.columns})
    wide = wide.set_column(NOW.columns.index("records"), "records", pa.array([2**40], pa.int64()))
    pq.write_table(wide, tmp_path / "old.parquet")
    with pytest.raises(TableError, match=r"outcomes.records does not become int32"):
        read_older([tmp_path / "old.parquet"], NOW)

"""Rows of a release by the values of one column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow.parquet as pq

from transforms.lake import Release
from transforms.schema import TABLES

Row = dict[str, Any]


def find_rows(release: Release, table: str, column: str, values: Iterable[object]) -> list[Row]:
    """The table's rows with one of the values, in the order of its key; columns as Python values."""
    wanted = sorted({str(value) for value in values if value is not None})
    if not wanted or not release.files(table):
        return []
    found = pq.read_table(release.files(table), filters=[(column, "in", wanted)], partitioning=None)
    rows: list[Row] = found.to_pylist()
    return sorted(rows, key=lambda row: tuple(row[name] for name in TABLES[table].key))

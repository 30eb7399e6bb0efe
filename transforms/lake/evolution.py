"""Rows as an older schema wrote them → rows of the present one.

All files of a release have one schema, since readers disagree on what a tree of several means: DuckDB raises or hides
columns, Polars raises, pandas takes the first file's columns. So when a table's columns change, every month of it is
written anew, and what was published before is read through here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema import Table
from transforms.tables import TableError, make_file_schema


def read_older(files: Sequence[Path], table: Table) -> pd.DataFrame:
    """The files' rows with the table's present columns: new ones null, dropped ones gone, others cast.

    Raises:
        TableError: a new column may not be null, or values do not fit their new type.
    """
    schema = make_file_schema(table)
    parts = [_bring_forward(path, schema, table) for path in files]
    made = pa.concat_tables(parts) if parts else schema.empty_table()
    frame: pd.DataFrame = made.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _bring_forward(path: Path, schema: pa.Schema, table: Table) -> pa.Table:
    with pq.ParquetFile(path) as file:
        old = file.read()
    columns = [_column(old, field, path, table) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(old: pa.Table, field: pa.Field, path: Path, table: Table) -> pa.ChunkedArray:
    if field.name in old.column_names:
        try:
            return old.column(field.name).cast(field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise TableError(f"{path}: {table.name}.{field.name} does not become {field.type}: {error}") from error
    if not field.nullable and old.num_rows:
        raise TableError(
            f"{path}: is older than {table.name}.{field.name}, which may not be null; read its nights anew"
        )
    return pa.chunked_array([pa.nulls(old.num_rows, field.type)])

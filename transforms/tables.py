"""Frames into Parquet files and back, as `transforms.schema` says: same rows, same bytes.

The schema is always passed: what pandas would infer differs from night to night (large strings,
doubles for nullable integers). Files are written aside and renamed, so a reader sees a whole file
or none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema import Table

# Measured on 1.24 million incidents: zstd 15 saves 4 % for nine times the time; row groups of
# 20,000 to 50,000 rows serve selective reads best and full scans equally well.
COMPRESSION_LEVEL = 9
ROW_GROUP_ROWS = 50_000
EXAMPLE_ROWS = 5

# Nearly every value is its own, so a dictionary only adds to the file (11 % on incidents).
_WITHOUT_DICTIONARY = frozenset(
    "capture_id article_id mention_id claim_id incident_id part_of payload_digest text_digest url final_url "
    "canonical_url warc_offset etag title text summary sentence evidence latitude longitude geometry".split()
)

# Ids are hashes, so a row group's least and greatest id leave none out; a Bloom filter does. On two months of 208,000
# incidents each, DuckDB finds one by its id in 11 instead of 37 ms of processor time, for 2.6 % more bytes.
_LOOKED_UP = "incident_id"
_FALSE_POSITIVES = 0.05

# GeoParquet 1.1: no crs means OGC:CRS84 (longitude, latitude). No bbox: it would give each file its own schema.
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}
_WKB_POINT = np.dtype([("byte_order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])


class TableError(ValueError):
    """A frame or a file that is not as its table's schema says."""


def make_file_schema(table: Table) -> pa.Schema:
    """The schema as it stands in the files: the table's own, with `geo` metadata where it has a geometry."""
    schema = pa.schema([_with_parquet_lists(field) for field in table.schema], metadata=table.schema.metadata)
    if "geometry" not in table.columns:
        return schema
    return schema.with_metadata({**schema.metadata, "geo": json.dumps(_GEO, sort_keys=True)})


def conform(frame: pd.DataFrame, table: Table) -> pa.Table:
    """The frame's rows with exactly the table's columns, types and order of rows (nulls last).

    Empty and NaN values become null. Columns may stand in any order; the index is left behind.

    Raises:
        TableError: a column is missing or unknown, an instant has no time zone, a value does not fit
            its type, or a required column has a null.
    """
    _check_columns(frame, table)
    nullable = pa.schema([field.with_nullable(True) for field in table.schema])
    try:
        for field in nullable:
            _check_time(frame[field.name], field, table)
        made = pa.Table.from_pandas(_with_nulls_as_objects(frame, nullable), schema=nullable, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise TableError(f"{table.name}: {'; '.join(str(part) for part in error.args)}") from error
    columns = [_without_nan(made.column(name)) for name in made.column_names]
    _check_required(columns, frame, table)
    made = pa.Table.from_arrays(columns, schema=make_file_schema(table))
    return made.take(_order(made, table)).combine_chunks()


def check_keys(frame: pd.DataFrame, table: Table) -> None:
    """Raises TableError, with the offending rows, where the table's key has a null or occurs twice."""
    key = list(table.key)
    shown = list(dict.fromkeys([*key, *table.sort]))
    for name in key:
        missing = frame.loc[frame[name].isna(), shown]
        if len(missing):
            raise TableError(f"{table.name}: {len(missing)} rows without {name}\n{_show(missing)}")
    doubled = frame.loc[frame.duplicated(subset=key, keep=False), shown].sort_values(key, kind="stable")
    if len(doubled):
        raise TableError(f"{table.name}: {len(doubled)} rows share a key ({', '.join(key)})\n{_show(doubled)}")


def with_geometry(frame: pd.DataFrame) -> pd.DataFrame:
    """Adds or replaces `geometry`: WKB points from `longitude` and `latitude`, null where either is null."""
    longitude = frame["longitude"].to_numpy(dtype="float64", na_value=np.nan)
    latitude = frame["latitude"].to_numpy(dtype="float64", na_value=np.nan)
    points = np.zeros(len(frame), dtype=_WKB_POINT)
    points["byte_order"], points["kind"] = 1, 1
    points["x"], points["y"] = longitude, latitude
    unresolved = np.isnan(longitude) | np.isnan(latitude)
    values = [None if missing else point.tobytes() for missing, point in zip(unresolved, points, strict=True)]
    return frame.assign(geometry=pd.Series(values, index=frame.index, dtype=pd.ArrowDtype(pa.binary())))


def empty_frame(table: Table) -> pd.DataFrame:
    """No rows, with the table's columns and types."""
    return _to_pandas(make_file_schema(table).empty_table())


def read_table(
    path_or_files: Path | Sequence[Path], table: Table, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """All rows of one file, of several, or of all `*.parquet` under a folder; no file means no rows.

    Columns have Arrow types: a missing integer stays an integer column's null.

    Raises:
        TableError: a file's columns or types are not the table's.
    """
    wanted = list(table.columns if columns is None else columns)
    parts = [_read_file(path, table, wanted) for path in _list_files(path_or_files)]
    if not parts:
        return empty_frame(table)[wanted]
    return _to_pandas(pa.concat_tables(parts))


def write_parquet(table: pa.Table, path: Path) -> None:
    """Writes a conformed table as one file, replacing it whole; equal tables give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as aside:
        pq.write_table(
            table,
            aside,
            compression="zstd",
            compression_level=COMPRESSION_LEVEL,
            row_group_size=ROW_GROUP_ROWS,
            use_dictionary=[name for name in _leaf_paths(table.schema) if _root(name) not in _WITHOUT_DICTIONARY],
            bloom_filter_options=_make_bloom_filters(table),
        )


def _make_bloom_filters(table: pa.Table) -> dict[str, dict[str, float]] | None:
    if _LOOKED_UP not in table.column_names or not table.num_rows:
        return None
    return {_LOOKED_UP: {"ndv": min(table.num_rows, ROW_GROUP_ROWS), "fpp": _FALSE_POSITIVES}}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yields a file to write beside `path`; afterwards it is synced and takes the place of `path`.

    On an error `path` stays as it was. The name aside is hidden and does not end in .parquet:
    DuckDB's and Polars' globs take hidden files for data.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield aside
        sync(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Waits until the file's bytes, or the folder's entries, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _with_parquet_lists(field: pa.Field) -> pa.Field:
    # Parquet names a list's values `element`, pyarrow `item`; a file read back must equal its schema.
    if not pa.types.is_list(field.type):
        return field
    return field.with_type(pa.list_(field.type.value_field.with_name("element")))


def _check_columns(frame: pd.DataFrame, table: Table) -> None:
    unknown = sorted(set(map(str, frame.columns)) - set(table.columns))
    missing = [name for name in table.columns if name not in frame.columns]
    if unknown or missing:
        parts = [f"unknown columns: {', '.join(unknown)}"] * bool(unknown)
        parts += [f"missing columns: {', '.join(missing)}"] * bool(missing)
        raise TableError(f"{table.name}: {'; '.join(parts)}")


def _check_time(column: pd.Series, field: pa.Field, table: Table) -> None:
    """Raises TableError for text as a time, an instant without a zone, a day with an hour: pyarrow lets them pass."""
    if not pa.types.is_temporal(field.type):
        return
    present = column.dropna()
    if present.empty:
        return
    found = pa.array(present, from_pandas=True).type
    where = f"{table.name}.{field.name}"
    if pa.types.is_date(field.type):
        if not pa.types.is_date(found) and not _is_midnight(present, found):
            raise TableError(f"{where}: expected days, got {found}")
        return
    zoned = pa.types.is_timestamp(found) and found.tz is not None
    if column.dtype == object:
        zoned = zoned and all(value.tzinfo is not None for value in present)
    if not zoned:
        raise TableError(f"{where}: expected instants with a time zone, got {found}")


def _with_nulls_as_objects(frame: pd.DataFrame, schema: pa.Schema) -> pd.DataFrame:
    # A column of nothing but nulls is float64 to pandas, and pyarrow makes no list and no instant of that.
    floats = [field.name for field in schema if frame[field.name].dtype == np.float64]
    empty = [name for name in floats if frame[name].isna().all()]
    return frame.astype(dict.fromkeys(empty, object)) if empty else frame


def _is_midnight(present: pd.Series, found: pa.DataType) -> bool:
    if not pa.types.is_timestamp(found) or found.tz is not None:
        return False
    days = pd.to_datetime(present)
    return bool((days == days.dt.normalize()).all())


def _without_nan(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)


def _check_required(columns: Sequence[pa.ChunkedArray], frame: pd.DataFrame, table: Table) -> None:
    for name, column in zip(table.columns, columns, strict=True):
        if name in table.required and column.null_count:
            rows = frame[column.is_null().to_numpy(zero_copy_only=False)]
            shown = list(dict.fromkeys([*table.key, name]))
            raise TableError(f"{table.name}: {len(rows)} rows without {name}\n{_show(rows[shown])}")


def _order(made: pa.Table, table: Table) -> pa.Array:
    # The key after the sort columns: no two rows tie, so the order of the input leaves no trace.
    names = dict.fromkeys([*table.sort, *table.key])
    return pc.sort_indices(made, sort_keys=[(name, "ascending", "at_end") for name in names])


def _show(rows: pd.DataFrame) -> str:
    more = len(rows) - EXAMPLE_ROWS
    return rows.head(EXAMPLE_ROWS).to_string(index=False) + (f"\nand {more} more" if more > 0 else "")


def _list_files(path_or_files: Path | Sequence[Path]) -> list[Path]:
    if not isinstance(path_or_files, Path):
        return list(path_or_files)
    return sorted(path_or_files.rglob("*.parquet")) if path_or_files.is_dir() else [path_or_files]


def _read_file(path: Path, table: Table, columns: Sequence[str]) -> pa.Table:
    # ParquetFile, not read_table: that one adds the folder's `event_month=` as a column.
    with pq.ParquetFile(path) as file:
        if not file.schema_arrow.equals(table.schema):
            raise TableError(f"{path}: not the schema of {table.name}: {_differences(file.schema_arrow, table.schema)}")
        return file.read(columns=list(columns)).select(list(columns))


def _differences(found: pa.Schema, expected: pa.Schema) -> str:
    have, want = ({str(field) for field in schema} for schema in (found, expected))
    parts = [f"lacks {', '.join(sorted(want - have))}"] * bool(want - have)
    parts += [f"has {', '.join(sorted(have - want))}"] * bool(have - want)
    return "; ".join(parts) or "other order of columns"


def _to_pandas(made: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = made.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _leaf_paths(schema: pa.Schema) -> list[str]:
    """Parquet's names of the columns' leaves: `sources.list.element` for a list."""
    paths: list[str] = []
    for field in schema:
        paths.extend(_leaves(field.name, field.type))
    return paths


def _leaves(path: str, type_: pa.DataType) -> list[str]:
    if pa.types.is_list(type_):
        return _leaves(f"{path}.list.element", type_.value_type)
    if pa.types.is_struct(type_):
        return [leaf for field in type_ for leaf in _leaves(f"{path}.{field.name}", field.type)]
    return [path]


def _root(path: str) -> str:
    return path.split(".", maxsplit=1)[0]

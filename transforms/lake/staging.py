"""Complete rows of touched months in, the Parquet files of a whole release out, in a staging folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from transforms.lake.evolution import read_older
from transforms.lake.releases import (
    Document,
    Manifest,
    PublishedFile,
    Release,
    describe_file,
    digest_file,
    digest_schema,
)
from transforms.package import make_documents
from transforms.schema import TABLES, Table
from transforms.tables import TableError, check_keys, conform, make_file_schema, write_parquet

Months = Mapping[str, pd.DataFrame]
"""Complete rows by month (`2026-11`); an empty frame removes the month."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def split_months(frame: pd.DataFrame, table: Table) -> dict[str, pd.DataFrame]:
    """The frame's rows by the month of the table's partition column (`2026-11`), in order of month.

    Raises:
        TableError: a row has no day, so it would belong to no month.
    """
    months = _months_of(frame, table)
    undated = frame.loc[months.isna(), list(table.key)]
    if len(undated):
        shown = undated.head().to_string(index=False)
        raise TableError(f"{table.name}: {len(undated)} rows without {table.partition}\n{shown}")
    return {str(month): rows for month, rows in frame.groupby(months, sort=True)}


def _months_of(frame: pd.DataFrame, table: Table) -> pd.Series:
    days = pa.array(frame[table.partition], type=pa.date32(), from_pandas=True)
    return pd.Series(pc.strftime(days, format="%Y-%m").to_numpy(zero_copy_only=False), index=frame.index)


def stage(changed: Mapping[str, Months], base: Release | None, staged: Path) -> tuple[PublishedFile, ...]:
    """Writes the months in `changed`, links the other months of `base`, and lists all files by path.

    Raises:
        TableError: rows do not fit their table, share a key, or lie in another month than their own.
    """
    staged.mkdir(parents=True)
    published = {} if base is None else {file.path: file for file in base.manifest.files}
    files = []
    for name, months in changed.items():
        table = _find_table(name)
        written = [write_month(table, month, rows, staged) for month, rows in months.items() if len(rows)]
        files += written
        for file in written:
            if base is not None and published.get(file.path) == file:
                _link(base.path / file.path, staged / file.path)
    if base is not None:
        kept = [file for file in published.values() if file.partition not in changed.get(file.table, {})]
        files += [_carry_over(file, base, staged) for file in kept]
    return tuple(sorted(files, key=lambda file: file.path))


def stage_state(state: Release, staged: Path) -> tuple[PublishedFile, ...]:
    """Links the files of a state that lies elsewhere on this file system, and lists them by path."""
    staged.mkdir(parents=True)
    for file in state.manifest.files:
        _link(state.path / file.path, staged / file.path)
    return state.manifest.files


def with_documents(manifest: Manifest, staged: Path) -> Manifest:
    """Writes what the release says of itself beside the staged tables, and lists it."""
    documents = []
    for path, text in make_documents(manifest).items():
        (staged / path).parent.mkdir(parents=True, exist_ok=True)
        (staged / path).write_text(text, encoding="utf-8", newline="\n")
        (staged / path).chmod(0o444)
        documents.append(Document(path, (staged / path).stat().st_size, digest_file(staged / path)))
    return replace(manifest, documents=tuple(documents))


def _find_table(name: str) -> Table:
    if name not in TABLES:
        raise TableError(f"unknown table {name!r}; known: {', '.join(TABLES)}")
    return TABLES[name]


def write_month(table: Table, month: str, rows: pd.DataFrame, staged: Path) -> PublishedFile:
    """Writes the complete rows of one month.

    Raises:
        TableError: rows do not fit their table, share a key, or lie in another month.
    """
    if not _MONTH.fullmatch(month):
        raise TableError(f"{table.name}: month {month!r} is not of the form 2026-11")
    made = conform(rows, table)
    strays = rows.loc[_months_of(rows, table) != month, [*table.key, table.partition]]
    if len(strays):
        shown = strays.head().to_string(index=False)
        raise TableError(f"{table.name}: {len(strays)} rows given for {month} are of another month\n{shown}")
    check_keys(rows, table)
    return _write_file(made, table.path_of(month), table, month, staged)


def _write_file(rows: pa.Table, path: str, table: Table, month: str, staged: Path) -> PublishedFile:
    write_parquet(rows, staged / path)
    # Hard links share one inode over releases: a write through one name would change them all.
    (staged / path).chmod(0o444)
    return describe_file(staged, path, table.name, month, rows.num_rows)


def _carry_over(file: PublishedFile, base: Release, staged: Path) -> PublishedFile:
    """An untouched month: linked, or written anew where the table's schema has changed since.

    All files of a release have one schema: readers disagree on what a tree of several means.
    """
    table = _find_table(file.table)
    schema = make_file_schema(table)
    if base.manifest.schemas[file.table] == digest_schema(schema):
        _link(base.path / file.path, staged / file.path)
        return file
    rows = conform(read_older([base.path / file.path], table), table)
    return _write_file(rows, file.path, table, file.partition, staged)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.hardlink_to(source)

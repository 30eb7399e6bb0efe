"""A release in, a DuckDB session out: its tables as they are or were, the views of other codebooks, comments.

No extension is loaded or fetched: DuckDB's own wheel reads the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema import TABLES, Table
from transforms.tables import make_file_schema
from transforms.views import countries
from transforms.views.acled import ACLED
from transforms.views.as_of import KNOWN, as_of_sql
from transforms.views.gtd import GTD
from transforms.views.shape import View, sql_text
from transforms.views.ucdp import UCDP

if TYPE_CHECKING:
    from transforms.lake.releases import Release

__all__ = ["VIEWS", "View", "open_dataset", "table_sql", "view_statements"]

VIEWS: Mapping[str, View] = {view.name: view for view in (ACLED, UCDP, GTD)}


def open_dataset(
    release: Release, *, as_of: date | None = None, database: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection in which each table is a view of its name, and so is each of `VIEWS`.

    `dictionary` says of every column what it means. With `as_of` the tables are as they were once that night was
    published. `database` names a new file for the views, which other programs can open; None = in memory.
    """
    connection = duckdb.connect(database or ":memory:", config={"autoinstall_known_extensions": "false"})
    # Files of a release never change; with some dozens of months, opening them anew is most of a question's time.
    connection.execute("SET parquet_metadata_cache = true")
    place = "main" if as_of is None else KNOWN
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {place}")
    for table in TABLES.values():
        files = release.files(table.name)
        known = pq.read_schema(files[0]).names if files else []
        select = table_sql(table, [str(file) for file in files], known)
        connection.execute(f"CREATE VIEW {place}.{table.name} AS {select}")
    for name, select in {} if as_of is None else as_of_sql(as_of).items():
        connection.execute(f"CREATE VIEW {name} AS {select}")
    connection.begin()
    for statement in view_statements():
        connection.execute(statement)
    connection.commit()
    return connection


def view_statements() -> list[str]:
    """SQL that adds the views of other codebooks, the dictionary and every comment to tables that are there."""
    created = [f"CREATE VIEW {countries.NAME} AS {countries.countries_sql()}"]
    created += [f"CREATE VIEW {view.name} AS {view.sql}" for view in VIEWS.values()]
    return [*created, *_comments(), _DICTIONARY]


def table_sql(table: Table, files: Sequence[str], known: Sequence[str]) -> str:
    """A SELECT of the rows of the files, whose columns are `known`; one that the table has beside them is null."""
    lacking = [name for name in table.columns if name not in known]
    types = _sql_types(table) if lacking else {}
    nothing = [f'CAST(NULL AS {types[name]}) AS "{name}"' for name in lacking]
    if not files:
        return f"SELECT {', '.join(nothing)} WHERE false"
    listed = ", ".join(sql_text(file) for file in files)
    columns = ", ".join(["*", *nothing])
    return f"SELECT {columns} FROM read_parquet([{listed}], hive_partitioning = false)"  # noqa: S608 - our own files


def _sql_types(table: Table) -> dict[str, str]:
    """DuckDB's names of the columns' types."""
    with duckdb.connect() as connection:
        connection.register("nothing", make_file_schema(table).empty_table())
        relation = connection.table("nothing")
        return {name: str(type_) for name, type_ in zip(relation.columns, relation.types, strict=True)}


def _comments() -> list[str]:
    rows = {table.name: table.row for table in TABLES.values()} | {view.name: view.scope for view in VIEWS.values()}
    columns = {
        (table.name, field.name): _describe(field) for table in TABLES.values() for field in make_file_schema(table)
    } | {(view.name, name): comment for view in VIEWS.values() for name, comment in view.comments.items()}
    return [
        *(f"COMMENT ON VIEW {name} IS {sql_text(row)}" for name, row in rows.items()),
        *(f'COMMENT ON COLUMN {name}."{column}" IS {sql_text(text)}' for (name, column), text in columns.items()),
    ]


def _describe(field: pa.Field) -> str:
    metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
    unit = f" In {metadata['unit']}." if "unit" in metadata else ""
    vocabulary = f" One of: {metadata['vocabulary'].replace('|', ', ')}." if "vocabulary" in metadata else ""
    return f"{metadata['description']}{unit}{vocabulary}"


_DICTIONARY = """CREATE VIEW dictionary AS
SELECT table_name, column_name, data_type, comment
FROM duckdb_columns()
WHERE schema_name = 'main' AND NOT internal AND comment IS NOT NULL
ORDER BY table_name, column_index"""

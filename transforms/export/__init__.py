"""The incidents of an open dataset in, one file for programs and people that do not read the release out."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.export.geojson import write_geojson
from transforms.export.geopackage import write_geopackage
from transforms.schema import TABLES
from transforms.tables import replacing
from transforms.views import VIEWS
from transforms.views.shape import sql_text

FORMS = (*VIEWS, "csv", "geojson", "gpkg")
_LIST_SEPARATOR = "|"


class ExportError(ValueError):
    """The export was asked for in a way that cannot be met."""


def export_incidents(connection: duckdb.DuckDBPyConnection, form: str, path: Path, where: str | None = None) -> int:
    """Writes the current incidents as `form`, replacing `path` whole, and returns how many rows that are.

    `where` is a condition in SQL over the columns of `incidents`. Tables are written as Parquet where the file ends in
    `.parquet`, else as CSV. Rows are in order of day and id, so equal incidents make equal files.

    Raises:
        ExportError: the form is unknown, or the condition is no SQL that DuckDB understands.
    """
    if form not in FORMS:
        raise ExportError(f"unknown form {form!r}, expected one of: {', '.join(FORMS)}")
    rows = _read_rows(connection, form, where)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as aside:
        if form == "geojson":
            write_geojson(rows, aside)
        elif form == "gpkg":
            write_geopackage(rows, aside, "incidents", TABLES["incidents"].row)
        else:
            _write_table(rows, aside, path.suffix)
    return len(rows)


def _read_rows(connection: duckdb.DuckDBPyConnection, form: str, where: str | None) -> pa.Table:
    wanted = f"SELECT incident_id FROM incidents WHERE is_current AND ({where or 'true'})"  # noqa: S608 - the user's own
    if form in VIEWS:
        id_, day = VIEWS[form].header[0], "i.event_date"
        select = f"SELECT v.* FROM {form} AS v JOIN incidents AS i ON i.incident_id = v.{id_}"  # noqa: S608 - our own
    else:
        id_, day = "incident_id", "v.event_date"
        select = f"SELECT {_plain_columns()} FROM incidents AS v"  # noqa: S608 - our own names
    try:
        return connection.sql(f"{select} WHERE v.{id_} IN ({wanted}) ORDER BY {day}, v.{id_}").to_arrow_table()
    except duckdb.Error as error:
        raise ExportError(f"--where {where!r}: {error}") from error


def _plain_columns() -> str:
    """The columns of incidents as values that any program reads: lists as text, without the geometry."""
    fields = [field for field in TABLES["incidents"].schema if field.name != "geometry"]
    return ", ".join(
        f"array_to_string(v.{field.name}, '{_LIST_SEPARATOR}') AS {field.name}"
        if pa.types.is_list(field.type)
        else f"v.{field.name}"
        for field in fields
    )


def _write_table(rows: pa.Table, path: Path, suffix: str) -> None:
    how = "FORMAT parquet, COMPRESSION zstd" if suffix == ".parquet" else "FORMAT csv, HEADER"
    with duckdb.connect() as connection:
        connection.register("exported", rows)
        connection.execute(f"COPY exported TO {sql_text(str(path))} ({how})")

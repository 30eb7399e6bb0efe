"""Rows with longitude and latitude in, an OGC GeoPackage 1.3 out: a SQLite file that QGIS and ArcGIS open.

Written with Python's own sqlite3, so that nobody needs GDAL for it. Only what the standard requires of a layer of
points is made; there is no spatial index.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

_APPLICATION_ID = 0x47504B47  # "GPKG"
_VERSION = 10_300
_SRS = 4326
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_BATCH_ROWS = 10_000
# GeoPackage's own header: "GP", version 0, flags (little-endian, no envelope), the reference system; then WKB.
_POINT = struct.Struct("<2sBBi" + "BIdd")

_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
    z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""
_REFERENCE_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    ("WGS 84", _SRS, "EPSG", _SRS, _WGS84, None),
)


def write_geopackage(rows: pa.Table, path: Path, layer: str, description: str) -> None:
    """Writes a new file with one layer of points; a row without a place has no geometry.

    The file is dated by its newest `valid_from`, not by the clock: equal rows make equal files.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.executescript(_TABLES)
        connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _REFERENCE_SYSTEMS)
        _describe_layer(connection, rows, layer, description)
        columns = ", ".join(f'"{field.name}" {_sql_type(field.type)}' for field in rows.schema)
        connection.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY NOT NULL, geom POINT, {columns})')
        marks = ", ".join("?" * (len(rows.schema) + 1))
        names = ", ".join(f'"{name}"' for name in ["geom", *rows.column_names])
        connection.executemany(f'INSERT INTO "{layer}" ({names}) VALUES ({marks})', _values(rows))  # noqa: S608 - our own


def _describe_layer(connection: sqlite3.Connection, rows: pa.Table, layer: str, description: str) -> None:
    changed = max((night for night in rows["valid_from"].to_pylist() if night), default=date(1970, 1, 1))
    bounds = [_bound(rows, column, least) for least in (True, False) for column in ("longitude", "latitude")]
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (layer, layer, description, f"{changed}T00:00:00.000Z", *bounds, _SRS),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)",
        (layer, _SRS),
    )


def _bound(rows: pa.Table, column: str, least: bool) -> float | None:
    known = [value for value in rows[column].to_pylist() if value is not None]
    if not known:
        return None
    return float(min(known) if least else max(known))


def _values(rows: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in rows.to_batches(_BATCH_ROWS):
        for row in batch.to_pylist():
            yield (_point(row["longitude"], row["latitude"]), *(_sql_value(value) for value in row.values()))


def _point(longitude: float | None, latitude: float | None) -> bytes | None:
    if longitude is None or latitude is None:
        return None
    return _POINT.pack(b"GP", 0, 1, _SRS, 1, 1, longitude, latitude)


def _sql_type(type_: pa.DataType) -> str:
    if pa.types.is_boolean(type_):
        return "BOOLEAN"
    if pa.types.is_integer(type_):
        return "INTEGER"
    if pa.types.is_floating(type_):
        return "REAL"
    if pa.types.is_date(type_):
        return "DATE"
    return "DATETIME" if pa.types.is_timestamp(type_) else "TEXT"


def _sql_value(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    return value.isoformat() if isinstance(value, date) else value

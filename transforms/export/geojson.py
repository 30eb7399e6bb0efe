"""Rows with longitude and latitude in, a GeoJSON feature collection (RFC 7946) out."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

_BATCH_ROWS = 10_000


def write_geojson(rows: pa.Table, path: Path) -> None:
    """Writes a feature a line, its id the `incident_id`; a row without a place has no geometry."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        separator = "\n"
        for batch in rows.to_batches(_BATCH_ROWS):
            for row in batch.to_pylist():
                file.write(separator + json.dumps(_feature(row), ensure_ascii=False, default=_tell_time))
                separator = ",\n"
        file.write("\n]}\n")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    place = [row["longitude"], row["latitude"]]
    geometry = None if None in place else {"type": "Point", "coordinates": place}
    return {"type": "Feature", "id": row["incident_id"], "geometry": geometry, "properties": row}


def _tell_time(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of GeoJSON")

"""A release in, its Frictionless Data Package (version 2) out: https://datapackage.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transforms.package.fields import Column, name_kind, read_column
from transforms.schema import REFERENCES, TABLES, Table

if TYPE_CHECKING:
    from transforms.lake.releases import Manifest, PublishedFile

_TYPES = {"list": "array", "bytes": "any"}
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def make_datapackage(manifest: Manifest) -> dict[str, Any]:
    """The descriptor: a resource for each table, with every file, its bytes and sha256."""
    return {
        "$schema": _PROFILE,
        "name": "nightdesk",
        "id": f"nightdesk-{manifest.release}",
        "version": manifest.release,
        "title": "Nightdesk: conflict and security incidents read from news",
        "description": "Machine-read from news and vetted by nobody. DATA_DICTIONARY.md explains every column, "
        "CHANGES_OF_MEANING.md what meant something else before.",
        "schema_version": manifest.schema_version,
        "previous_version": manifest.previous,
        "resources": [
            _make_resource(table, [file for file in manifest.files if file.table == table.name])
            for table in TABLES.values()
        ],
    }


def _make_resource(table: Table, files: list[PublishedFile]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": table.name, "title": table.name, "description": table.row}
    # A resource has a path or data: a table without rows has no files.
    made |= {"path": [file.path for file in files]} if files else {"data": []}
    if files:
        made |= {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    return made | {
        "bytes": sum(file.bytes for file in files),
        "rows": sum(file.rows for file in files),
        "files": [
            {"path": file.path, "rows": file.rows, "bytes": file.bytes, "hash": f"sha256:{file.sha256}"}
            for file in files
        ],
        "schema": _make_schema(table),
    }


def _make_schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_make_field(read_column(field)) for field in table.schema],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": list(reference.columns),
                "reference": {"resource": reference.to, "fields": list(reference.key)},
            }
            for reference in REFERENCES
            if reference.table == table.name
        ],
    }


def _make_field(column: Column) -> dict[str, Any]:
    kind = name_kind(column.type)
    made: dict[str, Any] = {"name": column.name, "type": _TYPES.get(kind, kind), "description": column.description}
    if column.unit:
        made["unit"] = column.unit
    limits: dict[str, Any] = {"required": column.is_required}
    if column.vocabulary:
        limits["enum"] = list(column.vocabulary)
    bounds = {"minimum": column.minimum, "maximum": column.maximum}
    limits |= {name: bound for name, bound in bounds.items() if bound is not None}
    return made | {"constraints": limits}

"""A table in, the JSON Schema (2020-12) of one of its rows out, as a JSON export of it would have them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from transforms.package.fields import Column, name_kind, read_column
from transforms.schema import SCHEMA_VERSION, Table

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
}


def make_json_schema(table: Table) -> dict[str, Any]:
    """The schema of a row: a column that may be null says so, and no other column is allowed."""
    columns = [read_column(field) for field in table.schema]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "description": table.row,
        "$comment": f"schema version {SCHEMA_VERSION}; key: {', '.join(table.key)}",
        "type": "object",
        "properties": {column.name: _make_property(column) for column in columns},
        "required": [column.name for column in columns if column.is_required],
        "additionalProperties": False,
    }


def _make_property(column: Column) -> dict[str, Any]:
    made = _make_type(column.type) | {"description": column.description}
    if not column.is_required:
        made["type"] = [made["type"], "null"]
    if column.vocabulary:
        made["enum"] = [*column.vocabulary, *([] if column.is_required else [None])]
    bounds = {"minimum": column.minimum, "maximum": column.maximum}
    return made | {name: bound for name, bound in bounds.items() if bound is not None}


def _make_type(type_: pa.DataType) -> dict[str, Any]:
    if pa.types.is_struct(type_):
        return {"type": "object", "properties": {field.name: _make_type(field.type) for field in type_}}
    kind = name_kind(type_)
    return {"type": "array", "items": _make_type(type_.value_type)} if kind == "list" else dict(_TYPES[kind])

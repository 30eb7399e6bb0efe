"""A column's definition, read from its pyarrow field, in the words that descriptors share."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """What `transforms.schema` says of a column; an empty unit or vocabulary = none."""

    name: str
    type: pa.DataType
    is_required: bool
    description: str
    unit: str
    vocabulary: tuple[str, ...]
    minimum: float | None
    maximum: float | None


def read_column(field: pa.Field) -> Column:
    """The column that the field's metadata describes."""
    metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
    words = metadata.get("vocabulary", "")
    return Column(
        field.name,
        field.type,
        not field.nullable,
        metadata["description"],
        metadata.get("unit", ""),
        tuple(words.split("|")) if words else (),
        _read_bound(metadata, "minimum", field.type),
        _read_bound(metadata, "maximum", field.type),
    )


def _read_bound(metadata: dict[str, str], name: str, type_: pa.DataType) -> float | None:
    if name not in metadata:
        return None
    value = float(metadata[name])
    return int(value) if pa.types.is_integer(type_) else value


def name_kind(type_: pa.DataType) -> str:
    """One of: string, integer, number, boolean, date, datetime, list, bytes."""
    kinds = {
        "string": pa.types.is_string,
        "integer": pa.types.is_integer,
        "number": pa.types.is_floating,
        "boolean": pa.types.is_boolean,
        "date": pa.types.is_date,
        "datetime": pa.types.is_timestamp,
        "list": pa.types.is_list,
        "bytes": pa.types.is_binary,
    }
    for kind, is_of_kind in kinds.items():
        if is_of_kind(type_):
            return kind
    raise TypeError(f"{type_}: a type that no descriptor of ours has a word for; known: {', '.join(kinds)}")

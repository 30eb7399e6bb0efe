"""A release in, its Croissant 1.0 description out: https://docs.mlcommons.org/croissant.

Croissant has no word for bytes and nested records: `geometry` and `evidence` are left out of its record sets. So are
references, at which its reader joins tables, and fails where a column is all null; `datapackage.json` has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.package.fields import name_kind, read_column
from transforms.schema import TABLES, Table

if TYPE_CHECKING:
    from transforms.lake.releases import Manifest, PublishedFile

_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "includes": "cr:includes",
    "key": "cr:key",
    "recordSet": "cr:recordSet",
    "repeated": "cr:repeated",
    "sc": "https://schema.org/",
    "source": "cr:source",
}


def make_croissant(manifest: Manifest) -> dict[str, Any]:
    """The description: a file object for each file, a record set for each table that has rows."""
    tables = [table for table in TABLES.values() if any(file.table == table.name for file in manifest.files)]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "nightdesk",
        "description": "Conflict and security incidents read from news by machine; vetted by nobody.",
        "version": manifest.release,
        "datePublished": str(manifest.night),
        "distribution": [
            *(_make_file(file) for file in manifest.files),
            *(_make_file_set(table) for table in tables),
        ],
        "recordSet": [_make_record_set(table) for table in tables],
    }


def _make_file(file: PublishedFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": "application/x-parquet",
        "sha256": file.sha256,
    }


def _make_file_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{table.name}-files",
        "encodingFormat": "application/x-parquet",
        "includes": f"{table.name}/*/*.parquet",
    }


def _make_record_set(table: Table) -> dict[str, Any]:
    fields = [field for field in table.schema if name_kind(_value_type(field.type)) in _TYPES]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.row,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_make_field(table, field) for field in fields],
    }


def _make_field(table: Table, field: pa.Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": read_column(field).description,
        "dataType": _TYPES[name_kind(_value_type(field.type))],
        "source": {"fileSet": {"@id": f"{table.name}-files"}, "extract": {"column": field.name}},
    }
    if pa.types.is_list(field.type):
        made["repeated"] = True
    return made


def _value_type(type_: pa.DataType) -> pa.DataType:
    """The type of a list's values, else the type itself; nested records count as bytes, which have no word either."""
    inner = type_.value_type if pa.types.is_list(type_) else type_
    return pa.binary() if pa.types.is_struct(inner) else inner

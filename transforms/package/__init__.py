"""A release's manifest in, the files beside its tables out: what they are, for people and for programs.

    README.md               where to begin
    DATA_DICTIONARY.md      every column
    CHANGES_OF_MEANING.md   what meant something else in an earlier schema
    datapackage.json        Frictionless Data Package, version 2
    croissant.json          Croissant 1.0
    schemas/<table>.json    JSON Schema of a row
    views.sql               DuckDB: the tables and the views of other codebooks, with comments

All are made from `transforms.schema` and the manifest alone: equal releases have equal files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from transforms.dictionary import render_dictionary
from transforms.meaning import render_changes_of_meaning
from transforms.package.croissant import make_croissant
from transforms.package.datapackage import make_datapackage
from transforms.package.json_schema import make_json_schema
from transforms.schema import TABLES
from transforms.views import table_sql, view_statements

if TYPE_CHECKING:
    from transforms.lake.releases import Manifest

_README = """# Release {release}

Incidents of conflict and security, read from news by machine and vetted by nobody. One folder a table, one Parquet
file a month; `manifest.json` has the rows, bytes and sha256 of every file. Begin with `incidents`, one row an event,
and keep those with `is_current`. null = not reported, 0 = reported none.

- `DATA_DICTIONARY.md`: what every column means; the same stands in each file.
- `CHANGES_OF_MEANING.md`: what meant something else in an earlier version (this one: {version}).
- `datapackage.json`, `croissant.json`, `schemas/`: the same for programs.
- `views.sql`: in this folder, `duckdb -init views.sql` opens the tables and the views `acled`, `ucdp` and `gtd`.
"""


def make_documents(manifest: Manifest) -> Mapping[str, str]:
    """The text of each file by its path in the release."""
    return {
        "README.md": _README.format(release=manifest.release, version=manifest.schema_version),
        "DATA_DICTIONARY.md": render_dictionary(),
        "CHANGES_OF_MEANING.md": render_changes_of_meaning(),
        "datapackage.json": _to_json(make_datapackage(manifest)),
        "croissant.json": _to_json(make_croissant(manifest)),
        "views.sql": _make_views(manifest),
        **{f"schemas/{table.name}.json": _to_json(make_json_schema(table)) for table in TABLES.values()},
    }


def _make_views(manifest: Manifest) -> str:
    """Views over the files of the folder that DuckDB is started in."""
    tables = []
    for table in TABLES.values():
        files = [file.path for file in manifest.files if file.table == table.name]
        select = table_sql(table, files, table.columns if files else ())
        tables.append(f"CREATE VIEW {table.name} AS {select}")
    return "".join(f"{statement};\n" for statement in [*tables, *view_statements()])


def _to_json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"

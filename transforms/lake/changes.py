"""Two states of `incidents` in, the rows of `changes` that lead from one to the other out.

People who keep a copy ask for the changes since the release that they copied, and fetch those incidents anew:
`docs/query.md`. Only files that differ between the two releases are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from transforms.lake.releases import PublishedFile, Release
from transforms.lake.staging import write_month
from transforms.schema import TABLES
from transforms.tables import make_file_schema, read_table

_INCIDENTS = TABLES["incidents"]
# A point is its latitude and longitude, which are compared.
_COMPARED_SCHEMA = pa.schema([field for field in make_file_schema(_INCIDENTS) if field.name != "geometry"])


def stage_changes(
    files: Sequence[PublishedFile], base: Release | None, staged: Path, release: str, night: date
) -> tuple[PublishedFile, ...]:
    """Adds what `release` changed in incidents to the month of `night`, and lists all files by path."""
    changes = find_changes(files, base, staged).assign(
        release=release, previous_release=base.id if base else None, night=night
    )
    if changes.empty:
        return tuple(files)
    table, month = TABLES["changes"], f"{night:%Y-%m}"
    earlier = [file.path for file in files if (file.table, file.partition) == (table.name, month)]
    if earlier:
        changes = pd.concat([read_table(staged / earlier[0], table), changes], ignore_index=True)
    written = write_month(table, month, changes, staged)
    return tuple(sorted([*(file for file in files if file.path not in earlier), written], key=lambda file: file.path))


def find_changes(files: Sequence[PublishedFile], base: Release | None, staged: Path) -> pd.DataFrame:
    """A row for each incident whose row is not as it was in `base`; every row was added where there is no base."""
    before = {} if base is None else {file.path: file for file in base.manifest.files}
    after = {file.path: file for file in files}
    paths = [path for path in {**before, **after} if path.startswith("incidents/")]
    differing = sorted(path for path in paths if before.get(path) != after.get(path))
    old = [base.path / path for path in differing if path in before] if base else []
    new = [staged / path for path in differing if path in after]
    with duckdb.connect() as connection:
        _add_state(connection, "old", old)
        _add_state(connection, "new", new)
        found: pa.Table = connection.sql(_DIFFERENCE).to_arrow_table()
    frame: pd.DataFrame = found.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _add_state(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path]) -> None:
    """A view of the files with today's columns: one that an older schema lacked is null."""
    connection.register(f"no_{name}", _COMPARED_SCHEMA.empty_table())
    if not files:
        connection.table(f"no_{name}").create_view(name)
        return
    connection.read_parquet([str(path) for path in files], hive_partitioning=False).create_view(f"{name}_files")
    connection.execute(
        f"CREATE VIEW {name} AS SELECT * EXCLUDE (geometry) FROM {name}_files "  # noqa: S608 - our own names
        f"UNION ALL BY NAME FROM no_{name}"
    )


def _difference() -> str:
    names = [name for name in _COMPARED_SCHEMA.names if name != "incident_id"]
    differs = [f"new.{name} IS DISTINCT FROM old.{name}" for name in names]
    named = [f"CASE WHEN {broken} THEN '{name}' END" for name, broken in zip(names, differs, strict=True)]
    return f"""
        SELECT incident_id,
            CASE
                WHEN new.summary IS NULL THEN 'retracted'
                WHEN new.superseded_by IS NOT NULL AND old.superseded_by IS NULL THEN 'merged'
                WHEN new.merge_reason IS NOT NULL AND old.merge_reason IS NULL THEN 'retracted'
                WHEN old.summary IS NULL THEN 'added'
                ELSE 'changed'
            END AS change_type,
            CASE
                WHEN new.summary IS NOT NULL AND old.summary IS NOT NULL
                THEN list_filter([{", ".join(named)}], lambda name: name IS NOT NULL)
            END AS changed_columns,
            new.revision,
            new.superseded_by,
            coalesce(new.event_date, old.event_date) AS event_date
        FROM new FULL JOIN old USING (incident_id)
        WHERE {" OR ".join(differs)}
    """  # noqa: S608 - our own names


_DIFFERENCE = _difference()

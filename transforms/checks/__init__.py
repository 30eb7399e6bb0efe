"""Staged Parquet files in, the rules that they break out, each with the rows that break it.

The rules are asked by DuckDB. Values are fetched as text: a TIMESTAMPTZ as a Python value needs pytz.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.checks.country_cells import CELLS
from transforms.checks.rules import Rule, make_rules
from transforms.schema import TABLES, Table
from transforms.tables import EXAMPLE_ROWS, make_file_schema


@dataclass(frozen=True)
class Failure:
    """A check that did not hold: how many rows broke it, and up to five of them in words."""

    check: str
    table: str
    rows: int
    message: str


class CheckError(ValueError):
    """The tables are not fit to be published; the message shows each broken check with rows."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        super().__init__("\n".join(failure.message for failure in failures))


def run_checks(files: Mapping[str, Sequence[Path]]) -> list[Failure]:
    """Runs every check over the tables' files and returns those that failed, in order of table.

    A table that is not named has no rows. Evidence is compared with the text of articles that are
    among the files.
    """
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for table in TABLES.values():
            _add_view(connection, table, files.get(table.name, ()))
        connection.read_csv(str(CELLS), header=True).create_view("country_cells")
        return [failure for table in TABLES.values() for failure in _check_table(connection, table)]


def _add_view(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    if files:
        connection.read_parquet([str(path) for path in files], hive_partitioning=False).create_view(table.name)
    else:
        connection.register(table.name, make_file_schema(table).empty_table())


def _check_table(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Failure]:
    rules = make_rules(table)
    alone = [rule for rule in rules if rule.spans]
    together = [rule for rule in rules if not rule.spans]
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.broken})" for rule in together)
    query = f"SELECT {counts} FROM {table.name} AS this"  # noqa: S608 - our own names and rules
    numbers = connection.execute(query).fetchone() or ()
    suspects = [rule for rule, number in zip(together, numbers, strict=True) if number]
    for rule in [*suspects, *alone]:
        failure = _find_failure(connection, table, rule)
        if failure is not None:
            yield failure


def _find_failure(connection: duckdb.DuckDBPyConnection, table: Table, rule: Rule) -> Failure | None:
    names = list(dict.fromkeys([*table.key, *rule.shown]))
    columns = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in names)
    order = ", ".join(table.key)
    rows = connection.execute(
        f"SELECT count(*) OVER (), {columns} FROM {table.name} AS this "  # noqa: S608 - our own names and rules
        f"WHERE {rule.broken} ORDER BY {order} LIMIT {EXAMPLE_ROWS}"
    ).fetchall()
    if not rows:
        return None
    count = rows[0][0]
    lines = [f"{table.name}: {rule.check}: {count} {'row' if count == 1 else 'rows'}"]
    lines += ["  " + " ".join(f"{name}={value}" for name, value in zip(names, row[1:], strict=True)) for row in rows]
    if count > len(rows):
        lines.append(f"  and {count - len(rows)} more")
    return Failure(rule.check, table.name, count, "\n".join(lines))

"""The night that is published, beside the nights before it: is there far less of it than usual, or far more?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from transforms.checks import Failure
from transforms.tables import EXAMPLE_ROWS

RECENT = timedelta(days=28)
# Fewer nights or records say nothing of what is usual.
NIGHTS_NEEDED = 7
RECORDS_NEEDED = 20
# Wide: a holiday and the first day of a war are news, not errors. Beyond lies a reader that broke, a site that repeats
# itself, or a night that was read in part.
TIMES = 5
_STEPS = ("articles", "incidents")


def check_volume(files: Mapping[str, Sequence[Path]], night: date) -> list[Failure]:
    """A failure for each step that took on less than a fifth, or more than five times, of the median recent night.

    Recent are the published nights of the four weeks before `night`. The message shows the sites that differ most.
    """
    outcomes = [str(path) for path in files.get("outcomes", ())]
    if not outcomes:
        return []
    with duckdb.connect() as connection:
        rows = connection.read_parquet(outcomes, hive_partitioning=False)
        recent = rows.filter(f"night BETWEEN DATE '{night - RECENT}' AND DATE '{night}' AND outcome = 'ok'")
        recent.create_view("taken")
        return [failure for step in _STEPS if (failure := _judge(connection, step, night)) is not None]


def _judge(connection: duckdb.DuckDBPyConnection, step: str, night: date) -> Failure | None:
    totals = "SELECT night, sum(records) AS records FROM taken WHERE step = $step GROUP BY night"
    nights, usual, found = connection.execute(
        "SELECT count(*) FILTER (WHERE night < $night), median(records) FILTER (WHERE night < $night), "  # noqa: S608
        f"coalesce(sum(records) FILTER (WHERE night = $night), 0) FROM ({totals})",
        {"step": step, "night": night},
    ).fetchone() or (0, 0, 0)
    if nights < NIGHTS_NEEDED or usual < RECORDS_NEEDED or usual / TIMES <= found <= usual * TIMES:
        return None
    check = f"what {step} took on is within {TIMES} times the usual"
    line = f"outcomes: {check}: {found} in night {night}, the median of {nights} nights before is {usual:.0f}"
    sites = _sites_that_differ(connection, step, night)
    way_out = f"  if the night is right: nightdesk publish --night {night} --any-volume"
    return Failure(check, "outcomes", len(sites), "\n".join([line, *sites, way_out]))


def _sites_that_differ(connection: duckdb.DuckDBPyConnection, step: str, night: date) -> list[str]:
    rows = connection.execute(
        "SELECT site, coalesce(sum(records) FILTER (WHERE night = $night), 0) AS found, "
        "coalesce(median(records) FILTER (WHERE night < $night), 0) AS usual "
        "FROM taken WHERE step = $step GROUP BY site ORDER BY abs(found - usual) DESC, site LIMIT $rows",
        {"step": step, "night": night, "rows": EXAMPLE_ROWS},
    ).fetchall()
    return [f"  site={site} records={found} usual={usual:.0f}" for site, found, usual in rows]

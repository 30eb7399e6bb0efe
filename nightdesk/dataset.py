"""What is published: shown and asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.arguments import NightOption
from nightdesk.settings import settings
from nightdesk.terminal import Exit, complain, console, tell

if TYPE_CHECKING:
    from transforms.folders import Folders
    from transforms.lake.releases import Release


def report(night: NightOption) -> None:
    """Show the incidents, and what became of each record. Example: `nightdesk report --night 2026-11-19`"""
    from transforms.report import incident_table, refusal_table

    release = latest_release(settings().folders)
    console.print(incident_table(release))
    console.print(refusal_table(release, night))


def query(
    sql: Annotated[
        str, typer.Argument(help="SQL over captures, articles, mentions, claims, incidents, revisions, outcomes.")
    ],
) -> None:
    """Ask the latest release in SQL (DuckDB); each table is a view of its name.

    Example: `nightdesk query "SELECT country, sum(fatalities_best) FROM incidents WHERE is_current GROUP BY 1"`
    """
    import duckdb

    from transforms.schema import TABLES

    connection = duckdb.connect()
    release = latest_release(settings().folders)
    for table in TABLES:
        if files := [str(path) for path in release.files(table)]:
            connection.read_parquet(files).create_view(table)
    try:
        tell(connection.sql(sql))
    except duckdb.Error as error:
        complain(error)
        raise typer.Exit(Exit.USAGE) from error


def latest_release(folders: Folders) -> Release:
    """The release that readers see; without one, the command ends and says how to make one."""
    from transforms.lake import open_lake

    lake = open_lake(folders)
    release = lake.latest()
    if release is None:
        complain(f"{lake}: nothing is published yet; run a night first: nightdesk night, or make demo")
        raise typer.Exit(Exit.FAILED)
    return release

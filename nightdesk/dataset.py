"""What is published: shown, asked, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.arguments import NightOption
from nightdesk.settings import CHECKOUT, settings
from nightdesk.terminal import Exit, complain, console, tell

if TYPE_CHECKING:
    from transforms.lake.releases import Release


def report(night: NightOption) -> None:
    """Show the incidents, and what became of each record. Example: `nightdesk report --night 2026-11-19`"""
    from transforms.report import incident_table, refusal_table

    release = latest_release(settings().folders.lake)
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
    release = latest_release(settings().folders.lake)
    for table in TABLES:
        if files := [str(path) for path in release.files(table)]:
            connection.read_parquet(files).create_view(table)
    try:
        tell(connection.sql(sql))
    except duckdb.Error as error:
        complain(error)
        raise typer.Exit(Exit.USAGE) from error


def check(
    docs: Annotated[
        bool, typer.Option("--docs", help="Check that docs/data-dictionary.md says what the schemas say.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="With --docs: write it.")] = False,
) -> None:
    """Check the latest release against every rule, its bytes against the manifest. Example: `nightdesk check`"""
    from transforms.checks import run_checks
    from transforms.schema import TABLES

    if docs:
        _check_dictionary(write)
        return
    release = latest_release(settings().folders.lake)
    damaged = release.find_damaged()
    failures = run_checks({table: release.files(table) for table in TABLES})
    for path in damaged:
        complain(f"{path}: not the bytes that were published")
    for failure in failures:
        complain(f"{failure.table}: {failure.check}: {failure.message}")
    if damaged or failures:
        raise typer.Exit(Exit.FAILED)
    rows = sum(file.rows for file in release.manifest.files)
    tell(f"release {release.id}: {len(release.manifest.files)} files, {rows} rows, every check holds")


def _check_dictionary(write: bool) -> None:
    from transforms.dictionary import render_dictionary

    path = CHECKOUT / "docs" / "data-dictionary.md"
    if write:
        path.write_text(render_dictionary(), encoding="utf-8")
    elif path.read_text(encoding="utf-8") != render_dictionary():
        complain(f"{path} is behind transforms/schema.py; write it with: nightdesk check --docs --write")
        raise typer.Exit(Exit.FAILED)


def latest_release(lake: Path) -> Release:
    """The release that readers see; without one, the command ends and says how to make one."""
    from transforms.lake import Lake

    release = Lake(lake).latest()
    if release is None:
        complain(f"{lake}: nothing is published yet; run a night first: nightdesk night, or make demo")
        raise typer.Exit(Exit.FAILED)
    return release

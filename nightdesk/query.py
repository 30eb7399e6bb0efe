"""The dataset asked in SQL, and exported in the forms that others know."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.arguments import parse_night
from nightdesk.dataset import latest_release
from nightdesk.settings import settings
from nightdesk.terminal import Exit, complain, tell

if TYPE_CHECKING:
    import duckdb

    from transforms.lake.releases import Release

PROMPT = "nightdesk> "
MORE = "       ... "

AsOfOption = Annotated[
    date | None,
    typer.Option("--as-of", parser=parse_night, metavar="DAY", help="The tables as they were after that night."),
]
ReleaseOption = Annotated[
    str | None, typer.Option("--release", metavar="ID", help="A release that is kept, instead of the latest.")
]


def query(
    sql: Annotated[str | None, typer.Argument(help="SQL; none = read it from the terminal or from stdin.")] = None,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of a table.")] = False,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write a new DuckDB file with the views, for other programs.")
    ] = None,
) -> None:
    """Ask the release in SQL (DuckDB): every table, `acled`, `ucdp` and `gtd`, and `dictionary`, which explains them.

    Example: `nightdesk query "SELECT country, sum(fatalities_best) FROM incidents WHERE is_current GROUP BY 1"`
    """
    from transforms.views import open_dataset

    if save is not None and save.exists():
        raise typer.BadParameter(f"{save} exists; remove it or name a new file")
    connection = open_dataset(_find_release(release), as_of=as_of, database=save)
    if save is not None:
        tell(f"query: {save} has the views; open it with any DuckDB")
    if sql is not None:
        if not _answer(connection, sql, as_csv):
            raise typer.Exit(Exit.USAGE)
    elif save is None:
        _converse(connection, as_csv)


def export(
    form: Annotated[
        str, typer.Option("--as", metavar="FORM", help="acled, ucdp, gtd, csv, geojson or gpkg (docs/export.md).")
    ],
    out: Annotated[Path, typer.Option("--out", help="File to write; tables as Parquet if it ends in .parquet.")],
    where: Annotated[
        str | None, typer.Option("--where", metavar="SQL", help="Only incidents that meet this condition.")
    ] = None,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
) -> None:
    """Write the current incidents for people and programs that come from elsewhere.

    Example: `nightdesk export --as acled --out acled.csv --where "country = 'IRQ'"`
    """
    from transforms.export import export_incidents
    from transforms.views import open_dataset

    rows = export_incidents(open_dataset(_find_release(release), as_of=as_of), form, out, where)
    tell(f"export: {rows} incidents as {form} in {out}")


def _find_release(name: str | None) -> Release:
    """The latest release, or the one that is named. Raises LakeError if it is not kept."""
    from transforms.lake import open_lake

    folders = settings().published
    return latest_release(folders) if name is None else open_lake(folders).release(name)


def _converse(connection: duckdb.DuckDBPyConnection, as_csv: bool) -> None:
    """Statements until the end of the input, each ended by a semicolon; an error is told and the next one asked for."""
    if not sys.stdin.isatty():
        if not _answer(connection, sys.stdin.read(), as_csv):
            raise typer.Exit(Exit.USAGE)
        return
    import readline  # noqa: F401 - gives input() its history and editing

    tell("Tables and columns: SELECT * FROM dictionary; ends with Ctrl-D.")
    statement = ""
    while True:
        try:
            statement += input(MORE if statement else PROMPT) + "\n"
        except EOFError:
            return
        except KeyboardInterrupt:
            statement = ""
            tell("")
        if statement.rstrip().endswith(";"):
            _answer(connection, statement, as_csv)
            statement = ""


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, as_csv: bool) -> bool:
    """Runs the SQL and shows the rows of its last statement; False = it was wrong, which was told."""
    import duckdb

    try:
        rows: duckdb.DuckDBPyRelation | None = connection.sql(sql)
        if rows is None:
            return True
        if as_csv:
            sys.stdout.write(_to_csv(rows))
        else:
            tell(rows)
    except duckdb.Error as error:
        complain(error)
        return False
    return True


def _to_csv(rows: duckdb.DuckDBPyRelation) -> str:
    import pyarrow as pa
    import pyarrow.csv

    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(rows.to_arrow_table(), sink)
    text: bytes = sink.getvalue().to_pybytes()
    return text.decode("utf-8")

"""Arguments that several commands take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer


def parse_night(value: str | date) -> date:
    """A day as typed; typer hands a default that is one already to the parser too. Raises typer.BadParameter."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r}, expected a day as YYYY-MM-DD") from error


def yesterday() -> str:
    """The last whole UTC day, as typed."""
    return str((datetime.now(UTC) - timedelta(days=1)).date())


NightOption = Annotated[
    date,
    typer.Option(
        "--night",
        parser=parse_night,
        default_factory=yesterday,
        show_default="yesterday",
        help="The UTC day that the run covers.",
        metavar="DAY",
    ),
]
SiteArgument = Annotated[str, typer.Argument(help="Name of the site: its TOML file's name without .toml.")]

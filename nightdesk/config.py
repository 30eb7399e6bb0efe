"""What is in force."""

from __future__ import annotations

from rich.table import Table

from nightdesk.settings import settings
from nightdesk.settings.variables import load_variables
from nightdesk.terminal import console


def config() -> None:
    """Show every setting in force and where it comes from; secrets are hidden. Example: `nightdesk config`"""
    from nightdesk.settings.in_force import list_derived, list_in_force

    told = settings()
    table = Table(box=None, pad_edge=False)
    for heading in ("setting", "value", "from"):
        table.add_column(heading, overflow="fold")
    for row in [*list_in_force(told, load_variables()), *list_derived(told)]:
        table.add_row(row.name, row.value, row.source)
    console.print(table, markup=False)

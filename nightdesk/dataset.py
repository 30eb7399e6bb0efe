"""What is published: shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.arguments import NightOption
from nightdesk.settings import settings
from nightdesk.terminal import Exit, complain, console, tell
from nightdesk.workplace import workplace

if TYPE_CHECKING:
    from transforms.folders import Folders
    from transforms.lake.releases import Release


def report(
    night: NightOption,
    alert: Annotated[
        bool, typer.Option("--alert", help="Show only the message of the night: what was lost, and what to type.")
    ] = False,
) -> None:
    """Show the incidents, what became of each record, and how long each step took.

    Example: `nightdesk report --night 2026-11-19`
    """
    from transforms.report import incident_table, refusal_table, step_table
    from transforms.step_runs import load_step_runs

    if alert:
        _show_alert(night)
        return
    with workplace("facts", night) as folders:
        console.print(step_table(load_step_runs(folders.runs, night), night))
    release = latest_release(settings().published)
    console.print(incident_table(release))
    console.print(refusal_table(release, night))


def _show_alert(night: date) -> None:
    from nightdesk.alert import compose_alert
    from nightdesk.night_facts import gather_facts

    message = compose_alert(gather_facts(night))
    tell(f"{message.subject}\n\n{message.text}" if message else f"night {night} is clean: no message")


def latest_release(folders: Folders) -> Release:
    """The release that readers see; without one, the command ends and says how to make one."""
    from transforms.lake import open_lake

    lake = open_lake(folders)
    release = lake.latest()
    if release is None:
        complain(f"{lake}: nothing is published yet; run a night first: nightdesk night, or make demo")
        raise typer.Exit(Exit.FAILED)
    return release

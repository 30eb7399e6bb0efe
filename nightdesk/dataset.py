"""What is published: shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nightdesk.arguments import NightOption
from nightdesk.settings import settings
from nightdesk.terminal import Exit, complain, console

if TYPE_CHECKING:
    from transforms.folders import Folders
    from transforms.lake.releases import Release


def report(night: NightOption) -> None:
    """Show the incidents, and what became of each record. Example: `nightdesk report --night 2026-11-19`"""
    from transforms.report import incident_table, refusal_table

    release = latest_release(settings().published)
    console.print(incident_table(release))
    console.print(refusal_table(release, night))


def latest_release(folders: Folders) -> Release:
    """The release that readers see; without one, the command ends and says how to make one."""
    from transforms.lake import open_lake

    lake = open_lake(folders)
    release = lake.latest()
    if release is None:
        complain(f"{lake}: nothing is published yet; run a night first: nightdesk night, or make demo")
        raise typer.Exit(Exit.FAILED)
    return release

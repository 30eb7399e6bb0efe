"""The sample newsroom, and two nights of it from HTTP to a queryable incident."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.arguments import parse_night
from nightdesk.dataset import latest_release
from nightdesk.local_airflow.home import AirflowHome, without_airflow
from nightdesk.settings import CHECKOUT, settings
from nightdesk.terminal import Exit, complain, console, tell
from spiders.newsroom import Newsroom
from transforms.folders import Folders

if TYPE_CHECKING:
    from transforms.lake.releases import Release

DEMO_NIGHTS = (date(2026, 11, 19), date(2026, 11, 20))


def newsroom(
    night: Annotated[date, typer.Option("--night", parser=parse_night, metavar="DAY")] = DEMO_NIGHTS[0],
) -> None:
    """Serve the sample newsroom on loopback until Ctrl-C: fictional outlets, as they stood on that night.

    Example: `nightdesk newsroom --night 2026-11-20`
    """
    with Newsroom(CHECKOUT / "data" / "newsroom", night, settings().newsroom_port) as served:
        for outlet, url in served.addresses.items():
            tell(f"{outlet:14} {url}")
        tell("Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            Event().wait()


def demo(
    airflow: Annotated[bool, typer.Option(help="Run the nights as Airflow DAG runs, or as plain commands.")] = True,
) -> None:
    """Two nights of the sample newsroom, from HTTP to a queryable incident, kept in data/demo.

    Run again, it publishes nothing: the same pages give the same incidents. Example: `nightdesk demo --no-airflow`
    """
    from transforms.lake import Lake

    folders = Folders(settings().published.root / "demo")
    before = Lake(folders.lake).latest()
    run_nights = _run_dags if airflow else _run_commands
    run_nights(folders, _demo_environment(folders))
    release = latest_release(folders)
    _show_demo(folders, release)
    if before is not None and before.id == release.id:
        tell(f"Both nights gave the same rows as before: nothing new was published, release {release.id} stays.")


def _run_dags(folders: Folders, environment: dict[str, str]) -> None:
    """The nights as runs of the DAGs, in one process: most of a run's time is Airflow's start."""
    _call([sys.executable, "-m", "airflow", "db", "migrate"], environment, folders.log("demo", "db", DEMO_NIGHTS[0]))
    days = [str(day) for day in DEMO_NIGHTS]
    console.rule(f"nights {' and '.join(days)}")
    rehearsal = [sys.executable, "-m", "nightdesk.scheduler.rehearsal", *days]
    _call(rehearsal, environment, folders.log("demo", "airflow", DEMO_NIGHTS[0]))


def _run_commands(folders: Folders, environment: dict[str, str]) -> None:
    for day in DEMO_NIGHTS:
        with Newsroom(CHECKOUT / "data" / "newsroom", day, settings().newsroom_port) as served:
            served.write_sites(folders.runs / "sites")
            console.rule(f"night {day}")
            night = [sys.executable, "-m", "nightdesk", "night", "--night", str(day)]
            _call(night, environment, folders.log("demo", "night", day))


def _demo_environment(folders: Folders) -> dict[str, str]:
    """What the nights of the demo run under: its own data, and an Airflow of its own."""
    home = AirflowHome(folders.runs / "airflow", settings().airflow_port)
    home.furnish()
    inherited = without_airflow(os.environ) | {
        "NIGHTDESK_LAKE": "",
        "NIGHTDESK_ALLOW_LOOPBACK": "true",
        # Airflow 3.3.2 cannot end a test run of a DAG that has a deadline.
        "NIGHTDESK_LATE_HOURS": "0",
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1",
    }
    return home.environment(inherited, str(folders.root), folders.runs / "sites")


def _call(command: list[str], environment: dict[str, str], path: Path) -> None:
    """Run a program with its output in the log `path`; a failure shows the log's end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tell(f"{' '.join(command[2:])}  (log: {path})")
    with path.open("wb") as output:
        code = subprocess.run(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False, cwd=CHECKOUT, umask=0o077
        ).returncode
    if code:
        for line in path.read_text("utf-8", "replace").splitlines()[-40:]:
            complain(line)
        complain(f"{' '.join(command[2:])} ended with {code}; the whole log is {path}")
        raise typer.Exit(Exit.FAILED)


def _show_demo(folders: Folders, release: Release) -> None:
    from transforms.report import incident_table, refusal_table

    console.print(incident_table(release))
    for day in DEMO_NIGHTS:
        console.print(refusal_table(release, day))
    lake = folders.lake / "latest"
    if lake.is_relative_to(Path.cwd()):
        lake = lake.relative_to(Path.cwd())
    # Printed for a person to paste, with a path of our own in it; nothing is asked with it here.
    query = f"""\
  .venv/bin/python -c "import duckdb; print(duckdb.sql(\\"\\"\\"
    SELECT i.event_date, i.location, c.claimant, c.quantity, c.low, c.best, c.sentence
    FROM '{lake}/incidents/**/*.parquet' i JOIN '{lake}/claims/**/*.parquet' c USING (incident_id)
    WHERE i.is_current AND c.is_current AND i.source_count >= 3 ORDER BY 1, 2, 3\\"\\"\\"))"
"""  # noqa: S608
    tell(
        f"\nThe Parquet lies in {lake}/<table>/event_month=*/. Who claims what of the attack that most outlets told:\n"
    )
    tell(query)

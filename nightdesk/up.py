"""This machine's Airflow: started, stopped, and any of its own commands in the same environment."""

from __future__ import annotations

import os
import subprocess
import sys

import typer

from nightdesk.local_airflow.home import AirflowHome
from nightdesk.local_airflow.service import bring_up, require_airflow, take_down
from nightdesk.settings import settings
from nightdesk.terminal import tell

# Another night's steps and a backfill go on while every crawl that may run at a time does.
TASKS_BESIDE_CRAWLS = 2


def airflow_home() -> AirflowHome:
    """The home of this data root's Airflow: in it, or on this machine if the data lies in a bucket."""
    return AirflowHome(settings().published.runs / "airflow", settings().airflow_port)


def up() -> None:
    """Start this machine's Airflow, which makes every night by itself; its pages are on loopback only.

    Up already, it changes nothing. Example: `nightdesk up`
    """
    home, environment = _furnished()
    started = bring_up(home, environment)
    tell(f"{'up' if started else 'up already'}: {home.url}, user admin, password in {home.passwords}")
    tell("How it is: nightdesk status. To stop it: nightdesk down.")


def down() -> None:
    """Stop this machine's Airflow and the tasks that it runs; they are run again when it is up again.

    Down already, it changes nothing. Example: `nightdesk down`
    """
    require_airflow()
    killed = take_down(airflow_home())
    tell("down already" if killed is None else "down")
    for command in killed or ():
        tell(f"did not end by itself and was killed: {command}")


def airflow(arguments: typer.Context) -> None:
    """Any command of Airflow's own, in the environment of this machine's. Example: `nightdesk airflow dags list`"""
    _, environment = _furnished()
    command = [sys.executable, "-m", "airflow", *arguments.args]
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)


def _furnished() -> tuple[AirflowHome, dict[str, str]]:
    """The home, with all that Airflow needs in it, and the environment that goes with it."""
    require_airflow()
    os.umask(0o077)
    home = airflow_home()
    home.furnish()
    data = settings().data if settings().is_shared else str(settings().folders.root)
    tasks_at_once = {"AIRFLOW__CORE__PARALLELISM": str(settings().crawls_at_once + TASKS_BESIDE_CRAWLS)}
    return home, home.environment(tasks_at_once | dict(os.environ), data, settings().sites.resolve())

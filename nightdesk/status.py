"""How this machine's Airflow is: its processes, the last run of each DAG, the next night, and what is red."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from nightdesk.local_airflow.service import require_airflow
from nightdesk.terminal import Exit, complain, console, tell
from nightdesk.up import airflow_home

if TYPE_CHECKING:
    from nightdesk.local_airflow.api import AirflowApi, Dag, Run
    from nightdesk.local_airflow.supervised import Process

# A run that failed is told of until it is mended, marked as a success, or this old.
DAYS_RED = 7
RUNS_LOOKED_AT = 100


def status() -> None:
    """How this machine's Airflow is. Ends with 1 if it is not up or not well, with 3 if a run of the last week is red.

    Example: `nightdesk status`
    """
    from nightdesk.local_airflow.api import logged_in
    from nightdesk.local_airflow.supervised import Supervisor

    require_airflow()
    home = airflow_home()
    processes = Supervisor(home).processes()
    if not processes:
        complain("not up; start it with: nightdesk up")
        raise typer.Exit(Exit.FAILED)
    tell(home.url)
    console.print(_process_table(processes))
    if stopped := [process.name for process in processes if not process.is_running]:
        for name in stopped:
            complain(f"{name} is not running; log: {home.log(name)}")
        raise typer.Exit(Exit.FAILED)
    with logged_in(home) as api:
        dags = api.dags()
        runs = {dag.dag_id: api.runs(dag.dag_id, RUNS_LOOKED_AT) for dag in dags}
        console.print(_dag_table(dags, runs))
        unread = api.import_errors()
        red = [line for dag in dags for run in runs[dag.dag_id] if _is_red(run) for line in _why_red(api, run)]
    for line in [*(f"cannot be read: {error}" for error in unread), *red]:
        complain(line)
    if unread or red:
        raise typer.Exit(Exit.FAILED if unread else Exit.SITE_BROKEN)


def _is_red(run: Run) -> bool:
    ended = run.end_date
    return run.state == "failed" and (ended is None or datetime.now(UTC) - ended < timedelta(days=DAYS_RED))


def _why_red(api: AirflowApi, run: Run) -> list[str]:
    """The run's line, and one for each task that failed itself."""
    tasks = [f"  {task.name}, try {task.try_number}" for task in api.failed_tasks(run)]
    return [f"red: {run.dag_id} {run.covers}  {api.page(run)}", *tasks]


def _process_table(processes: list[Process]) -> Table:
    table = Table("process", "state", "since (UTC)", "pid")
    for process in processes:
        table.add_row(process.name, process.state.lower(), _minute(process.since), str(process.pid or ""))
    return table


def _dag_table(dags: list[Dag], runs: dict[str, list[Run]]) -> Table:
    table = Table("DAG", "last run", "state", "began (UTC)", "took", "next run (UTC)")
    for dag in dags:
        last = runs[dag.dag_id][0] if runs[dag.dag_id] else None
        upcoming = "paused" if dag.is_paused else _minute(dag.next_dagrun_run_after) or dag.timetable_summary or ""
        if last is None:
            table.add_row(dag.dag_id, "none yet", "", "", "", upcoming)
        else:
            table.add_row(dag.dag_id, last.covers, last.state, _minute(last.start_date), _took(last), upcoming)
    return table


def _minute(instant: datetime | None) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}" if instant else ""


def _took(run: Run) -> str:
    if run.start_date is None:
        return ""
    seconds = round(((run.end_date or datetime.now(UTC)) - run.start_date).total_seconds())
    return str(timedelta(seconds=seconds))

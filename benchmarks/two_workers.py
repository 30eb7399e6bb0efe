"""One night over many sample sites on CeleryExecutor: by one worker, by two, by two of which one is killed.

    python benchmarks/two_workers.py --sites 40

PostgreSQL and Redis are Debian's (apt-get install postgresql redis-server), the bucket is moto's server, Airflow's
parts and the workers are processes of this machine. Each worker has one slot and a scratch folder of its own: a machine
of one core. The killed one is killed with everything that it has started, while it crawls, and another takes its place.
Told are the seconds of the crawl run, how many tasks each worker did, and whether the tables are the same, byte for
byte.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import obstore
import psutil
from many_sites import make_many_sites
from obstore.store import S3Store
from s3_server import make_bucket, serve_s3
from services import free_port, missing_services, serve_postgres, serve_redis

from nightdesk.local_airflow.api import await_api, logged_in
from nightdesk.local_airflow.home import AirflowHome
from spiders.newsroom import Newsroom

CHECKOUT = Path(__file__).resolve().parents[1]
NIGHT = date(2026, 11, 20)
SAME_BYTES = ("mentions", "claims", "incidents", "revisions")
PARTS = ("api-server", "scheduler --skip-serve-logs", "triggerer --skip-serve-logs", "dag-processor")
NIGHTS = {"killed": (2, True), "two": (2, False), "one": (1, False)}
TASKS_BEFORE_THE_KILL = 2
SECONDS_TO_COME_UP = 300
SECONDS_A_NIGHT_MAY_TAKE = 3_600
_ENDED = {"success", "failed"}


@dataclass(frozen=True)
class Night:
    """What one night came to. `tasks` counts those that a worker ended well; `tables` are digests of what is published.

    `left` are processes of the killed worker that outlived it.
    """

    states: dict[str, str]
    crawl_seconds: float
    tasks: dict[str, int]
    tables: dict[str, str]
    left: list[str]


class Worker:
    """A Celery worker with one slot, and a scratch folder that no other sees."""

    def __init__(self, name: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.scratch = folder / name
        self.log = folder / f"{name}.log"
        own = {
            "NIGHTDESK_SCRATCH": str(self.scratch),
            "NIGHTDESK_WORKERS": "1",
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(folder / f"{name}-logs"),
        }
        arguments = ["-c", "1", "-H", f"{name}@desk", "--skip-serve-logs", "--pid", str(folder / f"{name}.pid")]
        self.process = _start(["celery", "worker", *arguments], {**environment, **own}, self.log)

    def crawls(self) -> bool:
        """Whether it is in the middle of a crawl."""
        return any("spiders.run" in _command(process) for process in self._family())

    def kill(self) -> None:
        """End it and all that it has started at once, as when a machine loses its power."""
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def left(self) -> list[str]:
        """What still runs with its scratch folder."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.environ().get("NIGHTDESK_SCRATCH") == str(self.scratch):
                    found.append(_command(process))
        return found

    def tasks(self) -> int:
        """How many tasks it ended well."""
        return self.log.read_text("utf-8", "replace").count(" succeeded in ")

    def _family(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.process.pid)
            return [first, *first.children(recursive=True)]
        return []


def _command(process: psutil.Process) -> str:
    """Its command line; empty if it has ended."""
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


@contextmanager
def open_airflow(folder: Path, environment: dict[str, str], home: AirflowHome) -> Iterator[httpx.Client]:
    """Airflow's parts but for workers, on a new database; its API with a login."""
    log = folder / "airflow.log"
    subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"], env=environment, check=True, stdout=log.open("wb"), stderr=2
    )
    parts = [_start(part.split(), environment, folder / f"{part.split()[0]}.log") for part in PARTS]
    try:
        await_api(home.url, SECONDS_TO_COME_UP)
        with logged_in(home) as api:
            yield api.client
    finally:
        for part in parts:
            os.killpg(part.pid, signal.SIGKILL)


def make_night(folder: Path, environment: dict[str, str], home: AirflowHome, workers: int, *, kill: bool) -> Night:
    """One night by so many workers; `kill` ends the last one in the middle of a crawl, and starts another."""
    with open_airflow(folder, environment, home) as api:
        at_work = [Worker(f"worker-{number + 1}", folder, environment) for number in range(workers)]
        try:
            begin_night(api)
            killed = at_work[-1] if kill else None
            if killed is not None:
                _await(partial(_is_in_the_middle, killed), "a crawl to kill")
                killed.kill()
                at_work.append(Worker(f"worker-{workers + 1}", folder, environment))
            crawl = await_run(api, "crawl")
            _ask(api, "PATCH", "dags/crawl", {"is_paused": True})
            incidents = await_run(api, "incidents")
            took = datetime.fromisoformat(crawl["end_date"]) - datetime.fromisoformat(crawl["start_date"])
            return Night(
                {"crawl": crawl["state"], "incidents": incidents["state"]},
                took.total_seconds(),
                {worker.name: worker.tasks() for worker in at_work},
                read_tables(environment["NIGHTDESK_DATA"]),
                killed.left() if killed else [],
            )
        finally:
            for worker in at_work:
                worker.kill()


def begin_night(api: httpx.Client) -> None:
    """Ask for the night once Airflow has read the DAGs."""
    for dag in ("crawl", "incidents"):
        _await(partial(_is_known, api, dag), f"the DAG {dag}")
    # Older than the run that the schedule makes as soon as the DAG is not paused any more: it is taken first.
    run = {"dag_run_id": "drill", "logical_date": None, "partition_key": str(NIGHT), "run_after": f"{NIGHT}T00:00:00Z"}
    _ask(api, "POST", "dags/crawl/dagRuns", run)
    for dag in ("incidents", "crawl"):
        _ask(api, "PATCH", f"dags/{dag}", {"is_paused": False})


def await_run(api: httpx.Client, dag: str) -> dict[str, Any]:
    """The night's run of a DAG, when it has ended."""
    found: list[dict[str, Any]] = []

    def has_ended() -> bool:
        runs = _ask(api, "GET", f"dags/{dag}/dagRuns?limit=10")["dag_runs"]
        found[:] = [run for run in runs if run["partition_key"] == str(NIGHT) and run["state"] in _ENDED]
        return bool(found)

    _await(has_ended, f"the run of {dag}")
    return found[0]


def read_tables(url: str) -> dict[str, str]:
    """sha256 of each published file of SAME_BYTES, by path."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    store = S3Store(bucket, prefix=f"{prefix}/lake", client_options={"allow_http": True})
    release = json.loads(bytes(obstore.get(store, "latest.json").bytes()))["release"]
    manifest = json.loads(bytes(obstore.get(store, f"releases/{release}/manifest.json").bytes()))
    return {file["path"]: file["sha256"] for file in manifest["files"] if file["table"] in SAME_BYTES}


def make_environment(home: AirflowHome, sites: Path, database: str, broker: str) -> dict[str, str]:
    """What Airflow and its workers run in: the same keys, database, broker and bucket for all of them."""
    return home.environment(os.environ, f"s3://{make_bucket()}/desk", sites) | {
        "NIGHTDESK_ALLOW_LOOPBACK": "true",
        "PYTHONPATH": str(CHECKOUT),
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
        # No more than what the workers do soon: a task that waits in the broker for long is taken for lost.
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1",
        # Reading the DAG files again and again would take a core of its own.
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "3600",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
        "AIRFLOW__CELERY__BROKER_URL": broker,
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{database}",
        # What a killed worker had taken from the broker and not begun is sent again.
        "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "120",
        "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL": "20",
    }


def _start(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "airflow", *arguments],
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _ask(api: httpx.Client, method: str, path: str, body: object = None) -> dict[str, Any]:
    answer = api.request(method, f"/api/v2/{path}", json=body)
    if not answer.is_success:
        raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
    found: dict[str, Any] = answer.json()
    return found


def _is_in_the_middle(worker: Worker) -> bool:
    """Whether it crawls, and has done tasks whose results must not be lost."""
    return worker.tasks() >= TASKS_BEFORE_THE_KILL and worker.crawls()


def _is_known(api: httpx.Client, dag: str) -> bool:
    return api.get(f"/api/v2/dags/{dag}").is_success


def _await(is_there: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + SECONDS_A_NIGHT_MAY_TAKE
    while not is_there():
        if time.monotonic() > until:
            raise TimeoutError(f"waited {SECONDS_A_NIGHT_MAY_TAKE} seconds for {what}")
        time.sleep(1)


def run(folder: Path, sites: int, names: Sequence[str]) -> dict[str, Night]:
    """The nights of NIGHTS that are named."""
    nights: dict[str, Night] = {}
    make_many_sites(CHECKOUT / "data" / "newsroom", folder / "newsroom", sites)
    with (
        serve_postgres(folder / "postgres") as postgres,
        serve_redis(folder / "redis") as broker,
        serve_s3() as s3,
        Newsroom(folder / "newsroom", NIGHT, port=0) as newsroom,
    ):
        os.environ.update(s3)
        newsroom.write_sites(folder / "sites")
        for number, name in enumerate(names):
            workers, kill = NIGHTS[name]
            desk = folder / f"night-{number}"
            desk.mkdir()
            home = AirflowHome(desk / "airflow", free_port())
            home.furnish()
            database = postgres.make_database(f"night_{number}")
            # A number of its own for each night: Redis keeps sixteen apart.
            environment = make_environment(home, folder / "sites", database, f"{broker}/{number}")
            nights[name] = make_night(desk, environment, home, workers, kill=kill)
            tell(name, sites, nights[name])
    return nights


def tell(name: str, sites: int, night: Night) -> None:
    """One line for a night."""
    tasks = ", ".join(f"{worker} {count} tasks" for worker, count in night.tasks.items())
    states = ", ".join(f"{dag} {state}" for dag, state in night.states.items())
    left = f"; left of the killed worker: {night.left}" if night.left else ""
    print(f"{name:7} {sites} sites, crawled in {night.crawl_seconds:.0f} s, {tasks}; {states}{left}", flush=True)


def main() -> int:
    """Run the nights, tell what they came to; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="a new folder to leave logs in, instead of one that is removed")
    parser.add_argument("nights", nargs="*", default=list(NIGHTS), help=f"of {', '.join(NIGHTS)}; default: all")
    options = parser.parse_args()
    if missing := missing_services():
        parser.error(f"not installed: {' '.join(missing)}")
    with TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        # PostgreSQL's user has to reach its cluster below.
        folder.chmod(0o711)
        nights = run(folder.resolve(), options.sites, options.nights)
    if {"one", "two"} <= nights.keys():
        print(f"one worker took {nights['one'].crawl_seconds / nights['two'].crawl_seconds:.2f} times what two took")
    tables = [night.tables for night in nights.values()]
    is_same = bool(tables[0]) and all(each == tables[0] for each in tables)
    print(f"{len(tables[0])} files of the {len(tables)} nights' tables the same, byte for byte: {is_same}")
    is_whole = all(state == "success" for night in nights.values() for state in night.states.values())
    return 0 if is_same and is_whole and not any(night.left for night in nights.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

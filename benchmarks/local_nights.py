"""A data root of its own whose nights are made under `nightdesk up`, and what its Airflow is asked and told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import httpx

from nightdesk.local_airflow.home import USER, AirflowHome
from transforms.schema import TABLES

CHECKOUT = Path(__file__).resolve().parents[1]
SECONDS_BETWEEN_LOOKS = 1.0

T = TypeVar("T")


@dataclass(frozen=True)
class LocalNights:
    """`environment` comes on top of this process's own, less what it says of Nightdesk and Airflow."""

    root: Path
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def sites(self) -> Path:
        return self.root / "sites"

    @property
    def home(self) -> AirflowHome:
        return AirflowHome(self.data / "runs" / "airflow", self.port)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A `nightdesk` command, with its exit code and what it said."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW_", "NIGHTDESK_"))}
        ours = {
            "PYTHONPATH": str(CHECKOUT),
            "NIGHTDESK_ENV_FILE": os.devnull,
            "NIGHTDESK_DATA": str(self.data),
            "NIGHTDESK_SITES": str(self.sites),
            "NIGHTDESK_AIRFLOW_PORT": str(self.port),
            "NIGHTDESK_ALLOW_LOOPBACK": "true",
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "2",
        }
        return subprocess.run(
            [sys.executable, "-m", "nightdesk", *arguments],
            env=inherited | ours | dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )

    def do(self, *arguments: str) -> str:
        """A command that must end well; what it said. Raises RuntimeError if it does not."""
        done = self.run(*arguments)
        if done.returncode:
            raise RuntimeError(f"nightdesk {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    @contextmanager
    def up(self) -> Iterator[Airflow]:
        """Its Airflow, from `nightdesk up` to `nightdesk down`."""
        self.do("up")
        try:
            with closing(Airflow(self.home)) as airflow:
                yield airflow
        finally:
            self.do("down")

    def files(self) -> dict[str, bytes]:
        """Every published Parquet file, by its path in the latest release."""
        folder = self.data / "lake" / "latest"
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob("*/*/*.parquet"))}

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the latest release, each table a view of its name."""
        with duckdb.connect() as connection:
            for table in TABLES:
                if files := sorted((self.data / "lake" / "latest" / table).glob("**/*.parquet")):
                    connection.read_parquet([str(file) for file in files]).create_view(table)
            return connection.execute(sql).fetchall()


class Airflow:
    """The REST API of an Airflow that is up, as its user."""

    def __init__(self, home: AirflowHome) -> None:
        self._client = httpx.Client(base_url=home.url, timeout=60, trust_env=False)
        token = self.call("POST", "/auth/token", {"username": USER, "password": home.password()})["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Close its connection."""
        self._client.close()

    def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """The answer's JSON. Raises httpx.HTTPStatusError if it is an error."""
        answer = self._client.request(method, path, json=body).raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def start(self, dag: str, night: str) -> None:
        """Start a run of a night by hand."""
        self.call("POST", f"/api/v2/dags/{dag}/dagRuns", {"logical_date": None, "partition_key": night})

    def clear_failed(self, dag: str, night: str) -> None:
        """What "clear failed" does in the UI."""
        body = {"partition_key": night, "only_failed": True, "dry_run": False}
        self.call("POST", f"/api/v2/dags/{dag}/clearDagRuns", body)

    def runs(self, dag: str, night: str) -> list[dict[str, Any]]:
        """The runs of a night, the first started first."""
        found = self.call("GET", f"/api/v2/dags/{dag}/dagRuns?limit=100&order_by=id")["dag_runs"]
        return [run for run in found if run["partition_key"] == night]

    def active(self, dag: str) -> list[dict[str, Any]]:
        """The runs of any night that have not ended."""
        found = self.call("GET", f"/api/v2/dags/{dag}/dagRuns?limit=100&state=queued&state=running")["dag_runs"]
        return list(found)

    def tasks(self, run: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The task instances of a run, by `task` or `task[what a mapped one is about]`."""
        path = f"/api/v2/dags/{run['dag_id']}/dagRuns/{run['dag_run_id']}/taskInstances?limit=1000"
        return {_name(task): task for task in self.call("GET", path)["task_instances"]}

    def announced(self, dag: str, run: Mapping[str, Any]) -> list[str]:
        """The partitions that a run announced, sorted."""
        events = self.call("GET", f"/api/v2/assets/events?limit=1000&source_dag_id={dag}")["asset_events"]
        return sorted(event["partition_key"] for event in events if event["source_run_id"] == run["dag_run_id"])

    def await_run(self, dag: str, night: str, number: int = 1, seconds: float = 900) -> dict[str, Any]:
        """The run of a night with that number, once it has ended. Raises TimeoutError if it does not in time."""

        def ended() -> dict[str, Any] | None:
            runs = self.runs(dag, night)
            is_ended = len(runs) >= number and runs[number - 1]["state"] in ("success", "failed")
            return runs[number - 1] if is_ended else None

        return await_that(ended, f"run {number} of {dag} {night} ended", seconds)


def await_that(look: Callable[[], T | None], what: str, seconds: float) -> T:
    """What `look` gives once it gives something. Raises TimeoutError if it does not in time."""
    until = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > until:
            raise TimeoutError(f"not within {seconds:.0f} seconds: {what}")
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return found


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _name(task: Mapping[str, Any]) -> str:
    about = task["rendered_map_index"] or (task["map_index"] if task["map_index"] >= 0 else None)
    return task["task_id"] if about is None else f"{task['task_id']}[{about}]"

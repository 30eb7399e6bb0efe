"""Airflow's REST API as a person's commands need it: is it well, which DAGs, which runs, what failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, TypeAdapter

from nightdesk.local_airflow.home import USER, AirflowError, AirflowHome

SECONDS_FOR_AN_ANSWER = 30
SECONDS_BETWEEN_ASKING = 1.0
HEALTHY = "healthy"


class ApiError(AirflowError):
    """The API does not answer as it must; the message says which address and what it said."""


class Dag(BaseModel):
    """A DAG as the API lists it; `next_dagrun_run_after` is null where nothing is scheduled."""

    dag_id: str
    fileloc: str
    is_paused: bool
    timetable_summary: str | None
    next_dagrun_run_after: datetime | None


class Run(BaseModel):
    """A run of a DAG; `partition_key` is the night or day it makes, null if it was started without one."""

    dag_id: str
    dag_run_id: str
    partition_key: str | None
    logical_date: datetime | None
    state: str
    start_date: datetime | None
    end_date: datetime | None

    @property
    def covers(self) -> str:
        """The night or day that it makes."""
        if self.partition_key:
            return self.partition_key
        return str(self.logical_date.date()) if self.logical_date else self.dag_run_id


class TaskTry(BaseModel):
    """A task instance; `rendered_map_index` names what a mapped one is about, null for others."""

    task_id: str
    state: str | None
    rendered_map_index: str | None
    map_index: int
    try_number: int

    @property
    def name(self) -> str:
        about = self.rendered_map_index or (str(self.map_index) if self.map_index >= 0 else "")
        return f"{self.task_id} [{about}]" if about else self.task_id


@dataclass(frozen=True)
class AirflowApi:
    """The API with a login."""

    client: httpx.Client

    def dags(self) -> list[Dag]:
        """Every DAG that was read, by name."""
        return sorted(
            TypeAdapter(list[Dag]).validate_python(_asked(self.client, "GET", "/api/v2/dags?limit=1000")["dags"]),
            key=lambda dag: dag.dag_id,
        )

    def await_files(self, names: set[str], seconds: float) -> None:
        """Wait until these DAG files were read, well or not. Raises ApiError if they are not within so many seconds."""
        until = time.monotonic() + seconds
        while missing := names - {Path(dag.fileloc).name for dag in self.dags()} - set(self._unread()):
            if time.monotonic() > until:
                raise ApiError(f"not read after {seconds:.0f} seconds: {', '.join(sorted(missing))}")
            time.sleep(SECONDS_BETWEEN_ASKING)

    def import_errors(self) -> list[str]:
        """Why DAG files cannot be read: the last line of each file's traceback, with its name."""
        return [f"{name}: {trace.strip().splitlines()[-1]}" for name, trace in self._unread().items()]

    def _unread(self) -> dict[str, str]:
        """Name of each DAG file that cannot be read → its traceback."""
        found = _asked(self.client, "GET", "/api/v2/importErrors?limit=100")["import_errors"]
        return {Path(each["filename"]).name: each["stack_trace"] for each in found}

    def runs(self, dag_id: str, limit: int) -> list[Run]:
        """The latest runs of a DAG, the latest first."""
        path = f"/api/v2/dags/{dag_id}/dagRuns?order_by=-run_after&limit={limit}"
        return TypeAdapter(list[Run]).validate_python(_asked(self.client, "GET", path)["dag_runs"])

    def page(self, run: Run) -> str:
        """Address of the run's page in the UI."""
        return f"{self.client.base_url}/dags/{run.dag_id}/runs/{run.dag_run_id}"

    def failed_tasks(self, run: Run) -> list[TaskTry]:
        """The tasks that failed themselves, not those that waited for them."""
        path = f"/api/v2/dags/{run.dag_id}/dagRuns/{run.dag_run_id}/taskInstances?state=failed&limit=1000"
        return TypeAdapter(list[TaskTry]).validate_python(_asked(self.client, "GET", path)["task_instances"])


@contextmanager
def logged_in(home: AirflowHome) -> Iterator[AirflowApi]:
    """The API as the user of the home. Raises ApiError if it does not answer or refuses the password."""
    with _client(home.url) as client:
        token = _asked(client, "POST", "/auth/token", {"username": USER, "password": home.password()})
        client.headers["Authorization"] = f"Bearer {token['access_token']}"
        yield AirflowApi(client)


def await_api(url: str, seconds: float) -> None:
    """Wait until the API server answers. Raises ApiError if it does not within so many seconds."""
    await_health(url, lambda _: True, seconds)


def await_health(url: str, is_well: Callable[[Mapping[str, str]], bool], seconds: float) -> Mapping[str, str]:
    """Component → "healthy" or what else it says of itself, once it `is_well`; needs no login.

    Raises ApiError if it is not within so many seconds; the message names what is not healthy.
    """
    until = time.monotonic() + seconds
    with _client(url) as client:
        while True:
            try:
                parts = _asked(client, "GET", "/api/v2/monitor/health")
            except ApiError as error:
                fault = str(error)
            else:
                states = {name: part["status"] or "unknown" for name, part in parts.items()}
                if is_well(states):
                    return states
                fault = ", ".join(name for name, state in states.items() if state != HEALTHY)
            if time.monotonic() > until:
                raise ApiError(f"not well after {seconds:.0f} seconds: {fault}")
            time.sleep(SECONDS_BETWEEN_ASKING)


def _client(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=SECONDS_FOR_AN_ANSWER, trust_env=False)


def _asked(client: httpx.Client, method: str, path: str, body: object = None) -> dict[str, Any]:
    try:
        answer = client.request(method, path, json=body)
    except httpx.TransportError as error:
        raise ApiError(f"{client.base_url}{path} does not answer: {error}") from error
    if not answer.is_success:
        raise ApiError(f"{client.base_url}{path}: {answer.status_code} {answer.text[:300]}")
    found: dict[str, Any] = answer.json()
    return found

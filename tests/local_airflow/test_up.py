"""`nightdesk up` as it is left running: who may ask it, and what becomes of a night whose processes are killed."""

from __future__ import annotations

import os
import signal
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("supervisor", reason="apache-airflow is not installed (group 'airflow')")

import httpx
import psutil
from local_nights import Airflow, LocalNights, await_that, free_port
from night_runs import FEW_STORIES, FIRST, furnish

from spiders.newsroom import Fault, Newsroom

pytestmark = [pytest.mark.airflow, pytest.mark.drill]

NIGHT = str(FIRST)
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Running:
    """An Airflow that is up over a newsroom that is open."""

    nights: LocalNights
    newsroom: Newsroom
    airflow: Airflow

    @property
    def supervisor(self) -> psutil.Process:
        return psutil.Process(int((self.nights.home.folder / "supervisord.pid").read_text()))

    def family(self) -> list[psutil.Process]:
        """Every process of it, the supervisor first."""
        return [self.supervisor, *self.supervisor.children(recursive=True)]

    def await_crawl_of(self, site: str) -> psutil.Process:
        """The process that fetches the site's pages for the night, once it runs."""

        def find() -> psutil.Process | None:
            return next((each for each in self.family() if _is_crawl(each, site)), None)

        return await_that(find, f"{site} is crawled", PATIENCE_SECONDS)


def _is_crawl(process: psutil.Process, site: str) -> bool:
    try:
        return {"spiders.run", f"{site}.toml", NIGHT} <= {Path(part).name for part in process.cmdline()}
    except psutil.NoSuchProcess:
        return False


def await_end(processes: list[psutil.Process]) -> None:
    """Wait until none of them runs; what ended and nobody waited for does not."""
    await_that(lambda: not any(map(_runs, processes)), f"{len(processes)} processes are gone", PATIENCE_SECONDS)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    # Not pytest's own folder: the path of the supervisor's socket is to be short.
    with (
        tempfile.TemporaryDirectory(prefix="nightdesk-") as folder,
        Newsroom(furnish(Path(folder)), FIRST, port=0) as newsroom,
    ):
        nights = LocalNights(Path(folder), free_port())
        newsroom.write_sites(nights.sites)
        with nights.up() as airflow:
            yield Running(nights, newsroom, airflow)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v2/dags"),
        ("POST", "/api/v2/dags/crawl/dagRuns"),
        ("GET", "/api/v2/connections"),
        ("GET", "/api/v2/config"),
        ("PATCH", "/execution/task-instances/018f3f2e-0000-7000-8000-000000000000/run"),
        ("POST", "/auth/token"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer e30.e30.e30"}], ids=["no token", "made up"])
def test_who_is_not_logged_in_is_refused(running: Running, method: str, path: str, headers: dict[str, str]) -> None:
    body = {"username": "admin", "password": "admin"} if path == "/auth/token" else {}
    url = running.nights.home.url + path
    answer = httpx.request(method, url, headers=headers, json=body, timeout=PATIENCE_SECONDS, trust_env=False)
    assert answer.status_code in (401, 403)


def test_it_listens_on_loopback_only(running: Running) -> None:
    listening = {
        socket.laddr.ip
        for process in running.family()
        for socket in process.net_connections("inet")
        if socket.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_nobody_else_can_read_its_files(running: Running) -> None:
    files = [path for path in running.nights.home.folder.rglob("*") if not path.is_symlink()]
    assert len(files) > 10
    assert [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_up_again_changes_nothing(running: Running) -> None:
    before = running.supervisor.pid
    assert running.nights.do("up").startswith("up already")
    assert running.supervisor.pid == before


def test_night_whose_tasks_are_stopped_and_killed_is_made_whole(running: Running) -> None:
    airflow, newsroom = running.airflow, running.newsroom
    for outlet in FEW_STORIES:
        newsroom.disturb(outlet, Fault.SILENT)
    airflow.start("crawl", NIGHT)
    stopped, killed = (running.await_crawl_of(site) for site in FEW_STORIES)
    mark_failed(airflow, crawl_task(airflow, "northwind"))
    await_end([stopped])
    for outlet in FEW_STORIES:
        newsroom.disturb(outlet, None)
    os.kill(crawl_task(airflow, "oasis")["pid"], signal.SIGKILL)
    await_end([killed])

    assert airflow.await_run("crawl", NIGHT)["state"] == "failed"
    assert crawl_task(airflow, "oasis")["try_number"] == 2
    assert airflow.await_run("incidents", NIGHT)["state"] == "success"
    red = running.nights.run("status")
    assert (red.returncode, red.stderr.splitlines()[0].split("  ")[0]) == (3, f"red: crawl {NIGHT}")
    airflow.clear_failed("crawl", NIGHT)
    assert airflow.await_run("incidents", NIGHT, number=2)["state"] == "success"
    assert airflow.await_run("crawl", NIGHT)["state"] == "success"
    assert running.nights.run("status").returncode == 0
    assert published(running.nights) == [("northwind",), ("oasis",)]


def crawl_task(airflow: Airflow, site: str) -> dict[str, Any]:
    """The task that crawls a site, in the night's run; while it runs it may have no name of its own yet."""
    (run,) = airflow.runs("crawl", NIGHT)
    path = (
        f"/api/v2/dags/crawl/dagRuns/{run['dag_run_id']}/taskInstances/per_site.crawl/{sorted(FEW_STORIES).index(site)}"
    )
    return airflow.call("GET", path)


def mark_failed(airflow: Airflow, task: dict[str, Any]) -> None:
    """As a person does, who asks once more if Airflow answers 500, as it did once on a busy machine."""
    path = f"/api/v2/dags/crawl/dagRuns/{task['dag_run_id']}/taskInstances/{task['task_id']}/{task['map_index']}"
    try:
        airflow.call("PATCH", path, {"new_state": "failed"})
    except httpx.HTTPStatusError as error:
        if error.response.status_code != httpx.codes.INTERNAL_SERVER_ERROR:
            raise
        time.sleep(1)
        airflow.call("PATCH", path, {"new_state": "failed"})


def published(nights: LocalNights) -> list[tuple[Any, ...]]:
    """The sites whose articles tell of incidents that are published."""
    return nights.ask(
        "SELECT DISTINCT articles.site FROM incidents JOIN mentions USING (incident_id) "
        "JOIN articles USING (article_id) ORDER BY 1"
    )


def test_whatever_is_killed_comes_back_and_leaves_nothing_behind(running: Running) -> None:
    """A worker that waits for work may hold the lock of the queue that all of them wait at: the scheduler goes too."""
    before = running.family()[1:]
    (scheduler,) = [each for each in running.supervisor.children() if "scheduler" in each.cmdline()]
    for process in running.supervisor.children():
        (scheduler.children()[0] if process == scheduler else process).kill()
    await_end(before)
    await_that(lambda: running.nights.run("status").returncode == 0, "everything runs again", PATIENCE_SECONDS)


def test_nothing_outlives_the_supervisor(running: Running) -> None:
    family = running.family()
    running.supervisor.kill()
    await_end(family)
    status = running.nights.run("status")
    assert (status.returncode, status.stderr.strip()) == (1, "not up; start it with: nightdesk up")

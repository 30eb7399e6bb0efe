"""`nightdesk up` as it is left running: who may ask it, and what becomes of its processes when they are killed."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("supervisor", reason="apache-airflow is not installed (group 'airflow')")

import httpx
import psutil
from local_nights import LocalNights, await_that, free_port
from night_runs import FIRST, NEWSROOM

from spiders.newsroom import Newsroom

pytestmark = [pytest.mark.airflow, pytest.mark.drill]

# Few enough pages for a quick night of two sites.
STORIES = {
    "northwind": ("mogadishu-market-car-bomb", "kabul-ministry-bomb", "quetta-prosecutor-shot"),
    "oasis": ("sukhna-sohr", "suwayda-clash"),
}
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Running:
    """An Airflow that is up."""

    nights: LocalNights

    @property
    def supervisor(self) -> psutil.Process:
        return psutil.Process(int((self.nights.home.folder / "supervisord.pid").read_text()))

    def family(self) -> list[psutil.Process]:
        """Every process of it, the supervisor first."""
        return [self.supervisor, *self.supervisor.children(recursive=True)]


def await_end(processes: list[psutil.Process]) -> None:
    """Wait until none of them runs; what ended and nobody waited for does not."""
    await_that(lambda: not any(map(_runs, processes)), f"{len(processes)} processes are gone", PATIENCE_SECONDS)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def furnish(root: Path) -> Path:
    """A newsroom of two outlets and few stories."""
    for outlet, stories in STORIES.items():
        shutil.copytree(NEWSROOM / outlet, root / "newsroom" / outlet)
        for story in (root / "newsroom" / outlet / "stories").iterdir():
            if not story.name.startswith(stories):
                story.unlink()
    return root / "newsroom"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    # Not pytest's own folder: the path of the supervisor's socket is to be short.
    with (
        tempfile.TemporaryDirectory(prefix="nightdesk-") as folder,
        Newsroom(furnish(Path(folder)), FIRST, port=0) as newsroom,
    ):
        nights = LocalNights(Path(folder), free_port())
        newsroom.write_sites(nights.sites)
        with nights.up():
            yield Running(nights)


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

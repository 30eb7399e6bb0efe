"""This machine's Airflow as a whole: brought up until it is well, taken down until nothing of it is left."""

from __future__ import annotations

import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, TextIO

from nightdesk.local_airflow.home import HOST, AirflowError, AirflowHome
from nightdesk.settings import CHECKOUT
from transforms.locks import hold

if TYPE_CHECKING:
    import psutil

    from nightdesk.local_airflow.supervised import Supervisor

SECONDS_TO_COME_UP = 600
SECONDS_FOR_THE_PORT = 5
SECONDS_BETWEEN_LOOKS = 0.5
# What a stopped crawl may take to write down what is under way.
SECONDS_TO_END_GENTLY = 20


def require_airflow() -> None:
    """Raises AirflowError if Airflow or its supervisor is not installed."""
    missing = [name for name in ("airflow", "supervisor") if find_spec(name) is None]
    if missing:
        raise AirflowError(f"{' and '.join(missing)} not installed: uv sync --group airflow")


def bring_up(home: AirflowHome, environment: Mapping[str, str]) -> bool:
    """Start every process, wait until each is well and the DAGs are read; False if they were started already.

    Raises AirflowError if the port is taken, or a process does not come up. Whatever ends it, Ctrl-C
    too, what was started here is stopped.
    """
    from nightdesk.local_airflow.supervised import Supervisor

    supervisor = Supervisor(home)
    supervisor.require_short_path()
    with _alone(home):
        started = supervisor.pid() is None
        if started:
            _await_port(home)
            _migrate(home, environment)
            supervisor.start(environment)
        try:
            _await_well(home, environment)
        except BaseException:
            if started:
                _stop(supervisor)
            raise
    return started


def _await_well(home: AirflowHome, environment: Mapping[str, str]) -> None:
    """Wait until every process is well and the DAGs are read. Raises AirflowError if that takes too long."""
    from nightdesk.local_airflow.api import HEALTHY, ApiError, await_health, logged_in

    try:
        await_health(home.url, lambda states: set(states.values()) == {HEALTHY}, SECONDS_TO_COME_UP)
        with logged_in(home) as api:
            api.await_files(_dag_files(environment), SECONDS_TO_COME_UP)
    except ApiError as error:
        raise AirflowError(f"{error}; logs: {home.logs}") from error


def take_down(home: AirflowHome) -> list[str] | None:
    """Stop every process and task; the command lines of those that had to be killed, null if nothing was up."""
    from nightdesk.local_airflow.supervised import Supervisor

    if not home.folder.exists():
        return None
    with _alone(home):
        return _stop(Supervisor(home))


def _alone(home: AirflowHome) -> TextIO:
    """Raises AirflowError if another `up` or `down` of this home is under way."""
    try:
        return hold(home.folder / "up.lock")
    except BlockingIOError as error:
        raise AirflowError(f"{home.folder}: another nightdesk up or down is under way, wait for it") from error


def _await_port(home: AirflowHome) -> None:
    """Wait for what was just killed to leave the port. Raises AirflowError if something else keeps it."""
    until = time.monotonic() + SECONDS_FOR_THE_PORT
    while _is_taken(home.port):
        if time.monotonic() > until:
            raise AirflowError(f"port {home.port} on {HOST} is in use: set NIGHTDESK_AIRFLOW_PORT to a free one")
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _is_taken(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            return True
    return False


def _migrate(home: AirflowHome, environment: Mapping[str, str]) -> None:
    """Make or upgrade Airflow's database. Raises AirflowError if that fails."""
    log = home.log("db-migrate")
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    with log.open("wb") as output:
        done = subprocess.run(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False, umask=0o077
        )
    if done.returncode:
        last = log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
        raise AirflowError(f"airflow db migrate ended with {done.returncode}: {last} (log: {log})")


def _dag_files(environment: Mapping[str, str]) -> set[str]:
    """Names of our DAG files, if it is these that are run."""
    ours = CHECKOUT / "dags"
    return (
        {path.name for path in ours.glob("*.py")} if environment["AIRFLOW__CORE__DAGS_FOLDER"] == str(ours) else set()
    )


def _stop(supervisor: Supervisor) -> list[str] | None:
    import psutil

    pid = supervisor.pid()
    if pid is None:
        return None
    first = psutil.Process(pid)
    family = [first, *first.children(recursive=True)]
    supervisor.shut_down()
    left = _await_end(family, supervisor.seconds_to_stop + SECONDS_TO_END_GENTLY)
    killed = []
    for process in left:
        with suppress(psutil.NoSuchProcess):
            killed.append(shlex.join(process.cmdline()))
            process.kill()
    _await_end(left, SECONDS_TO_END_GENTLY)
    return killed


def _await_end(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run after so many seconds; what ended and nobody waited for runs no more."""
    until = time.monotonic() + seconds
    while left := [process for process in processes if _runs(process)]:
        if time.monotonic() > until:
            break
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return left


def _runs(process: psutil.Process) -> bool:
    import psutil

    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False

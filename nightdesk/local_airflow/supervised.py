"""Airflow's processes under supervisord: its configuration, and what it is asked and told over its Unix socket.

Supervisor restarts whatever ends, rotates what the processes print, and stops them in the reverse order of their
start. A systemd unit keeps supervisord itself: docs/operations.md.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import xmlrpc.client
from collections.abc import Iterator, Mapping
from configparser import RawConfigParser
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nightdesk.local_airflow.home import AirflowError, AirflowHome

# In the order of their start. Log servers are left out: they listen on every interface, and logs are read from disk.
PROCESSES = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "triggerer": ("triggerer", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
}
SECONDS_FOR_TASKS_TO_END = 30
SECONDS_TO_STOP = 10
# Linux: sockaddr_un.sun_path is 108 bytes, the last one zero.
SOCKET_PATH_BYTES = 107


@dataclass(frozen=True)
class Process:
    """One supervised process; `since` and `pid` are null while it is not running."""

    name: str
    state: str
    since: datetime | None
    pid: int | None

    @property
    def is_running(self) -> bool:
        return self.state == "RUNNING"


@dataclass(frozen=True)
class Supervisor:
    """The supervisord of one Airflow home."""

    home: AirflowHome

    @property
    def socket(self) -> Path:
        return self.home.folder / "supervisor.sock"

    @property
    def config(self) -> Path:
        return self.home.folder / "supervisord.conf"

    @property
    def seconds_to_stop(self) -> int:
        """What it takes at most until every process is stopped, one after the other."""
        return SECONDS_FOR_TASKS_TO_END + SECONDS_TO_STOP * (len(PROCESSES) - 1)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start supervisord, which goes into the background and starts the processes.

        Raises AirflowError if supervisord does not start.
        """
        with self.config.open("w", encoding="utf-8") as file:
            _configuration(self).write(file)
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(self.config)]
        started = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, umask=0o077)
        if started.returncode:
            raise AirflowError(f"supervisord ended with {started.returncode}: {started.stderr or started.stdout}")

    def processes(self) -> list[Process]:
        """The processes in the order of their start; none if supervisord is not running."""
        with self._asked() as ask:
            if ask is None:
                return []
            found = {each["name"]: each for each in ask.getAllProcessInfo()}
        return [_process(found[name]) for name in PROCESSES if name in found]

    def pid(self) -> int | None:
        """Process id of supervisord; null if it is not running."""
        with self._asked() as ask:
            return None if ask is None else int(ask.getPID())

    def shut_down(self) -> None:
        """Tell supervisord to stop all processes and end; it does so after this returns."""
        with self._asked() as ask:
            if ask is not None:
                ask.shutdown()

    def require_short_path(self) -> None:
        """Raises AirflowError if the socket's path is longer than Linux takes."""
        if len(str(self.socket).encode()) > SOCKET_PATH_BYTES:
            raise AirflowError(
                f"{self.socket}: a Unix socket's path has at most {SOCKET_PATH_BYTES} bytes; "
                "set NIGHTDESK_DATA to a shorter one"
            )

    @contextmanager
    def _asked(self) -> Iterator[Any]:
        """The supervisor's own calls, null if nobody answers at the socket."""
        from supervisor.xmlrpc import SupervisorTransport

        transport = SupervisorTransport(None, None, f"unix://{self.socket}")
        with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as server:
            try:
                server.supervisor.getState()
            except (FileNotFoundError, ConnectionRefusedError):
                yield None
                return
            yield server.supervisor


def _configuration(supervisor: Supervisor) -> RawConfigParser:
    """What supervisord is told: the processes begin in the home, and write where their owner alone can read."""
    home = supervisor.home
    config = RawConfigParser()
    config["unix_http_server"] = {"file": _plain(supervisor.socket), "chmod": "0600"}
    config["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    config["supervisord"] = {
        "logfile": _plain(home.log("supervisord")),
        "logfile_maxbytes": "5MB",
        "logfile_backups": "3",
        "pidfile": _plain(home.folder / "supervisord.pid"),
        "childlogdir": _plain(home.logs),
        "directory": _plain(home.folder),
        "umask": "077",
    }
    for place, (name, arguments) in enumerate(PROCESSES.items()):
        command = [sys.executable, "-m", "nightdesk.local_airflow.process", *arguments]
        config[f"program:{name}"] = {
            "command": _plain(shlex.join(command)),
            "priority": str(place),
            "autorestart": "true",
            "startsecs": "5",
            "startretries": "20",
            "stopwaitsecs": str(SECONDS_FOR_TASKS_TO_END if name == "scheduler" else SECONDS_TO_STOP),
            "stopasgroup": "false",
            "killasgroup": "true",
            "stdout_logfile": _plain(home.log(name)),
            "stdout_logfile_maxbytes": "10MB",
            "stdout_logfile_backups": "5",
            "redirect_stderr": "true",
        }
    return config


def _plain(value: object) -> str:
    """Supervisor reads %(…)s as an expansion."""
    return str(value).replace("%", "%%")


def _process(info: Mapping[str, Any]) -> Process:
    running = info["statename"] == "RUNNING"
    since = datetime.fromtimestamp(info["start"], UTC) if running else None
    return Process(info["name"], info["statename"], since, info["pid"] or None)

"""Runs of the DAGs as `airflow dags test` makes them, in one child process; servers that a night's message goes to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import DatagramRequestHandler, StreamRequestHandler, ThreadingTCPServer, ThreadingUDPServer
from types import TracebackType
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]

# Reads `DAG NIGHT` from each line of its input and answers with a line of JSON.
RUNNER = """
import json, sys
from datetime import date
from airflow.models.asset import AssetEvent, AssetModel
from airflow.utils.session import create_session
from nightdesk.scheduler.rehearsal import run_dag
for line in sys.stdin:
    name, night = line.split()
    run = run_dag(name, date.fromisoformat(night))
    tasks = {t.task_id if t.map_index < 0 else f"{t.task_id}[{t.rendered_map_index}]": t.state
             for t in run.get_task_instances()}
    with create_session() as session:
        events = session.query(AssetModel.name, AssetEvent.partition_key).join(
            AssetEvent, AssetEvent.asset_id == AssetModel.id).filter(AssetEvent.source_run_id == run.run_id).all()
    answer = {"state": run.state, "tasks": tasks, "announced": sorted(list(event) for event in events)}
    print("RESULT " + json.dumps(answer), flush=True)
"""


def airflow_environment(home: Path) -> dict[str, str]:
    """What a process that imports Airflow needs, with its state in `home`, and nothing of whoever runs the test."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "NIGHTDESK"))}
    return inherited | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "0",
        "PYTHONPATH": str(CHECKOUT),
        "NIGHTDESK_ENV_FILE": os.devnull,
        "NIGHTDESK_ALLOW_LOOPBACK": "true",
        # Airflow 3.3.2 cannot end a test run of a DAG that has a deadline.
        "NIGHTDESK_LATE_HOURS": "0",
    }


@dataclass(frozen=True)
class Run:
    """How a run ended: its state, that of each task (`task[site]` of a mapped one), and the partitions announced."""

    state: str
    tasks: dict[str, str]
    announced: list[tuple[str, str]]

    def in_state(self, state: str) -> set[str]:
        return {task for task, ended in self.tasks.items() if ended == state}


class Airflow:
    """An Airflow of its own under `home`, whose runs are made one after the other in one process."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self._environment = airflow_environment(home) | environment
        self.log = home / "runs.log"
        home.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Airflow:
        self._log = self.log.open("w")
        migrate = [sys.executable, "-m", "airflow", "db", "migrate"]
        subprocess.run(migrate, env=self._environment, stdout=self._log, stderr=self._log, check=True)
        self._runner = subprocess.Popen(
            [sys.executable, "-c", RUNNER],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.communicate()
        self._log.close()

    def run(self, dag: str, night: date) -> Run:
        """Run a DAG for a night to its end."""
        assert self._runner.stdin is not None and self._runner.stdout is not None
        self._runner.stdin.write(f"{dag} {night}\n")
        self._runner.stdin.flush()
        for line in self._runner.stdout:
            self._log.write(line)
            if line.startswith("RESULT "):
                found: dict[str, Any] = json.loads(line.removeprefix("RESULT "))
                events = [(name, key) for name, key in found["announced"]]
                return Run(found["state"], found["tasks"], events)
        raise AssertionError(f"the run of {dag} did not end, see {self.log}")


class Loopback:
    """A server on this machine, up as long as the block runs."""

    def _start(self, server: ThreadingTCPServer | ThreadingUDPServer | ThreadingHTTPServer) -> None:
        self._server = server
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])


@dataclass
class PostBox(Loopback):
    """An HTTP server that keeps what is posted to it, and answers with `status`; before that it waits `seconds`."""

    status: int = 200
    seconds: float = 0.0
    bodies: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> PostBox:
        outer = self
        self._closing = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer._closing.wait(outer.seconds)
                self.send_response(outer.status)
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(404 if self.path == "/robots.txt" else outer.status)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
                pass

        self._start(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        return self

    def __exit__(self, *error: object) -> None:
        self._closing.set()
        super().__exit__(*error)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Metrics(Loopback):
    """A StatsD server that keeps the names and values which are sent to it."""

    values: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Metrics:
        outer = self

        class Handler(DatagramRequestHandler):
            def handle(self) -> None:
                for line in self.rfile.read().decode().splitlines():
                    name, _, value = line.partition(":")
                    outer.values[name] = value

        self._start(ThreadingUDPServer(("127.0.0.1", 0), Handler))
        return self

    @property
    def environment(self) -> dict[str, str]:
        """What turns Airflow's metrics on and sends them here."""
        metrics = {"STATSD_ON": "True", "STATSD_HOST": "127.0.0.1", "STATSD_PORT": str(self.port)}
        return {f"AIRFLOW__METRICS__{name}": value for name, value in metrics.items()}


@dataclass
class MailBox(Loopback):
    """An SMTP server that keeps the messages which it takes, as they came."""

    messages: list[str] = field(default_factory=list)

    def __enter__(self) -> MailBox:
        outer = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                self._say("220 post box")
                while line := self.rfile.readline().decode().strip():
                    verb = line.split()[0].upper()
                    if verb == "DATA":
                        self._say("354 go on")
                        outer.messages.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
                    self._say("221 bye" if verb == "QUIT" else "250 ok")

            def _say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

        self._start(ThreadingTCPServer(("127.0.0.1", 0), Handler))
        return self

    @property
    def connection(self) -> str:
        """As an Airflow connection in an environment variable."""
        extra = {"disable_ssl": True, "disable_tls": True, "from_email": "nightdesk@example.org"}
        return json.dumps({"conn_type": "smtp", "host": "127.0.0.1", "port": self.port, "extra": extra})

"""PostgreSQL and Redis on loopback for as long as they are needed, from what the system has installed."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
# PostgreSQL refuses to run as root; Debian's package brings this user.
SYSTEM_USER = "postgres"
SECONDS_TO_START = 60
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Postgres:
    """A running server; its user `airflow` may make databases."""

    port: int
    password: str

    def make_database(self, name: str) -> str:
        """A new database; how SQLAlchemy reaches it."""
        told = {"PGHOST": HOST, "PGPORT": str(self.port), "PGUSER": "airflow", "PGPASSWORD": self.password}
        subprocess.run([_program("createdb"), name], env=os.environ | told, check=True)
        return f"postgresql+psycopg2://airflow:{self.password}@{HOST}:{self.port}/{name}"


def missing_services() -> list[str]:
    """Names of what is not installed here."""
    needed = {"postgresql": _find("postgres"), "redis-server": shutil.which("redis-server")}
    return [name for name, path in needed.items() if path is None]


@contextmanager
def serve_postgres(folder: Path) -> Iterator[Postgres]:
    """A new cluster in `folder`, which must not exist."""
    user = SYSTEM_USER if os.geteuid() == 0 else None
    password, port = secrets.token_hex(16), free_port()
    folder.mkdir(mode=0o700)
    told = folder / "password"
    told.write_text(password)
    if user is not None:
        for path in (folder, told):
            shutil.chown(path, user)
    initdb = [_program("initdb"), "-D", folder / "data", "-U", "airflow", "-A", "scram-sha-256", f"--pwfile={told}"]
    subprocess.run([*map(str, initdb), "-N"], user=user, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    options = ["-c", f"listen_addresses={HOST}", "-c", f"port={port}", "-c", f"unix_socket_directories={folder}"]
    command = [_program("postgres"), "-D", str(folder / "data"), *options]
    with _running(command, folder / "log", port, user=user, cwd=folder):
        yield Postgres(port, password)


@contextmanager
def serve_redis(folder: Path) -> Iterator[str]:
    """A broker that forgets everything; its URL without the number of a database."""
    folder.mkdir(mode=0o700)
    password, port = secrets.token_hex(16), free_port()
    (folder / "redis.conf").write_text(f'bind {HOST}\nport {port}\nrequirepass {password}\nsave ""\ndir {folder}\n')
    with _running(["redis-server", str(folder / "redis.conf")], folder / "log", port):
        yield f"redis://:{password}@{HOST}:{port}"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(
    command: Sequence[str], log: Path, port: int, user: str | None = None, cwd: Path | None = None
) -> Iterator[None]:
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, user=user, cwd=cwd, start_new_session=True
        ) as server,
    ):
        try:
            _await(server, port, log)
            yield
        finally:
            server.terminate()


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{server.args!r} did not start: {log.read_text('utf-8', 'replace')[-500:]}")


def _program(name: str) -> str:
    found = _find(name)
    if found is None:
        raise RuntimeError(f"{name} is not installed: apt-get install postgresql redis-server")
    return found


def _find(name: str) -> str | None:
    """Debian keeps a version's programs out of the PATH; the newest is taken."""
    versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(name)

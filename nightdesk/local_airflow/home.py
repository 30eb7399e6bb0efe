"""Where this machine's Airflow lives, and the environment that its processes run in. Imports no Airflow."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nightdesk.settings import CHECKOUT

HOST = "127.0.0.1"
USER = "admin"


class AirflowError(Exception):
    """Airflow cannot run or be asked here as things are; the message says what is missing, or which log tells why."""


@dataclass(frozen=True)
class AirflowHome:
    """One Airflow: its folder, which only its owner can read, and the port of its API server and UI."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def passwords(self) -> Path:
        """JSON with the password of each user of the UI."""
        return self.folder / "passwords.json"

    @property
    def database(self) -> Path:
        return self.folder / "airflow.db"

    @property
    def logs(self) -> Path:
        """What the processes print; the logs of tasks are in `logs` beside it."""
        return self.folder / "processes"

    def log(self, process: str) -> Path:
        return self.logs / f"{process}.log"

    def furnish(self) -> None:
        """Make the folder, the keys and the password, where they are not there yet."""
        self.logs.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        for name in _KEYS:
            _write_once(self._key(name), _make_key)
        _write_once(self.passwords, lambda: json.dumps({USER: secrets.token_urlsafe(16)}))

    def password(self) -> str:
        """The password of the UI's first user. Raises OSError if the folder is not furnished."""
        return str(json.loads(self.passwords.read_text(encoding="utf-8"))[USER])

    def environment(self, inherited: Mapping[str, str], data: str, sites: Path) -> dict[str, str]:
        """What Airflow's processes and tasks run in, over that data root and those sites.

        A variable AIRFLOW__… of `inherited` comes before ours, but for AIRFLOW_HOME: another Airflow's must not be
        written to.
        """
        keys = {variable: self._key(name).read_text(encoding="utf-8") for name, variable in _KEYS.items()}
        here = {
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.passwords),
            "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__BASE_URL": self.url,
        }
        fixed = {"AIRFLOW_HOME": str(self.folder), "NIGHTDESK_DATA": data, "NIGHTDESK_SITES": str(sites)}
        return _SAFE | keys | here | dict(inherited) | fixed

    def _key(self, name: str) -> Path:
        return self.folder / "keys" / name


def without_airflow(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment less everything that another Airflow was told by it."""
    return {name: value for name, value in environment.items() if not name.startswith("AIRFLOW_")}


_KEYS = {
    "fernet": "AIRFLOW__CORE__FERNET_KEY",
    "jwt": "AIRFLOW__API_AUTH__JWT_SECRET",
    "session": "AIRFLOW__API__SECRET_KEY",
}
_SAFE = {
    "AIRFLOW__API__HOST": HOST,
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
    # What a person pauses stays paused; a new DAG, and one that is triggered by hand, must not wait for somebody.
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
    # A task whose process was killed is tried again after a minute, not after five.
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
}


def _make_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _write_once(path: Path, make: Callable[[], str]) -> None:
    """Write what nobody else may read, unless it is there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        return
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(make())
    part.replace(path)

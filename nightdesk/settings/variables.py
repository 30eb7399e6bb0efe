"""A file of variables → the environment, so that what a person types and what a service runs obey the same settings.

The file is `nightdesk.env` in the checkout, or the one that NIGHTDESK_ENV_FILE names. It is written as systemd's
EnvironmentFile and compose's env_file are, which may read the same one: `NAME=value` lines. What the environment says
already wins.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dotenv.parser import parse_stream

from nightdesk.settings.themes import HOME

FILE_VARIABLE = "NIGHTDESK_ENV_FILE"
DEFAULT_FILE = HOME / "nightdesk.env"
_SECRET = re.compile(r"SECRET|PASSWORD|TOKEN\b|_KEY\b|_LOGIN_|_CONN_|WEBHOOK")


class SettingsError(ValueError):
    """Settings that cannot be in force as they are written; the message names file, variable and what was expected."""


@dataclass(frozen=True)
class Variables:
    """The file that was read, and the names that the environment took from it; `path` is null if there is no file."""

    path: Path | None = None
    names: frozenset[str] = field(default_factory=frozenset)


def is_secret(name: str) -> bool:
    """Whether a variable of this name holds what nobody else may read, and not only where it lies."""
    return _SECRET.search(name) is not None and not name.endswith("_FILE")


@cache
def load_variables() -> Variables:
    """Puts the file's variables into the environment, once in a process; those that are set already stay.

    Raises:
        SettingsError: the named file is missing, a line cannot be read, or others may read its secrets.
    """
    named = os.environ.get(FILE_VARIABLE)
    path = Path(named) if named else DEFAULT_FILE
    if not path.exists():
        if named:
            raise SettingsError(f"{FILE_VARIABLE}: {path} does not exist")
        return Variables()
    found = read_variables(path)
    fresh = {name: value for name, value in found.items() if name not in os.environ}
    os.environ.update(fresh)
    return Variables(path, frozenset(fresh))


def read_variables(path: Path) -> Mapping[str, str]:
    """What a file of variables says. Raises SettingsError as `load_variables` does."""
    found: dict[str, str] = {}
    with path.open(encoding="utf-8") as lines:
        for line in parse_stream(lines):
            if line.error or (line.key is not None and line.value is None):
                raise SettingsError(f"{path} line {line.original.line}: expected NAME=value")
            if line.key is not None and line.value is not None:
                found[line.key] = line.value
    secrets = sorted(name for name, value in found.items() if value and is_secret(name))
    if secrets and path.stat().st_mode & 0o077:
        raise SettingsError(f"{path} holds {secrets[0]} and others may read it; run: chmod 600 {path}")
    return found

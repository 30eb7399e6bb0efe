"""One `nightdesk` command as a child process: its lines as they come, its exit code, and its end."""

from __future__ import annotations

import logging
import os
import re
import shlex
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import IO

KEEPER = Path(__file__).with_name("keeper.py")
# Airflow kills a task five seconds after it asked it to end; the keeper goes on without it.
SECONDS_TO_END = 4
# A crawl ends after the answers under way.
GRACE_SECONDS = 60
# The end of what a command complained of is what its error says.
_KEPT_LINES = 3
_LEVEL = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) ")
# Connections that spiders.credentials reads.
LOGINS = "AIRFLOW_CONN_NIGHTDESK_"

Say = Callable[[int, str], None]


class Command:
    """A running command."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.arguments = tuple(arguments)
        self._complaints: deque[str] = deque(maxlen=_KEPT_LINES)
        self._told = ""
        # -P: beside the keeper lie modules that would hide others.
        keeper = [sys.executable, "-P", str(KEEPER), str(os.getpid()), str(GRACE_SECONDS)]
        self._process = subprocess.Popen(
            [*keeper, sys.executable, "-m", "nightdesk", *self.arguments],
            env=own_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            # Airflow signals the task's process group: the command must hear of it once, from us.
            start_new_session=True,
        )

    def __str__(self) -> str:
        """As a person types it."""
        return shlex.join(["nightdesk", *self.arguments])

    @property
    def last_words(self) -> str:
        """What it complained of in the end; the last line that it told if it complained of nothing."""
        return " ".join(self._complaints) or self._told

    def follow(self, say: Say) -> int:
        """Say every line with its log level until the command ends; the exit code."""
        assert self._process.stdout is not None and self._process.stderr is not None  # noqa: S101 - both are pipes
        told = Thread(target=self._say_lines, args=(self._process.stdout, say, logging.INFO), daemon=True)
        told.start()
        self._say_lines(self._process.stderr, say, logging.ERROR)
        told.join()
        return self._process.wait()

    def stop(self) -> bool:
        """Ask the command to end; whether it has."""
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _say_lines(self, lines: IO[str], say: Say, plain: int) -> None:
        """A line that the command logged has its own level; any other is `plain`."""
        with lines:
            for line in lines:
                text = line.rstrip()
                logged = _LEVEL.match(text)
                if text and not logged:
                    self._keep(text, plain)
                say(logging.getLevelNamesMapping()[logged[1]] if logged else plain, text)

    def _keep(self, text: str, level: int) -> None:
        if level == logging.ERROR:
            self._complaints.append(text)
        else:
            self._told = text


def own_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without Airflow's own, which holds its keys and its database, but with our sites' logins."""
    return {name: value for name, value in environment.items() if name.startswith(LOGINS) or not _is_airflows(name)}


def _is_airflows(name: str) -> bool:
    return name.lstrip("_").startswith("AIRFLOW")

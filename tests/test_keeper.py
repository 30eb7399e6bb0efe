"""A command under Airflow: whoever is killed, nothing of it stays behind."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nightdesk.scheduler.command import KEEPER, Command, own_environment

# Starts a worker, as a pool does, notes both ids, and sleeps; a stubborn one does not listen to SIGTERM.
SLEEPER = """
import os, signal, subprocess, sys, time
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1] + ".aside", "w") as note:
    note.write(f"{os.getpid()} {worker.pid}")
os.rename(sys.argv[1] + ".aside", sys.argv[1])
time.sleep(600)
"""
# A task: starts the keeper in a session of its own and waits for it.
TASK = """
import os, subprocess, sys
subprocess.run([sys.executable, "-P", sys.argv[1], str(os.getpid()), *sys.argv[2:]], start_new_session=True)
"""
PATIENCE_SECONDS = 20


def keep(*command: str, grace: int = 30) -> subprocess.Popen[bytes]:
    keeper = [sys.executable, "-P", str(KEEPER), str(os.getpid()), str(grace)]
    return subprocess.Popen([*keeper, *command], start_new_session=True)


def await_ids(note: Path) -> list[int]:
    until = time.monotonic() + PATIENCE_SECONDS
    while not note.exists():
        assert time.monotonic() < until, "the command did not start"
        time.sleep(0.02)
    return [int(number) for number in note.read_text().split()]


def await_end(ids: list[int]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while left := [number for number in ids if is_running(number)]:
        assert time.monotonic() < until, f"still running: {left}"
        time.sleep(0.02)


def is_running(number: int) -> bool:
    """An orphan that ended and that nobody waited for is a zombie, which runs no more."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("code", "expected"), [("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 9)", 137)]
)
def test_exit_code_is_passed_on(code: str, expected: int) -> None:
    assert keep(sys.executable, "-c", code).wait(PATIENCE_SECONDS) == expected


def test_command_and_its_workers_end_when_the_task_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "ids"
    task = subprocess.Popen([sys.executable, "-c", TASK, str(KEEPER), "30", sys.executable, "-c", SLEEPER, str(note)])
    ids = await_ids(note)
    task.kill()
    task.wait()
    await_end(ids)


def test_workers_of_a_command_that_was_killed_do_not_stay(tmp_path: Path) -> None:
    note = tmp_path / "ids"
    keeper = keep(sys.executable, "-c", SLEEPER, str(note))
    command, worker = await_ids(note)
    os.kill(command, signal.SIGKILL)
    assert keeper.wait(PATIENCE_SECONDS) == 137
    await_end([worker])


def test_command_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "ids"
    keeper = keep(sys.executable, "-c", SLEEPER, str(note), "stubborn", grace=1)
    ids = await_ids(note)
    keeper.terminate()
    keeper.wait(PATIENCE_SECONDS)
    await_end(ids)


def test_command_says_its_lines_at_their_level_and_keeps_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTDESK_DATA", str(tmp_path))
    said: list[tuple[int, str]] = []
    command = Command(["articles", "no-such-site", "--night", "2026-11-19"])
    assert str(command) == "nightdesk articles no-such-site --night 2026-11-19"
    assert command.follow(lambda level, line: said.append((level, line))) == 1
    assert said == [(logging.ERROR, command.last_words)]
    assert "no-such-site.toml" in command.last_words


def test_command_that_is_stopped_ends_with_its_signal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTDESK_DATA", str(tmp_path))
    monkeypatch.setenv("NIGHTDESK_NEWSROOM_PORT", "0")
    command = Command(["newsroom"])

    def stop_once_it_serves(level: int, line: str) -> None:
        if "Ctrl-C" in line:
            command.stop()

    assert command.follow(stop_once_it_serves) == 128 + signal.SIGTERM


def test_command_hears_nothing_of_the_keys_of_airflow() -> None:
    given = {"AIRFLOW__CORE__FERNET_KEY": "k", "_AIRFLOW_X": "y", "AIRFLOW_HOME": "/h", "NIGHTDESK_DATA": "/d"}
    assert own_environment(given) == {"NIGHTDESK_DATA": "/d"}


def test_the_logins_of_sites_that_airflow_keeps_reach_the_command() -> None:
    login = {"AIRFLOW_CONN_NIGHTDESK_DAILY": '{"login": "desk"}'}
    assert own_environment(login | {"AIRFLOW_CONN_OTHER": "secret"}) == login

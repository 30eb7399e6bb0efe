"""`nightdesk up`, `status` and `down` where nothing is running, and where nothing can be started."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from night_runs import House

from nightdesk.local_airflow import api
from nightdesk.local_airflow.home import AirflowHome
from transforms.locks import hold

pytestmark = pytest.mark.airflow
pytest.importorskip("supervisor", reason="apache-airflow is not installed (group 'airflow')")

import psutil  # noqa: E402

from nightdesk.local_airflow import service  # noqa: E402


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "data", tmp_path / "sites")


def test_what_is_not_up_is_down_already(house: House) -> None:
    done = house.run("down")
    assert (done.returncode, done.stdout.strip()) == (0, "down already")


def test_status_of_what_is_not_up_says_how_to_start_it(house: House) -> None:
    done = house.run("status")
    assert (done.returncode, done.stderr.strip()) == (1, "not up; start it with: nightdesk up")


def test_port_that_is_taken_is_named_with_its_setting(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        house.environment["NIGHTDESK_AIRFLOW_PORT"] = str(port)
        done = house.run("up")
    expected = f"port {port} on 127.0.0.1 is in use: set NIGHTDESK_AIRFLOW_PORT to a free one"
    assert (done.returncode, done.stderr.strip()) == (1, expected)


def test_path_that_is_too_long_for_a_socket_is_refused_before_anything_runs(tmp_path: Path) -> None:
    deep = House(tmp_path / ("d" * 100), tmp_path / "sites")
    done = deep.run("up")
    assert done.returncode == 1
    assert "a Unix socket's path has at most 107 bytes; set NIGHTDESK_DATA to a shorter one" in done.stderr
    assert not (deep.data / "runs" / "airflow" / "airflow.db").exists()


def test_whoever_interrupts_a_start_leaves_nothing_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "_migrate", lambda *_: None)
    monkeypatch.setattr(api, "await_health", interrupt)
    with socket.create_server(("127.0.0.1", 0)) as free:
        home = AirflowHome(tmp_path / "airflow", free.getsockname()[1])
    home.furnish()
    with pytest.raises(KeyboardInterrupt):
        service.bring_up(home, home.environment(dict(os.environ), str(tmp_path), tmp_path))
    assert "stopped: scheduler" in home.log("supervisord").read_text()
    commands = [" ".join(each.info["cmdline"] or ()) for each in psutil.process_iter(["cmdline"])]
    assert not any(str(tmp_path) in command for command in commands)


def test_two_at_once_are_refused(house: House) -> None:
    home = house.data / "runs" / "airflow"
    with hold(home / "up.lock"):
        done = house.run("down")
    expected = f"{home}: another nightdesk up or down is under way, wait for it"
    assert (done.returncode, done.stderr.strip()) == (1, expected)

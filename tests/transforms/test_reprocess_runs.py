"""`nightdesk reprocess` as a person types it: over processes that are killed, and over a Dask cluster."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from archived_nights import GAO, LAHORE, MARKET, NIGHTS, archive, mosul
from night_runs import House

from spiders.site import Site

pytestmark = pytest.mark.drill

SITES = tuple(Site(name, name.title(), f"https://{name}.example/") for name in ("arda", "bela", "cira", "dorn"))
SAME_BYTES = ("articles", "mentions", "claims", "incidents", "captures", "outcomes")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Four sites, three nights, a portion a night."""
    made = House(tmp_path / "data", tmp_path / "sites")
    made.sites.mkdir()
    for number, site in enumerate(SITES):
        toml = f'source = "{site.source}"\nurl = "{site.url}"\nfeeds = ["{site.url}feed.xml"]\n'
        (made.sites / f"{site.name}.toml").write_text(toml, encoding="utf-8")
        pages = {"/iraq": mosul("five"), "/market": MARKET, "/gao": GAO, "/lahore": LAHORE}
        for night in NIGHTS:
            day = night - timedelta(days=number)
            own = {path: page.replace(str(date(2026, 11, 18)), str(day)) for path, page in pages.items()}
            archive(made.data / "raw", site, night, own)
    return made


def kept(house: House) -> list[Path]:
    return sorted(house.data.glob("runs/reprocess/*/kept/*/*.parquet"))


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [int(child) for child in found]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what: str, happens: Callable[[], bool], seconds: float = 240.0) -> None:
    ends = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < ends, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def test_killed_run_leaves_no_process_and_goes_on_where_it_was(house: House, tmp_path: Path) -> None:
    undisturbed = House(tmp_path / "undisturbed", house.sites)
    undisturbed.data.mkdir()
    (undisturbed.data / "raw").symlink_to(house.data / "raw")
    done = undisturbed.run("reprocess", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "3 nights, 4 sites; 48 pages" in done.stdout

    process = house.start("reprocess", "--workers", "2")
    wait_for("a portion is kept", lambda: len(kept(house)) >= 3)
    workers = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for("the workers have ended", lambda: not any(map(is_running, workers)), 60)
    before = {path: path.stat().st_mtime_ns for path in kept(house)}
    assert len(before) >= 3 and workers

    again = house.start("reprocess", "--workers", "1")
    wait_for("the second run reads on", lambda: len(kept(house)) > len(before) or again.poll() is not None)
    assert {path: path.stat().st_mtime_ns for path in before if path.exists()} in (before, {})
    assert again.wait() == 0

    for table in SAME_BYTES:
        assert house.files(table) == undisturbed.files(table) != {}, table
    assert kept(house) == []


@contextmanager
def dask_cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers on loopback, and the address of the scheduler."""
    note = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(note)]
    worker = ["worker", "--scheduler-file", str(note), "--nthreads", "1", "--nworkers", "1", "--no-dashboard"]
    worker += ["--host", "127.0.0.1", "--local-directory", str(folder)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", *command], env=environment, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for command in (scheduler, worker, worker)
    ]
    try:
        wait_for("the scheduler has an address", note.exists)
        found = re.search(r"tcp://127\.0\.0\.1:\d+", note.read_text(encoding="utf-8"))
        assert found is not None
        yield found[0]
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_dask_gives_the_tables_of_one_process(house: House, tmp_path: Path) -> None:
    alone = House(tmp_path / "alone", house.sites)
    alone.data.mkdir()
    (alone.data / "raw").symlink_to(house.data / "raw")
    assert alone.run("reprocess", "--workers", "1").returncode == 0

    with dask_cluster(tmp_path) as address:
        done = house.run("reprocess", "--dask", address)

    assert done.returncode == 0, done.stderr
    for table in SAME_BYTES:
        assert house.files(table) == alone.files(table) != {}, table

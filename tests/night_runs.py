"""Nights as a person runs them: `nightdesk` in child processes, over a data root of their own."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from transforms.schema import TABLES

CHECKOUT = Path(__file__).resolve().parents[1]
NEWSROOM = CHECKOUT / "data" / "newsroom"
FIRST, SECOND = date(2026, 11, 19), date(2026, 11, 20)
SECONDS_A_NIGHT_MAY_TAKE = 240
FEW_STORIES = {
    "northwind": ("mogadishu-market-car-bomb", "kabul-ministry-bomb", "quetta-prosecutor-shot", "copper-prices"),
    "oasis": ("sukhna-sohr", "film-review", "october-in-numbers"),
}
"""By outlet: of few enough pages for a quick night, and as many as its site says that a night has."""


def furnish(root: Path) -> Path:
    """The folder of a newsroom of two outlets with few stories."""
    for outlet, stories in FEW_STORIES.items():
        shutil.copytree(NEWSROOM / outlet, root / "newsroom" / outlet)
        for story in (root / "newsroom" / outlet / "stories").iterdir():
            if not story.name.startswith(stories):
                story.unlink()
    return root / "newsroom"


@dataclass(frozen=True)
class House:
    """One data root and the folder of site TOMLs that its nights crawl."""

    data: Path
    sites: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command, with its exit code and what it said."""
        return subprocess.run(
            self._command(arguments),
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_A_NIGHT_MAY_TAKE,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """The command under way, in a session of its own; what it says is not kept."""
        return subprocess.Popen(
            self._command(arguments),
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run_night(self, night: date) -> str:
        """One whole night, which must end well; the id of the release afterwards."""
        done = self.run("night", "--night", str(night))
        assert done.returncode == 0, done.stderr
        return self.release

    def kill_night(self, night: date, step: str, after_seconds: float) -> None:
        """Start the night and SIGKILL its process group so long after it said that `step` begins.

        A night that ended before is an error of the test. Returns once the crawl that it may have left behind is gone.
        """
        process = subprocess.Popen(
            self._command(("night", "--night", str(night))),
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stderr is not None
        with process.stderr as lines:
            said = any(f"INFO {step} " in line for line in lines)
            time.sleep(after_seconds)
            ended = process.poll()
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert said, f"the night never said that {step} begins"
        assert ended is None, f"{step} was over within {after_seconds} s: the kill came too late"
        self._await_crawls()

    @property
    def release(self) -> str:
        """Id of the published release."""
        return (self.data / "lake" / "latest").readlink().name

    def files(self, table: str) -> dict[str, bytes]:
        """Every published file of the table, by its path in the release."""
        folder = self.data / "lake" / "latest"
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob(f"{table}/*/*.parquet"))
        }

    def ask(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Rows of a query over the published Parquet files, each table a view of its name."""
        with duckdb.connect() as connection:
            for table in TABLES:
                if files := sorted((self.data / "lake" / "latest" / table).glob("**/*.parquet")):
                    connection.read_parquet([str(file) for file in files]).create_view(table)
            result = connection.execute(sql, values)
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    @property
    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTDESK_")}
        return inherited | {
            "PYTHONPATH": str(CHECKOUT),
            "NIGHTDESK_ENV_FILE": os.devnull,
            "NIGHTDESK_DATA": str(self.data),
            "NIGHTDESK_SITES": str(self.sites),
            "NIGHTDESK_ALLOW_LOOPBACK": "true",
            **self.environment,
        }

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "nightdesk", *arguments]

    def _await_crawls(self) -> None:
        for lock in self.data.glob("raw/site=*/night=*/.lock"):
            with lock.open("w") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)


# Few enough pages for a quick night, among them one whose toll the second night raises.
STORIES = {
    "northwind": (
        "mogadishu-market-car-bomb",
        "sukhna-bus-ambush-claimed",
        "quetta-prosecutor-shot",
        "kabul-ministry-bomb",
    ),
    "oasis": ("sukhna-sohr", "five-incidents-roundup", "october-in-numbers", "film-review", "suwayda-clash"),
}
SAME_BYTES = ("mentions", "claims", "incidents", "revisions")
# What a clock or the archive's layout gives: a page fetched again was fetched at another moment.
OF_THE_FETCH = {
    "captures": ("fetched_at", "capture_id", "warc_path", "warc_offset"),
    "articles": ("first_seen_at", "capture_id"),
}


def make_small_newsroom(folder: Path) -> None:
    """Two outlets of the sample newsroom with STORIES only."""
    for outlet, stories in STORIES.items():
        shutil.copytree(NEWSROOM / outlet, folder / outlet)
        for story in (folder / outlet / "stories").iterdir():
            if not story.name.startswith(stories):
                story.unlink()


def assert_same_tables(one: House, other: House) -> None:
    """Both published the same: every byte, or where a table tells of the fetch, every row but for that."""
    for table in SAME_BYTES:
        assert one.files(table) == other.files(table) != {}, table
    for table, columns in OF_THE_FETCH.items():
        same = f"SELECT * EXCLUDE ({', '.join(columns)}) FROM {table} ORDER BY ALL"  # noqa: S608
        assert one.ask(same) == other.ask(same) != [], table

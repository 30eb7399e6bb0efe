"""Readers in a loop and a writer that is killed at random moments: what do readers see, and what is left?

    python benchmarks/publish_drill.py [KILLS]

A writer publishes one release after another; every one rewrites three months of six. It is killed with SIGKILL at
seeded random moments (50 unless told) and started again. Meanwhile DuckDB, pandas and Polars each resolve the pointer
once, read two tables whole, and begin again. A read is *torn* where a month has other rows than its release says:
rows lost, rows doubled, two states in one month, or months and tables of two releases. After each kill the state that
a machine finds is read the same way and its bytes are compared with the manifest. First in a folder, then in a bucket
of an S3-compatible server (moto) on loopback. DuckDB reads the bucket through pyarrow: its own httpfs is an extension
that is downloaded, which cannot be done here.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.context import ForkServerContext
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import numpy as np
import obstore
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.fs as pafs
from obstore.store import S3Store
from publish import make_incidents, make_mentions
from s3_server import make_bucket, serve_s3

from transforms.checks import Failure
from transforms.lake import Lake, Retention
from transforms.lake.bucket import Bucket

SEED = 20261123
KILLS = 50
MONTHS = tuple(f"2026-{month:02d}" for month in range(6, 12))
ROWS = 200
NIGHT = date(2026, 11, 19)
# Old releases are removed while others read: later than any read here takes.
RETENTION = Retention(releases=3, grace=timedelta(minutes=2))
# A writer is killed at any moment of so many publishes, or so many seconds if that is shorter.
PUBLISHES_A_LIFE = 2
LONGEST_LIFE = 10.0
# Between two reads, so that three readers leave the writer a processor.
PAUSE_SECONDS = 0.05

Seen = dict[str, tuple[int, int, int]]
"""By month of incidents, and `mentions`: rows, lowest and highest number of the release that wrote them."""


@dataclass(frozen=True)
class Place:
    """Where a lake is: a machine's folder, and the address of the bucket that it is shared in, None = in none.

    `environment` is what a client of the bucket needs.
    """

    machine: Path
    url: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def open(self) -> Lake:
        os.environ.update(self.environment)
        return Lake(self.machine / "lake", shared=None if self.url is None else Bucket(self.url))

    def resolve(self) -> str:
        """The latest release, resolved once: the folder or address that its tables lie under."""
        if self.url is None:
            return str((self.machine / "lake" / "latest").resolve())
        os.environ.update(self.environment)
        bucket, _, prefix = self.url.removeprefix("s3://").partition("/")
        store = S3Store(bucket, prefix=prefix, client_options={"allow_http": True})
        return f"{self.url}/releases/{json.loads(bytes(obstore.get(store, 'latest.json').bytes()))['release']}"


@dataclass
class Tally:
    """What one reader met."""

    reads: int = 0
    torn: int = 0
    releases: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What a drill showed: of the readers by engine, and of the state after each kill."""

    readers: dict[str, Tally]
    kills: int
    whole_after_kill: int
    releases: int


def touched(number: int) -> set[str]:
    """The months that the release of that number rewrites; the last month always."""
    return {MONTHS[number % 5], MONTHS[(number + 2) % 5], MONTHS[-1]}


def expect(number: int) -> Seen:
    """What is true of the release of that number: which one wrote each month last."""
    last = {month: max(n for n in range(number + 1) if n == 0 or month in touched(n)) for month in MONTHS}
    return {month: (ROWS, n, n) for month, n in last.items()} | {"mentions": (2 * ROWS, number, number)}


def make_months(number: int) -> Mapping[str, Mapping[str, pd.DataFrame]]:
    """The complete rows of what a release rewrites, stamped with its number."""
    months = MONTHS if number == 0 else sorted(touched(number))
    incidents = {}
    for month in months:
        rows = make_incidents(ROWS, np.random.default_rng(SEED))
        incidents[month] = rows.assign(
            incident_id=month + rows["incident_id"], event_date=date.fromisoformat(f"{month}-05"), revision=number + 1
        )
    mentions = make_mentions(incidents[MONTHS[-1]].drop(columns="geometry")).assign(rank=number + 1)
    return {"incidents": incidents, "mentions": {MONTHS[-1]: mentions}}


def publish_next(lake: Lake) -> None:
    base = lake.latest()
    number = 0 if base is None else int(base.read("mentions", columns=["rank"])["rank"].max())
    lake.publish(make_months(number), night=NIGHT, base=base, check=_pass_all)


def write_until_killed(place: Place, ready: Event) -> None:
    lake = place.open()
    ready.set()
    while True:
        publish_next(lake)
        lake.prune(RETENTION)


def _arrow_place(release: str) -> tuple[str, pafs.FileSystem]:
    if not release.startswith("s3://"):
        return release, pafs.LocalFileSystem()
    endpoint = os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")
    return release.removeprefix("s3://"), pafs.S3FileSystem(endpoint_override=endpoint, scheme="http")


def ask_duckdb(release: str) -> Iterator[tuple[str, int, int, int]]:
    path, files = _arrow_place(release)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for table, column in (("incidents", "revision"), ("mentions", "rank")):
            if release.startswith("s3://"):
                connection.register(table, ds.dataset(f"{path}/{table}", filesystem=files, format="parquet"))
            else:
                connection.read_parquet(f"{path}/{table}/**/*.parquet").create_view(table)
            found = connection.execute(
                f"SELECT strftime(event_date, '%Y-%m'), count(*), min({column}), max({column}) "  # noqa: S608
                f"FROM {table} GROUP BY 1"
            ).fetchall()
            yield from ((str(month), int(rows), int(low), int(high)) for month, rows, low, high in found)


def ask_pandas(release: str) -> Iterator[tuple[str, int, int, int]]:
    path, files = _arrow_place(release)
    for table, column in (("incidents", "revision"), ("mentions", "rank")):
        rows = pd.read_parquet(f"{path}/{table}", filesystem=files, dtype_backend="pyarrow")
        months = rows["event_date"].astype("string[pyarrow]").str[:7]
        found = rows.groupby(months)[column].agg(["size", "min", "max"])
        yield from ((str(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in found.itertuples())


def ask_polars(release: str) -> Iterator[tuple[str, int, int, int]]:
    options = {"aws_allow_http": "true"} if release.startswith("s3://") else None
    for table, column in (("incidents", "revision"), ("mentions", "rank")):
        rows = pl.scan_parquet(f"{release}/{table}/**/*.parquet", storage_options=options)
        month = pl.col("event_date").dt.strftime("%Y-%m").alias("month")
        numbers = (pl.len(), pl.col(column).min().alias("low"), pl.col(column).max().alias("high"))
        yield from rows.group_by(month).agg(numbers).collect().rows()


ENGINES: dict[str, Callable[[str], Iterator[tuple[str, int, int, int]]]] = {
    "DuckDB": ask_duckdb,
    "pandas": ask_pandas,
    "Polars": ask_polars,
}


def read_release(engine: str, release: str) -> Seen:
    """Both tables as an engine sees them; numbers of releases from 0."""
    *incidents, mentions = ENGINES[engine](release)
    seen = {month: (rows, low - 1, high - 1) for month, rows, low, high in incidents}
    return seen | {"mentions": (mentions[1], mentions[2] - 1, mentions[3] - 1)}


def read_until_told(engine: str, place: Place, stop: Event, told: Queue[tuple[str, Tally]]) -> None:
    tally = Tally()
    while not stop.is_set():
        try:
            seen = read_release(engine, place.resolve())
        # Any failure of any engine is what is counted here; a panic of Polars is no Exception.
        except BaseException as error:  # noqa: BLE001
            tally.errors.append(f"{type(error).__name__}: {error}"[:300])
            continue
        number = seen["mentions"][1]
        time.sleep(PAUSE_SECONDS)
        tally.reads += 1
        tally.torn += seen != expect(number)
        tally.releases.add(number)
    told.put((engine, tally))


def is_whole(place: Place) -> bool:
    """True if the latest release has the bytes of its manifest and is one state, as a machine finds it."""
    lake = place.open()
    release = lake.latest()
    if release is None or lake.find_damaged(release):
        return False
    seen = read_release("DuckDB", place.resolve())
    return seen == expect(seen["mentions"][1])


def kill_writers(processes: ForkServerContext, place: Place, kills: int, longest: float) -> int:
    """Starts and kills writers one after another; after how many kills was all well?"""
    moments = random.Random(SEED)  # noqa: S311 - repeatable, no secret
    whole = 0
    for _ in range(kills):
        ready = processes.Event()
        writer = processes.Process(target=write_until_killed, args=(place, ready))
        writer.start()
        ready.wait(timeout=120)
        time.sleep(moments.uniform(0, longest))
        writer.kill()
        writer.join()
        whole += writer.exitcode == -signal.SIGKILL and is_whole(place)
    return whole


def drill(place: Place, kills: int) -> Outcome:
    """The whole drill in one place, whose folder is empty."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["publish_drill"])
    lake = place.open()
    publish_next(lake)
    stop, told = processes.Event(), processes.Queue()
    readers = [processes.Process(target=read_until_told, args=(name, place, stop, told)) for name in ENGINES]
    for reader in readers:
        reader.start()
    started = time.monotonic()
    publish_next(lake)
    longest = min(LONGEST_LIFE, PUBLISHES_A_LIFE * (time.monotonic() - started))
    whole = kill_writers(processes, place, kills, longest)
    publish_next(lake)
    stop.set()
    tallies = dict(told.get(timeout=120) for _ in readers)
    for reader in readers:
        reader.join()
    number = read_release("DuckDB", place.resolve())["mentions"][1]
    return Outcome({name: tallies[name] for name in ENGINES}, kills, whole, number + 1)


def _pass_all(_: Mapping[str, list[Path]]) -> list[Failure]:
    return []


def show(place: str, outcome: Outcome) -> None:
    print(
        f"{place}: {outcome.releases} releases, {outcome.kills} kills, whole after {outcome.whole_after_kill} of them"
    )
    for name, tally in outcome.readers.items():
        print(
            f"  {name:<8}{tally.reads:>6} reads of {len(tally.releases):>4} releases"
            f"{tally.torn:>6} torn{len(tally.errors):>6} errors"
        )
        for error in sorted(set(tally.errors))[:3]:
            print(f"    {error}")


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with tempfile.TemporaryDirectory() as folder:
        show("folder", drill(Place(Path(folder)), kills))
    with tempfile.TemporaryDirectory() as folder, serve_s3() as environment:
        os.environ.update(environment)
        show("bucket", drill(Place(Path(folder), f"s3://{make_bucket()}/lake", environment), kills))


if __name__ == "__main__":
    main()

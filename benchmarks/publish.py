"""What a publish costs beside writing the same rows with pyarrow alone, and what its checks cost.

    python benchmarks/publish.py [INCIDENTS]

Made-up rows over 24 months: each incident has two mentions and three claims. Two publishes are
timed: the first (every month) and a night (two months touched, the rest linked). The ceiling is
`pyarrow.parquet.write_table` of the same touched rows, already in Arrow, with the same compression:
no conforming, sorting, checking or syncing. Times are only good as ratios; medians of five rounds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.checks import Failure, run_checks
from transforms.lake import Lake, Months, split_months
from transforms.schema import EVENT_TYPE_OF, TABLES
from transforms.tables import COMPRESSION_LEVEL, ROW_GROUP_ROWS, conform, with_geometry

ROUNDS = 5
MONTHS = 24
NIGHT = date(2026, 11, 19)
_COUNTRIES = np.array("IRQ SYR SDN COD MMR UKR YEM MLI NGA SOM".split())


def make_incidents(count: int, random: np.random.Generator) -> pd.DataFrame:
    """Incidents with every required column and those that cost most; the rest is null."""
    kinds = random.choice(list(EVENT_TYPE_OF), count)
    places = random.integers(0, 5_000, count)
    killed = random.poisson(2, count)
    days = np.datetime64("2024-12-01") + random.integers(0, 30 * MONTHS, count)
    number = np.arange(count).astype(str)
    frame = pd.DataFrame(
        {
            "incident_id": np.char.add("inc-", number),
            "revision": 1,
            "is_current": True,
            "status": "accomplished",
            "event_type": [EVENT_TYPE_OF[kind] for kind in kinds],
            "sub_event_type": kinds,
            "event_date": days.astype("datetime64[s]"),
            "event_date_precision": 1,
            "country": _COUNTRIES[places % len(_COUNTRIES)],
            "location": np.char.add("Place ", places.astype(str)),
            "latitude": np.round(places / 100, 4),
            "longitude": np.round(places / 50, 4),
            "geo_precision": 1,
            "fatalities_low": killed,
            "fatalities_best": killed,
            "fatalities_high": killed + 1,
            "confidence": 0.5,
            "mention_count": 2,
            "article_count": 2,
            "source_count": 2,
            "summary": np.char.add(np.char.add(kinds, " killed people in a village, said witness "), number),
        }
    )
    return _complete(frame, "incidents")


def make_mentions(incidents: pd.DataFrame) -> pd.DataFrame:
    """Two mentions for each incident."""
    doubled = incidents.loc[incidents.index.repeat(2)].reset_index(drop=True)
    number = doubled.index.astype(str)
    return _complete(
        doubled.assign(
            mention_id="m-" + number,
            article_id="a-" + number,
            article_version=1,
            url="https://news.example/" + number,
            source="Example",
            published_at=pd.Timestamp(NIGHT, tz="UTC"),
            rank=1,
            extractor_version="1",
        ),
        "mentions",
    )


def make_claims(mentions: pd.DataFrame) -> pd.DataFrame:
    """Three claims for each two mentions."""
    some = pd.concat([mentions, mentions.iloc[::2]], ignore_index=True)
    number = some.index.astype(str)
    return _complete(
        some.assign(
            claim_id="c-" + number,
            claimant="police",
            claimant_type="state",
            quantity="killed",
            best=some["fatalities_best"],
            victims_type="civilian",
            side="target",
            is_cumulative=False,
            sentence="At least some people were killed there, police said in statement " + number,
            start=0,
            end=80,
        ),
        "claims",
    )


def _complete(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The table's columns with Arrow types, null where the frame has none."""
    rows = frame.reindex(columns=list(TABLES[table].columns)).astype({"event_date": "datetime64[s]"})
    rows = with_geometry(rows) if "geometry" in rows else rows
    made: pd.DataFrame = conform(rows, TABLES[table]).to_pandas(types_mapper=pd.ArrowDtype)
    return made


def make_state(count: int) -> Mapping[str, Months]:
    incidents = make_incidents(count, np.random.default_rng(7))
    mentions = make_mentions(incidents)
    frames = {"incidents": incidents, "mentions": mentions, "claims": make_claims(mentions)}
    return {name: split_months(frame, TABLES[name]) for name, frame in frames.items()}


def touch(state: Mapping[str, Months], months: int, confidence: float) -> Mapping[str, Months]:
    """The last months of each table, changed in one column of incidents."""
    last = {name: dict(list(frames.items())[-months:]) for name, frames in state.items()}
    changed = {month: rows.assign(confidence=confidence) for month, rows in last["incidents"].items()}
    return last | {"incidents": changed}


def write_raw(tables: list[pa.Table], folder: Path) -> None:
    for number, table in enumerate(tables):
        pq.write_table(
            table,
            folder / f"{number}.parquet",
            compression="zstd",
            compression_level=COMPRESSION_LEVEL,
            row_group_size=ROW_GROUP_ROWS,
        )


def measure(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure_publish(state: Mapping[str, Months], months: int, folder: Path) -> tuple[float, float, float]:
    """Seconds of one publish, of its checks, and of the raw write of the same rows."""
    lake = Lake(folder / "lake")
    lake.publish(state, night=NIGHT, base=None, check=lambda _: [])
    checking: list[float] = []

    def check(files: Mapping[str, list[Path]]) -> list[Failure]:
        failures: list[Failure] = []
        checking.append(measure(lambda: failures.extend(run_checks(files))))
        return failures

    publishing, writing = [], []
    for number in range(ROUNDS):
        changed = touch(state, months, confidence=0.6 + number / 100)
        publishing.append(measure(partial(lake.publish, changed, night=NIGHT, base=lake.latest(), check=check)))
        tables = [conform(rows, TABLES[name]) for name, frames in changed.items() for rows in frames.values()]
        writing.append(measure(partial(write_raw, tables, folder)))
    return median(publishing), median(checking), median(writing)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    state = make_state(count)
    rows = sum(len(frame) for frames in state.values() for frame in frames.values())
    print(f"{count} incidents, {rows} rows in all, {MONTHS} months")
    print(
        f"{'publish':<24}{'publish / raw write':>20}{'without checks / raw':>22}{'checks / publish':>18}{'seconds':>9}"
    )
    for name, months in (("every month", MONTHS), ("two months of a night", 2)):
        with tempfile.TemporaryDirectory() as folder:
            publish, check, raw = measure_publish(state, months, Path(folder))
        ratios = f"{publish / raw:>20.1f}{(publish - check) / raw:>22.1f}{check / publish:>18.2f}{publish:>9.2f}"
        print(f"{name:<24}{ratios}")


if __name__ == "__main__":
    main()

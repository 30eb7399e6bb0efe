"""Eight questions of a data team, asked of the published layout and of single files sorted as best suits each.

    python benchmarks/queries.py [INCIDENTS] [ROUNDS]

Made-up incidents over 24 months are written as a release has them (one file a month, sorted by country, day and id)
and as single files of all months: sorted by country, day and id; by day and id; by id. All are written by the same
function with the same settings. A question is timed on each in turn, round after round, and the least counts, of the
wall clock and of the processor's time: other work on the machine only adds. A question about a span of days names the
months too where it is asked of the release, as docs/query.md says, which leaves the other files unopened; a single file
has no months to name. Shown is the release's time over that of the single file that is quickest for that question, and
over that of the one file in the release's own order. Times are only good as ratios.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema import EVENT_TYPE_OF, TABLES
from transforms.tables import conform, with_geometry, write_parquet

INCIDENTS = TABLES["incidents"]
MONTHS = 24
FIRST = date(2024, 12, 1)
LAST = date(2026, 11, 30)
ORDERS = {
    "country, day, id": ("country", "event_date", "incident_id"),
    "day, id": ("event_date", "incident_id"),
    "id": ("incident_id",),
}
_COUNTRIES = np.array(
    "SYR IRQ NGA MLI SDN COD MMR UKR YEM SOM AFG PAK BFA MEX COL CMR ETH HTI LBN LBY ISR PSE IND PHL NER MOZ".split()
)
_WORDS = np.array(
    "gunmen soldiers market village convoy police shelled ambushed attacked killed wounded drone checkpoint "
    "militia fighters residents patrol bridge mosque school hospital border raid night river road".split()
)


@dataclass(frozen=True)
class Question:
    """One question in the three engines; `columns` and `filters` are what pandas reads before `pandas` asks.

    `months` are the first and last event_month that it is about; None = all.
    """

    name: str
    sql: str
    polars: Callable[[pl.LazyFrame], pl.LazyFrame]
    columns: list[str]
    filters: list[tuple[str, str, Any]]
    pandas: Callable[[pd.DataFrame], object]
    months: tuple[str, str] | None = None


def make_questions(some_id: str) -> tuple[Question, ...]:
    """The eight questions; `some_id` is an incident to look up."""
    week, month = LAST - timedelta(days=6), date(2026, 3, 1)
    return (
        Question(
            "deaths of a country by month",
            "SELECT date_trunc('month', event_date), sum(fatalities_best) FROM {0} WHERE country = 'MLI' GROUP BY 1",
            lambda rows: (
                rows.filter(pl.col("country") == "MLI")
                .group_by(pl.col("event_date").dt.truncate("1mo"))
                .agg(pl.col("fatalities_best").sum())
            ),
            ["event_date", "fatalities_best"],
            [("country", "==", "MLI")],
            lambda rows: rows["fatalities_best"].groupby(rows["event_date"].dt.month).sum(),
        ),
        Question(
            "the last seven days",
            f"SELECT incident_id, summary FROM {{0}} WHERE event_date >= DATE '{week}'",  # noqa: S608 - a date
            lambda rows: rows.filter(pl.col("event_date") >= week).select("incident_id", "summary"),
            ["incident_id", "summary"],
            [("event_date", ">=", week)],
            len,
            months=("2026-11", "2026-11"),
        ),
        Question(
            "a box on the map",
            "SELECT count(*), sum(fatalities_best) FROM {0} "
            "WHERE latitude BETWEEN 33 AND 36 AND longitude BETWEEN 40 AND 44",
            lambda rows: rows.filter(
                pl.col("latitude").is_between(33, 36), pl.col("longitude").is_between(40, 44)
            ).select(pl.len(), pl.col("fatalities_best").sum()),
            ["fatalities_best"],
            [("latitude", ">=", 33), ("latitude", "<=", 36), ("longitude", ">=", 40), ("longitude", "<=", 44)],
            lambda rows: rows["fatalities_best"].sum(),
        ),
        Question(
            "one incident by its id",
            f"SELECT * FROM {{0}} WHERE incident_id = '{some_id}'",  # noqa: S608 - our own id
            lambda rows: rows.filter(pl.col("incident_id") == some_id),
            list(INCIDENTS.columns),
            [("incident_id", "==", some_id)],
            len,
        ),
        Question(
            "the twenty deadliest actors",
            "SELECT actor, count(*), sum(fatalities_best) AS killed FROM {0} WHERE is_current GROUP BY 1 "
            "ORDER BY killed DESC LIMIT 20",
            lambda rows: (
                rows.filter(pl.col("is_current"))
                .group_by("actor")
                .agg(pl.len(), pl.col("fatalities_best").sum())
                .top_k(20, by="fatalities_best")
            ),
            ["actor", "fatalities_best"],
            [("is_current", "==", True)],
            lambda rows: rows.groupby("actor")["fatalities_best"].sum().nlargest(20),
        ),
        Question(
            "a country in one month",
            "SELECT * FROM {0} WHERE country = 'IRQ' AND event_date >= DATE '2026-03-01' "
            "AND event_date < DATE '2026-04-01'",
            lambda rows: rows.filter(
                pl.col("country") == "IRQ", pl.col("event_date") >= month, pl.col("event_date") < date(2026, 4, 1)
            ),
            list(INCIDENTS.columns),
            [("country", "==", "IRQ"), ("event_date", ">=", month), ("event_date", "<", date(2026, 4, 1))],
            len,
            months=("2026-03", "2026-03"),
        ),
        Question(
            "what changed since a night",
            f"SELECT incident_id, revision FROM {{0}} WHERE valid_from >= DATE '{week}'",  # noqa: S608 - a date
            lambda rows: rows.filter(pl.col("valid_from") >= week).select("incident_id", "revision"),
            ["incident_id", "revision"],
            [("valid_from", ">=", week)],
            len,
        ),
        Question(
            "a word in the summary",
            "SELECT count(*) FROM {0} WHERE summary LIKE '%mosque%'",
            lambda rows: rows.filter(pl.col("summary").str.contains("mosque", literal=True)).select(pl.len()),
            ["summary"],
            [],
            lambda rows: rows["summary"].str.contains("mosque", regex=False).sum(),
        ),
    )


def make_month(number: int, count: int) -> pa.Table:
    """`count` incidents of one month, as its file has them."""
    random = np.random.default_rng(number)
    first = (pd.Timestamp(FIRST) + pd.DateOffset(months=number)).date()
    days = pd.to_datetime(first) + pd.to_timedelta(random.integers(0, 28, count), unit="D")
    kinds = random.choice(list(EVENT_TYPE_OF), count)
    country = np.minimum(random.zipf(1.3, count) - 1, len(_COUNTRIES) - 1)
    killed = random.poisson(2, count)
    words = _WORDS[random.integers(0, len(_WORDS), (count, 8))]
    frame = pd.DataFrame(
        {
            "incident_id": [f"inc-{value:016x}" for value in random.integers(0, 2**63, count)],
            "revision": random.integers(1, 4, count),
            "is_current": random.random(count) > 0.03,
            "status": "accomplished",
            "event_type": [EVENT_TYPE_OF[kind] for kind in kinds],
            "sub_event_type": kinds,
            "event_date": days,
            "event_date_precision": 1,
            "country": _COUNTRIES[country],
            "admin1": [f"Province {place}" for place in random.integers(0, 12, count)],
            "location": [f"Place {place}" for place in random.integers(0, 3_000, count)],
            "latitude": np.round(10 + country + random.normal(0, 2, count), 4),
            "longitude": np.round(20 + country + random.normal(0, 2, count), 4),
            "geo_precision": 1,
            "actor": [f"Group {actor}" for actor in np.minimum(random.zipf(1.4, count), 400)],
            "actor_type": "armed group",
            "target": "Civilians",
            "target_type": "civilian",
            "fatalities_low": killed,
            "fatalities_best": killed,
            "fatalities_high": killed + random.integers(0, 3, count),
            "confidence": 0.5,
            "mention_count": 2,
            "article_count": 2,
            "source_count": 2,
            "sources": [["The Daily Plain", "The Rivers Post"]] * count,
            "summary": [" ".join(row) for row in words],
            # A tenth is revised within ten weeks, as follow-ups come in.
            "valid_from": days + pd.to_timedelta(np.where(random.random(count) < 0.1, 70, 1), unit="D"),
        }
    )
    return conform(with_geometry(frame.reindex(columns=list(INCIDENTS.columns))), INCIDENTS)


def write_layouts(folder: Path, count: int) -> dict[str, Path]:
    """The release's months, and a single file of each order, by name."""
    release = folder / "incidents"
    for number in range(MONTHS):
        month = f"{(pd.Timestamp(FIRST) + pd.DateOffset(months=number)):%Y-%m}"
        write_parquet(make_month(number, count // MONTHS), folder / INCIDENTS.path_of(month))
    layouts = {"release": release}
    for name, order in ORDERS.items():
        layouts[name] = folder / f"by-{order[0]}" / "incidents.parquet"
        with duckdb.connect() as connection:
            rows = connection.read_parquet(f"{release}/*/*.parquet", hive_partitioning=False)
            schema = pa.schema(make_month(0, 1).schema)
            made = rows.order(", ".join(order)).to_arrow_table().cast(schema)
        write_parquet(made, layouts[name])
    return layouts


def ask_duckdb(path: Path, question: Question) -> object:
    files = f"read_parquet('{path}/*/*.parquet')" if path.is_dir() else f"read_parquet('{path}')"
    if path.is_dir() and question.months:
        first, last = question.months
        files = f"(FROM {files} WHERE event_month BETWEEN '{first}' AND '{last}')"
    return _session().sql(question.sql.format(files)).to_arrow_table()


@cache
def _session() -> duckdb.DuckDBPyConnection:
    """Keeps of a file its footer from one question to the next, as `nightdesk query` does, and no data."""
    connection = duckdb.connect(config={"enable_external_file_cache": "false"})
    connection.execute("SET parquet_metadata_cache = true")
    return connection


def ask_polars(path: Path, question: Question) -> object:
    if not path.is_dir():
        return question.polars(pl.scan_parquet(path)).collect()
    rows = pl.scan_parquet(path / "*" / "*.parquet", hive_partitioning=question.months is not None)
    if question.months:
        first, last = question.months
        rows = rows.filter(pl.col("event_month").is_between(pl.lit(first), pl.lit(last))).drop("event_month")
    return question.polars(rows).collect()


def ask_pandas(path: Path, question: Question) -> object:
    filters = list(question.filters)
    if path.is_dir() and question.months:
        filters += [("event_month", ">=", question.months[0]), ("event_month", "<=", question.months[1])]
    rows = pd.read_parquet(path, columns=question.columns, filters=filters or None, dtype_backend="pyarrow")
    return question.pandas(rows)


ENGINES: dict[str, Callable[[Path, Question], object]] = {
    "DuckDB": ask_duckdb,
    "Polars": ask_polars,
    "pandas": ask_pandas,
}


@dataclass(frozen=True)
class Spent:
    """Seconds by the wall clock, and of the processor over all threads."""

    wall: float
    processor: float


CLOCKS: Mapping[str, Callable[[Spent], float]] = {
    "wall": lambda spent: spent.wall,
    "processor": lambda spent: spent.processor,
}


def time_question(
    ask: Callable[[Path, Question], object], question: Question, layouts: dict[str, Path], rounds: int
) -> dict[str, Spent]:
    """The least of the rounds by each clock, by layout."""
    least = dict.fromkeys(layouts, Spent(float("inf"), float("inf")))
    for _ in range(rounds):
        for name, path in layouts.items():
            started = Spent(time.perf_counter(), time.process_time())
            ask(path, question)
            spent = Spent(time.perf_counter() - started.wall, time.process_time() - started.processor)
            least[name] = Spent(min(least[name].wall, spent.wall), min(least[name].processor, spent.processor))
    return least


def measure(layouts: dict[str, Path], rounds: int) -> Iterator[tuple[str, str, dict[str, Spent]]]:
    """Engine, question, and time spent by layout."""
    last = max(layouts["release"].rglob("*.parquet"))
    some_id = str(pq.read_table(last, columns=["incident_id"])["incident_id"][0])
    for engine, ask in ENGINES.items():
        for question in make_questions(some_id):
            yield engine, question.name, time_question(ask, question, layouts, rounds)


def compare(spent: Mapping[str, Spent], clock: Callable[[Spent], float]) -> tuple[float, float]:
    """The release's time over that of the quickest single file, and over that of the one in its own order."""
    seconds = {name: clock(least) for name, least in spent.items()}
    own = next(iter(ORDERS))
    return seconds["release"] / min(seconds[name] for name in ORDERS), seconds["release"] / seconds[own]


def average(ratios: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The geometric mean of each of the two ratios."""
    best, own = (exp(sum(log(pair[column]) for pair in ratios) / len(ratios)) for column in (0, 1))
    return best, own


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    with tempfile.TemporaryDirectory() as folder:
        layouts = write_layouts(Path(folder), count)
        size = sum(path.stat().st_size for path in layouts["release"].rglob("*.parquet"))
        print(f"{count} incidents, {MONTHS} months, {size / 1e6:.1f} MB, least of {rounds} rounds")
        print(f"{'':<40}{'wall':>8}{'/ best':>8}{'/ own':>7}{'processor':>12}{'/ best':>8}{'/ own':>7}")
        ratios: dict[tuple[str, str], list[tuple[float, float]]] = {}
        for engine, question, spent in measure(layouts, rounds):
            cells = []
            for name, clock in CLOCKS.items():
                pair = compare(spent, clock)
                ratios.setdefault((engine, name), []).append(pair)
                cells.append(f"{clock(spent['release']) * 1e3:>9.1f} ms{pair[0]:>6.2f}{pair[1]:>7.2f}")
            print(f"{engine:<8}{question:<30}{' '.join(cells)}", flush=True)
        for (engine, clock_name), pairs in ratios.items():
            best, own = average(pairs)
            print(f"{engine}, {clock_name}: geometric mean {best:.2f} of the best file, {own:.2f} of the own order")


if __name__ == "__main__":
    main()

"""Eight questions of a data team, asked of the published layout and of single files sorted as best suits each.

    python benchmarks/queries.py [INCIDENTS] [ROUNDS]

Made-up incidents over 24 months are written as a release has them (one file a month, sorted by country, day and id)
and as single files of all months: sorted by country, day and id; by day and id; by id. All are written by the same
function with the same settings. A question is timed on each in turn, round after round, and the fastest round counts:
other work on the machine only adds. Shown is the release's time over that of the single file that is quickest for that
question, and over that of the one file with the release's own order. Times are only good as ratios.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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
    """One question in the three engines; `columns` and `filters` are what pandas reads before `pandas` asks."""

    name: str
    sql: str
    polars: Callable[[pl.LazyFrame], pl.LazyFrame]
    columns: list[str]
    filters: list[tuple[str, str, Any]]
    pandas: Callable[[pd.DataFrame], object]


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
    files = f"read_parquet('{path}/**/*.parquet')" if path.is_dir() else f"read_parquet('{path}')"
    return _session().sql(question.sql.format(files)).to_arrow_table()


@cache
def _session() -> duckdb.DuckDBPyConnection:
    """Keeps nothing of a file from one question to the next."""
    return duckdb.connect(config={"enable_external_file_cache": "false"})


def ask_polars(path: Path, question: Question) -> object:
    return question.polars(pl.scan_parquet(path / "**" / "*.parquet" if path.is_dir() else path)).collect()


def ask_pandas(path: Path, question: Question) -> object:
    rows = pd.read_parquet(path, columns=question.columns, filters=question.filters or None, dtype_backend="pyarrow")
    return question.pandas(rows)


ENGINES: dict[str, Callable[[Path, Question], object]] = {
    "DuckDB": ask_duckdb,
    "Polars": ask_polars,
    "pandas": ask_pandas,
}


def time_question(
    ask: Callable[[Path, Question], object], question: Question, layouts: dict[str, Path], rounds: int
) -> dict[str, float]:
    """The fastest of the rounds in seconds, by layout."""
    best = dict.fromkeys(layouts, float("inf"))
    for _ in range(rounds):
        for name, path in layouts.items():
            started = time.perf_counter()
            ask(path, question)
            best[name] = min(best[name], time.perf_counter() - started)
    return best


def measure(layouts: dict[str, Path], rounds: int) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Engine, question, and seconds by layout."""
    last = max(layouts["release"].rglob("*.parquet"))
    some_id = str(duckdb.read_parquet(str(last)).project("incident_id").limit(1).to_arrow_table()[0][0])
    for engine, ask in ENGINES.items():
        for question in make_questions(some_id):
            yield engine, question.name, time_question(ask, question, layouts, rounds)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    with tempfile.TemporaryDirectory() as folder:
        layouts = write_layouts(Path(folder), count)
        bytes_ = sum(path.stat().st_size for path in layouts["release"].rglob("*.parquet"))
        print(f"{count} incidents, {MONTHS} months, {bytes_ / 1e6:.1f} MB, fastest of {rounds} rounds")
        print(f"{'engine':<8}{'question':<32}{'ms':>8}{'/ best file':>13}{'/ same order':>14}  best file")
        ratios: dict[str, list[tuple[float, float]]] = {}
        for engine, question, seconds in measure(layouts, rounds):
            single = {name: seconds[name] for name in ORDERS}
            best = min(single, key=lambda name: single[name])
            ours = seconds["release"]
            pair = ours / single[best], ours / single["country, day, id"]
            ratios.setdefault(engine, []).append(pair)
            print(f"{engine:<8}{question:<32}{ours * 1e3:>8.1f}{pair[0]:>13.2f}{pair[1]:>14.2f}  {best}", flush=True)
        for engine, pairs in ratios.items():
            means = [exp(sum(log(pair[column]) for pair in pairs) / len(pairs)) for column in (0, 1)]
            print(f"{engine}: geometric mean {means[0]:.2f} of the best file, {means[1]:.2f} of the same order")


if __name__ == "__main__":
    main()

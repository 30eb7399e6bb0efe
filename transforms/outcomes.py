"""How many records left a step by which named door: rows in = rows out + rows refused.

A step of a site's night writes its outcomes and its refused records whole, so a rerun replaces them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from transforms.schema import TABLES
from transforms.tables import check_keys, conform, read_table, replacing, write_parquet

_TABLE = TABLES["outcomes"]
ALL_SITES = "*"
"""The `site` of a step that is not run by site: a key is never null, and no TOML file has this name."""


@dataclass(frozen=True)
class Outcome:
    """Records that left `step` by the door `outcome` ('ok' = taken on).

    `site` is None for a step over all sites (`*` in the table); `example` is one such record, its URL or id and the
    detail; None = none kept. `tokens` and `cost` are what a language model took; None = none was asked.
    """

    step: str
    site: str | None
    outcome: str
    is_refusal: bool
    records: int
    example: str | None = None
    tokens: int | None = None
    cost: float | None = None


@dataclass(frozen=True)
class Reject:
    """A refused record: its name (URL, id or line), the door it left by, and what was wrong with it."""

    record: str
    reason: str
    detail: str


class AccountingError(ValueError):
    """Records entered a step and left by no named door, or left twice."""


def check_accounting(rows_in: int, outcomes: Iterable[Outcome]) -> None:
    """Raises AccountingError, with every door's count, unless the doors' counts add up to `rows_in`."""
    doors = list(outcomes)
    total = sum(door.records for door in doors)
    if total != rows_in:
        counts = ", ".join(f"{door.outcome}={door.records}" for door in doors) or "no outcome"
        raise AccountingError(f"{rows_in} records in, {total} accounted for: {counts}")


def save_outcomes(runs: Path, night: date, step: str, site: str | None, outcomes: Sequence[Outcome]) -> Path:
    """Writes the outcomes of one step of one site's night in place of those of an earlier run; returns the file.

    Raises:
        ValueError: an outcome is of another step or site.
        TableError: two outcomes name the same door, or a count is not a whole number.
    """
    strangers = [outcome for outcome in outcomes if (outcome.step, outcome.site) != (step, site)]
    if strangers:
        raise ValueError(f"outcomes of step={step} site={site} include {strangers[0]}")
    frame = pd.DataFrame([asdict(outcome) for outcome in outcomes], columns=list(_TABLE.columns), dtype=object)
    frame = frame.assign(night=night, site=ALL_SITES if site is None else site)
    check_keys(frame, _TABLE)
    path = outcomes_path(runs, night, step, site)
    write_parquet(conform(frame, _TABLE), path)
    return path


def outcomes_path(runs: Path, night: date, step: str, site: str | None) -> Path:
    """Where the outcomes of one step of one site's night lie."""
    return _make_path(runs, "outcomes", night, step, site, "parquet")


def load_outcomes(runs: Path, night: date) -> pd.DataFrame:
    """Outcomes of every step and site of one night, with the schema of `outcomes`; none = no rows."""
    return read_table(sorted((runs / "outcomes" / f"night={night}").glob("*.parquet")), _TABLE)


def save_rejects(runs: Path, night: date, step: str, site: str | None, rejects: Iterable[Reject]) -> Path:
    """Writes the refused records of one step of one site's night, a JSON object a line; returns the file."""
    path = _make_path(runs, "rejects", night, step, site, "jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(asdict(reject), ensure_ascii=False) + "\n" for reject in rejects]
    with replacing(path) as aside:
        aside.write_text("".join(lines), encoding="utf-8")
    return path


def _make_path(runs: Path, kind: str, night: date, step: str, site: str | None, ending: str) -> Path:
    name = step if site is None else f"{step}-{site}"
    return runs / kind / f"night={night}" / f"{name}.{ending}"

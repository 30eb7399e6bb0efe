"""A release as a person wants to see it: the incidents, and what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from transforms.lake.releases import Release
from transforms.step_runs import StepRun


def incident_table(release: Release) -> Grid:
    """Current incidents: when, where, who on whom, killed low/best/high, who reported it; – = not reported."""
    incidents = release.read("incidents")
    current = incidents[incidents["is_current"]].sort_values(["event_date", "country", "incident_id"])
    grid = _grid(f"{len(current)} incidents in release {release.id}")
    grid.add_column("day", no_wrap=True)
    for heading in ("where", "what: who on whom"):
        grid.add_column(heading, overflow="fold", ratio=3)
    grid.add_column("killed:\nlow/best/\nhigh", justify="right", no_wrap=True)
    grid.add_column("hurt", justify="right", no_wrap=True)
    grid.add_column("rev.", justify="right", no_wrap=True)
    grid.add_column("sources", overflow="fold", ratio=2)
    for row in current.to_dict(orient="records"):
        grid.add_row(
            _day(row["event_date"], row["event_date_precision"]),
            _where(row["location"], row["admin1"], row["country"]),
            f"{row['sub_event_type']}: {_text(row['actor']) or 'unknown'} → {_text(row['target']) or 'unknown'}",
            _triple(row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]),
            _number(row["injuries_best"]),
            str(row["revision"]),
            f"{row['source_count']}: {', '.join(row['sources'])}",
        )
    return grid


def refusal_table(release: Release, night: date) -> Grid:
    """Every door by which records left one night's steps, with an example; a refusal says why."""
    outcomes = release.read("outcomes")
    own = outcomes[outcomes["night"] == night]
    doors = own.groupby(["step", "outcome", "is_refusal"], as_index=False, sort=False).agg(
        records=("records", "sum"), example=("example", "first")
    )
    order = {"crawl": 0, "articles": 1, "extract": 2, "incidents": 3}
    doors = doors.sort_values(["is_refusal", "step"], key=lambda column: column.map(lambda v: order.get(v, v)))
    grid = _grid(f"What became of each record of the night {night} (refusals below, with an example)")
    grid.add_column("step")
    grid.add_column("door")
    grid.add_column("records", justify="right")
    grid.add_column("for example", overflow="fold")
    for row in doors.to_dict(orient="records"):
        style = "yellow" if row["is_refusal"] else ""
        grid.add_row(row["step"], row["outcome"], str(row["records"]), _text(row["example"]), style=style)
    return grid


def step_table(runs: Sequence[StepRun], night: date) -> Grid:
    """How each step of one night ended and how long its last run took; – = it has not ended."""
    grid = _grid(f"The steps of the night {night}")
    grid.add_column("step")
    grid.add_column("site")
    grid.add_column("exit", justify="right")
    grid.add_column("seconds", justify="right")
    grid.add_column("what it told last", overflow="fold")
    for run in runs:
        ended, seconds = ("–" if value is None else str(value) for value in (run.exit_code, run.seconds))
        grid.add_row(
            run.step, run.site or "", ended, seconds, run.message, style="" if run.exit_code == 0 else "yellow"
        )
    return grid


def _grid(title: str) -> Grid:
    return Grid(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, pad_edge=False)


def _day(day: date, precision: int) -> str:
    return f"{day}" if precision == 1 else f"~{day}"


def _where(location: object, admin1: object, country: object) -> str:
    parts = [_text(part) for part in (location, admin1, country)]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or "unresolved"


def _triple(low: object, best: object, high: object) -> str:
    return "–" if pd.isna(best) and pd.isna(low) else f"{_number(low)}/{_number(best)}/{_number(high)}"  # type: ignore[call-overload]


def _number(value: object) -> str:
    return "–" if pd.isna(value) else f"{value}"  # type: ignore[call-overload]


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]

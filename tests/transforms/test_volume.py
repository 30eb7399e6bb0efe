"""A night beside the nights before it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from lake_rows import make_rows

from transforms.checks import Failure
from transforms.checks.volume import check_volume
from transforms.schema import TABLES
from transforms.tables import conform, write_parquet

NIGHT = date(2026, 11, 19)


def _check(folder: Path, records: dict[int, dict[str, int]], step: str = "articles") -> list[Failure]:
    """What is said of NIGHT; `records` are those taken on by nights before it and site."""
    rows = [
        {"night": NIGHT - timedelta(days=ago), "step": step, "site": site, "records": count}
        for ago, sites in records.items()
        for site, count in sites.items()
    ]
    write_parquet(conform(make_rows("outcomes", *rows), TABLES["outcomes"]), folder / "outcomes.parquet")
    return check_volume({"outcomes": [folder / "outcomes.parquet"]}, NIGHT)


def _usual(nights: int, count: int) -> dict[int, dict[str, int]]:
    return {ago: {"plain": count, "rivers": count} for ago in range(1, nights + 1)}


@pytest.mark.parametrize("count", [20, 100, 500])
def test_a_night_within_five_times_the_usual_passes(tmp_path: Path, count: int) -> None:
    assert _check(tmp_path, {**_usual(7, 100), 0: {"plain": count, "rivers": count}}) == []


@pytest.mark.parametrize("step", ["articles", "incidents"])
def test_a_night_far_below_shows_the_sites_that_fell(tmp_path: Path, step: str) -> None:
    (failure,) = _check(tmp_path, {**_usual(7, 100), 0: {"plain": 39, "rivers": 0}}, step)
    first, *sites, last = failure.message.splitlines()
    assert first.startswith(f"outcomes: what {step} took on is within 5 times the usual: 39 in night 2026-11-19, ")
    assert first.endswith("the median of 7 nights before is 200")
    assert sites == ["  site=rivers records=0 usual=100", "  site=plain records=39 usual=100"]
    assert last == "  if the night is right: nightdesk publish --night 2026-11-19 --any-volume"


def test_a_night_far_above_fails(tmp_path: Path) -> None:
    (failure,) = _check(tmp_path, {**_usual(7, 100), 0: {"plain": 1001}})
    assert "1001 in night 2026-11-19" in failure.message


def test_a_night_without_any_article_fails(tmp_path: Path) -> None:
    (failure,) = _check(tmp_path, _usual(7, 100))
    assert ": 0 in night 2026-11-19" in failure.message


def test_six_nights_say_nothing_of_what_is_usual(tmp_path: Path) -> None:
    assert _check(tmp_path, {**_usual(6, 100), 0: {"plain": 1}}) == []


def test_nights_of_a_few_articles_say_nothing_either(tmp_path: Path) -> None:
    assert _check(tmp_path, {**_usual(7, 9), 0: {"plain": 1}}) == []


def test_nights_of_another_month_or_later_are_not_recent(tmp_path: Path) -> None:
    records = {ago: {"plain": 100} for ago in (*range(29, 40), *range(-9, 0))}
    assert _check(tmp_path, {**records, 0: {"plain": 1}}) == []


def test_refused_records_are_not_counted(tmp_path: Path) -> None:
    assert _check(tmp_path, {**_usual(7, 100), 0: {"plain": 200}}) == []
    rows = pd.concat(
        [
            make_rows("outcomes", *({"night": NIGHT - timedelta(days=ago), "records": 100} for ago in range(1, 8))),
            make_rows("outcomes", {"outcome": "no_date", "is_refusal": True, "records": 100}),
        ]
    )
    write_parquet(conform(rows, TABLES["outcomes"]), tmp_path / "outcomes.parquet")
    assert len(check_volume({"outcomes": [tmp_path / "outcomes.parquet"]}, NIGHT)) == 1


def test_no_outcomes_pass() -> None:
    assert check_volume({}, NIGHT) == []

"""The rules of docs/reconciliation.md: its tables and its example are what the code does."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from test_reconcile import says

from transforms.casualties import read_casualties
from transforms.claims.count import Count
from transforms.claims.reconciliation import ENEMY, Total, rank_of, reconcile_totals
from transforms.incidents.reconcile import reconcile
from transforms.schema import CLAIMANT_TYPES

DOC = Path(__file__).parents[2] / "docs" / "reconciliation.md"


def _rows(heading: str) -> list[list[str]]:
    """Cells of the first table under a heading of the document."""
    section = DOC.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _number(cell: str) -> int | None:
    return None if cell in ("open", "null") else int(cell.replace(",", ""))


def test_ranks_are_as_documented() -> None:
    said = {kind: int(rank) for kinds, rank in _rows("Which claimant is believed") for kind in kinds.split(", ")}
    enemy = said.pop("a side that counts its enemy's dead")
    assert said == {kind: rank_of(kind) for kind in CLAIMANT_TYPES}
    assert enemy == rank_of(ENEMY)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("At least 120 people were killed.", 1),
        ("Between 10 and 15 people were killed.", 3),
        ("Several people were killed.", 4),
        ("Tens of people were killed.", 5),
        ("Dozens of people were killed.", 6),
        ("Scores of people were killed.", 7),
        ("Hundreds of people were killed.", 8),
    ],
)
def test_words_have_the_documented_bounds(words: str, row: int) -> None:
    (figure,) = read_casualties(words)
    assert [figure.low, figure.best, figure.high] == [_number(cell) for cell in _rows("What a figure says")[row][1:]]


def test_the_example_comes_out_as_documented() -> None:
    claims = [
        replace(says("monitor", 19, "monitor"), count=Count(19, 19, None)),
        replace(says("monitor", 11, "monitor", number=1), part_of="monitor-0"),
        says("Amaq", 13, "armed group"),
    ]
    found = reconcile(claims, [])
    said = re.search(r"low (\d+), best (\d+), high (\d+)\*\*, in conflict", DOC.read_text(encoding="utf-8"))
    assert said is not None
    low, best, high = (int(bound) for bound in said.groups())
    assert found.killed == Count(low, best, high)
    assert found.is_conflict


def test_bounds_that_meet_are_no_conflict() -> None:
    assert not reconcile_totals([Total(Count(19, 19, None), (4,)), Total(Count(21, 21, 21), (1,))]).is_conflict


def test_a_total_without_a_number_bounds_and_is_never_best() -> None:
    made = reconcile_totals([Total(Count(12, None, None), (4,)), Total(Count(15, 15, 15), (2,))])
    assert made.count == Count(12, 15, 15)

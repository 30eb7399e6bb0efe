"""The questions of the benchmark mean the same in every engine and over every layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from queries import ENGINES, ORDERS, make_questions, write_layouts


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_layouts(tmp_path_factory.mktemp("layouts"), 2_400)


@pytest.fixture(scope="module")
def some_id(layouts: dict[str, Path]) -> str:
    last = max(layouts["release"].rglob("*.parquet"))
    return str(pq.read_table(last, columns=["incident_id"])["incident_id"][0])


@pytest.mark.parametrize("number", range(8))
def test_a_question_has_as_many_answers_in_each_layout_and_engine(
    number: int, layouts: dict[str, Path], some_id: str
) -> None:
    question = make_questions(some_id)[number]
    for ask in (ENGINES["DuckDB"], ENGINES["Polars"]):
        answers: list[Any] = [ask(layouts[name], question) for name in ("release", *ORDERS)]
        assert len({len(answer) for answer in answers}) == 1
        assert len(answers[0]) > 0
    assert ENGINES["pandas"](layouts["release"], question) is not None

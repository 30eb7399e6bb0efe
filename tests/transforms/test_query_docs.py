"""Every snippet of docs/query.md runs over a small lake (Spark's is only read: it is not installed)."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from lake_rows import NIGHT, make_state

from transforms.lake import Lake

QUERY = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```(sql|python)\n(.*?)^```", QUERY, flags=re.DOTALL | re.MULTILINE)
SQL = [text for language, text in SNIPPETS if language == "sql"]
PYTHON = [text for language, text in SNIPPETS if language == "python" and "pyspark" not in text]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("root")
    Lake(root / "data" / "lake").publish(make_state(), night=NIGHT, base=None)
    return root


def test_the_document_has_snippets_of_each_kind() -> None:
    assert (len(SQL), len(PYTHON)) == (3, 3)


@pytest.mark.parametrize("text", SQL)
def test_an_sql_snippet_finds_the_row(root: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(root)
    rows = duckdb.execute(text).fetchall()
    assert len(rows) == 1


@pytest.mark.parametrize("text", PYTHON)
def test_a_python_snippet_runs(root: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(root)
    names: dict[str, object] = {}
    exec(compile(text, "docs/query.md", "exec"), names)  # noqa: S102 - our own document
    results = [names[name] for name in ("by_month", "killed", "counts") if name in names]
    assert [len(result) for result in results] in ([1], [2])  # type: ignore[arg-type]

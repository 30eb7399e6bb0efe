"""What import-linter cannot see: dags/ and benchmarks/ are plain folders."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
STANDARD_AND_AIRFLOW = {"__future__", "datetime", "pathlib", "shlex", "sys", "airflow"}


def imported_packages(source: str) -> Iterator[str]:
    """The first part of every name that is imported, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("source", ["import airflow.sdk", "def f():\n    from airflow import DAG"])
def test_an_import_is_seen_wherever_it_stands(source: str) -> None:
    assert list(imported_packages(source)) == ["airflow"]


@pytest.mark.parametrize("path", sorted((CHECKOUT / "benchmarks").glob("*.py")), ids=lambda path: path.name)
def test_only_dags_know_the_scheduler(path: Path) -> None:
    assert "airflow" not in set(imported_packages(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted((CHECKOUT / "dags").glob("*.py")), ids=lambda path: path.name)
def test_dags_enter_by_the_front_door(path: Path) -> None:
    ours = set(imported_packages(path.read_text(encoding="utf-8"))) - STANDARD_AND_AIRFLOW
    assert ours == {"nightdesk"}

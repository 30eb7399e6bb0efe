"""The nightly DAG as Airflow reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
pytestmark = [
    pytest.mark.airflow,
    pytest.mark.skipif(find_spec("airflow") is None, reason="apache-airflow is not installed (group 'airflow')"),
]

# In a child process: Airflow reads its settings, and warns, while it is imported.
READ_DAGS = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print(json.dumps({
    "errors": bag.import_errors,
    "dags": {dag_id: {
        "catchup": dag.catchup, "max_active_runs": dag.max_active_runs, "doc": dag.doc_md,
        "tasks": {task.task_id: {
            "upstream": sorted(task.upstream_task_ids), "rule": task.trigger_rule.value, "retries": task.retries,
            "command": str(getattr(task, "bash_command", None)),
        } for task in dag.tasks},
    } for dag_id, dag in bag.dags.items()},
}))
"""


@cache
def read_dags(home: Path) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")} | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PYTHONPATH": str(CHECKOUT),
    }
    done = subprocess.run(
        [sys.executable, "-c", READ_DAGS, str(CHECKOUT / "dags")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def dags(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read_dags(tmp_path_factory.mktemp("airflow"))


@pytest.fixture(scope="module")
def tasks(dags: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dags["dags"]["nightly"]["tasks"]
    return found


def test_every_dag_file_imports(dags: dict[str, Any]) -> None:
    assert dags["errors"] == {}
    assert list(dags["dags"]) == ["nightly"]
    assert dags["dags"]["nightly"]["doc"]


def test_nights_run_one_at_a_time_and_none_is_caught_up(dags: dict[str, Any]) -> None:
    assert (dags["dags"]["nightly"]["catchup"], dags["dags"]["nightly"]["max_active_runs"]) == (False, 1)


def test_steps_follow_one_another(tasks: dict[str, Any]) -> None:
    upstream = {name: task["upstream"] for name, task in tasks.items()}
    assert upstream == {
        "sites": [],
        "per_site.crawl": ["sites"],
        "per_site.articles": ["per_site.crawl", "sites"],
        "extract": ["per_site.articles"],
        "incidents": ["extract"],
        "publish": ["incidents"],
        "report": ["publish"],
        "complete": ["per_site.articles", "report"],
    }


def test_broken_site_stops_nobody_else_but_leaves_the_run_red(tasks: dict[str, Any]) -> None:
    assert {name: task["rule"] for name, task in tasks.items() if task["rule"] != "all_success"} == {
        "extract": "all_done"
    }


def test_each_step_is_a_command_that_a_person_can_type(tasks: dict[str, Any]) -> None:
    for step in ("extract", "incidents", "publish", "report"):
        assert tasks[step]["command"].startswith(f"exec {sys.executable} -m nightdesk {step} --night ")


def test_each_step_is_tried_twice(tasks: dict[str, Any]) -> None:
    assert {task["retries"] for task in tasks.values()} == {1}

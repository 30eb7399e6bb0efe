"""The DAGs as Airflow reads them."""

from __future__ import annotations

import json
import os
import re
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
import json, sys, time
import airflow.sdk, airflow.providers.standard.operators.empty
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.decoders import decode_deadline_alert
from airflow.serialization.encoders import encode_deadline_alert
def as_kept(deadlines):
    return [decode_deadline_alert(encode_deadline_alert(each)).reference.reference_name for each in deadlines or ()]
begun = time.process_time()
bag = DagBag(sys.argv[1])
print(json.dumps({
    "seconds": time.process_time() - begun,
    "errors": bag.import_errors,
    "dags": {dag_id: {
        "catchup": dag.catchup, "max_active_runs": dag.max_active_runs, "doc": dag.doc_md,
        "schedule": type(dag.timetable).__name__, "deadline": as_kept(dag.deadline), "params": sorted(dag.params),
        "tasks": {task.task_id: {
            "upstream": sorted(task.upstream_task_ids), "rule": task.trigger_rule, "retries": task.retries,
            "command": getattr(task, "arguments", None), "at_once": task.max_active_tis_per_dag,
            "announces": [asset.name for asset in task.outlets],
        } for task in dag.tasks},
    } for dag_id, dag in bag.dags.items()},
}, default=str))
"""


@cache
def read_dags(home: Path, folder: Path = CHECKOUT / "dags") -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")} | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PYTHONPATH": str(CHECKOUT),
    }
    done = subprocess.run(
        [sys.executable, "-c", READ_DAGS, str(folder)],
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


def upstream(dag: dict[str, Any]) -> dict[str, list[str]]:
    return {name: task["upstream"] for name, task in dag["tasks"].items()}


def test_every_dag_file_imports(dags: dict[str, Any]) -> None:
    assert dags["errors"] == {}
    assert sorted(dags["dags"]) == ["backfill", "crawl", "incidents", "reprocess", "sites_health"]
    assert all(dag["doc"] for dag in dags["dags"].values())


def test_dags_are_read_within_two_seconds_after_airflow(dags: dict[str, Any]) -> None:
    assert dags["seconds"] < 2


def test_runs_come_one_at_a_time_and_none_is_caught_up(dags: dict[str, Any]) -> None:
    assert {(dag["catchup"], dag["max_active_runs"]) for dag in dags["dags"].values()} == {(False, 1)}


def test_crawl_hands_its_night_on_whatever_site_failed_and_is_red_for_it(dags: dict[str, Any]) -> None:
    crawl = dags["dags"]["crawl"]
    assert crawl["schedule"] == "CronPartitionTimetable"
    assert upstream(crawl) == {
        "sites": [],
        "per_site.crawl": ["sites"],
        "per_site.articles": ["per_site.crawl", "sites"],
        "announce": ["per_site.articles"],
        "complete": ["announce", "per_site.articles"],
    }
    assert {name: task["rule"] for name, task in crawl["tasks"].items() if task["rule"] != "all_success"} == {
        "announce": "all_done",
        "complete": "all_done",
    }
    assert [name for name, task in crawl["tasks"].items() if task["announces"] == ["nightdesk_articles"]] == [
        "announce",
        "complete",
    ]


def test_crawls_leave_room_for_reading(dags: dict[str, Any]) -> None:
    at_once = {name: task["at_once"] for name, task in dags["dags"]["crawl"]["tasks"].items() if task["at_once"]}
    assert at_once == {"per_site.crawl": 6}


def test_incidents_are_announced_by_day_once_their_release_is_checked(dags: dict[str, Any]) -> None:
    incidents = dags["dags"]["incidents"]
    assert incidents["schedule"] == "PartitionedAssetTimetable"
    assert upstream(incidents) == {
        "extract": [],
        "incidents": ["extract"],
        "publish": ["incidents"],
        "announce": ["publish"],
        "report": ["publish"],
        "alert": ["announce", "report"],
        "complete": ["announce", "report"],
    }
    rules = {name: task["rule"] for name, task in incidents["tasks"].items() if task["rule"] != "all_success"}
    assert rules == {"alert": "all_done", "complete": "none_failed"}
    assert incidents["tasks"]["announce"]["announces"] == ["nightdesk_incidents"]


def test_each_step_is_a_command_that_a_person_can_type(dags: dict[str, Any]) -> None:
    tasks = dags["dags"]["incidents"]["tasks"]
    commands = {name: task["command"][:2] for name, task in tasks.items() if task["command"]}
    assert commands == {step: [step, "--night"] for step in ("extract", "incidents", "publish", "report")}


def test_each_step_is_tried_again_and_a_message_is_not(dags: dict[str, Any]) -> None:
    retries = {
        (dag, name): task["retries"]
        for dag, parts in dags["dags"].items()
        for name, task in parts["tasks"].items()
        if task["retries"] != 2
    }
    assert retries == {("incidents", "alert"): 0, ("crawl", "complete"): 0, ("backfill", "per_site.crawl"): 100}


def test_reprocess_announces_what_its_release_changed(dags: dict[str, Any]) -> None:
    reprocess = dags["dags"]["reprocess"]
    assert reprocess["params"] == ["dask", "first", "last", "sites"]
    assert upstream(reprocess) == {
        "latest_release": [],
        "reprocess_options": [],
        "reprocess": ["latest_release", "reprocess_options"],
        "announce": ["latest_release", "reprocess"],
    }


def test_nights_have_a_deadline_that_airflow_finds_again(dags: dict[str, Any]) -> None:
    deadlines = {name: dag["deadline"] for name, dag in dags["dags"].items() if dag["deadline"]}
    assert deadlines == {"crawl": ["RunMade"], "incidents": ["RunMade"]}


def test_backfill_asks_for_its_days_and_checks_all_but_the_volume(dags: dict[str, Any]) -> None:
    backfill = dags["dags"]["backfill"]
    assert (backfill["schedule"], backfill["params"]) == ("NullTimetable", ["first", "last", "sites"])
    assert backfill["tasks"]["publish"]["command"] == ["publish", "--night", "{{ params.last }}", "--any-volume"]
    assert upstream(backfill) == {
        "chosen_sites": [],
        "per_site.crawl": ["chosen_sites"],
        "per_site.articles": ["chosen_sites", "per_site.crawl"],
        "extract": ["per_site.articles"],
        "incidents": ["extract"],
        "publish": ["incidents"],
        "announce": ["publish"],
        "complete": ["announce", "per_site.articles"],
    }


def test_example_in_the_docs_hangs_on_a_day_of_incidents(tmp_path: Path) -> None:
    page = (CHECKOUT / "docs" / "dags.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "ours.py").write_text(example, encoding="utf-8")
    read = read_dags(tmp_path / "home", tmp_path / "dags")
    assert read["errors"] == {}
    assert {name: dag["schedule"] for name, dag in read["dags"].items()} == {
        "our_daily_figures": "PartitionedAssetTimetable"
    }

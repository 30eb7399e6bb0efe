"""Nights of the sample newsroom as runs of the DAGs, in this one process: what `nightdesk demo` starts.

`python -m nightdesk.scheduler.rehearsal DAY…`, in the environment of the demo. Ends with 1 where a run fails.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time

from airflow.configuration import conf
from airflow.dag_processing.dagbag import DagBag
from airflow.models.dagrun import DagRun
from airflow.utils.state import DagRunState

from nightdesk.settings import CHECKOUT, settings
from spiders.newsroom import Newsroom

DAGS = ("crawl", "incidents")


def main(nights: list[date]) -> int:
    """Run the nights one after the other, each as the newsroom stood on it."""
    with Newsroom(CHECKOUT / "data" / "newsroom", nights[0], settings().newsroom_port) as newsroom:
        newsroom.write_sites(settings().sites)
        for night in nights:
            newsroom.turn_to(night)
            if not all(run_dag(name, night).state == DagRunState.SUCCESS for name in DAGS):
                return 1
    return 0


def run_dag(name: str, night: date) -> DagRun:
    """Run a DAG for a night to its end, as `airflow dags test` does."""
    dag = DagBag(conf.get("core", "dags_folder")).get_dag(name)
    run: DagRun = dag.test(logical_date=datetime.combine(night, time(), UTC), run_conf={"night": str(night)})
    return run


if __name__ == "__main__":
    sys.exit(main([date.fromisoformat(argument) for argument in sys.argv[1:]]))

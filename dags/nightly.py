"""One night, from the sites to the published release.

Each site is crawled and read on its own: `crawl` fetches and archives, `articles` reads what was archived.
Whatever sites failed, `extract` reads the articles that arrived, `incidents` links them with what is
published, `publish` checks and flips the release, `report` shows it. `complete` is red while a site is
broken, though the others' data is out; mend the site, clear its tasks with everything downstream, and the
night is made whole.

A night is the UTC day that a run covers: the run at midnight of the 20th makes the night of the 19th.
By hand: `airflow dags test nightly 2026-11-19`. Each task is one `nightdesk` command that can be typed
as it stands in the task's log.
"""

from __future__ import annotations

import shlex
import sys
from datetime import timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import CronPartitionTimetable, dag, task, task_group

# A run started by hand has no partition; its logical date is the night.
NIGHT = "{{ partition_key or (dag_run.conf or {}).get('night') or ds }}"
NIGHTDESK = f"exec {shlex.quote(sys.executable)} -m nightdesk"


def step(name: str, **options: str) -> BashOperator:
    return BashOperator(task_id=name, bash_command=f"{NIGHTDESK} {name} --night {NIGHT}", **options)


# How long a retry waits is Airflow's own setting core.default_task_retry_delay.
@dag(
    schedule=CronPartitionTimetable("0 0 * * *", timezone="UTC", run_offset=-1, key_format="%Y-%m-%d"),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "execution_timeout": timedelta(hours=3)},
    doc_md=__doc__,
    tags=["nightdesk"],
)
def nightly() -> None:
    @task
    def sites() -> list[str]:
        from nightdesk import site_names

        return site_names()

    @task_group
    def per_site(site: str) -> None:
        @task.bash
        def crawl(site: str) -> str:
            return f"{NIGHTDESK} crawl {shlex.quote(site)} --night {NIGHT}"

        @task.bash
        def articles(site: str) -> str:
            return f"{NIGHTDESK} articles {shlex.quote(site)} --night {NIGHT}"

        crawl(site) >> articles(site)

    every_site = per_site.expand(site=sites())
    extract, report = step("extract", trigger_rule="all_done"), step("report")
    every_site >> extract >> step("incidents") >> step("publish") >> report
    [every_site, report] >> EmptyOperator(task_id="complete")


nightly()

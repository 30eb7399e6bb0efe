"""Crawls and reads every site of a night, and announces its articles.

Each site is on its own: `crawl` fetches and archives, `articles` reads what was archived. Whatever sites failed,
`announce` then hands the night to the DAG `incidents`. `complete` is red for each site that is missing, though the
others' incidents are published: mend a site and clear what failed; its `complete` then announces the night once more,
and `incidents` publishes what the site adds, whatever becomes of the others.

A night is the UTC day that a run covers: the run at midnight of the 20th makes the night of the 19th.
By hand: `airflow dags test crawl 2026-11-19`, then `airflow dags test incidents 2026-11-19`; see docs/dags.md.
"""

from airflow.sdk import CronPartitionTimetable, dag, task_group

from nightdesk.scheduler.assets import NIGHT
from nightdesk.scheduler.nights import NIGHTLY, announce_articles, announce_mended, sites
from nightdesk.scheduler.operator import NightdeskOperator
from nightdesk.settings import settings


@dag(
    schedule=CronPartitionTimetable("0 0 * * *", timezone="UTC", run_offset=-1, key_format="%Y-%m-%d"),
    doc_md=__doc__,
    **NIGHTLY,
)
def crawl() -> None:
    @task_group
    def per_site(site: str) -> None:
        by_site = {"map_index_template": "{{ task.arguments[1] }}"}
        crawled = NightdeskOperator(
            task_id="crawl",
            arguments=["crawl", site, "--night", NIGHT],
            max_active_tis_per_dag=settings().crawls_at_once,
            **by_site,
        )
        crawled >> NightdeskOperator(task_id="articles", arguments=["articles", site, "--night", NIGHT], **by_site)

    every_site = per_site.expand(site=sites())
    announced = announce_articles.override(task_id="announce", trigger_rule="all_done")(NIGHT)
    every_site >> announced
    mended = announce_mended.override(task_id="complete", map_index_template="{{ task.op_kwargs['site'] }}")
    every_site >> mended.partial(night=NIGHT).expand(site=announced)


crawl()

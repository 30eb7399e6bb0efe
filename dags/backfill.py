"""Fetches what sites published on days gone by, and publishes it as one release.

Trigger it with the first and the last day, and with the names of the sites; none means all. Each site is asked by its
dated listings, dated addresses and sitemaps, in portions of its `max_pages`, until nothing is left. It is archived in
the night of the last day. A release far larger than a usual night is let pass; every other check holds.

Nights that Airflow missed are made up for by this, not by clearing runs of `crawl`: sites show today's front page only.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import Param, dag, task_group

from nightdesk.scheduler.by_hand import UNTIL_ALL_IS_FETCHED, chosen_sites
from nightdesk.scheduler.nights import BY_HAND, announce_days
from nightdesk.scheduler.operator import NightdeskOperator

# A crawl leaves out addresses of days after its night: links to the future are the mark of an endless calendar.
NIGHT = "{{ params.last }}"
DAY = {"type": "string", "format": "date"}


@dag(
    params={
        "first": Param(title="First day", **DAY),
        "last": Param(title="Last day", **DAY),
        "sites": Param([], type="array", items={"type": "string"}, title="Sites; none means all"),
    },
    doc_md=__doc__,
    **BY_HAND,
)
def backfill() -> None:
    @task_group
    def per_site(site: str) -> None:
        days = ["--from", "{{ params.first }}", "--to", NIGHT, "--night", NIGHT]
        by_site = {"map_index_template": "{{ task.arguments[1] }}"}
        crawl = NightdeskOperator(task_id="crawl", arguments=["crawl", site, *days], **UNTIL_ALL_IS_FETCHED, **by_site)
        crawl >> NightdeskOperator(task_id="articles", arguments=["articles", site, "--night", NIGHT], **by_site)

    every_site = per_site.expand(site=chosen_sites("{{ params.sites | tojson }}"))
    extract = NightdeskOperator(task_id="extract", arguments=["extract", "--night", NIGHT], trigger_rule="all_done")
    link = NightdeskOperator(task_id="incidents", arguments=["incidents", "--night", NIGHT])
    publish = NightdeskOperator(task_id="publish", arguments=["publish", "--night", NIGHT, "--any-volume"])
    announced = announce_days.override(task_id="announce")(NIGHT)
    every_site >> extract >> link >> publish >> announced
    [every_site, announced] >> EmptyOperator(task_id="complete", trigger_rule="none_failed")


backfill()

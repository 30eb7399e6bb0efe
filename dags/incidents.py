"""Turns the articles of an announced night into a checked release, and announces the event days that it changed.

`extract` reads mentions and claims, `incidents` links them with what is published, `publish` checks every rule and
only then sends readers on: a release that breaks a rule is refused, and the one before stays. `announce` names each
day whose incidents changed as a partition of the asset `nightdesk_incidents`; a DAG of your own can hang on it.
`report` shows the night in its log, and `alert` sends the one message of the night if something was lost.

One run for each night that `crawl` announces; a night announced again is made again, and publishes nothing if
nothing changed. By hand: `airflow dags test incidents 2026-11-19`.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import PartitionedAssetTimetable, dag

from nightdesk.scheduler.assets import ARTICLES, NIGHT
from nightdesk.scheduler.nights import NIGHTLY, alert, announce_days
from nightdesk.scheduler.operator import NightdeskOperator


@dag(schedule=PartitionedAssetTimetable(assets=ARTICLES), doc_md=__doc__, **NIGHTLY)
def incidents() -> None:
    extract, link, publish, report = (
        NightdeskOperator(task_id=step, arguments=[step, "--night", NIGHT])
        for step in ("extract", "incidents", "publish", "report")
    )
    announced = announce_days.override(task_id="announce")(NIGHT)
    extract >> link >> publish >> [announced, report]
    [announced, report] >> alert(NIGHT)
    # The message goes out whatever happened; this is red if the night is not published.
    [announced, report] >> EmptyOperator(task_id="complete", trigger_rule="none_failed")


incidents()

"""Visits every site once a week as a crawl would, and says which no longer work.

A site that changed its feeds or its pages is told of here before its nights come back empty. The task's log has for
each site what answered and what its first article looks like; a message goes out if one does not work. By hand:
`nightdesk sites check SITE`.
"""

from airflow.sdk import CronTriggerTimetable, dag

from nightdesk.scheduler.alerts import tell_failure
from nightdesk.scheduler.nights import SCHEDULED, sites
from nightdesk.scheduler.operator import NightdeskOperator


@dag(schedule=CronTriggerTimetable("0 6 * * MON", timezone="UTC"), doc_md=__doc__, **SCHEDULED)
def sites_health() -> None:
    NightdeskOperator(task_id="check", arguments=["sites", "check", sites()], on_failure_callback=tell_failure)


sites_health()

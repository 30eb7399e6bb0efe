"""What the DAGs announce, one partition at a time, and how a task reads which one it is about.

`articles` of a night: every site that could be read was. `incidents` of an event day: a release that changed
incidents of that day is published. A DAG of your own hangs on it by
`schedule=PartitionedAssetTimetable(assets=INCIDENTS)`; its partition key is the day, YYYY-MM-DD.
"""

from __future__ import annotations

from airflow.sdk import Asset

ARTICLES = Asset("nightdesk_articles", group="nightdesk")
INCIDENTS = Asset("nightdesk_incidents", group="nightdesk")

# Runs started by hand have no partition key: the night is then in their conf, or their logical date.
NIGHT = "{{ partition_key or (dag_run.conf or {}).get('night') or ds }}"

"""Reads the archive anew with today's reader, fetching nothing, and publishes what changes as one release.

Trigger it after an upgrade of the reader, for all nights or for those from `first` to `last`, for all sites or for
some, on one machine or on the Dask cluster whose scheduler is `dask`. Killed or failed, it goes on where it was. Each
event day whose incidents changed is announced, as after a night. What it takes: docs/scale.md.
"""

from datetime import timedelta

from airflow.sdk import Param, dag

from nightdesk.scheduler.by_hand import announce_days_since, latest_release, reprocess_options
from nightdesk.scheduler.nights import BY_HAND
from nightdesk.scheduler.operator import NightdeskOperator

DAY = {"type": ["string", "null"], "format": "date"}


@dag(
    params={
        "first": Param(None, title="First night; none means the oldest", **DAY),
        "last": Param(None, title="Last night; none means the newest", **DAY),
        "sites": Param([], type="array", items={"type": "string"}, title="Sites; none means all"),
        "dask": Param(None, type=["string", "null"], title="Scheduler of a Dask cluster, tcp://host:port"),
    },
    doc_md=__doc__,
    **BY_HAND,
)
def reprocess() -> None:
    read = NightdeskOperator(
        task_id="reprocess", arguments=["reprocess", reprocess_options()], execution_timeout=timedelta(days=7)
    )
    base = latest_release()
    base >> read >> announce_days_since.override(task_id="announce")(base)


reprocess()

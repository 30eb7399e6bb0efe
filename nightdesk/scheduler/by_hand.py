"""The tasks of the DAGs that a person triggers: what was asked for, and what it changed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from airflow.sdk import task
from airflow.sdk.exceptions import AirflowSkipException

from nightdesk.scheduler.assets import INCIDENTS

UNTIL_ALL_IS_FETCHED: dict[str, Any] = {"retries": 100, "retry_delay": timedelta(seconds=10)}
"""For the crawl of a backfill, which ends with 4 after each portion."""


@task
def chosen_sites(names: str) -> list[str]:
    """The sites named in a JSON list, or all that a night crawls."""
    from nightdesk import site_names

    return json.loads(names) or site_names()


@task
def reprocess_options(params: dict[str, Any] | None = None) -> list[str]:
    """The options of `nightdesk reprocess` for what was asked for."""
    asked = params or {}
    named = (("--from", asked["first"]), ("--to", asked["last"]), ("--dask", asked["dask"]))
    options = [word for name, value in named if value for word in (name, value)]
    return options + [word for site in asked["sites"] for word in ("--site", site)]


@task
def latest_release() -> str | None:
    """Id of the release that readers see; None where nothing is published."""
    from nightdesk.settings import settings
    from transforms.lake import open_lake

    release = open_lake(settings().published).latest()
    return release.id if release else None


@task(outlets=[INCIDENTS])
def announce_days_since(base: str | None, *, outlet_events: Any = None) -> list[str]:
    """Announce each day whose incidents the release that was made from `base` changed."""
    from nightdesk.settings import settings
    from transforms.lake import open_lake
    from transforms.night.released import changed_days, changes_since

    release = open_lake(settings().published).latest()
    days = [] if release is None else [str(day) for day in changed_days(release, changes_since(release, base))]
    if not days:
        raise AirflowSkipException("no incident changed")
    outlet_events[INCIDENTS].add_partitions(days)
    return days

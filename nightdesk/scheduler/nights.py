"""The tasks of the nightly DAGs that are no command: which sites there are, and what is announced when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from airflow.sdk import task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from nightdesk.scheduler.assets import ARTICLES, INCIDENTS
from nightdesk.scheduler.late import deadline
from nightdesk.settings import settings

BY_HAND: dict[str, Any] = {
    "schedule": None,
    "catchup": False,
    "max_active_runs": 1,
    # How long a retry waits is Airflow's own setting core.default_task_retry_delay.
    "default_args": {"retries": 2, "execution_timeout": timedelta(hours=3)},
    "tags": ["nightdesk"],
}
"""What holds for a DAG that a person triggers."""
SCHEDULED = {name: value for name, value in BY_HAND.items() if name != "schedule"}
NIGHTLY = SCHEDULED | {"deadline": deadline(settings().late_hours)}
"""What holds for a DAG whose runs are nights: besides, a night that has not ended in time is told of."""


@task
def sites() -> list[str]:
    """The sites that a night crawls."""
    from nightdesk import site_names

    return site_names()


@task(outlets=[ARTICLES])
def announce_articles(night: str, *, outlet_events: Any = None) -> list[str]:
    """Announce the night's articles; the sites that are missing from it."""
    from nightdesk.night_facts import gather_facts

    outlet_events[ARTICLES].add_partitions(night)
    return gather_facts(date.fromisoformat(night)).lost_sites


@task(outlets=[ARTICLES], trigger_rule="all_done", retries=0)
def announce_mended(site: str, night: str, *, outlet_events: Any = None) -> None:
    """Announce the night once more if a site that was missing from it is in it now; red while it is not."""
    from nightdesk.night_facts import gather_facts

    if site in gather_facts(date.fromisoformat(night)).lost_sites:
        raise AirflowFailException(f"{site} is missing from night {night}: mend it, then clear what failed")
    outlet_events[ARTICLES].add_partitions(night)


@task(outlets=[INCIDENTS])
def announce_days(night: str, *, outlet_events: Any = None) -> list[str]:
    """Announce each day whose incidents the night's release changed."""
    from nightdesk.workplace import workplace
    from transforms.night.released import released_days

    with workplace("facts", date.fromisoformat(night)) as folders:
        days = [str(day) for day in released_days(folders, date.fromisoformat(night))]
    if not days:
        raise AirflowSkipException(f"the release of night {night} changed no incident")
    outlet_events[INCIDENTS].add_partitions(days)
    return days


@task(trigger_rule="all_done", retries=0, execution_timeout=timedelta(minutes=10))
def alert(night: str) -> None:
    """Send the one message of the night if something was lost; skipped if there is none, or nobody took it."""
    from nightdesk.alert import compose_alert
    from nightdesk.night_facts import gather_facts
    from nightdesk.scheduler.alerts import send
    from nightdesk.workplace import workplace
    from transforms.night.messages import is_sent, keep_sent

    day = date.fromisoformat(night)
    message = compose_alert(gather_facts(day), even_if_clean=settings().alert_always)
    if message is None:
        raise AirflowSkipException(f"night {night} is clean")
    with workplace("message", day) as folders:
        if is_sent(folders, day, message.text):
            raise AirflowSkipException(f"this message of night {night} was sent before")
        if faults := send(message):
            raise AirflowSkipException(f"not delivered: {'; '.join(faults)}")
        keep_sent(folders, day, message.text)

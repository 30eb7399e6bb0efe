"""When a night is late: the deadline of its runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import BaseDeadlineReference, DeadlineAlert


class RunMade(BaseDeadlineReference):
    """The moment when a run was made.

    Airflow's own DAGRUN_QUEUED_AT is reckoned anew when tasks are cleared, and Airflow 3.3.2 fails there: who clears a
    red night before its deadline would be answered 500.
    """

    def _evaluate_with(self, **_: Any) -> datetime:
        return datetime.now(UTC)


def deadline(hours: float) -> DeadlineAlert | None:
    """A message when a run has not ended so many hours after it was made; None for 0."""
    if not hours:
        return None
    return DeadlineAlert(
        reference=RunMade(),
        interval=timedelta(hours=hours),
        callback=AsyncCallback("nightdesk.scheduler.alerts.tell_late", {"hours": hours}),
    )

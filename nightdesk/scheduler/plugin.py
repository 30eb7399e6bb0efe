"""What Airflow's processes are to know of us; they find it by the entry point `airflow.plugins` of this package."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from nightdesk.scheduler.late import RunMade


class LateNights(AirflowPlugin):
    """Makes the reference known from which a night's deadline is reckoned."""

    name = "nightdesk"
    deadline_references: list[Any] = [RunMade]  # noqa: RUF012 - as its base class declares it

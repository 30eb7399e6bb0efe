"""What a step came to, as metrics beside Airflow's own, where StatsD or OpenTelemetry is on.

`nightdesk.seconds.<step>[.<site>]` is a timing; `nightdesk.records.<step>[.<site>].<door>` a gauge for each door by
which records left the step, as in the table `outcomes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from airflow.sdk import conf
from airflow.sdk.observability import stats


def emit_metrics(arguments: Sequence[str], seconds: float) -> None:
    """Send the metrics of a command that ran for so many seconds; nothing for one that is no step of a night."""
    if not any(conf.getboolean("metrics", switch, fallback=False) for switch in ("statsd_on", "otel_on")):
        return
    if "--night" not in arguments:
        return
    site = arguments[1] if not arguments[1].startswith("-") else None
    name = ".".join(part for part in (arguments[0], site) if part)
    stats.timing(f"nightdesk.seconds.{name}", timedelta(seconds=seconds))
    night = date.fromisoformat(arguments[arguments.index("--night") + 1])
    for door, records in _doors(arguments[0], site, night).items():
        stats.gauge(f"nightdesk.records.{name}.{door}", records)


def _doors(step: str, site: str | None, night: date) -> dict[str, int]:
    from nightdesk.workplace import workplace
    from transforms.outcomes import ALL_SITES, load_outcomes

    with workplace("facts", night, f"{step}-{site}") as folders:
        outcomes = load_outcomes(folders.runs, night)
    own = outcomes[(outcomes["step"] == step) & (outcomes["site"] == (site or ALL_SITES))]
    return {str(door): int(records) for door, records in zip(own["outcome"], own["records"], strict=True)}

"""A night that its schedule starts, under `nightdesk up`, with sites in trouble; then its repair.

    python benchmarks/scheduled_night.py

The sample newsroom's first night is made by hand. Then Airflow comes up under a clock of its own (libfaketime, Debian's
package faketime), an hour before midnight of the second. Once it is well the clock is put forward to twenty seconds
before midnight, and midnight starts the run of `crawl` by itself. One site answers 500, one shows nothing, one never
answers, one fails at first; one is well. When the night has ended red, two sites are mended and what failed is cleared,
as a person does in the UI, then the third. Each line is one claim; what does not hold ends the program with 1. Takes
about ten minutes.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from local_nights import CHECKOUT, Airflow, LocalNights, await_that, free_port

from spiders.newsroom import Fault, Newsroom

FIRST, SECOND = date(2026, 11, 19), date(2026, 11, 20)
MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)
FAULTS = {
    "harmattan": Fault.ERROR,
    "cordillera": Fault.EMPTY,
    "two-rivers": Fault.SILENT,
    "oasis": Fault.FLAKY,
}
LOST = ["cordillera", "harmattan", "two-rivers"]
MENDED_LAST = "harmattan"
SECONDS_A_SILENT_SITE_MAY_TAKE = 1_800
# As Debian's package faketime lays it.
LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
# Under libfaketime 0.9.10 time.sleep, which since Python 3.11 sleeps until an instant of the monotonic clock, fails.
SLEEP = "import select, time\ntime.sleep = lambda seconds: select.select([], [], [], seconds) and None\n"
# Tables whose rows belong to an incident.
TOLD = {"incidents", "revisions", "mentions", "claims"}


@dataclass
class Inbox:
    """The webhook that the night's message goes to."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    @contextmanager
    def open(self) -> Iterator[Inbox]:
        """Take messages at `url`."""
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                inbox.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
            self.url = f"http://127.0.0.1:{server.server_port}"
            yield self
            server.shutdown()


@dataclass(frozen=True)
class State:
    """What readers see at one moment: the rows of each incident, the day that it is of, and every file's bytes."""

    days: dict[str, str]
    rows: dict[str, list[tuple[Any, ...]]]
    files: dict[str, bytes]

    @classmethod
    def of(cls, nights: LocalNights) -> State:
        """The latest release."""
        days = dict(nights.ask("SELECT incident_id, CAST(max(event_date) AS VARCHAR) FROM incidents GROUP BY 1"))
        rows: dict[str, list[tuple[Any, ...]]] = {incident: [] for incident in days}
        files = nights.files()
        for table in sorted({path.partition("/")[0] for path in files} & TOLD):
            for row in nights.ask(f"SELECT incident_id, * FROM {table} WHERE incident_id IS NOT NULL ORDER BY ALL"):  # noqa: S608
                rows[row[0]].append((table, *row))
        return cls(days, rows, files)

    def changed_days(self, later: State) -> list[str]:
        """Days of which an incident was added or has other rows of any table, sorted."""
        return sorted({day for incident, day in later.days.items() if later.rows[incident] != self.rows.get(incident)})


@dataclass
class Claims:
    """What was claimed, what was seen, and whether it holds."""

    lines: list[tuple[str, str, bool]] = field(default_factory=list)

    def add(self, claim: str, seen: object, holds: bool) -> None:
        """Keep and tell one."""
        self.lines.append((claim, str(seen), holds))
        print(f"{'ok ' if holds else 'NOT'} {claim}: {seen}", flush=True)

    def table(self) -> str:
        """As Markdown."""
        rows = [f"| {claim} | {seen} |" for claim, seen, _ in self.lines]
        return "\n".join(["| claim | seen |", "|---|---|", *rows])


@dataclass(frozen=True)
class Clock:
    """What programs take for the time, as long as they run in its environment; `folder` is its own."""

    folder: Path

    def show(self, moment: datetime) -> None:
        """Let it be that moment now, and go on from there."""
        self.folder.mkdir(exist_ok=True)
        part = self.folder / "offset.part"
        part.write_text(f"{(moment - datetime.now(UTC)).total_seconds():+.0f}s\n", encoding="utf-8")
        part.replace(self.folder / "offset")

    def environment(self) -> dict[str, str]:
        """Raises SystemExit without faketime."""
        found = sorted(Path("/").glob(LIBRARIES.removeprefix("/")))
        if not found:
            raise SystemExit(f"no {LIBRARIES}: install Debian's package faketime")
        (self.folder / "sitecustomize.py").write_text(SLEEP, encoding="utf-8")
        return {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "offset"),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": f"{self.folder}:{CHECKOUT}",
        }


def cross_midnight(nights: LocalNights, newsroom: Newsroom, clock: Clock, inbox: Inbox, claims: Claims) -> None:
    """The night in trouble, and its repair."""
    before = State.of(nights)
    for outlet, fault in FAULTS.items():
        newsroom.disturb(outlet, fault)
    with nights.up() as airflow:
        early = airflow.runs("crawl", str(SECOND))
        claims.add("runs of `crawl` for the night before midnight", len(early), not early)
        clock.show(MIDNIGHT - timedelta(seconds=20))
        crawled = airflow.await_run("crawl", str(SECOND), seconds=SECONDS_A_SILENT_SITE_MAY_TAKE)
        tell_red(crawled, airflow.tasks(crawled), claims)
        made = airflow.await_run("incidents", str(SECOND))
        partly = State.of(nights)
        tell_published(nights, before.changed_days(partly), made, claims)
        told = [message["lost_sites"] for message in inbox.messages]
        claims.add("one message, which names the three", told, told == [LOST])
        for outlet in set(FAULTS) - {MENDED_LAST}:
            newsroom.disturb(outlet, None)
        crawled, announced = clear_failed(airflow)
        mended = State.of(nights)
        red = sorted(name for name, task in airflow.tasks(crawled).items() if task["state"] == "failed")
        stays = [f"complete[{MENDED_LAST}]", f"per_site.crawl[{MENDED_LAST}]"]
        claims.add("two mended and cleared, the third stays red", ", ".join(red), red == stays)
        tell_repaired(nights, (partly, mended), announced, set(LOST) - {MENDED_LAST}, claims)
        newsroom.disturb(MENDED_LAST, None)
        crawled, announced = clear_failed(airflow)
        claims.add("the third mended and cleared, the run is green", crawled["state"], crawled["state"] == "success")
        tell_repaired(nights, (mended, State.of(nights)), announced, {MENDED_LAST}, claims)


def clear_failed(airflow: Airflow) -> tuple[dict[str, Any], list[str]]:
    """Clear what failed, as a person does in the UI: the run of `crawl` once it has ended, and the days announced."""
    before = len(airflow.runs("incidents", str(SECOND)))
    airflow.clear_failed("crawl", str(SECOND))
    airflow.await_run("incidents", str(SECOND), number=before + 1)
    crawled = airflow.await_run("crawl", str(SECOND))
    await_that(lambda: not airflow.active("incidents"), "`incidents` has no run left", SECONDS_A_SILENT_SITE_MAY_TAKE)
    runs = airflow.runs("incidents", str(SECOND))[before:]
    return crawled, sorted({day for run in runs for day in airflow.announced("incidents", run)})


def tell_red(run: dict[str, Any], tasks: dict[str, dict[str, Any]], claims: Claims) -> None:
    """How the run of the night began and ended."""
    began = datetime.fromisoformat(run["start_date"])
    is_scheduled = run["run_type"] == "scheduled" and began >= MIDNIGHT
    claims.add("midnight starts the run", f"{run['run_type']}, {began:%Y-%m-%d %H:%M:%S}", is_scheduled)
    failed = sorted(name for name, task in tasks.items() if task["state"] == "failed")
    expected = [f"{task}[{site}]" for task in ("complete", "per_site.crawl") for site in LOST]
    claims.add("it ends red by three sites", f"{run['state']}: {', '.join(failed)}", failed == expected)
    tries = tasks["per_site.crawl[oasis]"]["try_number"]
    claims.add("the flaky site passes at its second try", tries, tries == 2)


def tell_published(nights: LocalNights, days: list[str], run: dict[str, Any], claims: Claims) -> None:
    """What the red night published all the same; `days` have incidents that it changed."""
    sources = nights.ask(f"SELECT DISTINCT site FROM articles WHERE night = DATE '{SECOND}' ORDER BY 1")  # noqa: S608
    wells = [site for (site,) in sources]
    claims.add("articles of the night are of the two others", ", ".join(wells), wells == ["northwind", "oasis"])
    is_published = run["state"] == "success" and bool(days)
    claims.add("their incidents are published", f"{run['state']}, days {', '.join(days)}", is_published)


def tell_repaired(
    nights: LocalNights, states: tuple[State, State], announced: list[str], sites: set[str], claims: Claims
) -> None:
    """What the repair of those sites published, between two states, and what it left alone."""
    partly, whole = states
    mended = ", ".join(f"'{site}'" for site in sorted(sites))
    told = nights.ask(
        "SELECT DISTINCT CAST(incidents.event_date AS VARCHAR) FROM incidents JOIN mentions USING (incident_id) "  # noqa: S608
        "JOIN articles USING (article_id) WHERE incidents.is_current AND mentions.is_current "
        f"AND articles.site IN ({mended}) AND articles.night = DATE '{SECOND}' ORDER BY 1"
    )
    repaired = [day for (day,) in told]
    claims.add("days that the repair announced", ", ".join(announced), bool(announced))
    claims.add("days that the mended sites' articles tell of", ", ".join(repaired), repaired == announced)
    changed = partly.changed_days(whole)
    claims.add("days with rows that changed in any table", ", ".join(changed), changed == announced)
    others = [incident for incident, day in partly.days.items() if day not in announced]
    same = sum(partly.rows[incident] == whole.rows[incident] for incident in others)
    claims.add("incidents of other days that kept every row", f"{same} of {len(others)}", same == len(others) > 0)
    months = {day[:7] for day in announced}
    files = [
        path for path in partly.files if "event_month=" in path and path.split("event_month=")[1][:7] not in months
    ]
    kept = [path for path in files if whole.files.get(path) == partly.files[path]]
    claims.add("Parquet files of other months that kept their bytes", f"{len(kept)} of {len(files)}", kept == files)


def main() -> int:
    """Run it whole; the exit code."""
    claims, inbox = Claims(), Inbox()
    with (
        tempfile.TemporaryDirectory(prefix="nd-") as folder,
        Newsroom(CHECKOUT / "data" / "newsroom", FIRST, port=0) as newsroom,
        inbox.open(),
    ):
        clock = Clock(Path(folder) / "clock")
        clock.show(MIDNIGHT - timedelta(hours=23))
        nights = LocalNights(Path(folder), free_port(), clock.environment() | {"NIGHTDESK_ALERT_WEBHOOK": inbox.url})
        newsroom.write_sites(nights.sites)
        nights.do("night", "--night", str(FIRST))
        newsroom.turn_to(SECOND)
        clock.show(MIDNIGHT - timedelta(hours=1))
        began = time.monotonic()
        cross_midnight(nights, newsroom, clock, inbox, claims)
        print(f"\n{claims.table()}\n\n{time.monotonic() - began:.0f} s from `nightdesk up` to `nightdesk down`")
    return 0 if all(holds for _, _, holds in claims.lines) else 1


if __name__ == "__main__":
    sys.exit(main())

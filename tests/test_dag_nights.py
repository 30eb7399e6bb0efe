"""A night under Airflow while one site answers 500: the others are published, one message names it, repair adds it."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from airflow_runs import Airflow, MailBox, Metrics, PostBox, Run
from night_runs import FEW_STORIES, FIRST, House, furnish

from spiders.newsroom import Newsroom

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.drill,
    pytest.mark.skipif(find_spec("airflow") is None, reason="apache-airflow is not installed (group 'airflow')"),
]


@dataclass(frozen=True)
class Told:
    """The runs of one night while oasis answers 500, and after it was mended; days with incidents after each."""

    broken: dict[str, Run]
    mended: dict[str, Run]
    mails: list[str]
    posts: list[dict[str, Any]]
    days: list[set[str]]
    log: str
    metrics: dict[str, str]
    lineage: list[dict[str, Any]]


def break_site(toml: Path, url: str) -> None:
    toml.write_text(re.sub(r"http://127\.0\.0\.1:\d+", url, toml.read_text(encoding="utf-8")), encoding="utf-8")


def read_events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def days_of(house: House) -> set[str]:
    return {str(row["event_date"]) for row in house.ask("SELECT event_date FROM incidents WHERE is_current")}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    root = tmp_path_factory.mktemp("airflow")
    house = House(root / "data", root / "sites")
    events = root / "lineage.jsonl"
    with Newsroom(furnish(root), FIRST, port=0) as newsroom, MailBox() as mail, PostBox() as post, Metrics() as metrics:
        environment = metrics.environment | {
            "AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps(
                {"type": "file", "log_file_path": str(events), "append": True}
            ),
            "NIGHTDESK_DATA": str(house.data),
            "NIGHTDESK_SITES": str(house.sites),
            "NIGHTDESK_ALERT_MAIL_TO": "desk@example.org",
            "NIGHTDESK_ALERT_WEBHOOK": f"{post.url}/secret-path",
            "AIRFLOW_CONN_SMTP_DEFAULT": mail.connection,
        }
        newsroom.write_sites(house.sites)
        with PostBox(status=500) as broken, Airflow(root / "home", environment) as airflow:
            break_site(house.sites / "oasis.toml", broken.url)
            first = {dag: airflow.run(dag, FIRST) for dag in ("crawl", "incidents")}
            before = days_of(house)
            newsroom.write_sites(house.sites)
            second = {dag: airflow.run(dag, FIRST) for dag in ("crawl", "incidents")}
        log = airflow.log.read_text(encoding="utf-8")
        yield Told(
            first,
            second,
            mail.messages,
            post.bodies,
            [before, days_of(house)],
            log,
            metrics.values,
            read_events(events),
        )


def test_broken_site_leaves_its_run_red_and_the_others_published(told: Told) -> None:
    crawl, incidents = told.broken["crawl"], told.broken["incidents"]
    assert (crawl.state, incidents.state) == ("failed", "success")
    assert crawl.in_state("failed") == {"per_site.crawl[oasis]", "complete[oasis]"}
    # Only a task that ran is named by its site.
    assert crawl.in_state("upstream_failed") == {"per_site.articles[1]"}
    assert crawl.announced == [("nightdesk_articles", "2026-11-19")]
    assert told.days[0]


def test_event_days_of_the_release_are_announced(told: Told) -> None:
    assert {key for name, key in told.broken["incidents"].announced if name == "nightdesk_incidents"} == told.days[0]


def test_one_message_names_the_site_by_mail_and_to_the_webhook(told: Told) -> None:
    assert len(told.mails) == len(told.posts) == 1
    assert told.posts[0]["subject"] == "Nightdesk 2026-11-19: 1 of 2 sites lost"
    assert (told.posts[0]["night"], told.posts[0]["lost_sites"]) == ("2026-11-19", ["oasis"])
    assert "oasis: crawl ended with 3, site broken" in told.posts[0]["text"]
    mail = email.message_from_string(told.mails[0], policy=email.policy.default)
    assert (mail["To"], mail["Subject"]) == ("desk@example.org", "Nightdesk 2026-11-19: 1 of 2 sites lost")
    body = mail.get_body()
    assert body is not None and "nightdesk crawl oasis --night 2026-11-19" in body.get_content()


def test_address_of_the_webhook_is_in_no_log(told: Told) -> None:
    assert "nightdesk crawl oasis" in told.log
    assert "secret-path" not in told.log


def test_mended_site_is_added_and_only_its_days_are_announced(told: Told) -> None:
    crawl, incidents = told.mended["crawl"], told.mended["incidents"]
    assert (crawl.state, incidents.state) == ("success", "success")
    assert crawl.in_state("skipped") == {"complete"}
    assert incidents.in_state("skipped") == {"alert"}
    added = told.days[1] - told.days[0]
    assert added and {key for _, key in incidents.announced} == added


def test_seconds_and_records_of_a_step_are_metrics(told: Told) -> None:
    seconds = {name.removeprefix("airflow.") for name, value in told.metrics.items() if value.endswith("|ms")}
    assert {"nightdesk.seconds.crawl.oasis", "nightdesk.seconds.publish"} <= seconds
    assert told.metrics["airflow.nightdesk.records.articles.northwind.ok"] == "3|g"


def test_lineage_leads_from_a_site_to_the_lake(told: Told) -> None:
    def steps(job: str, ended: str, side: str) -> set[str]:
        events = [event for event in told.lineage if (event["job"]["name"], event["eventType"]) == (job, ended)]
        assert {one["namespace"] for event in events for one in event[side]} == {"file"}
        return {one["name"].partition("/data/")[2] for event in events for one in event[side]}

    archives = {f"raw/site={site}/night=2026-11-19" for site in FEW_STORIES}
    assert steps("crawl.per_site.articles", "COMPLETE", "inputs") == archives
    assert steps("crawl.per_site.crawl", "FAIL", "outputs") == {"raw/site=oasis/night=2026-11-19"}
    assert steps("incidents.publish", "COMPLETE", "outputs") == {"lake"}

"""A message on its way: what does not take it is told of, and keeps it from nobody else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import pytest
from airflow_runs import MailBox, PostBox, airflow_environment

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.skipif(find_spec("airflow") is None, reason="apache-airflow is not installed (group 'airflow')"),
]

# In a child process: Airflow reads its settings, and warns, while it is imported.
SEND = """
import asyncio, json, os, sys
from nightdesk.alert import Message
from nightdesk.scheduler import alerts, webhook
from nightdesk.settings import settings
webhook.SECONDS_BETWEEN, webhook.SECONDS_TO_ANSWER = 0.0, 0.5
faults = []
for number, url in enumerate(sys.argv[1:]):
    os.environ["NIGHTDESK_ALERT_WEBHOOK"] = url
    settings.cache_clear()
    faults.append(alerts.send(Message("2026-11-19", f"subject {number}", "{{ 7 * 6 }} <b> & {% raw", ("oasis",))))
run = {"partition_key": None, "conf": {"night": "2026-11-19"}, "logical_date": None}
for state in ("running", "failed", "success"):
    asyncio.run(alerts.tell_late(6.0, {"dag_run": run | {"state": state}}))
print(json.dumps(faults))
"""


@dataclass(frozen=True)
class Sent:
    """What came of webhooks that take a message, answer 500, hang, and take the message of a late night."""

    faults: list[list[str]]
    mails: list[str]
    taken: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    late: list[dict[str, Any]]
    log: str


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    root = tmp_path_factory.mktemp("messages")
    (root / "sites").mkdir()
    with MailBox() as mail, PostBox() as taking, PostBox(status=500) as refusing, PostBox(seconds=30) as hanging:
        with PostBox() as late:
            environment = airflow_environment(root / "home") | {
                "NIGHTDESK_DATA": str(root / "data"),
                "NIGHTDESK_SITES": str(root / "sites"),
                "NIGHTDESK_ALERT_MAIL_TO": "desk@example.org, oncall@example.org",
                "AIRFLOW_CONN_SMTP_DEFAULT": mail.connection,
                "AIRFLOW_CONN_OUR_CHAT": json.dumps({"conn_type": "http", "password": f"{late.url}/secret-path"}),
            }
            urls = [f"{box.url}/secret-path" for box in (taking, refusing, hanging)]
            done = subprocess.run(
                [sys.executable, "-c", SEND, *urls, "no_such_chat", "our_chat"],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=400,
            )
        assert done.returncode == 0, done.stderr
        faults = json.loads(done.stdout.splitlines()[-1])
        yield Sent(faults, mail.messages, taking.bodies, refusing.bodies, late.bodies, done.stdout + done.stderr)


def test_message_is_taken_by_every_channel(sent: Sent) -> None:
    assert sent.faults[0] == []
    assert sent.taken[0]["subject"] == "subject 0"
    assert "To: desk@example.org, oncall@example.org" in sent.mails[0]


def test_what_a_site_says_is_no_template_and_no_markup(sent: Sent) -> None:
    assert sent.taken[0]["text"] == "{{ 7 * 6 }} <b> & {% raw"


def test_webhook_that_fails_or_hangs_is_told_of_after_three_tries_and_the_mail_goes_out(sent: Sent) -> None:
    assert [len(faults) for faults in sent.faults] == [0, 1, 1, 1, 0]
    assert sent.faults[1] == ["webhook: webhook at 127.0.0.1: HTTP Error 500: Internal Server Error"]
    assert "timed out" in sent.faults[2][0]
    assert sent.faults[3][0].startswith("webhook: ") and "no_such_chat" in sent.faults[3][0]
    assert len(sent.refused) == 3
    assert [f"subject {number}" in mail for number, mail in enumerate(sent.mails[:5])] == [True] * 5


def test_late_night_is_told_of_by_the_same_channels_unless_it_has_ended(sent: Sent) -> None:
    assert [body["subject"] for body in sent.late] == ["subject 4", "Nightdesk 2026-11-19: the night is late"]
    assert len(sent.mails) == 6
    assert "the night is late" in sent.mails[5]


def test_address_of_a_webhook_is_in_no_log(sent: Sent) -> None:
    assert "subject 1" in sent.log
    assert "secret-path" not in sent.log

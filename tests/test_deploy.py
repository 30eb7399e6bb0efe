"""The files for Docker and Kubernetes, as far as they can be checked without either."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from nightdesk.settings import CHECKOUT, refuse_unknown
from nightdesk.settings.variables import is_secret, read_variables

yaml = pytest.importorskip("yaml")
DEPLOY = CHECKOUT / "deploy"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read


def test_nothing_is_published_but_on_loopback(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:8440:8440"]


def test_every_part_of_airflow_has_the_same_keys_database_and_broker(compose: dict[str, Any]) -> None:
    parts = [service for service in compose["services"].values() if service["image"].startswith("nightdesk")]
    shared = ("FERNET_KEY", "JWT_SECRET", "SECRET_KEY", "SQL_ALCHEMY_CONN", "BROKER_URL", "RESULT_BACKEND")
    told = [{name: value for name, value in part["environment"].items() if name.endswith(shared)} for part in parts]
    assert len(parts) == 6
    assert len(told[0]) == 6 and all(each == told[0] for each in told)


def test_no_secret_is_written_down(compose: dict[str, Any]) -> None:
    values = {
        name: value
        for service in compose["services"].values()
        for name, value in service["environment"].items()
        if is_secret(name) or "://" in value
    }
    urls_without_login = {name for name, value in values.items() if re.fullmatch(r"http://[\w.:/-]+", value)}
    assert {name for name in values.keys() - urls_without_login if ":?" not in values[name]} == set()
    assert {name: value for name, value in example().items() if is_secret(name) and value} == {}


def example() -> Mapping[str, str]:
    return read_variables(DEPLOY / "nightdesk.env.example")


def test_example_names_everything_that_compose_asks_for(compose: dict[str, Any]) -> None:
    asked = set(re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    assert asked <= set(example())
    refuse_unknown(example())


def test_workers_have_a_slot_for_each_task_that_is_sent(compose: dict[str, Any]) -> None:
    told = compose["services"]["worker"]["environment"]
    slots = 2 * int(told["AIRFLOW__CELERY__WORKER_CONCURRENCY"])
    assert int(told["AIRFLOW__CORE__PARALLELISM"]) == slots
    values = yaml.safe_load((DEPLOY / "values.yaml").read_text(encoding="utf-8"))
    celery = values["config"]["celery"]["worker_concurrency"] * values["workers"]["celery"]["replicas"]
    assert values["config"]["core"]["parallelism"] == celery


def test_chart_reads_its_keys_from_secrets() -> None:
    values = yaml.safe_load((DEPLOY / "values.yaml").read_text(encoding="utf-8"))
    named = [values[f"{name}SecretName"] for name in ("fernetKey", "apiSecretKey", "jwt")]
    assert [*named, values["data"]["metadataSecretName"]] == [*["nightdesk-keys"] * 3, "nightdesk-database"]

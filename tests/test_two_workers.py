"""The parts of the script that shares a night between two workers; the whole of it takes minutes and is run by hand."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from many_sites import make_many_sites
from services import missing_services, serve_postgres, serve_redis

from nightdesk.settings import CHECKOUT
from spiders.newsroom import Newsroom
from spiders.site import load_site

NEWSROOM = CHECKOUT / "data" / "newsroom"


def test_each_of_many_sites_has_a_name_a_host_and_an_address_of_its_own(tmp_path: Path) -> None:
    names = make_many_sites(NEWSROOM, tmp_path / "newsroom", 7)
    with Newsroom(tmp_path / "newsroom", date(2026, 11, 20), port=0) as newsroom:
        sites = [load_site(path) for path in newsroom.write_sites(tmp_path / "sites")]
    assert names[:1] + names[-2:] == ["cordillera-1", "cordillera-2", "harmattan-2"]
    assert len({site.name for site in sites}) == len({site.url for site in sites}) == 7
    assert len({site.canonical_hosts for site in sites}) == 7


@pytest.mark.drill
@pytest.mark.airflow
def test_the_locked_celery_starts_a_worker_of_airflow() -> None:
    pytest.importorskip("airflow.providers.celery", reason="needs the group machines")
    command = "from airflow.providers.celery.cli import celery_command; from celery.backends import database"
    subprocess.run([sys.executable, "-W", "ignore", "-c", command], check=True, capture_output=True)


@pytest.mark.drill
@pytest.mark.skipif(bool(missing_services()), reason=f"not installed: {' '.join(missing_services())}")
def test_services_take_who_has_their_password() -> None:
    psycopg2 = pytest.importorskip("psycopg2", reason="needs the group machines")
    redis = pytest.importorskip("redis", reason="needs the group machines")
    # PostgreSQL's own user has to come through to its folder, and pytest's folders are closed to it.
    with TemporaryDirectory() as made:
        Path(made).chmod(0o711)
        _ask_services(Path(made), psycopg2, redis)


def _ask_services(folder: Path, psycopg2: Any, redis: Any) -> None:
    with serve_postgres(folder / "postgres") as postgres, serve_redis(folder / "redis") as broker:
        url = postgres.make_database("night").replace("+psycopg2", "")
        psycopg2.connect(url).close()
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(url.replace(postgres.password, "wrong"))
        with redis.Redis.from_url(broker) as asked:
            assert asked.ping()
        with redis.Redis(port=int(broker.rpartition(":")[2])) as asked, pytest.raises(redis.AuthenticationError):
            asked.ping()

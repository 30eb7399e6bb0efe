"""Pages of the sample newsroom that are taken down, from the answer over HTTP to the published incident."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from night_runs import FIRST, SECOND, House, make_small_newsroom

from spiders.newsroom import Newsroom

pytestmark = pytest.mark.drill

THIRD = date(2026, 11, 21)
QUETTA, SUKHNA = "/world/2026/11/19/quetta-prosecutor-shot", "/2026/11/sukhna-soldiers-killed/"


def told_of(house: House, url: str) -> dict[str, Any]:
    """The incident that the page's leading account was of."""
    [row] = house.ask(
        "SELECT * FROM incidents WHERE incident_id IN (SELECT incident_id FROM mentions WHERE rank = 1 AND url = ?)",
        url,
    )
    return row


def last_change(house: House, incident: dict[str, Any]) -> tuple[date, str]:
    [row] = house.ask(
        "SELECT valid_to, change FROM revisions WHERE incident_id = ? ORDER BY revision DESC LIMIT 1",
        incident["incident_id"],
    )
    return row["valid_to"], row["change"]


@pytest.mark.parametrize(
    ("status", "once"), [(HTTPStatus.NOT_FOUND, "http_error"), (HTTPStatus.FOUND, "redirected_home")]
)
def test_a_410_withdraws_at_once_and_what_else_tells_it_when_the_next_night_says_so_too(
    tmp_path: Path, status: HTTPStatus, once: str
) -> None:
    make_small_newsroom(tmp_path / "newsroom")
    house = House(tmp_path / "data", tmp_path / "sites")
    with Newsroom(tmp_path / "newsroom", FIRST, port=0) as newsroom:
        newsroom.write_sites(house.sites)
        quetta, sukhna = newsroom.addresses["northwind"] + QUETTA, newsroom.addresses["oasis"] + SUKHNA
        house.run_night(FIRST)
        assert told_of(house, sukhna)["source_count"] == 2

        newsroom.turn_to(SECOND)
        newsroom.take_down("northwind", QUETTA)
        newsroom.take_down("oasis", SUKHNA, status)
        house.run_night(SECOND)
        shot, ambush = told_of(house, quetta), told_of(house, sukhna)
        assert (shot["is_current"], shot["merge_reason"]) == (False, "no current mention")
        assert last_change(house, shot) == (
            SECOND,
            f"source_count 1 -> 0; merge_reason null -> no current mention; by {quetta}",
        )
        assert ambush["source_count"] == 2

        newsroom.turn_to(THIRD)
        house.run_night(THIRD)
    ambush = told_of(house, sukhna)
    assert (ambush["is_current"], ambush["source_count"]) == (True, 1)
    assert last_change(house, ambush)[0] == THIRD
    assert last_change(house, ambush)[1].endswith(f"; by {sukhna}")
    captures = house.ask("SELECT night, status, outcome FROM captures WHERE url = ? ORDER BY night", sukhna)
    assert [(row["status"], row["outcome"]) for row in captures] == [(200, "ok"), (status, once), (status, "gone")]
    versions = house.ask(
        "SELECT version, outcome, text = '' AS is_empty FROM articles WHERE url = ? ORDER BY version", sukhna
    )
    assert versions == [
        {"version": 1, "outcome": "ok", "is_empty": False},
        {"version": 2, "outcome": "removed", "is_empty": True},
    ]
    claims = house.ask(
        "SELECT c.is_current, m.url FROM claims c JOIN mentions m USING (mention_id) WHERE m.url IN (?, ?)",
        quetta,
        sukhna,
    )
    assert {claim["url"] for claim in claims} == {quetta, sukhna}
    assert not any(claim["is_current"] for claim in claims)
    for command in ("check", "verify"):
        assert house.run(command).returncode == 0

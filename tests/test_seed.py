"""The article that the project began with, against what a person reads in it; not in this repository."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest
from night_runs import CHECKOUT, House

SEED = CHECKOUT.parent / "shared" / "gold" / "seed"
pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason=f"the seed article is not at {SEED}")

EXPECTED: dict[str, Any] = json.loads((SEED / "expected.json").read_text(encoding="utf-8")) if SEED.is_dir() else {}
CLAIMS = [pytest.param(claim, id=f"{claim['quantity']}-{claim['best']}") for claim in EXPECTED.get("claims", [])]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    root = tmp_path_factory.mktemp("seed")
    done = House(root / "data", root / "sites").run("extract", str(SEED / "articles.jsonl"), "--out", str(root / "out"))
    assert done.returncode == 0, done.stderr
    return {name: pd.read_parquet(root / "out" / f"{name}.parquet") for name in ("mentions", "claims", "incidents")}


@pytest.fixture(scope="module")
def mention(tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    (row,) = tables["mentions"].query("rank == 1").to_dict(orient="records")
    return {str(name): value for name, value in row.items()}


def test_one_incident_is_told(tables: dict[str, pd.DataFrame]) -> None:
    assert len(tables["incidents"]) == EXPECTED["incidents"]


def test_mention_says_what_where_when_and_by_whom(mention: dict[str, Any]) -> None:
    expected = EXPECTED["mention"]
    exact = ("rank", "event_type", "country", "actor", "fatalities_low", "fatalities_best")
    assert {name: mention[name] for name in exact} == {name: expected[name] for name in exact}
    assert expected["event_date_low"] <= str(mention["event_date"]) <= expected["event_date_high"]
    assert mention["event_date_precision"] in expected["event_date_precision"]
    assert any(place in f"{mention['location']} {mention['admin1']}" for place in expected["location_any"])


@pytest.mark.parametrize("expected", CLAIMS)
def test_claim_is_kept_with_who_makes_it(tables: dict[str, pd.DataFrame], expected: dict[str, Any]) -> None:
    claims = tables["claims"].astype(object).where(tables["claims"].notna(), None)
    plain = {name: value for name, value in expected.items() if name not in ("part_of", "note")}
    (found,) = [row for row in claims.to_dict(orient="records") if {name: row[name] for name in plain} == plain]
    if "part_of" in expected:
        whole = claims.set_index("claim_id").loc[found["part_of"]]
        assert f"the {int(whole['best'])}" == expected["part_of"]


def test_background_makes_no_incident(tables: dict[str, pd.DataFrame]) -> None:
    """What expected.json says must never be read from the article."""
    never = EXPECTED["never"]
    assert len(never) == 3
    for incident in tables["incidents"].to_dict(orient="records"):
        day = incident["event_date"]
        assert isinstance(day, date)
        assert day.year == 2021
        assert not {1170, 1189} & {incident[f"fatalities_{bound}"] for bound in ("low", "best", "high")}


def test_every_piece_of_evidence_lies_in_the_text(tables: dict[str, pd.DataFrame]) -> None:
    text = json.loads((SEED / "articles.jsonl").read_text(encoding="utf-8").splitlines()[0])["text"]
    spans = [span for evidence in tables["mentions"]["evidence"] for span in evidence]
    assert spans
    for span in spans:
        assert 0 <= span["start"] < span["end"] <= len(text)
        assert "comment" not in text[span["start"] : span["end"]].casefold()

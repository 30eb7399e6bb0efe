from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lake_rows import TEXT, make_rows

from transforms.checks import CheckError, Failure, run_checks
from transforms.checks.rules import WRITTEN_RULES
from transforms.schema import TABLES

# Table, check, and what is wrong in one row; the row's key is made from its number in this list.
PLANTED: list[tuple[str, str, dict[str, Any]]] = [
    ("captures", "what was taken on was archived", {"warc_offset": None}),
    ("articles", "the article's capture exists", {"capture_id": "f9"}),
    ("articles", "the article that this one copies exists", {"duplicate_of": "a9"}),
    ("mentions", "the coordinates lie inside the country", {"country": "SDN"}),
    ("incidents", "the coordinates lie inside the country", {"latitude": 44.392, "longitude": 35.468}),
    ("revisions", "the coordinates lie inside the country", {"country": "XXX"}),
    ("mentions", "the mention's article exists", {"article_version": 9}),
    ("mentions", "event_date is at most a day after the report", {"event_date": date(2026, 11, 21)}),
    ("claims", "the claim is of its mention's article", {"article_version": 9}),
    ("incidents", "mention_count is the number of its current mentions", {"mention_count": 7}),
    ("mentions", "fatalities_low <= fatalities_best <= fatalities_high", {"fatalities_low": 9}),
    ("mentions", "injuries_low <= injuries_best <= injuries_high", {"injuries_low": 2, "injuries_high": 1}),
    ("mentions", "abducted_low <= abducted_best <= abducted_high", {"abducted_best": 2, "abducted_high": 1}),
    ("mentions", "sub_event_type belongs to event_type", {"event_type": "Riots"}),
    ("mentions", "latitude stands with longitude and geo_precision", {"longitude": None}),
    ("mentions", "fatalities_best >= each part of it", {"fatalities_civilians": 3}),
    ("mentions", "the mention's incident exists", {"incident_id": "i9"}),
    ("mentions", "evidence lies inside the article's text", {"evidence": [{"role": "who", "start": 0, "end": 999}]}),
    ("mentions", "evidence lies inside the article's text", {"evidence": [{"role": "who", "start": 5, "end": 5}]}),
    ("claims", "low <= best <= high", {"best": 1}),
    ("claims", "the sentence starts before it ends", {"start": 5, "end": 5}),
    ("claims", "the claim's mention exists", {"mention_id": "m9"}),
    ("claims", "the claim is of its mention's incident", {"incident_id": None}),
    ("claims", "the claim that this one is part of exists", {"part_of": "c9"}),
    ("claims", "the sentence lies inside the article's text", {"end": len(TEXT) + 1}),
    ("incidents", "fatalities_low <= fatalities_best <= fatalities_high", {"fatalities_high": 1}),
    ("incidents", "injuries_low <= injuries_best <= injuries_high", {"injuries_low": 2, "injuries_best": 1}),
    ("incidents", "abducted_low <= abducted_best <= abducted_high", {"abducted_low": 2, "abducted_best": 1}),
    ("incidents", "sub_event_type belongs to event_type", {"sub_event_type": "Attack"}),
    ("incidents", "latitude stands with longitude and geo_precision", {"geo_precision": None}),
    ("incidents", "fatalities_best >= each part of it", {"fatalities_unknown": 3}),
    ("incidents", "geometry stands with latitude", {"geometry": None}),
    ("incidents", "event_date is at most a day after last_reported_at", {"event_date": date(2026, 11, 21)}),
    ("incidents", "a current incident is superseded by none", {"superseded_by": "i1"}),
    ("incidents", "a current incident has a current mention", {}),
    ("incidents", "the incident that supersedes this one exists", {"superseded_by": "i9", "is_current": False}),
    ("revisions", "fatalities_low <= fatalities_best <= fatalities_high", {"fatalities_best": 9}),
    ("revisions", "injuries_low <= injuries_best <= injuries_high", {"injuries_best": 2, "injuries_high": 1}),
    ("revisions", "abducted_low <= abducted_best <= abducted_high", {"abducted_low": 2, "abducted_high": 1}),
    ("revisions", "sub_event_type belongs to event_type", {"sub_event_type": "Grenade"}),
    ("revisions", "latitude stands with longitude and geo_precision", {"latitude": None, "geometry": None}),
    ("revisions", "fatalities_best >= each part of it", {"fatalities_actor": 3}),
    ("revisions", "geometry stands with latitude", {"geometry": None}),
    ("revisions", "valid_from <= valid_to", {"valid_from": date(2026, 11, 20)}),
    ("revisions", "a revision is older than its incident's present one", {"incident_id": "i9"}),
    ("revisions", "a revision is older than its incident's present one", {"incident_id": "i1", "revision": 2}),
]
# Rules about counts of rows, which any row planted would break: their tests stand alone.
COUNTED = {
    ("outcomes", "the articles of a site's night are as many as its articles step took on"),
    ("outcomes", "every article of a night left the extract step by one door"),
    ("outcomes", "every mention of a night left the incidents step by one door"),
}
KEYS = {
    "captures": "capture_id",
    "articles": "article_id",
    "mentions": "mention_id",
    "claims": "claim_id",
    "incidents": "incident_id",
    "revisions": "incident_id",
}


def _write(folder: Path, frames: dict[str, pd.DataFrame]) -> dict[str, list[Path]]:
    """Files that break their schema's nullability, which `conform` would refuse."""
    files = {}
    for name, frame in frames.items():
        schema = pa.schema([field.with_nullable(True) for field in TABLES[name].schema])
        files[name] = [folder / f"{name}.parquet"]
        pq.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False), files[name][0])
    return files


def _spoil(number: int, table: str, wrong: dict[str, Any]) -> pd.DataFrame:
    row = {KEYS[table]: f"bad{number:02d}"} | {key: value for key, value in wrong.items() if key != "geometry"}
    rows = make_rows(table, row)
    return rows.assign(geometry=None) if "geometry" in wrong else rows


@pytest.fixture(scope="module")
def sound() -> dict[str, pd.DataFrame]:
    return {name: make_rows(name) for name in TABLES}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory, sound: dict[str, pd.DataFrame]) -> list[Failure]:
    """What the checks say of one sound row and every planted one, all at once."""
    spoilt = {name: [rows] for name, rows in sound.items()}
    for number, (table, _, wrong) in enumerate(PLANTED):
        spoilt[table].append(_spoil(number, table, wrong))
        if table == "revisions" and "incident_id" not in wrong:
            spoilt["incidents"].append(make_rows("incidents", {"incident_id": f"bad{number:02d}", "is_current": False}))
    frames = {name: pd.concat(rows) for name, rows in spoilt.items()}
    return run_checks(_write(tmp_path_factory.mktemp("planted"), frames))


def test_sound_rows_pass(tmp_path: Path, sound: dict[str, pd.DataFrame]) -> None:
    assert run_checks(_write(tmp_path, sound)) == []


def test_no_rows_pass() -> None:
    assert run_checks({}) == []


@pytest.mark.parametrize(
    ("number", "table", "check"), [(i, table, check) for i, (table, check, _) in enumerate(PLANTED)]
)
def test_a_planted_error_is_found(failures: list[Failure], number: int, table: str, check: str) -> None:
    (failure,) = [failure for failure in failures if (failure.table, failure.check) == (table, check)]
    same = [wrong for other, said, wrong in PLANTED if (other, said) == (table, check)]
    key = PLANTED[number][2].get(KEYS[table], f"bad{number:02d}")
    assert f"{KEYS[table]}={key}" in failure.message or failure.rows > 5
    assert failure.rows >= len(same)


def test_the_sound_row_beside_them_is_not_blamed(failures: list[Failure]) -> None:
    blamed = [
        failure.message
        for failure in failures
        for key in ("mention_id=m1 ", "claim_id=c1 ", "incident_id=i1 revision=1\n")
        if f"\n  {key}" in failure.message
    ]
    assert blamed == []


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [
        ("IRQ", 35.468, 44.392),  # Kirkuk
        ("UKR", 44.95, 34.1),  # Simferopol: held by another
        ("FJI", -16.78, 179.99),  # Rabi, where the map ends
        ("PSE", 31.5, 34.47),  # Gaza
        ("MDV", 4.175, 73.509),  # Male: an island smaller than a cell
    ],
)
def test_a_place_of_the_country_is_inside(
    tmp_path: Path, sound: dict[str, pd.DataFrame], country: str, latitude: float, longitude: float
) -> None:
    place = {"country": country, "latitude": latitude, "longitude": longitude}
    assert run_checks(_write(tmp_path, sound | {"incidents": make_rows("incidents", place)})) == []


@pytest.mark.parametrize(
    ("door", "records", "told"),
    [
        ({"step": "articles", "outcome": "ok"}, 2, "as many as its articles step took on"),
        ({"step": "extract", "site": "*"}, 0, "every article of a night left the extract step by one door"),
        ({"step": "incidents", "site": "*"}, 4, "every mention of a night left the incidents step by one door"),
    ],
)
def test_rows_that_left_by_no_door_are_missed(
    tmp_path: Path, sound: dict[str, pd.DataFrame], door: dict[str, Any], records: int, told: str
) -> None:
    outcomes = make_rows("outcomes", {}, door | {"records": records}).drop_duplicates(
        ["night", "step", "site", "outcome"], keep="last"
    )
    (failure,) = run_checks(_write(tmp_path, sound | {"outcomes": outcomes}))
    assert told in failure.check
    assert f"records={records}" in failure.message


def test_rows_that_left_by_several_doors_add_up(tmp_path: Path, sound: dict[str, pd.DataFrame]) -> None:
    doors = ({"step": step, "site": "*", "outcome": "no_trigger", "records": 0} for step in ("extract", "incidents"))
    taken = ({"step": step, "site": "*"} for step in ("extract", "incidents"))
    assert run_checks(_write(tmp_path, sound | {"outcomes": make_rows("outcomes", {}, *taken, *doors)})) == []


def test_every_written_rule_has_a_planted_error() -> None:
    planted = {(table, check) for table, check, _ in PLANTED}
    assert planted | COUNTED == {(rule.table, rule.check) for rule in WRITTEN_RULES}


@pytest.mark.parametrize("name", TABLES)
def test_every_limit_of_the_schema_is_checked(tmp_path: Path, name: str) -> None:
    table, expected = TABLES[name], set()
    rows: list[dict[str, Any]] = []
    for field in table.schema:
        metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
        if not field.nullable:
            rows.append({field.name: None})
            expected.add(f"{field.name} is not null")
        if "vocabulary" in metadata:
            rows.append({field.name: "no such word"})
            expected.add(f"{field.name} is in its vocabulary")
        if "minimum" in metadata:
            rows.append({field.name: int(metadata["minimum"]) - 1})
            expected.add(f"{field.name} >= {metadata['minimum']}")
        if "maximum" in metadata:
            rows.append({field.name: int(metadata["maximum"]) + 1})
            expected.add(f"{field.name} <= {metadata['maximum']}")
    expected.add(f"key ({', '.join(table.key)}) occurs once")
    found = run_checks(_write(tmp_path, {name: make_rows(name, *rows)}))
    assert expected
    assert expected <= {failure.check for failure in found}


def test_the_message_shows_five_rows_and_counts_the_rest(tmp_path: Path) -> None:
    rows = make_rows(
        "incidents",
        *({"incident_id": f"i{i}", "country": None, "latitude": 91.5, "is_current": False} for i in range(7)),
    )
    (failure,) = run_checks(_write(tmp_path, {"incidents": rows}))
    assert failure.rows == 7
    error = CheckError([failure])
    assert str(error).splitlines() == [
        "incidents: latitude <= 90: 7 rows",
        *(f"  incident_id=i{i} latitude=91.5" for i in range(5)),
        "  and 2 more",
    ]
    assert error.failures == (failure,)


def test_a_threat_may_name_a_day_to_come(tmp_path: Path, sound: dict[str, pd.DataFrame]) -> None:
    threat = make_rows("incidents", {"status": "threatened", "event_date": date(2026, 12, 24)})
    assert run_checks(_write(tmp_path, sound | {"incidents": threat})) == []


def test_a_mention_that_is_not_linked_yet_passes(tmp_path: Path, sound: dict[str, pd.DataFrame]) -> None:
    unlinked = make_rows("mentions", {}, {"mention_id": "m2", "incident_id": None})
    assert run_checks(_write(tmp_path, sound | {"mentions": unlinked})) == []


def test_an_incident_whose_only_mention_is_of_an_old_version_fails(
    tmp_path: Path, sound: dict[str, pd.DataFrame]
) -> None:
    old = make_rows("mentions", {"is_current": False})
    failures = run_checks(_write(tmp_path, sound | {"mentions": old}))
    assert "a current incident has a current mention" in {failure.check for failure in failures}

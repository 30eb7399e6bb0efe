from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lake_rows import NIGHT, make_rows, make_state

from transforms.lake import Lake, split_months
from transforms.schema import ACTOR_TYPES, TABLES, WEAPON_TYPES
from transforms.triggers.codebooks import load_codebooks
from transforms.views import VIEWS, open_dataset
from transforms.views.page import render_codebooks

CLASH = {
    "actor": "Islamic State",
    "actor_type": "armed group",
    "target": "Military Forces of Iraq",
    "target_type": "state forces",
    "ucdp_type_of_violence": 1,
    "fatalities_actor": 1,
    "location": "Kirkuk",
    "admin1": "Kirkuk",
}
# One incident each, by id.
INCIDENTS: dict[str, dict[str, Any]] = {
    "clash": CLASH,
    "merged": CLASH | {"is_current": False, "superseded_by": "clash", "merge_reason": "the same"},
    "foiled": CLASH | {"status": "foiled"},
    "attempted": CLASH | {"status": "attempted", "fatalities_low": 0, "fatalities_best": 0, "fatalities_high": 0},
    "arrests": {
        "event_type": "Strategic developments",
        "sub_event_type": "Arrests",
        "actor": "Police Forces of Iraq",
        "actor_type": "police",
        **dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high", "fatalities_target")),
    },
    "shelled": {
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor_type": "external forces",
        "target": "Civilians",
        "target_type": "civilian",
        "ucdp_type_of_violence": 3,
        "fatalities_target": None,
        "fatalities_civilians": 2,
        "weapon_type": "Explosives",
    },
    "vague": {
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "event_date": date(2026, 10, 1),
        "event_date_precision": 4,
        "event_date_raw": "in October",
        "geo_precision": 4,
        "location": "Iraq",
        "fatalities_low": None,
        "fatalities_best": 3,
    },
    "nowhere": {
        "event_type": "Riots",
        "sub_event_type": "Mob violence",
        "actor_type": "rioters",
        **dict.fromkeys(("country", "latitude", "longitude", "geo_precision")),
    },
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    rows = make_rows("incidents", *({"incident_id": name} | values for name, values in INCIDENTS.items()))
    mentions = make_rows("mentions", {"incident_id": "clash"}, {"incident_id": "clash", "mention_id": "m2"})
    state = make_state() | {
        "incidents": split_months(rows, TABLES["incidents"]),
        "mentions": split_months(mentions, TABLES["mentions"]),
    }
    lake = Lake(tmp_path_factory.mktemp("root") / "lake")
    release = lake.publish(state, night=NIGHT, base=None, check=lambda _: [])
    with open_dataset(release) as connection:
        yield connection


def read(dataset: duckdb.DuckDBPyConnection, view: str) -> dict[str, dict[str, Any]]:
    """The view's rows by id, which is its first column."""
    rows: list[dict[str, Any]] = dataset.sql(f"FROM {view}").to_arrow_table().to_pylist()
    return {next(iter(row.values())): row for row in rows}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_every_column_of_the_codebook_is_there_once_and_told_of(view: Any, dataset: duckdb.DuckDBPyConnection) -> None:
    given = [column.name for column in view.given]
    absent = [name for group in view.absent for name in group.names]
    assert sorted(given + absent) == sorted(view.header)
    assert dataset.sql(f"FROM {view.name}").columns == list(view.header)
    comments = dict(
        dataset.execute("SELECT column_name, comment FROM dictionary WHERE table_name = ?", [view.name]).fetchall()
    )
    assert comments.keys() == set(view.header)
    assert all(comments[name].startswith("null: ") for name in absent)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_a_column_that_is_not_given_is_null_throughout(view: Any, dataset: duckdb.DuckDBPyConnection) -> None:
    absent = {name for group in view.absent for name in group.names}
    assert {name for row in read(dataset, view.name).values() for name in absent if row[name] is not None} == set()


def test_headers_are_as_long_as_their_codebooks() -> None:
    assert {name: len(view.header) for name, view in VIEWS.items()} == {"acled": 31, "ucdp": 49, "gtd": 135}


def test_each_view_takes_the_incidents_of_its_scope(dataset: duckdb.DuckDBPyConnection) -> None:
    assert set(read(dataset, "acled")) == {"clash", "arrests", "shelled", "vague", "nowhere"}
    assert set(read(dataset, "ucdp")) == {"clash", "shelled"}
    assert set(read(dataset, "gtd")) == {"clash", "attempted", "vague", "nowhere"}


def test_an_armed_clash_in_the_words_of_acled(dataset: duckdb.DuckDBPyConnection) -> None:
    row = read(dataset, "acled")["clash"]
    assert (row["inter1"], row["inter2"]) == ("Rebel group", "State forces")
    assert row["interaction"] == "State forces-Rebel group"
    assert (row["disorder_type"], row["civilian_targeting"]) == ("Political violence", None)
    assert (row["iso"], row["region"], row["country"]) == (368, "Middle East", "Iraq")
    assert (row["time_precision"], row["geo_precision"], row["fatalities"]) == (1, 1, 2)
    assert row["source"] == "The Daily Plain"


def test_acled_pairs_one_side_alone_and_foreign_forces_on_civilians(dataset: duckdb.DuckDBPyConnection) -> None:
    rows = read(dataset, "acled")
    assert rows["arrests"]["interaction"] == "State forces only"
    assert rows["arrests"]["disorder_type"] == "Strategic developments"
    assert rows["shelled"]["interaction"] == "External/Other forces-Civilians"
    assert rows["shelled"]["civilian_targeting"] == "Civilian targeting"


def test_what_acled_cannot_code_is_null(dataset: duckdb.DuckDBPyConnection) -> None:
    rows = read(dataset, "acled")
    assert (rows["vague"]["geo_precision"], rows["vague"]["time_precision"]) == (None, 3)
    assert (rows["vague"]["interaction"], rows["vague"]["fatalities"]) == (None, 3)
    assert (rows["arrests"]["fatalities"], rows["nowhere"]["iso"], rows["nowhere"]["latitude"]) == (None, None, None)


def test_ucdp_puts_the_government_first_with_its_dead(dataset: duckdb.DuckDBPyConnection) -> None:
    row = read(dataset, "ucdp")["clash"]
    assert (row["side_a"], row["side_b"]) == ("Military Forces of Iraq", "Islamic State")
    assert (row["deaths_a"], row["deaths_b"]) == (2, 1)
    assert (row["low"], row["best"], row["high"]) == (2, 2, 3)
    assert (row["country_id"], row["region"], row["date_end"]) == (645, "Middle East", date(2026, 11, 18))
    assert row["source_headline"] == "Two soldiers killed in Kirkuk;Two soldiers killed in Kirkuk"
    assert (row["source_date"], row["number_of_sources"]) == ("2026-11-19;2026-11-19", 1)


def test_ucdp_counts_cells_of_prio_grid_from_the_south_west(dataset: duckdb.DuckDBPyConnection) -> None:
    # Kirkuk, 35.468 N 44.392 E: row 251 (from 35 to 35.5), column 449 (from 44 to 44.5).
    assert read(dataset, "ucdp")["clash"]["priogrid_gid"] == 250 * 720 + 449


def test_ucdp_has_no_dead_of_a_side_b_in_one_sided_violence(dataset: duckdb.DuckDBPyConnection) -> None:
    row = read(dataset, "ucdp")["shelled"]
    assert (row["side_b"], row["deaths_b"], row["deaths_civilians"]) == ("Civilians", 0, 2)


def test_gtd_tells_an_attempt_from_a_success_and_the_unknown_by_its_codes(dataset: duckdb.DuckDBPyConnection) -> None:
    rows = read(dataset, "gtd")
    assert [rows[name]["success"] for name in ("clash", "attempted")] == [1, 0]
    assert (rows["clash"]["attacktype1_txt"], rows["clash"]["targtype1_txt"]) == ("Armed Assault", "Military")
    assert (rows["vague"]["gname"], rows["vague"]["targtype1"], rows["vague"]["weaptype1"]) == ("Unknown", 20, 13)
    assert rows["clash"]["scite1"] == "Two soldiers killed in Kirkuk, The Daily Plain, 19 November 2026"
    assert rows["clash"]["scite3"] is None


def test_gtd_knows_no_day_and_no_point_of_a_month_in_a_country(dataset: duckdb.DuckDBPyConnection) -> None:
    row = read(dataset, "gtd")["vague"]
    assert (row["iyear"], row["imonth"], row["iday"], row["approxdate"]) == (2026, 10, 0, "in October")
    assert (row["latitude"], row["city"], row["specificity"]) == (None, None, 5)


def test_every_word_of_our_vocabularies_has_a_code(dataset: duckdb.DuckDBPyConnection) -> None:
    from transforms.views.acled import _INTER_OF
    from transforms.views.gtd import _ATTACKS, _TARGET_OF, _WEAPONS

    assert set(ACTOR_TYPES) - {"unknown"} == set(_INTER_OF) == set(_TARGET_OF)
    assert set(_ATTACKS) == {sub for sub, codes in load_codebooks().items() if codes.gtd}
    assert _WEAPONS["Biological"] == 1 and _WEAPONS["Unknown"] == 13 and len(_WEAPONS) == len(WEAPON_TYPES)


def test_every_country_that_we_can_name_has_its_codes(dataset: duckdb.DuckDBPyConnection) -> None:
    without = dataset.execute(
        "SELECT code FROM country_codes WHERE iso_numeric IS NULL OR acled_region = '' ORDER BY code"
    ).fetchall()
    assert without == [("XKX",)]


def test_the_dictionary_of_the_session_explains_every_column(dataset: duckdb.DuckDBPyConnection) -> None:
    told = set(dataset.execute("SELECT table_name, column_name FROM dictionary").fetchall())
    assert {(table.name, column) for table in TABLES.values() for column in table.columns} <= told


def test_a_release_of_an_older_schema_has_its_new_columns_null(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = TABLES["incidents"]
    older = type(now)(now.name, now.row, now.columns[:-1], now.required, now.key, now.sort, now.partition)
    monkeypatch.setitem(TABLES, "incidents", older)
    release = Lake(tmp_path / "lake").publish(make_state(), night=NIGHT, base=None)
    monkeypatch.setitem(TABLES, "incidents", now)
    with open_dataset(release) as connection:
        assert connection.execute("SELECT event_id_cnty, timestamp FROM acled").fetchall() == [("i1", None)]


def test_the_page_of_codebooks_names_every_column() -> None:
    page = render_codebooks()
    assert all(f"`{name}`" in page for view in VIEWS.values() for name in view.header)

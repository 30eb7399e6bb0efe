from __future__ import annotations

import json
from pathlib import Path

import pytest
from lake_rows import NIGHT

from transforms.outcomes import (
    AccountingError,
    Outcome,
    Reject,
    check_accounting,
    load_outcomes,
    save_outcomes,
    save_rejects,
)
from transforms.schema import TABLES
from transforms.tables import TableError

OK = Outcome("articles", "plain", "ok", is_refusal=False, records=3)
NO_TITLE = Outcome("articles", "plain", "no title", is_refusal=True, records=1, example="https://plain.example/2")


def test_a_rerun_replaces_the_outcomes_of_its_step_and_site_only(tmp_path: Path) -> None:
    save_outcomes(tmp_path, NIGHT, "articles", "plain", [OK, NO_TITLE])
    save_outcomes(tmp_path, NIGHT, "extract", None, [Outcome("extract", None, "ok", is_refusal=False, records=3)])
    save_outcomes(tmp_path, NIGHT, "articles", "plain", [OK])
    found = load_outcomes(tmp_path, NIGHT)
    assert found.columns.tolist() == list(TABLES["outcomes"].columns)
    assert list(zip(found["step"], found["site"], strict=True)) == [("articles", "plain"), ("extract", "*")]


def test_a_rerun_writes_the_same_bytes(tmp_path: Path) -> None:
    first = save_outcomes(tmp_path, NIGHT, "articles", "plain", [OK, NO_TITLE]).read_bytes()
    assert save_outcomes(tmp_path, NIGHT, "articles", "plain", [NO_TITLE, OK]).read_bytes() == first


def test_a_step_without_records_leaves_no_outcome(tmp_path: Path) -> None:
    save_outcomes(tmp_path, NIGHT, "articles", "plain", [OK])
    save_outcomes(tmp_path, NIGHT, "articles", "plain", [])
    assert len(load_outcomes(tmp_path, NIGHT)) == 0


def test_a_night_without_a_run_has_no_outcomes(tmp_path: Path) -> None:
    assert len(load_outcomes(tmp_path, NIGHT)) == 0


def test_outcomes_of_another_site_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="step=articles site=other include"):
        save_outcomes(tmp_path, NIGHT, "articles", "other", [OK])


def test_one_door_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="2 rows share a key"):
        save_outcomes(tmp_path, NIGHT, "articles", "plain", [OK, OK])


def test_rejects_are_a_line_each_and_replaced_whole(tmp_path: Path) -> None:
    refused = Reject("https://plain.example/2", "no title", "neither <h1> nor og:title – «صفحة»")
    save_rejects(tmp_path, NIGHT, "articles", "plain", [refused, refused])
    path = save_rejects(tmp_path, NIGHT, "articles", "plain", [refused])
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == [
        {"record": refused.record, "reason": refused.reason, "detail": refused.detail}
    ]


def test_accounting_holds_when_every_record_left_by_a_door() -> None:
    check_accounting(4, [OK, NO_TITLE])
    check_accounting(0, [])


@pytest.mark.parametrize("rows_in", [3, 5])
def test_a_record_lost_or_counted_twice_is_an_error_that_shows_the_doors(rows_in: int) -> None:
    with pytest.raises(AccountingError, match=f"{rows_in} records in, 4 accounted for: ok=3, no title=1"):
        check_accounting(rows_in, [OK, NO_TITLE])

"""`nightdesk query` and `nightdesk export` as a person types them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from lake_rows import NIGHT, make_rows, make_state
from typer.testing import CliRunner, Result

from nightdesk import Exit, app
from nightdesk.settings import settings
from transforms.lake import Lake, LakeError

DAY_BEFORE = "2026-11-18"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root whose first release tells of two dead, the latest of five."""
    root = tmp_path_factory.mktemp("root")
    lake = Lake(root / "lake")
    first = lake.publish(make_state(), night=NIGHT, base=None)
    told = make_rows("incidents", {"fatalities_best": 5, "fatalities_high": 5, "valid_from": NIGHT})
    lake.publish({"incidents": {"2026-11": told}}, night=NIGHT, base=first)
    return root


@pytest.fixture(autouse=True)
def data(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NIGHTDESK_DATA", str(root))
    settings.cache_clear()
    yield
    settings.cache_clear()


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, words, input=typed)


def test_sql_is_answered_over_the_latest_release() -> None:
    assert run("query", "--csv", "SELECT fatalities_best FROM incidents").stdout.split() == ['"fatalities_best"', "5"]


def test_sql_may_come_from_a_pipe() -> None:
    assert "5" in run("query", "--csv", typed="SELECT fatalities FROM acled;\n SELECT 2 + 3").stdout


def test_an_earlier_night_and_a_kept_release_are_answered_as_they_were() -> None:
    sql = "SELECT fatalities_best FROM incidents"
    assert run("query", "--csv", sql, "--as-of", DAY_BEFORE).stdout.split()[1:] == ["2"]
    assert run("query", "--csv", sql, "--release", f"{NIGHT}-001").stdout.split()[1:] == ["2"]


def test_a_release_that_is_not_kept_is_named_with_those_that_are() -> None:
    result = run("query", "SELECT 1", "--release", "2020-01-01-001")
    assert isinstance(result.exception, LakeError)
    assert f"no release 2020-01-01-001; there are: {NIGHT}-001, {NIGHT}-002" in str(result.exception)


def test_wrong_sql_ends_with_its_reason() -> None:
    result = run("query", "SELECT nation FROM incidents")
    assert result.exit_code == Exit.USAGE
    assert "nation" in result.stderr


def test_a_file_of_views_opens_in_duckdb_alone_and_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "nightdesk.duckdb"
    assert run("query", "--save", str(path)).exit_code == 0
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("SELECT fatalities_best FROM incidents").fetchall() == [(5,)]
    assert run("query", "--save", str(path)).exit_code == Exit.USAGE


def test_an_export_says_how_much_it_wrote(tmp_path: Path) -> None:
    result = run("export", "--as", "gtd", "--out", str(tmp_path / "gtd.csv"), "--where", "country = 'IRQ'")
    assert result.stdout == f"export: 1 incidents as gtd in {tmp_path / 'gtd.csv'}\n"
    assert (tmp_path / "gtd.csv").read_text(encoding="utf-8").startswith("eventid,iyear")

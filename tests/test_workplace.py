"""Where a step works when the data lies in a bucket: it sees what the bucket has, and leaves there what it made."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import obstore
import pytest
import typer
from obstore.store import S3Store
from s3_server import make_bucket

from nightdesk.settings import settings
from nightdesk.terminal import Exit
from nightdesk.workplace import shared_files, workplace
from spiders.archive import Erasure, night_folder, read_captures, read_erasures
from spiders.archive_writer import ArchiveWriter
from transforms.folders import Folders
from transforms.object_store import StoreError

NIGHT = date(2026, 11, 19)
SITE = "oasis"
FETCHED_AT = datetime(2026, 11, 20, 0, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def url(s3_environment: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The data root in a bucket; this process is the machine `one` until `turn_to` says otherwise."""
    url = f"s3://{make_bucket()}/desk"
    monkeypatch.setenv("NIGHTDESK_DATA", url)
    turn_to(tmp_path / "one", monkeypatch)
    yield url
    settings.cache_clear()


def turn_to(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTDESK_SCRATCH", str(machine))
    settings.cache_clear()


def archive(folders: Folders, *pages: str) -> None:
    """As a crawl does."""
    with ArchiveWriter(folders.raw, SITE, NIGHT) as writer:
        for page in pages:
            writer.append_failure(
                f"https://oasis.example/{page}", "article", "timeout", datetime(2026, 11, 19, tzinfo=UTC)
            )


def archived() -> list[str]:
    with workplace("articles", NIGHT, SITE) as folders:
        return [capture.url.rpartition("/")[2] for capture in read_captures(folders.raw, SITE, NIGHT)]


def extracted(folders: Folders, text: str) -> None:
    for table in ("mentions", "claims"):
        path = folders.night_table("extract", table, NIGHT)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{table} {text}")


def test_what_a_step_made_is_there_for_the_next_on_any_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "a", "b")
    turn_to(tmp_path / "other", monkeypatch)
    assert archived() == ["a", "b"]
    with workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "c")
    turn_to(tmp_path / "one", monkeypatch)
    assert archived() == ["a", "b", "c"]


def test_step_that_raises_has_made_nothing() -> None:
    with pytest.raises(RuntimeError, match="broken"), workplace("extract", NIGHT) as folders:
        extracted(folders, "half")
        raise RuntimeError("broken")
    assert shared_files().find(["runs/**"]) == {}
    with workplace("extract", NIGHT) as folders:
        assert list(folders.runs.rglob("*.parquet")) == []


def test_verdict_on_a_site_is_a_result() -> None:
    with pytest.raises(typer.Exit), workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "a")
        raise typer.Exit(Exit.SITE_EMPTY)
    assert archived() == ["a"]


def test_crawl_killed_here_goes_on_from_what_it_archived() -> None:
    with pytest.raises(KeyboardInterrupt), workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "a")
        raise KeyboardInterrupt
    with workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "b")
    assert archived() == ["a", "b"]


def test_crawl_that_still_ends_is_waited_for_and_loses_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "a")
        lock = night_folder(folders.raw, SITE, NIGHT) / ".lock"
        raise KeyboardInterrupt
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for _ in range(2):
            with pytest.raises(typer.Exit) as ended, workplace("crawl", NIGHT, SITE):
                pytest.fail("begun while the other still ends")
            assert ended.value.exit_code == Exit.LOCKED
    with workplace("crawl", NIGHT, SITE) as folders:
        assert len(read_captures(folders.raw, SITE, NIGHT)) == 1


def test_crawl_killed_while_it_fetched_keeps_what_the_one_before_archived(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt), workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "a")
        raise KeyboardInterrupt
    with monkeypatch.context() as patch:
        patch.setattr("transforms.shared_files.SharedFiles.find", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError), workplace("crawl", NIGHT, SITE):
            pytest.fail("begun without its files")
    with workplace("crawl", NIGHT, SITE) as folders:
        assert len(read_captures(folders.raw, SITE, NIGHT)) == 1


def test_crawl_killed_here_gives_way_to_what_another_machine_archived(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt), workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "a")
        raise KeyboardInterrupt
    turn_to(tmp_path / "other", monkeypatch)
    with workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "b")
    turn_to(tmp_path / "one", monkeypatch)
    with workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "c")
    assert archived() == ["b", "c"]


def test_of_two_machines_at_one_crawl_the_slower_is_told_to_run_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    overtaken = pytest.raises(StoreError, match=r"captures.jsonl: another machine .*run this step again")
    with overtaken, workplace("crawl", NIGHT, SITE) as folders:
        archive(folders, "a")
        turn_to(tmp_path / "other", monkeypatch)
        with workplace("crawl", NIGHT, SITE) as others:
            archive(others, "b")
        turn_to(tmp_path / "one", monkeypatch)
    assert archived() == ["b"]


def test_tables_of_two_runs_are_never_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    with workplace("extract", NIGHT) as folders:
        extracted(folders, "first")
    put = type(shared_files()).put
    monkeypatch.setattr(
        "transforms.shared_files.SharedFiles.put",
        lambda shared, root, path, how, known: (
            put(shared, root, path, how, known) if "claims" in path else pytest.fail("killed")
        ),
    )
    with pytest.raises(pytest.fail.Exception), workplace("extract", NIGHT) as folders:
        extracted(folders, "second")
    left = shared_files().find(["runs/extract/**"])
    assert list(left) == [f"runs/extract/night={NIGHT}/claims.parquet"]


@pytest.mark.parametrize("step", ["crawl", "articles"])
def test_step_knows_what_was_erased_before_the_data_moved_here(url: str, step: str) -> None:
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    erased = Erasure("a" * 64, ("art-1",), FETCHED_AT)
    store = S3Store(bucket, prefix=prefix, client_options={"allow_http": True})
    obstore.put(store, f"raw/site={SITE}/erased.jsonl", json.dumps(erased.to_json()).encode())
    with workplace(step, NIGHT, SITE) as folders:
        assert read_erasures(folders.raw, SITE) == [erased]


def test_step_that_is_under_way_on_this_machine_is_left_alone(tmp_path: Path) -> None:
    with workplace("extract", NIGHT):
        with pytest.raises(typer.Exit) as ended, workplace("extract", NIGHT):
            pytest.fail("begun twice")
        assert ended.value.exit_code == Exit.LOCKED

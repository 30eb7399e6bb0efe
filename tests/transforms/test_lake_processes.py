"""Kills and readers while a publish is under way."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from collections.abc import Set
from multiprocessing.context import ForkServerContext
from pathlib import Path

import publishing
import pytest

from transforms.lake import Lake
from transforms.schema import TABLES
from transforms.tables import read_table


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    # A fork server: importing pandas and DuckDB anew for each kill would take minutes.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["transforms.lake"])
    return context


def _read_batches(release: Path) -> set[int]:
    incidents = read_table(release / "incidents" / "event_month=2026-11", TABLES["incidents"])
    mentions = read_table(release / "mentions", TABLES["mentions"])
    return {*incidents["revision"], *mentions["rank"]}


def _die(processes: ForkServerContext, lake: Lake, step: int, events: Set[str] = publishing.CHANGES_OF_NAMES) -> bool:
    child = processes.Process(target=publishing.publish_and_die, args=(lake.root, 2, step, events))
    child.start()
    child.join()
    assert child.exitcode in {0, -signal.SIGKILL}
    return child.exitcode != 0


def _copy(lake: Lake, to: Path) -> Lake:
    shutil.copytree(lake.root.parent, to, symlinks=True)
    return Lake(to / "lake")


def _assert_one_whole_state(lake: Lake) -> None:
    release = lake.latest()
    assert release is not None
    assert release.find_damaged() == []
    assert _read_batches(release.path) in ({1}, {2})


def _assert_rerun_completes(lake: Lake) -> None:
    release = publishing.publish_batch(lake, 2)
    assert release == lake.latest()
    assert release.find_damaged() == []
    assert _read_batches(release.path) == {2}
    assert sorted(path.name for path in (lake.root / "releases").iterdir()) == ["2026-11-19-001", "2026-11-19-002"]
    assert not (lake.root.parent / "runs" / "staging" / "lake").exists()


def test_a_kill_at_any_step_leaves_a_whole_release_and_the_rerun_completes(
    tmp_path: Path, processes: ForkServerContext
) -> None:
    start = Lake(tmp_path / "0" / "lake")
    publishing.publish_batch(start, 1)
    step, killed = 0, True
    while killed:
        step += 1
        lake = _copy(start, tmp_path / str(step))
        killed = _die(processes, lake, step)
        _assert_one_whole_state(lake)
        _assert_rerun_completes(lake)
    assert step > 20


def test_a_kill_while_clearing_up_after_a_kill_is_survived(tmp_path: Path, processes: ForkServerContext) -> None:
    killed = Lake(tmp_path / "0" / "lake")
    publishing.publish_batch(killed, 1)
    assert _die(processes, killed, 2, {"os.symlink"})
    # In place, and the pointer about to be flipped.
    assert len(list((killed.root / "releases").iterdir())) == 2
    for step in (1, 3, 5, 7, 9, 11):
        lake = _copy(killed, tmp_path / str(step))
        assert _die(processes, lake, step)
        _assert_one_whole_state(lake)
        _assert_rerun_completes(lake)


def test_a_reader_that_pins_the_release_never_sees_two_states(tmp_path: Path, processes: ForkServerContext) -> None:
    lake = Lake(tmp_path / "lake")
    publishing.publish_batch(lake, 1)
    writer = processes.Process(target=publishing.publish_often, args=(lake.root, 2, 15))
    writer.start()
    seen: list[set[int]] = []
    while writer.is_alive():
        seen.append(_read_batches((lake.root / "latest").resolve()))
    writer.join()
    assert writer.exitcode == 0
    assert {len(batches) for batches in seen} == {1}
    assert len(set().union(*seen)) > 2

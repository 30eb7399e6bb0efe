"""Going back, and how long releases are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lake_rows import NIGHT, make_rows, make_state

from transforms.lake import Lake, LakeError, Months, Release, Retention
from transforms.lake.pointer import Pointer
from transforms.lake.retention import choose_expired

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def publish(lake: Lake, months: Mapping[str, Months], base: Release | None) -> Release:
    """Publishes without checks, which other tests are for."""
    return lake.publish(months, night=NIGHT, base=base, check=lambda _: [])


def changed(records: int) -> dict[str, Months]:
    return {"outcomes": {"2026-11": make_rows("outcomes", {"records": records})}}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def first(lake: Lake) -> Release:
    return publish(lake, make_state(), None)


@pytest.fixture
def second(lake: Lake, first: Release) -> Release:
    return publish(lake, changed(2), first)


def test_a_rollback_goes_to_the_release_that_the_latest_was_made_from(
    lake: Lake, first: Release, second: Release
) -> None:
    assert lake.rollback() == first
    assert lake.latest() == first
    assert second.find_damaged() == []


def test_a_rollback_may_go_forward_again(lake: Lake, first: Release, second: Release) -> None:
    lake.rollback()
    assert lake.rollback(second.id) == second == lake.latest()


def test_the_next_publish_builds_on_the_release_gone_back_to_and_takes_a_new_id(
    lake: Lake, first: Release, second: Release
) -> None:
    lake.rollback()
    third = publish(lake, changed(3), lake.latest())
    assert (third.id, third.manifest.previous) == ("2026-11-19-003", first.id)
    assert lake.latest() == third
    assert lake.rollback() == first


@pytest.mark.parametrize("to", ["2026-11-18-001", "..", "2026-11-19-002/../x"])
def test_a_rollback_to_what_is_no_release_names_those_that_are(lake: Lake, second: Release, to: str) -> None:
    with pytest.raises(LakeError, match=f"no release {to} to go back to; there are: 2026-11-19-001, 2026-11-19-002"):
        lake.rollback(to)
    assert lake.latest() == second


def test_the_first_release_has_none_to_go_back_to(lake: Lake, first: Release) -> None:
    with pytest.raises(LakeError, match="no release None to go back to"):
        lake.rollback()


def test_an_empty_lake_cannot_be_rolled_back(lake: Lake) -> None:
    with pytest.raises(LakeError, match="nothing is published yet"):
        lake.rollback()


def test_nobody_is_sent_to_a_damaged_release(lake: Lake, first: Release, second: Release) -> None:
    first.files("outcomes")[0].unlink()
    with pytest.raises(LakeError, match=r"outcomes-2026-11.parquet: not the bytes that were published; .*-002 stays"):
        lake.rollback()
    assert lake.latest() == second


def test_old_releases_are_removed_whole_and_the_rest_stays_readable(tmp_path: Path) -> None:
    clock = [datetime.now(UTC)]
    lake = Lake(tmp_path / "lake", clock=lambda: clock[0])
    release = publish(lake, make_state(), None)
    for records in (2, 3, 4):
        release = publish(lake, changed(records), release)
    assert lake.prune(Retention(releases=2)) == []
    clock[0] += timedelta(hours=25)
    assert lake.prune(Retention(releases=2)) == ["2026-11-19-001", "2026-11-19-002"]
    assert sorted(path.name for path in (lake.root / "releases").iterdir()) == ["2026-11-19-003", "2026-11-19-004"]
    assert lake.latest() == release
    assert release.find_damaged() == []
    assert lake.prune(Retention(releases=2)) == []


def test_a_release_gone_back_to_is_kept_however_old_it_is(tmp_path: Path) -> None:
    clock = [datetime.now(UTC)]
    lake = Lake(tmp_path / "lake", clock=lambda: clock[0])
    first = publish(lake, make_state(), None)
    publish(lake, changed(2), first)
    clock[0] += timedelta(days=100)
    lake.rollback()
    clock[0] += timedelta(days=100)
    assert lake.prune(Retention(releases=1)) == ["2026-11-19-002"]
    assert lake.latest() == first


def test_a_lake_without_releases_has_none_to_remove(lake: Lake) -> None:
    assert lake.prune(Retention()) == []


def _expired(left_hours_ago: dict[str, float], retention: Retention) -> list[str]:
    """What goes of releases `a`, `b`, … that were left so long ago; `z` is pointed at."""
    left = {name: NOON - timedelta(hours=hours) for name, hours in left_hours_ago.items()}
    made = dict.fromkeys([*left, "z"], NOON - timedelta(days=400))
    return choose_expired(made, Pointer("z", left), retention, NOON)


def test_more_than_so_many_releases_are_not_kept() -> None:
    assert _expired({"a": 100, "b": 90, "c": 80}, Retention(releases=3)) == ["a"]


def test_no_release_is_kept_longer_than_so_many_days() -> None:
    assert _expired({"a": 49, "b": 47}, Retention(releases=9, days=2)) == ["a"]


def test_a_release_that_a_reader_may_just_have_resolved_is_kept() -> None:
    assert _expired({"a": 25, "b": 23}, Retention(releases=1)) == ["a"]


def test_a_release_that_readers_were_never_sent_to_counts_from_when_it_was_made() -> None:
    made = {"a": NOON - timedelta(hours=30), "b": NOON - timedelta(hours=1), "z": NOON}
    assert choose_expired(made, Pointer("z"), Retention(releases=1), NOON) == ["a"]


@pytest.mark.parametrize("wrong", [{"releases": 0}, {"days": 0}])
def test_at_least_one_release_and_one_day_are_kept(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="expected at least one of each"):
        Retention(**wrong)  # type: ignore[arg-type]


def test_what_was_made_before_an_erasure_goes_after_a_day_however_new() -> None:
    made = {"a": NOON, "b": NOON + timedelta(hours=2), "c": NOON + timedelta(hours=4)}
    pointer = Pointer("c", {"a": made["b"], "b": made["c"]})
    retention = Retention(erased_at=NOON + timedelta(hours=3))
    assert choose_expired(made, pointer, retention, NOON + timedelta(hours=27)) == ["a"]
    assert choose_expired(made, pointer, retention, NOON + timedelta(hours=29)) == ["a", "b"]

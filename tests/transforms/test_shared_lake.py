"""A lake in a bucket: the same promises as in a folder, and one publisher among several."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import obstore
import polars as pl
import pytest
from lake_rows import NIGHT, make_rows, make_state
from obstore.store import S3Store
from s3_server import make_bucket

from transforms.checks import Failure
from transforms.folders import Folders
from transforms.lake import Lake, LakeError, Months, Release, Retention, open_lake
from transforms.lake.bucket import Bucket


@pytest.fixture
def url(s3_environment: None) -> str:
    return f"s3://{make_bucket()}/conflict/lake"


def lake_on(machine: Path, url: str) -> Lake:
    """The shared lake as one machine sees it."""
    return Lake(machine / "lake", shared=Bucket(url))


def keys_of(url: str) -> dict[str, str | None]:
    """Every key under the lake, and its ETag."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    store = S3Store(bucket, prefix=prefix, client_options={"allow_http": True})
    return {meta["path"]: meta["e_tag"] for meta in obstore.list(store).collect()}


def put(url: str, key: str, body: bytes) -> None:
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    obstore.put(S3Store(bucket, prefix=prefix, client_options={"allow_http": True}), key, body)


def publish(lake: Lake, months: Mapping[str, Months], base: Release | None) -> Release:
    """Publishes without checks, which other tests are for."""
    return lake.publish(months, night=NIGHT, base=base, check=lambda _: [])


def changed(records: int) -> dict[str, Months]:
    return {"outcomes": {"2026-11": make_rows("outcomes", {"records": records})}}


def test_what_one_machine_publishes_another_reads(tmp_path: Path, url: str) -> None:
    assert lake_on(tmp_path / "b", url).latest() is None
    published = publish(lake_on(tmp_path / "a", url), make_state(), None)
    read = lake_on(tmp_path / "b", url).latest()
    assert read is not None
    assert (read.manifest, read.find_damaged()) == (published.manifest, [])
    assert read.read("incidents")["incident_id"].tolist() == ["i1"]
    assert (tmp_path / "b" / "lake" / "latest").resolve() == read.path


def test_the_settings_name_the_bucket(tmp_path: Path, url: str) -> None:
    lake = open_lake(Folders(tmp_path, bucket=url + "/"))
    publish(lake, make_state(), None)
    assert str(lake) == url
    assert "latest.json" in keys_of(url)
    assert str(open_lake(Folders(tmp_path))) == str(tmp_path / "lake")


def test_a_reader_resolves_the_pointer_once_and_reads_that_release(tmp_path: Path, url: str) -> None:
    publish(lake_on(tmp_path, url), make_state(), None)
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    store = S3Store(bucket, prefix=prefix, client_options={"allow_http": True})
    release = json.loads(bytes(obstore.get(store, "latest.json").bytes()))["release"]
    incidents = pl.scan_parquet(
        f"{url}/releases/{release}/incidents/**/*.parquet", storage_options={"aws_allow_http": "true"}
    ).collect()
    assert incidents["incident_id"].to_list() == ["i1"]


def test_no_key_of_a_release_is_written_again(tmp_path: Path, url: str) -> None:
    lake = lake_on(tmp_path, url)
    first = publish(lake, make_state(), None)
    before = keys_of(url)
    second = publish(lake, changed(2), first)
    after = keys_of(url)
    assert {key for key in before if after[key] != before[key]} == {"latest.json"}
    paths = {
        f"releases/{second.id}/{path}" for path in ("manifest.json", *(f.path for f in second.manifest.everything))
    }
    assert after.keys() - before.keys() == paths


def test_a_rerun_writes_nothing(tmp_path: Path, url: str) -> None:
    first = publish(lake_on(tmp_path / "a", url), make_state(), None)
    before = keys_of(url)
    again = lake_on(tmp_path / "b", url)
    assert publish(again, make_state(), again.latest()).id == first.id
    assert keys_of(url) == before


@pytest.mark.parametrize(
    ("night", "told"),
    [
        (NIGHT, "another publisher is making 2026-11-19-002"),
        (date(2026, 11, 20), "another publisher moved the pointer to 2026-11-20-001 meanwhile"),
    ],
)
def test_of_two_publishers_at_once_one_is_told_and_nothing_is_lost(
    tmp_path: Path, url: str, night: date, told: str
) -> None:
    slow, quick = lake_on(tmp_path / "a", url), lake_on(tmp_path / "b", url)
    base = publish(slow, make_state(), None)

    def publish_meanwhile(files: Mapping[str, list[Path]]) -> list[Failure]:
        quick.publish(changed(2), night=night, base=quick.latest(), check=lambda _: [])
        return []

    rows = {"mentions": {"2026-11": make_rows("mentions", {"rank": 5})}}
    with pytest.raises(LakeError, match=told):
        slow.publish(rows, night=NIGHT, base=base, check=publish_meanwhile)
    winner = quick.latest()
    assert winner is not None
    assert {key.split("/")[1] for key in keys_of(url) if "/" in key} == {base.id, winner.id}
    with pytest.raises(LakeError, match=f"made from release {base.id}, but the latest is {winner.id}"):
        publish(slow, rows, base)
    both = publish(slow, rows, slow.latest())
    assert both.read("mentions")["rank"].tolist() == [5]
    assert both.read("outcomes")["records"].tolist() == [2]


def test_the_first_release_of_a_bucket_is_published_once(tmp_path: Path, url: str) -> None:
    slow, quick = lake_on(tmp_path / "a", url), lake_on(tmp_path / "b", url)

    def publish_meanwhile(files: Mapping[str, list[Path]]) -> list[Failure]:
        quick.publish(make_state(), night=date(2026, 11, 20), base=None, check=lambda _: [])
        return []

    with pytest.raises(LakeError, match="another publisher moved the pointer to 2026-11-20-001 meanwhile"):
        slow.publish(changed(2), night=NIGHT, base=None, check=publish_meanwhile)
    latest = slow.latest()
    assert latest is not None
    assert latest.read("outcomes")["records"].tolist() == [1]


def test_the_id_of_a_publish_that_was_killed_is_left_alone(tmp_path: Path, url: str) -> None:
    lake = lake_on(tmp_path, url)
    first = publish(lake, make_state(), None)
    put(url, "releases/2026-11-19-002/manifest.json", b"{}")
    assert publish(lake, changed(2), first).id == "2026-11-19-003"


def test_of_two_publishers_that_make_the_same_release_one_is_told(tmp_path: Path, url: str) -> None:
    lake = lake_on(tmp_path, url)
    first = publish(lake, make_state(), None)

    def begin_meanwhile(files: Mapping[str, list[Path]]) -> list[Failure]:
        put(url, "releases/2026-11-19-002/manifest.json", b"{}")
        return []

    with pytest.raises(LakeError, match="another publisher is making 2026-11-19-002"):
        lake.publish(changed(2), night=NIGHT, base=first, check=begin_meanwhile)
    assert keys_of(url).keys() & {"releases/2026-11-19-002/manifest.json"}
    assert publish(lake, changed(2), first).id == "2026-11-19-003"


def test_a_rollback_is_seen_on_every_machine_and_the_next_publish_builds_on_it(tmp_path: Path, url: str) -> None:
    lake, other = lake_on(tmp_path / "a", url), lake_on(tmp_path / "b", url)
    first = publish(lake, make_state(), None)
    publish(lake, changed(2), first)
    assert other.rollback().id == first.id
    assert lake.latest() == first
    third = publish(lake, changed(3), first)
    assert (third.id, third.manifest.previous) == ("2026-11-19-003", first.id)


def test_releases_expire_in_the_bucket_and_in_the_copy(tmp_path: Path, url: str) -> None:
    clock = [datetime.now(UTC)]
    lake = Lake(tmp_path / "lake", shared=Bucket(url), clock=lambda: clock[0])
    release = publish(lake, make_state(), None)
    for records in (2, 3, 4):
        release = publish(lake, changed(records), release)
    keep = Retention(releases=2)
    assert lake.prune(keep) == []
    clock[0] += timedelta(hours=25)
    assert lake.prune(keep) == ["2026-11-19-001", "2026-11-19-002"]
    assert list(lake.releases()) == ["2026-11-19-003", "2026-11-19-004"]
    assert sorted(path.name for path in (lake.root / "releases").iterdir()) == ["2026-11-19-003", "2026-11-19-004"]
    assert lake.latest() == release
    assert lake.find_damaged(release) == []


def test_a_changed_or_missing_object_is_found_and_not_taken(tmp_path: Path, url: str) -> None:
    lake = lake_on(tmp_path / "a", url)
    release = publish(lake, make_state(), None)
    assert lake.find_damaged(release) == []
    path = release.manifest.files[0].path
    put(url, f"releases/{release.id}/{path}", b"PAR1")
    assert lake.find_damaged(release) == [f"{url}/releases/{release.id}/{path}"]
    with pytest.raises(LakeError, match=f"{path}: sha256 .*, expected {release.manifest.files[0].sha256}"):
        lake_on(tmp_path / "b", url).latest()
    assert not (tmp_path / "b" / "lake" / "latest").exists()


def test_a_lake_in_a_folder_moves_to_an_empty_bucket_with_its_next_night(tmp_path: Path, url: str) -> None:
    first = publish(Lake(tmp_path / "a" / "lake"), make_state(), None)
    shared = lake_on(tmp_path / "a", url)
    assert shared.latest() == first
    second = publish(shared, changed(2), first)
    read = lake_on(tmp_path / "b", url).latest()
    assert read is not None
    assert (read.manifest, read.find_damaged()) == (second.manifest, [])


def test_the_folder_of_another_lake_is_refused(tmp_path: Path, url: str) -> None:
    publish(lake_on(tmp_path / "a", url), make_state(), None)
    publish(Lake(tmp_path / "b" / "lake"), changed(2), None)
    with pytest.raises(LakeError, match=r"not release 2026-11-19-001 of s3://.*: the folder is of another lake"):
        lake_on(tmp_path / "b", url).latest()


def test_what_is_no_pointer_is_named(tmp_path: Path, url: str) -> None:
    put(url, "latest.json", b'{"release": "2026-11-19-001"}')
    with pytest.raises(LakeError, match=r"latest.json: not a pointer of ours: KeyError\('left'\)"):
        lake_on(tmp_path, url).latest()


@pytest.mark.parametrize("url", ["gs://bucket/lake", "s3://", "bucket/lake"])
def test_an_address_that_is_no_bucket_is_refused(url: str) -> None:
    with pytest.raises(LakeError, match="expected s3://bucket/prefix"):
        Bucket(url)


@pytest.mark.usefixtures("s3_environment")
def test_a_bucket_that_does_not_exist_is_no_empty_lake(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match=r"s3://no-such-bucket/lake: .*404 Not Found"):
        lake_on(tmp_path, "s3://no-such-bucket/lake").latest()

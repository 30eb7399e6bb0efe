"""Files of a data root in a bucket: found by patterns, fetched as they were found, put so that none is overwritten."""

from __future__ import annotations

import os
import time
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store
from s3_server import make_bucket

from transforms.object_store import StoreError, normalize_url
from transforms.shared_files import DAYS_KEPT, Put, SharedFiles


@pytest.fixture
def url(s3_environment: None) -> str:
    return f"s3://{make_bucket()}/desk"


@pytest.fixture
def shared(url: str, tmp_path: Path) -> SharedFiles:
    return SharedFiles(url, tmp_path / "copies")


def store_of(url: str) -> S3Store:
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    return S3Store(bucket, prefix=prefix, client_options={"allow_http": True})


def fill(url: str, **files: str) -> None:
    for path, text in files.items():
        obstore.put(store_of(url), path.replace("__", "/"), text.encode())


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


PATHS = (
    "raw/site=a/night=2026-11-19/captures.jsonl",
    "raw/site=a/night=2026-11-20/captures.jsonl",
    "raw/site=a/night=2026-11-20/a-0.warc.gz",
    "raw/site=ab/night=2026-11-20/captures.jsonl",
    "raw/site=a/memory.sqlite",
)


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        ("raw/site=a/memory.sqlite", {4}),
        ("raw/site=c/memory.sqlite", set()),
        ("raw/site=*/night=2026-11-20/captures.jsonl", {1, 3}),
        ("raw/site=a/night=2026-11-20/**", {1, 2}),
        ("raw/site=a/**/captures.jsonl", {0, 1}),
        ("raw/site=a/night=2026-11-20/*.warc.gz", {2}),
    ],
)
def test_pattern_finds_what_it_would_in_a_folder(url: str, shared: SharedFiles, pattern: str, places: set[int]) -> None:
    for path in PATHS:
        obstore.put(store_of(url), path, b"x")
    assert set(shared.find([pattern])) == {PATHS[place] for place in places}


def test_what_was_fetched_once_is_not_fetched_again(url: str, shared: SharedFiles, tmp_path: Path) -> None:
    fill(url, a__b="one")
    found = shared.find(["a/b"])
    shared.fetch(found.values(), tmp_path / "here")
    obstore.delete(store_of(url), "a/b")
    shared.fetch(found.values(), tmp_path / "there")
    assert (tmp_path / "there" / "a" / "b").read_text() == "one"


def test_work_on_a_fetched_file_leaves_the_copy_as_it_was(url: str, shared: SharedFiles, tmp_path: Path) -> None:
    fill(url, a="one")
    found = shared.find(["a"])
    shared.fetch(found.values(), tmp_path / "here")
    with (tmp_path / "here" / "a").open("a") as file:
        file.write(" and more")
    assert shared.is_changed(tmp_path / "here", "a", found["a"])
    shared.fetch(found.values(), tmp_path / "here")
    assert not shared.is_changed(tmp_path / "here", "a", found["a"])


def test_file_replaced_since_it_was_found_is_refused(url: str, shared: SharedFiles, tmp_path: Path) -> None:
    fill(url, a="one")
    found = shared.find(["a"])
    fill(url, a="two")
    with pytest.raises(StoreError, match="replaced while it was read"):
        shared.fetch(found.values(), tmp_path)


@pytest.mark.parametrize("how", [Put.NEW, Put.GROWN])
def test_second_of_two_machines_is_refused(url: str, shared: SharedFiles, tmp_path: Path, how: Put) -> None:
    write(tmp_path / "one", "a", "one")
    write(tmp_path / "two", "a", "two")
    shared.put(tmp_path / "one", "a", how, None)
    shared.put(tmp_path / "one", "a", how, None)
    with pytest.raises(StoreError, match="another machine has written it meanwhile"):
        shared.put(tmp_path / "two", "a", how, None)
    assert bytes(obstore.get(store_of(url), "a").bytes()) == b"one"


def test_who_read_the_last_version_may_write_the_next(url: str, shared: SharedFiles, tmp_path: Path) -> None:
    fill(url, a="one")
    known = shared.find(["a"])["a"]
    write(tmp_path, "a", "one, two")
    shared.put(tmp_path, "a", Put.GROWN, known)
    write(tmp_path, "a", "one, three")
    with pytest.raises(StoreError, match="another machine"):
        shared.put(tmp_path, "a", Put.GROWN, known)
    shared.put(tmp_path, "a", Put.GROWN, shared.find(["a"])["a"])
    assert bytes(obstore.get(store_of(url), "a").bytes()) == b"one, three"


def test_copies_that_nothing_asks_for_are_forgotten(url: str, shared: SharedFiles, tmp_path: Path) -> None:
    fill(url, a="one", b="two")
    shared.fetch(shared.find(["a", "b"]).values(), tmp_path / "here")
    copies = sorted((tmp_path / "copies").glob("*/*"), key=lambda copy: copy.read_text())
    long_ago = time.time() - (DAYS_KEPT + 1) * 86_400
    os.utime(copies[0], (long_ago, long_ago))
    shared.forget_unused()
    assert [copy.exists() for copy in copies] == [False, True]


@pytest.mark.usefixtures("s3_environment")
def test_store_that_refuses_is_named(tmp_path: Path) -> None:
    shared = SharedFiles("s3://nobody-made-this/desk", tmp_path)
    with pytest.raises(StoreError, match="s3://nobody-made-this/desk: "):
        shared.find(["a/*"])


@pytest.mark.parametrize("url", ["gs://bucket/desk", "s3://", "data"])
def test_address_that_is_no_bucket_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected s3://bucket/prefix"):
        normalize_url(url)

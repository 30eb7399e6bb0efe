"""`erase` and `reprocess` over a bucket leave there what they leave in a folder, byte for byte."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import obstore
import pandas as pd
import pytest
import typer
from archived_nights import NIGHTS, SITES, make_desk
from obstore.store import S3Store
from s3_server import make_bucket

from nightdesk.erasing import erase
from nightdesk.publishing import retention
from nightdesk.reprocess import reprocess
from nightdesk.settings import settings
from nightdesk.terminal import Exit
from transforms.folders import Folders
from transforms.lake import open_lake
from transforms.night import StepError
from transforms.object_store import StoreError
from transforms.reprocess.linking import link_nights
from transforms.shared_files import SharedFiles
from transforms.step_runs import StepRun, save_step_run

MOSUL = "https://kessa.example/mosul"


def older(mentions: pd.DataFrame) -> pd.DataFrame:
    """As a reader would have it that took every toll for three."""
    tolls = dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high"), 3)
    return mentions.assign(**tolls, fatalities_target=None, fatalities_civilians=None, extractor_version="older")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root whose nights an older reader read, with a log, a reject and a message that name an article."""
    root = tmp_path_factory.mktemp("published")
    make_desk(root).run(read=older)
    for path in (
        f"logs/night={NIGHTS[0]}/crawl-kessa.log",
        f"rejects/night={NIGHTS[1]}/crawl-kessa.jsonl",
        f"messages/night={NIGHTS[1]}.txt",
    ):
        (root / "runs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "runs" / path).write_text(f"{MOSUL}\nanother\n")
    return root


@pytest.fixture(autouse=True)
def pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers in this process: the others' start takes longer than all that they read here."""
    monkeypatch.setattr("nightdesk.reprocess.open_pool", ThreadPoolExecutor)


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "sites"
    folder.mkdir()
    for site in SITES:
        text = (
            f'source = "{site.source}"\nurl = "{site.url}"\ntimezone = "{site.timezone}"\nfeeds = ["{site.url}feed"]\n'
        )
        (folder / f"{site.name}.toml").write_text(text)
    monkeypatch.setenv("NIGHTDESK_SITES", str(folder))
    yield folder
    settings.cache_clear()


@pytest.fixture
def folder(published: Path, sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data root as the settings have it."""
    root = Path(shutil.copytree(published, tmp_path / "data", symlinks=True))
    monkeypatch.setenv("NIGHTDESK_DATA", str(root))
    settings.cache_clear()
    return root


def move_to_bucket(root: Path, machine: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """As docs/many-machines.md says; the settings have the bucket from then on."""
    url = f"s3://{make_bucket()}/desk"
    for path in (path for room in ("raw", "runs") for path in sorted((root / room).rglob("*")) if path.is_file()):
        if path.name != ".lock":
            obstore.put(store_of(url), str(path.relative_to(root)), path)
    turn_to(url, machine, monkeypatch)
    shutil.copytree(root / "lake", settings().published.lake, symlinks=True)
    return url


def turn_to(url: str, machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTDESK_DATA", url)
    monkeypatch.setenv("NIGHTDESK_SCRATCH", str(machine))
    settings.cache_clear()


def store_of(url: str) -> S3Store:
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    return S3Store(bucket, prefix=prefix, client_options={"allow_http": True})


def in_bucket(url: str) -> dict[str, bytes]:
    """Every file of archive and runs."""
    keys = [meta["path"] for room in ("raw", "runs") for meta in obstore.list(store_of(url), room).collect()]
    return {key: bytes(obstore.get(store_of(url), key).bytes()) for key in keys}


def in_folder(root: Path) -> dict[str, bytes]:
    files = (path for room in ("raw", "runs") for path in (root / room).rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files if path.name != ".lock"}


def tables(folders: Folders) -> dict[str, str]:
    """The files of the latest release by path, and their digests."""
    release = open_lake(folders).latest()
    assert release is not None
    return {file.path: file.sha256 for file in release.manifest.files}


def without_instant(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same, but for when the erasure was asked for and written."""
    [path] = [path for path in files if path.endswith("erased.jsonl")]
    line = json.loads(files[path])
    # A record has an id of its own each time that it is written.
    lengths = {path: str(len(body)).encode() for path, body in files.items() if path.endswith(".gz")}
    return files | lengths | {path: json.dumps(line | {"erased_at": None}).encode()}


@pytest.fixture
def url(published: Path, sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, s3_environment: None) -> str:
    """The same data root in a bucket; this process is the machine `one`."""
    return move_to_bucket(published, tmp_path / "one", monkeypatch)


def test_erasing_in_a_bucket_leaves_what_erasing_in_a_folder_leaves(
    folder: Path, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, s3_environment: None
) -> None:
    erase("kessa", MOSUL, yes=True)
    assert [path for path in folder.rglob("*") if is_kept(path) and holds(path)] == []
    expected, released = without_instant(in_folder(folder)), tables(settings().published)

    url = move_to_bucket(published, tmp_path / "one", monkeypatch)
    erase("kessa", MOSUL, yes=True)

    found = without_instant(in_bucket(url))
    assert sorted(found) == sorted(expected)
    assert [path for path in found if found[path] != expected[path]] == []
    turn_to(url, tmp_path / "other", monkeypatch)
    assert tables(settings().published) == released


def test_erasing_leaves_nothing_on_the_machine_that_did_it(url: str, tmp_path: Path) -> None:
    erase("kessa", MOSUL, yes=True)

    release = open_lake(settings().published).latest()
    assert release is not None
    kept = (path for path in (tmp_path / "one").rglob("*") if is_kept(path))
    assert [path for path in (*kept, *release.path.rglob("*.parquet")) if holds(path)] == []
    assert retention().erased_at is not None


def is_kept(path: Path) -> bool:
    """Whether it is a file, and of no release: earlier ones stay for a day."""
    return path.is_file() and "releases" not in path.parts


def holds(path: Path) -> bool:
    body = path.read_bytes()
    return MOSUL.encode() in (gzip.decompress(body) if path.suffix == ".gz" else body)


def test_erasing_that_was_killed_before_it_gave_back_is_done_over(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put = SharedFiles.put
    with monkeypatch.context() as patch:
        patch.setattr(
            SharedFiles, "put", lambda *given: put(*given) if "raw" not in given[2] or "erased" in given[2] else 1 / 0
        )
        with pytest.raises(ZeroDivisionError):
            erase("kessa", MOSUL, yes=True)
    assert any(MOSUL.encode() in body for body in in_bucket(url).values())

    erase("kessa", MOSUL, yes=True)

    left = {path: gzip.decompress(body) if path.endswith(".gz") else body for path, body in in_bucket(url).items()}
    assert [path for path, body in left.items() if MOSUL.encode() in body] == []


def test_erasing_waits_for_a_step_that_may_hold_the_article(url: str, tmp_path: Path) -> None:
    crawl = StepRun("crawl", "kessa", NIGHTS[2], datetime.now(UTC).isoformat(timespec="seconds"))
    leave_record(url, tmp_path, replace(crawl, site="oru"))
    leave_record(url, tmp_path, replace(crawl, step="extract", site=None, exit_code=0))
    hours_ago = datetime.now(UTC) - timedelta(hours=5)
    leave_record(url, tmp_path, replace(crawl, step="articles", started_at=hours_ago.isoformat(timespec="seconds")))
    leave_record(url, tmp_path, crawl)
    with pytest.raises(typer.Exit) as ended:
        erase("kessa", MOSUL, yes=True)
    assert ended.value.exit_code == Exit.LOCKED
    assert "raw/site=kessa/erased.jsonl" in in_bucket(url), "what begins from now on knows of it"

    leave_record(url, tmp_path, replace(crawl, exit_code=4))
    erase("kessa", MOSUL, yes=True)


def leave_record(url: str, tmp_path: Path, run: StepRun) -> None:
    save_step_run(tmp_path, run)
    [path] = tmp_path.glob("steps/*/*.json")
    obstore.put(store_of(url), f"runs/{path.relative_to(tmp_path)}", path)
    path.unlink()


def test_reading_anew_in_a_bucket_leaves_what_it_leaves_in_a_folder(
    folder: Path, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, s3_environment: None
) -> None:
    reprocess(workers=1)
    expected, released = in_folder(folder), tables(settings().published)

    url = move_to_bucket(published, tmp_path / "one", monkeypatch)
    monkeypatch.setattr("nightdesk.reprocess_bucket.BucketSource.pages_at_once", 3)
    reprocess(workers=1)

    found = in_bucket(url)
    assert sorted(found) == sorted(expected)
    assert [path for path in found if found[path] != expected[path]] == []
    assert tables(settings().published) == released != {}
    assert list((tmp_path / "one").rglob("work/**/*.warc.gz")) == []


def test_reading_anew_that_was_stopped_goes_on_from_what_it_read(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("transforms.reprocess.run.link_nights", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reprocess(workers=1)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "one").rglob("kept/*/*.parquet")}
    assert len(kept) >= 5
    monkeypatch.setattr("transforms.reprocess.crew.read_batch", lambda *_: 1 / 0)

    reprocess(workers=1)

    assert list((tmp_path / "one").rglob("kept/*/*.parquet")) == []


def test_reading_anew_publishes_nothing_of_what_was_erased_meanwhile(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(settings().published)
    line = {"page": "a" * 64, "articles": [], "erased_at": datetime(2026, 11, 21, tzinfo=UTC).isoformat()}

    def erase_meanwhile(*given: Any) -> Any:
        obstore.put(store_of(url), "raw/site=kessa/erased.jsonl", json.dumps(line).encode() + b"\n")
        return link_nights(*given)

    with monkeypatch.context() as patch:
        patch.setattr("transforms.reprocess.run.link_nights", erase_meanwhile)
        with pytest.raises(StepError, match="an article was erased meanwhile; run this again"):
            reprocess(workers=1)
    assert tables(settings().published) == before
    reprocess(workers=1)
    assert tables(settings().published) != before


def test_file_that_another_machine_changed_meanwhile_is_not_overwritten(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erase_published(*_: object) -> None:
        obstore.put(store_of(url), f"raw/site=kessa/night={NIGHTS[0]}/captures.jsonl", b"")

    monkeypatch.setattr("transforms.night.erase.erase_published", erase_published)
    with pytest.raises(StoreError, match=r"captures.jsonl: another machine has written it meanwhile"):
        erase("kessa", MOSUL, yes=True)

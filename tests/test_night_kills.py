"""A night that is killed at any moment and typed again gives the tables of a night that nobody disturbed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import obstore
import pytest
from night_runs import FIRST, SECOND, House, assert_same_tables, make_small_newsroom
from obstore.store import S3Store
from s3_server import make_bucket

from spiders.newsroom import Newsroom

pytestmark = pytest.mark.drill


@dataclass(frozen=True)
class Undisturbed:
    """A small newsroom that stays open, its first night, and its second night run once without a kill."""

    after_first: House
    house: House

    def furnish(self, data: Path, *, crawled: bool) -> House:
        """A data root as the first night left it, with the second night's raw archive in it if `crawled`."""
        shutil.copytree(self.after_first.data, data, symlinks=True)
        if crawled:
            shutil.copytree(self.house.data / "raw", data / "raw", dirs_exist_ok=True)
        return House(data, self.house.sites)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    root = tmp_path_factory.mktemp("kills")
    make_small_newsroom(root / "newsroom")
    with Newsroom(root / "newsroom", FIRST, port=0) as newsroom:
        newsroom.write_sites(root / "sites")
        after_first = House(root / "first", root / "sites")
        after_first.run_night(FIRST)
        newsroom.turn_to(SECOND)
        house = Undisturbed(after_first, after_first).furnish(root / "undisturbed", crawled=False)
        house.run_night(SECOND)
        yield Undisturbed(after_first, house)


@pytest.mark.parametrize(
    ("step", "after_seconds"),
    [
        ("crawl", 0.7),
        ("crawl", 1.6),
        ("articles", 0.5),
        ("extract", 1.5),
        ("extract", 4.0),
        ("incidents", 0.5),
        ("publish", 0.0),
        ("publish", 0.1),
    ],
)
def test_killed_night_run_again_gives_the_same_tables(
    undisturbed: Undisturbed, tmp_path: Path, step: str, after_seconds: float
) -> None:
    house = undisturbed.furnish(tmp_path / "data", crawled=step != "crawl")
    house.kill_night(SECOND, step, after_seconds)

    house.run_night(SECOND)

    assert_same_tables(house, undisturbed.house)


@pytest.mark.parametrize(("step", "after_seconds"), [("crawl", 1.0), ("extract", 1.5)])
def test_night_killed_on_one_machine_is_made_on_another(
    undisturbed: Undisturbed, s3_url: str, tmp_path: Path, step: str, after_seconds: float
) -> None:
    one, other = (machine(tmp_path / name, s3_url, undisturbed.house.sites) for name in ("one", "other"))
    move(undisturbed.after_first.data, s3_url, other)
    one.kill_night(SECOND, step, after_seconds)
    other.run_night(SECOND)
    assert_same_tables(other, undisturbed.house)
    assert other.release == undisturbed.house.release


@pytest.fixture
def s3_url(s3_environment: None) -> str:
    return f"s3://{make_bucket()}/desk"


def move(data: Path, url: str, machine: House) -> None:
    """Move a data root as docs/many-machines.md says: the archive and the runs, and the releases to one machine."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    store = S3Store(bucket, prefix=prefix, client_options={"allow_http": True})
    for path in (path for room in ("raw", "runs") for path in sorted((data / room).rglob("*")) if path.is_file()):
        obstore.put(store, str(path.relative_to(data)), path)
    shutil.copytree(data / "lake", machine.data / "lake", symlinks=True)


def machine(root: Path, url: str, sites: Path) -> House:
    """A machine with a scratch of its own; its `data` is where its copies of the releases are."""
    scratch = root / "scratch"
    environment = {"NIGHTDESK_DATA": url, "NIGHTDESK_SCRATCH": str(scratch)}
    return House(scratch / url.removeprefix("s3://").replace("/", "-"), sites, environment)

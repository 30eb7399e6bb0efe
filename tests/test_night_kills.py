"""A night that is killed at any moment and typed again gives the tables of a night that nobody disturbed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from night_runs import FIRST, NEWSROOM, SECOND, House

from spiders.newsroom import Newsroom

pytestmark = pytest.mark.drill

# Few enough pages for a quick night, among them one whose toll the second night raises.
STORIES = {
    "northwind": (
        "mogadishu-market-car-bomb",
        "sukhna-bus-ambush-claimed",
        "quetta-prosecutor-shot",
        "kabul-ministry-bomb",
    ),
    "oasis": ("sukhna-sohr", "five-incidents-roundup", "october-in-numbers", "film-review", "suwayda-clash"),
}
SAME_BYTES = ("mentions", "claims", "incidents", "revisions")
# What a clock or the archive's layout gives: a page fetched again was fetched at another moment.
OF_THE_FETCH = {
    "captures": ("fetched_at", "capture_id", "warc_path", "warc_offset"),
    "articles": ("first_seen_at", "capture_id"),
}


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
    for outlet, stories in STORIES.items():
        shutil.copytree(NEWSROOM / outlet, root / "newsroom" / outlet)
        for story in (root / "newsroom" / outlet / "stories").iterdir():
            if not story.name.startswith(stories):
                story.unlink()
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

    for table in SAME_BYTES:
        assert house.files(table) == undisturbed.house.files(table) != {}, table
    for table, columns in OF_THE_FETCH.items():
        same = f"SELECT * EXCLUDE ({', '.join(columns)}) FROM {table} ORDER BY ALL"  # noqa: S608
        assert house.ask(same) == undisturbed.house.ask(same) != [], table

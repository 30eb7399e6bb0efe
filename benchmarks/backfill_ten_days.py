"""Ten nights, and the same ten days by one backfill: which columns of which rows differ?

    python benchmarks/backfill_ten_days.py

A made-up outlet reports two attacks a day and a new toll of some the day after; it keeps a page of links for each day.
One data root makes ten nights, each as the outlet stood on it. The other fetches the ten days afterwards, as the DAG
`backfill` does, and publishes them as one release.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from local_nights import CHECKOUT, LocalNights, free_port

from spiders.newsroom import Newsroom
from transforms.schema import TABLES

FIRST = date(2026, 11, 2)
DAYS = [FIRST + timedelta(days=day) for day in range(10)]
NAME = "northwind"
COMPARED = ("incidents", "claims", "mentions", "articles")
# Town, country, what was hit, and how many died.
ATTACKS = (
    ("Maiduguri", "Nigeria", "a fish market", 7),
    ("Quetta", "Pakistan", "a bus station", 5),
    ("Baidoa", "Somalia", "a hotel", 9),
    ("Kunduz", "Afghanistan", "a mosque", 12),
    ("Deir ez-Zor", "Syria", "a checkpoint", 4),
    ("Goma", "Democratic Republic of Congo", "a camp for displaced people", 8),
    ("Kirkuk", "Iraq", "a cafe", 6),
    ("El Fasher", "Sudan", "a hospital", 11),
    ("Mandalay", "Myanmar", "a school", 3),
    ("Gao", "Mali", "a convoy of traders", 10),
    ("Peshawar", "Pakistan", "a police station", 13),
    ("Kismayo", "Somalia", "a cattle market", 14),
    ("Herat", "Afghanistan", "a wedding hall", 16),
    ("Idlib", "Syria", "a fuel depot", 2),
    ("Bunia", "Democratic Republic of Congo", "a church", 15),
    ("Mosul", "Iraq", "a courthouse", 18),
    ("Nyala", "Sudan", "a grain store", 17),
    ("Sittwe", "Myanmar", "a ferry landing", 19),
    ("Timbuktu", "Mali", "a tea house", 20),
    ("Zaria", "Nigeria", "a bank", 21),
)


@dataclass(frozen=True)
class Story:
    """One page of the outlet."""

    day: date
    path: str
    title: str
    paragraphs: tuple[str, ...]

    def render(self) -> str:
        """As the sample newsroom keeps its stories."""
        published = datetime.combine(self.day, clock(15, 30), ZoneInfo("UTC")).isoformat()
        header = f'path = "{self.path}"\ntitle = "{self.title}"\nnight = {self.day}\nsection = "{self.day}"\n'
        header += f'published = {published}\nauthors = ["Northwind News Agency"]\n'
        return f"+++\n{header}+++\n" + "\n\n".join(self.paragraphs) + "\n"


def write_stories() -> Iterator[Story]:
    """Two attacks a day, and for every third the toll of the day after."""
    for number, (town, country, place, dead) in enumerate(ATTACKS):
        day = DAYS[number // 2]
        head = f"{town.upper()}, {country} (Northwind News Agency)"
        slug = town.lower().replace(" ", "-")
        yield Story(
            day,
            f"/world/{day:%Y/%m/%d}/{slug}-attack",
            f"Gunmen kill {dead} in attack on {place} in {town}",
            (
                (
                    f"{head} — Gunmen attacked {place} in {town} on {day:%A}, killing {dead} people and wounding "
                    f"{dead + 3}, police said."
                ),
                f"The attackers opened fire in the early morning and fled, a police spokesman in {town} said.",
                "No group has claimed responsibility for the attack.",
            ),
        )
        if number % 3 == 0 and number // 2 + 1 < len(DAYS):
            later = day + timedelta(days=1)
            yield Story(
                later,
                f"/world/{later:%Y/%m/%d}/{slug}-toll",
                f"Toll of attack on {place} in {town} rises to {dead + 2}",
                (
                    (
                        f"{head} — The death toll from {day:%A}'s attack by gunmen on {place} in {town} has risen to "
                        f"{dead + 2}, police said."
                    ),
                    f"The gunmen attacked {place} on {day:%A} morning. Two of the wounded died in hospital overnight.",
                ),
            )


def furnish(folder: Path) -> Path:
    """A newsroom of the one outlet."""
    outlet = folder / "newsroom" / NAME
    shutil.copytree(CHECKOUT / "data" / "newsroom" / NAME, outlet)
    shutil.rmtree(outlet / "stories")
    (outlet / "stories").mkdir()
    for story in write_stories():
        (outlet / "stories" / f"{story.path.rpartition('/')[2]}.md").write_text(story.render(), encoding="utf-8")
    listings = (outlet / "outlet.toml").read_text(encoding="utf-8")
    for day in DAYS:
        listings += (
            f'\n[[listings]]\npath = "/archive/{day}/"\ntemplate = "section.html"\ntitle = "{day}"\n'
            f'content_type = "text/html; charset=utf-8"\nsections = ["{day}"]\n'
        )
    (outlet / "outlet.toml").write_text(listings, encoding="utf-8")
    site = (outlet / "site.toml.j2").read_text(encoding="utf-8")
    dated = 'archives = ["http://{{ netloc }}/archive/{date:%Y-%m-%d}/"]\n'
    site = site.replace("[expect]", f"{dated}\n[expect]").replace("min_articles = 3", "min_articles = 1")
    (outlet / "site.toml.j2").write_text(site, encoding="utf-8")
    return folder / "newsroom"


def make_nights(nights: LocalNights, newsroom: Newsroom) -> None:
    """Each night as the outlet stood on it."""
    for day in DAYS:
        newsroom.turn_to(day)
        nights.do("night", "--night", str(day))


def make_backfill(nights: LocalNights) -> None:
    """What the DAG `backfill` types, archived in the last day: a crawl leaves out addresses of days after its night."""
    night = ("--night", str(DAYS[-1]))
    nights.do("crawl", NAME, "--from", str(DAYS[0]), "--to", str(DAYS[-1]), *night)
    nights.do("articles", NAME, *night)
    nights.do("extract", *night)
    nights.do("incidents", *night)
    nights.do("publish", *night, "--any-volume")


def compare(one: LocalNights, other: LocalNights, table: str) -> tuple[int, int, list[str]]:
    """Rows in both by key, rows in one only, and the columns in which rows of both differ."""
    key = [name for name in TABLES[table].key if name != "revision"]
    left, right = (current(nights, table).set_index(key).sort_index() for nights in (one, other))
    both = left.index.intersection(right.index)
    alone = len(left.index.symmetric_difference(right.index))
    columns = [
        name for name in left.columns if left.loc[both, name].map(repr).ne(right.loc[both, name].map(repr)).any()
    ]
    return len(both), alone, columns


def current(nights: LocalNights, table: str) -> pd.DataFrame:
    """The table's current rows."""
    folder = nights.data / "lake" / "latest" / table
    rows = pd.concat([pd.read_parquet(path) for path in sorted(folder.glob("**/*.parquet"))], ignore_index=True)
    return rows[rows["is_current"]] if "is_current" in rows else rows


def main() -> int:
    """Make both and print the table; 1 if a row is in one of them only."""
    with tempfile.TemporaryDirectory(prefix="nd-") as folder:
        one, other = (LocalNights(Path(folder) / name, free_port()) for name in ("nights", "backfill"))
        with Newsroom(furnish(Path(folder)), DAYS[0], port=0) as newsroom:
            newsroom.write_sites(one.sites)
            newsroom.write_sites(other.sites)
            make_nights(one, newsroom)
            make_backfill(other)
        found = {table: compare(one, other, table) for table in COMPARED}
    print("| table | rows in both | in one only | columns that differ |\n|---|---|---|---|")
    for table, (both, alone, columns) in found.items():
        print(f"| `{table}` | {both} | {alone} | {', '.join(f'`{name}`' for name in columns)} |")
    return int(any(alone for _, alone, _ in found.values()))


if __name__ == "__main__":
    sys.exit(main())

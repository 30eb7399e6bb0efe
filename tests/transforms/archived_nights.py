"""A small archive of three nights and two sites, and the lake that the nights' own steps make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
from page_html import make_page

from spiders.archive_writer import ArchiveWriter
from spiders.site import Site
from spiders.warc import Exchange
from transforms.folders import Folders
from transforms.lake import Release, open_lake
from transforms.night.articles import make_night_articles
from transforms.night.extract import extract_night
from transforms.night.incidents import link_night, publish_night
from transforms.reprocess.run import Reprocessed, Wanted, Workers, reprocess
from transforms.schema import TABLES
from transforms.tables import conform, read_table, write_parquet

NIGHTS = (date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20))
KESSA = Site(name="kessa", source="Kessa Times", url="https://kessa.example/", timezone="Africa/Lagos")
ORU = Site(name="oru", source="Oru Post", url="https://oru.example/", timezone="UTC")
SITES = (KESSA, ORU)

DATED = '<meta property="article:published_time" content="{day}T08:00:00+00:00">'


def page(title: str, *paragraphs: str, day: date | None) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return make_page(head=DATED.format(day=day) if day else "", title=title, body=body)


def mosul(toll: str, day: date | None = NIGHTS[0]) -> str:
    return page(
        f"{toll.capitalize()} soldiers killed in attack in Mosul",
        f"MOSUL, Iraq - Gunmen of the Islamic State group killed {toll} soldiers in Mosul on Tuesday, police said.",
        "The attackers came on motorbikes before dawn and burned two vehicles, a local councillor told reporters.",
        day=day,
    )


MARKET = page(
    "Vegetable prices rise before the holiday",
    "Traders at the central market say that the price of tomatoes has gone up by a third since the start of the month.",
    "Shoppers blame the rains, which came late this year and washed out two of the roads to the farms in the hills.",
    day=NIGHTS[0],
)
GAO = page(
    "Car bomb kills eleven civilians in Gao",
    "GAO, Mali - A car bomb exploded at a market in Gao on Wednesday and killed eleven civilians, the mayor said.",
    "Ambulances took the wounded to the hospital of the town, where doctors asked residents to give blood.",
    day=NIGHTS[1],
)
LAHORE = page(
    "Three policemen shot dead in Lahore",
    "LAHORE, Pakistan - Gunmen shot dead three policemen at a checkpoint in Lahore on Thursday, officials said.",
    "No group has said that it carried out the attack, and the road to the airport was closed for some hours.",
    day=NIGHTS[2],
)
# By site and night: pages by path. The toll of Mosul rises in a version without a date of its own.
PAGES = {
    (KESSA, NIGHTS[0]): {"/mosul": mosul("five"), "/market": MARKET, "/empty": make_page(body="<p>Short.</p>")},
    (ORU, NIGHTS[0]): {"/iraq": mosul("five").replace("police said", "a police officer told our correspondent")},
    (KESSA, NIGHTS[1]): {"/mosul": mosul("seven", day=None), "/market": MARKET, "/gao": GAO},
    (ORU, NIGHTS[2]): {"/lahore": LAHORE},
}


def archive(raw: Path, site: Site, night: date, pages: dict[str, str], gone: Mapping[str, int] | None = None) -> None:
    """Pages by path; `gone` are those that an earlier night had, with the status that they answer now."""
    fetched_at = datetime(night.year, night.month, night.day, 22, tzinfo=UTC)
    with ArchiveWriter(raw, site.name, night) as writer:
        for path, html in pages.items():
            headers = (("Content-Type", "text/html; charset=utf-8"),)
            exchange = Exchange(f"{site.url[:-1]}{path}", (), 200, headers, html.encode(), fetched_at)
            writer.append_response(exchange.url, "article", "ok", exchange)
        for path, status in (gone or {}).items():
            exchange = Exchange(f"{site.url[:-1]}{path}", (), status, (), b"no such page", fetched_at)
            writer.append_response(exchange.url, "article", "gone", exchange)


Reader = Callable[[pd.DataFrame], pd.DataFrame]


OLDER = "older"
"""The version of a reader that knows of no claims."""


def as_today(mentions: pd.DataFrame) -> pd.DataFrame:
    return mentions


@dataclass
class Desk:
    """One data root; `run` are the nights' own steps, with an older reader if its mentions are `read` otherwise."""

    folders: Folders
    sites: Sequence[Site] = SITES
    shown: list[tuple[str, int, int]] = field(default_factory=list)

    def run(self, nights: Sequence[date] = NIGHTS, read: Reader = as_today) -> Release:
        for night in nights:
            for site in self.sites:
                if (self.folders.raw / f"site={site.name}" / f"night={night}").exists():
                    make_night_articles(self.folders, site, night, 1)
            extract_night(self.folders, self.sites, night, 1, lambda *_: None)
            self._reread(night, read)
            link_night(self.folders, night)
            release, _ = publish_night(self.folders, night)
        return release

    def _reread(self, night: date, read: Reader) -> None:
        paths = [self.folders.night_table("extract", name, night) for name in ("mentions", "claims")]
        mentions = read(read_table(paths[0], TABLES["mentions"]))
        claims = read_table(paths[1], TABLES["claims"])
        today = mentions.loc[(mentions["extractor_version"] != OLDER).astype(bool), "mention_id"]
        write_parquet(conform(mentions, TABLES["mentions"]), paths[0])
        write_parquet(conform(claims[claims["mention_id"].isin(today)], TABLES["claims"]), paths[1])

    def reprocess(self, first: date | None = None, last: date | None = None, *sites: Site) -> Reprocessed:
        wanted = Wanted(sites or self.sites, self.sites, first, last)
        return reprocess(self.folders, wanted, Workers(lambda: ThreadPoolExecutor(1), 1), self._show)

    def read(self, table: str) -> pd.DataFrame:
        release = open_lake(self.folders).latest()
        assert release is not None
        return release.read(table)

    @contextmanager
    def _show(self, step: str) -> Iterator[Callable[[int, int], None]]:
        yield lambda more, of: self.shown.append((step, more, of))


def make_desk(root: Path) -> Desk:
    folders = Folders(root)
    for (site, night), pages in PAGES.items():
        archive(folders.raw, site, night, pages)
    return Desk(folders)

"""The articles step over a site's nights, one of which an earlier schema wrote."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
from page_html import make_page

from spiders.archive_writer import ArchiveWriter
from spiders.site import Site
from spiders.warc import Exchange
from transforms.folders import Folders
from transforms.night import read_night_articles
from transforms.night.articles import make_night_articles

FIRST, SECOND = date(2026, 11, 19), date(2026, 11, 20)
SITE = Site(name="kessa", source="Kessa Times", url="https://kessa.example/")
PAGE = make_page(head='<meta property="article:published_time" content="2026-11-19T08:00:00Z">')
NEW_COLUMNS = ["agencies", "section", "tags", "is_paywalled", "is_live_blog", "is_round_up", "changes"]


def make_night(folders: Folders, night: date, html: str) -> None:
    fetched_at = datetime(night.year, night.month, night.day, 22, tzinfo=UTC)
    url = "https://kessa.example/a"
    with ArchiveWriter(folders.raw, SITE.name, night) as archive:
        exchange = Exchange(url, (), 200, (("Content-Type", "text/html"),), html.encode(), fetched_at)
        archive.append_response(url, "article", "ok", exchange)
    make_night_articles(folders, SITE, night, workers=1)


def test_night_of_an_earlier_schema_is_built_on_and_read(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    make_night(folders, FIRST, PAGE)
    path = folders.articles(SITE.name, FIRST)
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(NEW_COLUMNS), path)

    make_night(folders, SECOND, PAGE.replace("nine soldiers", "ten soldiers"))

    earlier, later = read_night_articles(folders, FIRST), read_night_articles(folders, SECOND)
    assert earlier[NEW_COLUMNS].isna().all(axis=None)
    assert (list(later["version"]), list(later["changes"].iloc[0])) == ([2], ["figures", "text"])

"""An article is erased from its site's nights, whichever schema wrote them, and is refused when it comes back."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from archived_nights import GAO, KESSA, MARKET, NIGHTS, ORU, archive

from spiders.archive import Erasure
from spiders.erasure import note_erasure, page_digest
from transforms.folders import Folders
from transforms.night.articles import make_night_articles
from transforms.night.erase import Subject, erase_runs, find_articles
from transforms.outcomes import load_outcomes
from transforms.schema import TABLES
from transforms.tables import read_table

_, NIGHT, NEXT = NIGHTS
AT = datetime(2026, 11, 20, tzinfo=UTC)
MARKET_URL, GAO_URL = "https://kessa.example/market", "https://kessa.example/gao"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Two articles of each of two sites, in files of an earlier schema."""
    folders = Folders(tmp_path)
    for site in (KESSA, ORU):
        archive(folders.raw, site, NIGHT, {"/market": MARKET, "/gao": GAO})
        make_night_articles(folders, site, NIGHT, workers=1)
        path = folders.articles(site.name, NIGHT)
        pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["tags", "changes"]), path)
    return folders


def market(folders: Folders) -> Subject:
    articles = find_articles(None, folders, KESSA.name, MARKET_URL)
    assert len(articles) == 1
    return Subject(KESSA.name, MARKET_URL, frozenset(articles))


def test_article_is_erased_from_a_file_of_an_earlier_schema(folders: Folders) -> None:
    erase_runs(folders, market(folders), [NIGHT])
    assert list(read_table(folders.articles(KESSA.name, NIGHT), TABLES["articles"])["url"]) == [GAO_URL]
    assert dict(load_outcomes(folders.runs, NIGHT)[["site", "records"]].values) == {"kessa": 1, "oru": 2}
    assert find_articles(None, folders, KESSA.name, MARKET_URL) == set()


def test_another_sites_articles_keep_their_bytes(folders: Folders) -> None:
    before = folders.articles(ORU.name, NIGHT).read_bytes()
    erase_runs(folders, market(folders), [NIGHT])
    assert folders.articles(ORU.name, NIGHT).read_bytes() == before


def test_erased_article_that_comes_back_is_refused_by_its_id(folders: Folders) -> None:
    subject = market(folders)
    (article,) = subject.articles
    note_erasure(folders.raw, KESSA.name, Erasure(page_digest(MARKET_URL), (article,), AT))
    erase_runs(folders, subject, [NIGHT])
    again = MARKET.replace("<head>", f'<head><link rel="canonical" href="{MARKET_URL}">')
    archive(folders.raw, KESSA, NEXT, {"/market-again": again, "/gao": GAO})
    make_night_articles(folders, KESSA, NEXT, workers=1)
    doors = load_outcomes(folders.runs, NEXT).set_index("outcome")
    assert dict(doors["records"]) == {"erased": 1, "unchanged": 1}
    assert doors.loc["erased", "example"] == f"{article}: erased by request"
    assert "kessa.example" not in (folders.runs / f"rejects/night={NEXT}/articles-kessa.jsonl").read_text()


def test_what_a_later_night_made_of_whole_months_and_the_message_of_the_night_lose_the_article(
    folders: Folders,
) -> None:
    months, message = folders.night_table("incidents", "articles", NEXT), folders.message(NIGHT)
    for path in (months, message):
        path.parent.mkdir(parents=True)
        path.write_text(f"2 no_date, e.g. {MARKET_URL}: no date\n1 too_short, e.g. {GAO_URL}: 3 words\n")
    erase_runs(folders, market(folders), [NIGHT])
    assert (months.exists(), message.read_text()) == (False, f"1 too_short, e.g. {GAO_URL}: 3 words\n")

"""The articles step: archived pages → article versions of one site and night."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd

from spiders.archive import read_captures
from spiders.site import Site
from transforms.articles import MadeArticles, make_articles
from transforms.folders import Folders
from transforms.night import StepReport, report_step
from transforms.outcomes import Outcome, Reject, check_accounting, save_outcomes, save_rejects
from transforms.schema import TABLES
from transforms.tables import conform, read_table, write_parquet

# A page takes some 30 ms; a further process takes two seconds until it reads its first.
PAGES_FOR_A_WORKER = 64


def make_night_articles(folders: Folders, site: Site, night: date, workers: int) -> StepReport:
    """The articles step: read every archived article page of one site and night.

    Raises ArchiveError if the capture index itself cannot be read; a damaged page is refused by name.
    """
    pages = len(read_captures(folders.raw, site.name, night))
    made = make_articles(
        site,
        night,
        folders.raw,
        _earlier_articles(folders, site.name, night),
        workers=min(workers, 1 + pages // PAGES_FOR_A_WORKER),
    )
    outcomes = _article_outcomes(site.name, made)
    check_accounting(made.counts["captures"], outcomes)
    rejects = [Reject(refusal.url, refusal.reason, refusal.detail) for refusal in made.refused]
    save_rejects(folders.runs, night, "articles", site.name, rejects)
    save_outcomes(folders.runs, night, "articles", site.name, outcomes)
    write_parquet(conform(made.articles, TABLES["articles"]), folders.articles(site.name, night))
    return report_step(f"articles {site.name}", night, outcomes)


def _earlier_articles(folders: Folders, site: str, night: date) -> pd.DataFrame:
    files = [path for name, day, path in folders.article_nights() if name == site and day < night]
    return read_table(files, TABLES["articles"])


def _article_outcomes(site: str, made: MadeArticles) -> list[Outcome]:
    refused = Counter(refusal.reason for refusal in made.refused)
    examples = {refusal.reason: f"{refusal.url}: {refusal.detail}" for refusal in reversed(made.refused)}
    taken = {"ok": made.counts["articles"], "unchanged": made.counts["unchanged"], "repeated": made.counts["repeated"]}
    return [
        *(Outcome("articles", site, door, False, count) for door, count in taken.items() if count),
        *(Outcome("articles", site, door, True, refused[door], examples[door]) for door in sorted(refused)),
    ]

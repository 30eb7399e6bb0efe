"""The articles step: archived pages → article versions of one site and night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from spiders.archive import read_captures, read_erasures
from spiders.site import Expectation, Site
from transforms.articles import GONE, LAYOUT_MISSED, REMOVED, MadeArticles, Refusal, make_articles
from transforms.folders import Folders
from transforms.lake.evolution import read_older
from transforms.night import StepReport, report_step
from transforms.outcomes import Outcome, Reject, check_accounting, save_outcomes, save_rejects
from transforms.schema import TABLES
from transforms.tables import conform, write_parquet

# A page takes some 30 ms; a further process takes two seconds until it reads its first.
PAGES_FOR_A_WORKER = 64
# Fewer pages than this say nothing of a site: one is a gallery, one a video.
FEWEST_PAGES = 5
_WITHOUT_DATE = ("no_date",)
_WITHOUT_TEXT = ("empty_text", "too_short", "not_html", "undecodable", "unreadable")
_TAKEN_ON = (LAYOUT_MISSED, REMOVED)


def make_night_articles(folders: Folders, site: Site, night: date, workers: int) -> StepReport:
    """The articles step: read every archived article page of one site and night.

    Raises ArchiveError if the capture index itself cannot be read; a damaged page is refused by name.
    """
    captures = read_captures(folders.raw, site.name, night)
    made = make_articles(
        site,
        night,
        folders.raw,
        _earlier_articles(folders, site.name, night),
        workers=min(workers, 1 + len(captures) // PAGES_FOR_A_WORKER),
    )
    made, outcomes = save_night(folders, folders.raw, site, night, made)
    pages = made.counts["captures"] - sum(capture.outcome == GONE for capture in captures)
    fault = find_fault(site.expect, pages, Counter(refusal.reason for refusal in made.refused))
    return replace(report_step(f"articles {site.name}", night, outcomes), fault=fault)


def save_night(
    folders: Folders, raw: Path, site: Site, night: date, made: MadeArticles
) -> tuple[MadeArticles, list[Outcome]]:
    """Write one site's night under `folders`, but for what was erased; returns what is left, and the doors of all."""
    made = _without_erased(made, {id_ for each in read_erasures(raw, site.name) for id_ in each.articles})
    outcomes = _article_outcomes(site.name, made)
    check_accounting(made.counts["captures"], outcomes)
    rejects = [Reject(refusal.url, refusal.reason, refusal.detail) for refusal in made.refused]
    save_rejects(folders.runs, night, "articles", site.name, rejects)
    save_outcomes(folders.runs, night, "articles", site.name, outcomes)
    write_parquet(conform(made.articles, TABLES["articles"]), folders.articles(site.name, night))
    return made, outcomes


def find_fault(expect: Expectation, pages: int, refused: Mapping[str, int]) -> str | None:
    """Too few of a site's pages with a date or a text, as a sentence that says where to look; null if all is well.

    `refused` counts the pages by the reason of REFUSALS; fewer than FEWEST_PAGES tell nothing.
    """
    if pages < FEWEST_PAGES:
        return None
    for what, key, least, reasons in (
        ("date", "min_dated_share", expect.min_dated_share, _WITHOUT_DATE),
        ("text", "min_text_share", expect.min_text_share, _WITHOUT_TEXT),
    ):
        missing = sum(refused.get(reason, 0) for reason in reasons)
        if (pages - missing) / pages < least:
            return (
                f"{missing} of {pages} pages have no {what}, {key} is {least}: "
                "the site has changed its pages, or article_url takes in pages that are no articles"
            )
    return None


def _without_erased(made: MadeArticles, erased: Collection[str]) -> MadeArticles:
    """The same with the articles that were erased refused: a page may come back under another address."""
    back = made.articles["article_id"].isin(list(erased)).astype(bool)
    if not back.any():
        return made
    # By its id: an address would name what was erased.
    refused = [Refusal(article, "erased", "erased by request") for article in made.articles.loc[back, "article_id"]]
    counts = {**made.counts, "articles": made.counts["articles"] - len(refused)}
    counts["refused"] = made.counts["refused"] + len(refused)
    gone = set(made.articles.loc[back, "url"])
    missed, removed = ([page for page in pages if page.url not in gone] for pages in (made.missed, made.removed))
    return MadeArticles(made.articles[~back], [*made.refused, *refused], missed, counts, removed)


def _earlier_articles(folders: Folders, site: str, night: date) -> pd.DataFrame:
    files = [path for name, day, path in folders.article_nights() if name == site and day < night]
    return read_older(files, TABLES["articles"])


def _article_outcomes(site: str, made: MadeArticles) -> list[Outcome]:
    noted = (*made.missed, *made.removed)
    doors = Counter(page.reason for page in (*made.refused, *noted))
    examples = {page.reason: f"{page.url}: {page.detail}" for page in reversed((*made.refused, *noted))}
    as_asked = made.counts["articles"] - len(noted)
    taken = {"ok": as_asked, "unchanged": made.counts["unchanged"], "repeated": made.counts["repeated"]}
    return [
        *(Outcome("articles", site, door, False, count) for door, count in taken.items() if count),
        *(
            Outcome("articles", site, door, door not in _TAKEN_ON, count, examples[door])
            for door, count in sorted(doors.items())
        ),
    ]

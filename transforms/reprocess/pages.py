"""The archive's pages → article versions: read in any order, settled site by site in order of night.

A version is a version beside those of the site's earlier nights. Pages are therefore read without them, and counted
here: from the articles of the nights before, through every night that is read anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from spiders.archive import ArchiveError, list_nights
from spiders.site import Site
from transforms.articles import KNOWN_BY, Known, MadeArticles, article_captures, make_versions
from transforms.folders import Folders
from transforms.lake.evolution import read_older
from transforms.night import StepError
from transforms.night.articles import save_night
from transforms.outcomes import Outcome, save_outcomes
from transforms.reprocess.page_batch import PAGES_AT_ONCE, PageBatch
from transforms.schema import TABLES

STEP = "reprocess"


@dataclass(frozen=True)
class Unit:
    """One site's archived night with `pages` article pages."""

    site: Site
    night: date
    pages: int


@dataclass(frozen=True)
class Lost:
    """A site's night whose archive cannot be read: its published rows stay as they are."""

    site: str
    night: date
    detail: str


@dataclass(frozen=True)
class Folded:
    """Doors of all pages, and later nights of a site whose versions would have to count on from what was made now."""

    counts: Mapping[str, int]
    overtaken: tuple[tuple[Site, date], ...]


def find_units(raw: Path, nights: Iterable[tuple[Site, date]]) -> tuple[list[Unit], list[Lost]]:
    """The sites' nights with what they hold, and those whose index cannot be read."""
    units: list[Unit] = []
    lost: list[Lost] = []
    for site, night in nights:
        try:
            units.append(Unit(site, night, len(article_captures(raw, site.name, night))))
        except ArchiveError as error:
            lost.append(Lost(site.name, night, str(error)))
    return units, lost


def archived_nights(raw: Path, sites: Iterable[Site], first: date | None, last: date | None) -> list[tuple[Site, date]]:
    """Every site's archived nights from `first` to `last`; null = without that bound."""
    return [
        (site, night)
        for site in sites
        for night in list_nights(raw, site.name)
        if (first is None or first <= night) and (last is None or night <= last)
    ]


def page_batches(raw: Path, units: Iterable[Unit]) -> Iterator[PageBatch]:
    """The pages of the units in portions, one night's captures in memory at a time."""
    for unit in units:
        captures = article_captures(raw, unit.site.name, unit.night)
        for start in range(0, len(captures), PAGES_AT_ONCE):
            yield PageBatch(unit.site, raw, tuple(captures[start : start + PAGES_AT_ONCE]))


def fold_pages(folders: Folders, made: Folders, kept: Path, units: Sequence[Unit]) -> Folded:
    """Write the article files, outcomes and rejects of the units into `made`, from the stories that are kept.

    Raises StepError if a later night that these versions overtake is not in the archive.
    """
    counts: dict[str, int] = {}
    overtaken: list[tuple[Site, date]] = []
    for _, group in groupby(sorted(units, key=lambda unit: (unit.site.name, unit.night)), lambda unit: unit.site.name):
        own = {unit.night: unit for unit in group}
        overtaken += _fold_site(folders, made, kept, own, counts)
    return Folded(counts, tuple(overtaken))


def _fold_site(
    folders: Folders, made: Folders, kept: Path, units: Mapping[date, Unit], counts: dict[str, int]
) -> Iterator[tuple[Site, date]]:
    site = next(iter(units.values())).site
    known = Known()
    ours: dict[str, int] = {}
    files = {night: path for name, night, path in folders.article_nights() if name == site.name}
    for night in sorted({*files, *units}):
        if night not in units:
            rows = read_older([files[night]], TABLES["articles"])[list(KNOWN_BY)]
            versions = zip(rows["article_id"], rows["version"], strict=True)
            if any(version <= ours.get(article, 0) for article, version in versions):
                yield _require_archived(folders, site, night)
            known.add(rows)
            continue
        articles = _fold_night(made, kept, folders.raw, units[night], known, counts)
        known.add(articles.articles)
        ours |= {article: known.newest[article].version for article in articles.articles["article_id"]}


def _require_archived(folders: Folders, site: Site, night: date) -> tuple[Site, date]:
    if night not in list_nights(folders.raw, site.name):
        raise StepError(
            f"{folders.articles(site.name, night)}: has later versions of articles that are read anew, and would have "
            f"to be read anew as well, but {site.name} has no archive of night {night}"
        )
    return site, night


def _fold_night(made: Folders, kept: Path, raw: Path, unit: Unit, known: Known, counts: dict[str, int]) -> MadeArticles:
    batches = list(page_batches(raw, [unit]))
    captures = [capture for batch in batches for capture in batch.captures]
    stories = (story for batch in batches for story in batch.stories(kept))
    articles = make_versions(unit.site, unit.night, captures, stories, known)
    articles, outcomes = save_night(made, raw, unit.site, unit.night, articles)
    for door in outcomes:
        counts[door.outcome] = counts.get(door.outcome, 0) + door.records
    return articles


def save_lost(made: Folders, lost: Collection[Lost]) -> None:
    """One row of outcomes for each site's night that cannot be read."""
    for unit in lost:
        door = Outcome(STEP, unit.site, "archive_unreadable", True, 1, unit.detail)
        save_outcomes(made.runs, unit.night, STEP, unit.site, [door])

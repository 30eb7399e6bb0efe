"""Pages, texts, linking and release in a row; what each leaves aside is found again after a kill."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TextIO

from spiders.site import Site
from transforms.checks import Failure, run_checks
from transforms.checks.volume import check_volume
from transforms.folders import Folders
from transforms.lake import Release, open_lake
from transforms.locks import hold
from transforms.night import StepError
from transforms.reprocess.crew import Crew
from transforms.reprocess.linking import Desk, link_nights
from transforms.reprocess.pages import (
    Folded,
    Lost,
    Unit,
    archived_nights,
    find_units,
    fold_pages,
    page_batches,
    save_lost,
)
from transforms.reprocess.reader import reader_digest
from transforms.reprocess.source import Here, Source, split_units, unread_files
from transforms.reprocess.texts import article_files, count_articles, gather_texts, text_batches

Show = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]
"""Shows how far a step is: called with its name, then with (done more, of how many)."""


@dataclass(frozen=True)
class Wanted:
    """Which part of the archive is read anew: `sites` from `first` to `last` night, null = without that bound.

    `known_sites` are all that have a file: the others' articles of these nights are read in their time zones.
    """

    sites: Sequence[Site]
    known_sites: Sequence[Site]
    first: date | None = None
    last: date | None = None
    any_volume: bool = False


@dataclass(frozen=True)
class Workers:
    """Who reads: `open` starts an executor of `count` processes that all see the data root."""

    open: Callable[[], Executor]
    count: int


@dataclass(frozen=True)
class Reprocessed:
    """What was read and what came of it; `changes` counts the release's rows of `changes` by change_type.

    `pages` and `texts` count records by door. `overtaken` nights lie after the range and were read anew because their
    versions count on from those in it. `failed` are records that the reader itself failed on.
    """

    nights: tuple[date, ...]
    sites: int
    pages: Mapping[str, int]
    texts: Mapping[str, int]
    release: Release
    is_new: bool
    changes: Mapping[str, int]
    overtaken: tuple[date, ...]
    lost: tuple[Lost, ...]
    failed: tuple[str, ...]


def reprocess(
    folders: Folders, wanted: Wanted, workers: Workers, show: Show, source: Source | None = None
) -> Reprocessed:
    """Read the wanted part of the archive anew and publish what changes; `source` brings it, null = it is there.

    Raises StepError if there is nothing to read, the reader is broken, or another reprocess is under way; LakeError if
    a night was published meanwhile; CheckError if a rule breaks. What was read is kept for the next run.
    """
    room = folders.runs / "reprocess"
    source = source or Here()
    with _alone(room):
        aside = room / reader_digest()
        made, kept = Folders(aside / "made"), aside / "kept"
        shutil.rmtree(made.root, ignore_errors=True)
        base = open_lake(folders).latest()
        with Crew(workers.open, workers.count, kept) as crew:
            source.bring_sites(site.name for site in wanted.sites)
            units, lost, folded = _read_pages(folders, made, wanted, crew, show, source)
            nights = {unit.night for unit in units} | {unit.night for unit in lost}
            source.bring_nights(sorted(nights))
            files = article_files(folders, made, nights)
            texts = _read_texts(made, files, wanted, crew, show)
            failed = tuple(f"{batch.name}: {detail}" for batch, detail in crew.failed)
        save_lost(made, lost)
        state, night = link_nights(Desk(folders, made, aside / "states"), base, files)
        source.bring_nights({night} - files.keys())
        source.require_unchanged()
        release = open_lake(folders).adopt(state, night=night, base=base, check=_checks(files, wanted))
        install(made, folders, {*files, night})
        source.give_back()
        shutil.rmtree(aside)
    is_new = base is None or release.id != base.id
    asked = set(archived_nights(folders.raw, wanted.sites, wanted.first, wanted.last))
    return Reprocessed(
        nights=tuple(files),
        sites=len({unit.site.name for unit in units}),
        pages=folded.counts,
        texts=texts,
        release=release,
        is_new=is_new,
        changes=_count_changes(release) if is_new else {},
        overtaken=tuple(sorted({unit.night for unit in units if (unit.site, unit.night) not in asked})),
        lost=tuple(lost),
        failed=failed,
    )


def _alone(room: Path) -> TextIO:
    """Holds the folder of what is read anew."""
    try:
        return hold(room / ".lock")
    except BlockingIOError as error:
        raise StepError(f"{room}: another reprocess is under way; run this one after it") from error


def _read_pages(
    folders: Folders, made: Folders, wanted: Wanted, crew: Crew, show: Show, source: Source
) -> tuple[list[Unit], list[Lost], Folded]:
    """Read and fold the pages of the wanted nights, and of later ones as long as versions overtake them."""
    units, lost = find_units(folders.raw, archived_nights(folders.raw, wanted.sites, wanted.first, wanted.last))
    if not units and not lost:
        raise StepError(
            f"{folders.raw}: no archived night of {', '.join(site.name for site in wanted.sites) or 'any site'}"
            f" from {wanted.first or 'the first'} to {wanted.last or 'the last'}"
        )
    fresh = units
    while True:
        with show("pages") as progress:
            tell = partial(_tell, progress, sum(unit.pages for unit in fresh))
            for part in split_units(fresh, source.pages_at_once):
                with source.bring_pages(unread_files(folders.raw, part, crew.kept)):
                    crew.read(page_batches(folders.raw, part), tell)
        folded = fold_pages(folders, made, crew.kept, units)
        fresh, more_lost = find_units(folders.raw, folded.overtaken)
        if more_lost:
            raise StepError(f"{more_lost[0].detail}; its versions count on from those that are read anew")
        if not fresh:
            return units, lost, folded
        units = [*units, *fresh]


def _read_texts(
    made: Folders, files: Mapping[date, Sequence[Path]], wanted: Wanted, crew: Crew, show: Show
) -> dict[str, int]:
    zones = {site.name: site.timezone for site in wanted.known_sites}
    batches = (batch for paths in files.values() for batch in text_batches(paths, zones))
    with show("texts") as progress:
        crew.read(batches, partial(_tell, progress, sum(map(count_articles, files.values()))))
    return gather_texts(made, crew.kept, files, zones)


def _tell(progress: Callable[[int, int], None], of: int, more: int) -> None:
    progress(more, of)


def _checks(nights: Mapping[date, object], wanted: Wanted) -> Callable[[Mapping[str, list[Path]]], list[Failure]]:
    def check(files: Mapping[str, list[Path]]) -> list[Failure]:
        unusual = [] if wanted.any_volume else [failure for night in nights for failure in check_volume(files, night)]
        return run_checks(files) + unusual

    return check


def install(made: Folders, folders: Folders, nights: set[date]) -> None:
    """Put what was published where the nights' own steps look for it; a night linked before is to be linked again."""
    for night in nights:
        folders.touched(night).unlink(missing_ok=True)
    for path in sorted(path for path in made.runs.rglob("*") if path.is_file()):
        target = folders.runs / path.relative_to(made.runs)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


def _count_changes(release: Release) -> dict[str, int]:
    rows = release.read("changes", columns=["release", "change_type"])
    return Counter(rows.loc[(rows["release"] == release.id).astype(bool), "change_type"].tolist())

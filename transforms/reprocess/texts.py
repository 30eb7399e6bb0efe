"""The articles of whole nights → mentions and claims, so that one reader has read all of a night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from transforms.folders import Folders
from transforms.lake.evolution import read_older
from transforms.outcomes import Outcome, check_accounting, save_outcomes
from transforms.reprocess.text_batch import TEXTS_AT_ONCE, ReadTexts, TextBatch
from transforms.schema import TABLES
from transforms.tables import conform, empty_frame, write_parquet
from transforms.texts import ArticleText, article_texts


def article_files(folders: Folders, made: Folders, nights: Collection[date]) -> dict[date, list[Path]]:
    """The article files of each night in order of site: those that were made now, and the others as they are."""
    files = {(site, night): path for site, night, path in folders.article_nights() if night in nights}
    files |= {(site, night): path for site, night, path in made.article_nights()}
    found: dict[date, list[Path]] = {night: [] for night in sorted(nights)}
    for (_, night), path in sorted(files.items()):
        found[night].append(path)
    return found


def count_articles(files: Iterable[Path]) -> int:
    """Rows of the files, by what they say of themselves."""
    return sum(pq.read_metadata(path).num_rows for path in files)


def text_batches(files: Sequence[Path], zones: Mapping[str, str]) -> Iterator[TextBatch]:
    """One night's articles in portions, one file in memory at a time."""
    waiting: list[ArticleText] = []
    for path in files:
        waiting += article_texts(read_older([path], TABLES["articles"]), zones)
        while len(waiting) >= TEXTS_AT_ONCE:
            yield TextBatch(tuple(waiting[:TEXTS_AT_ONCE]))
            del waiting[:TEXTS_AT_ONCE]
    if waiting:
        yield TextBatch(tuple(waiting))


def gather_texts(
    made: Folders, kept: Path, files: Mapping[date, Sequence[Path]], zones: Mapping[str, str]
) -> dict[str, int]:
    """Write the mentions, claims and outcomes of every night into `made`; returns the texts by door."""
    counts: Counter[str] = Counter()
    for night, paths in files.items():
        batches = list(text_batches(paths, zones))
        read = [found for batch in batches for found in batch.found(kept)]
        doors = _add_up(read)
        check_accounting(sum(map(len, batches)), doors)
        counts.update({door.outcome: door.records for door in doors})
        save_outcomes(made.runs, night, "extract", None, doors)
        for name, frames in (
            ("mentions", [found.mentions for found in read]),
            ("claims", [found.claims for found in read]),
        ):
            write_parquet(conform(_stacked(frames, name), TABLES[name]), made.night_table("extract", name, night))
    return dict(counts)


def _add_up(read: Sequence[ReadTexts]) -> list[Outcome]:
    """The doors of all portions, each with its first example."""
    doors: dict[str, Outcome] = {}
    records: Counter[str] = Counter()
    for door in (door for found in read for door in found.outcomes):
        doors.setdefault(door.outcome, door)
        records[door.outcome] += door.records
    return [replace(doors[name], records=records[name]) for name in sorted(doors)]


def _stacked(frames: Sequence[pd.DataFrame], name: str) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else empty_frame(TABLES[name])

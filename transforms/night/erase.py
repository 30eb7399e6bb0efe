"""An article taken out of what the nights left and published: its rows, and what only it told of.

The nights are linked again from their published rows without the article's. An incident that nobody else tells of is
retracted; its row, and what is kept of its past, lose the words that were printed and keep codes and figures.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from spiders.archive import night_folder, read_captures
from transforms.folders import Folders
from transforms.incidents import NO_MENTION
from transforms.lake import Lake, Months, Release
from transforms.lake.evolution import read_older
from transforms.merge import merge_nights, published_of, replace_rows
from transforms.night.erased_counts import lower_by_door, without_erased, without_example
from transforms.outcomes import outcomes_path
from transforms.schema import TABLES
from transforms.tables import conform, read_table, replacing, write_parquet

ERASED = "Erased."
# What may name the article's address.
NAMED_IN = ("rejects", "logs", "outcomes")
# What holds whole months, whichever night it was made for, and what a model once answered or an older reader read.
OF_ANY_NIGHT = ("incidents", "refused", "second_read", "reprocess")
_PRINTED = ("event_date_raw", "location_raw", "actor_raw", "target_raw", "weapon_raw", "damage_raw")
_NAMED = ("actor", "target")


@dataclass(frozen=True)
class Subject:
    """What is erased: a page of a site under an address, and the ids of its articles."""

    site: str
    url: str
    articles: frozenset[str]


def find_articles(release: Release | None, folders: Folders, site: str, url: str) -> set[str]:
    """Ids of the site's articles with that address, as published or as read and not published yet."""
    frames = [read_older([path], TABLES["articles"]) for _, path in _article_files(folders, site)]
    if release is not None:
        frames.append(release.read("articles", columns=["article_id", "site", "url", "canonical_url"]))
    found: set[str] = set()
    for frame in frames:
        is_it = (frame["site"] == site) & ((frame["url"] == url) | (frame["canonical_url"] == url))
        found |= set(frame.loc[is_it.astype(bool), "article_id"])
    return found


def find_copies(release: Release, articles: Collection[str]) -> list[str]:
    """URLs of other articles with the same text, which stay until they are erased as well."""
    every = release.read("articles", columns=["article_id", "duplicate_of", "url"])
    is_it = every["article_id"].isin(list(articles))
    originals = {*articles, *every.loc[is_it, "duplicate_of"].dropna()}
    is_copy = every["duplicate_of"].isin(list(originals)) | every["article_id"].isin(list(originals))
    return sorted(set(every.loc[is_copy & ~is_it, "url"]))


def find_nights(release: Release, folders: Folders, subject: Subject) -> set[date]:
    """Nights of which something is published of the article, or of captures that the archive has no longer."""
    every = release.read("articles", columns=["article_id", "night"])
    nights = set(every.loc[every["article_id"].isin(list(subject.articles)), "night"])
    captures = release.read("captures", columns=["site", "night", "capture_id", "url", "final_url"])
    of_site = captures[(captures["site"] == subject.site).astype(bool)]
    for night in set(of_site["night"]) - nights:
        rows = of_site[(of_site["night"] == night).astype(bool)]
        if _is_gone(rows, folders, subject, night).any():
            nights.add(night)
    return nights


def erase_runs(folders: Folders, subject: Subject, nights: Iterable[date]) -> None:
    """Take the article out of `data/runs`; what steps made of a whole night goes, and is made anew if asked."""
    for night, path in _article_files(folders, subject.site):
        rows = read_older([path], TABLES["articles"])
        if (gone := rows["article_id"].isin(list(subject.articles))).any():
            write_parquet(conform(rows[~gone], TABLES["articles"]), path)
            _count_off(folders, subject.site, night, rows[gone])
    for night in nights:
        shutil.rmtree(folders.runs / "extract" / f"night={night}", ignore_errors=True)
        _erase_lines(folders, subject.url, night)
    for kept in OF_ANY_NIGHT:
        shutil.rmtree(folders.runs / kept, ignore_errors=True)


def _article_files(folders: Folders, site: str) -> list[tuple[date, Path]]:
    return [(night, path) for name, night, path in folders.article_nights() if name == site]


def _erase_lines(folders: Folders, url: str, night: date) -> None:
    """Lines of rejects, logs and the night's message that name the address, and the examples that outcomes give."""
    told = [path for kind in ("rejects", "logs") for path in (folders.runs / kind / f"night={night}").glob("*")]
    for path in (*told, *folders.message(night).parent.glob(folders.message(night).name)):
        lines = path.read_text("utf-8", "replace").splitlines(keepends=True)
        with replacing(path) as aside:
            aside.write_text("".join(line for line in lines if url not in line), encoding="utf-8")
    for path in (folders.runs / "outcomes" / f"night={night}").glob("*.parquet"):
        rows = read_table([path], TABLES["outcomes"])
        write_parquet(conform(without_example(rows, url), TABLES["outcomes"]), path)


def _count_off(folders: Folders, site: str, night: date, versions: pd.DataFrame) -> None:
    path = outcomes_path(folders.runs, night, "articles", site)
    if path.is_file():
        rows = lower_by_door(read_table([path], TABLES["outcomes"]), site, versions)
        write_parquet(conform(rows, TABLES["outcomes"]), path)


def erase_published(lake: Lake, folders: Folders, subject: Subject, nights: Collection[date]) -> Release | None:
    """Publish the nights without the article, as one release; None = nothing is published yet.

    Done again, it publishes nothing. Raises LakeError if another publish is under way, CheckError if a rule breaks.
    """
    base = lake.latest()
    if base is None or not nights:
        return base
    articles, mentions, claims = (base.read(name) for name in ("articles", "mentions", "claims"))
    gone = list(subject.articles)
    told = set(mentions.loc[mentions["article_id"].isin(gone), "incident_id"].dropna())
    kept = articles[articles["night"].isin(list(nights)).astype(bool) & ~articles["article_id"].isin(gone)]
    versions = _versions(kept)
    latest = max(*nights, base.manifest.night)
    merged = merge_nights(base, nights, kept, _of(mentions, versions), _of(claims, versions), valid_on=latest)
    changed = merged.changed | {
        "captures": _replaced(base, "captures", [_captures(base, folders, subject, night) for night in nights]),
        "outcomes": _replaced(base, "outcomes", [_outcomes(base, subject, night) for night in nights]),
    }
    changed["incidents"] = {month: _hush_retracted(rows, told) for month, rows in changed["incidents"].items()}
    changed["revisions"] = {month: _hush_past(rows, told, subject) for month, rows in changed["revisions"].items()}
    return lake.publish(changed, night=latest, base=base)


def _replaced(base: Release, name: str, rows: Sequence[tuple[pd.DataFrame, pd.DataFrame]]) -> Months:
    """Months with each night's published rows, the first, replaced by the second."""
    before, after = (pd.concat(frames, ignore_index=True) for frames in zip(*rows, strict=True))
    return replace_rows(base, name, before, after)


def _versions(articles: pd.DataFrame) -> set[tuple[object, ...]]:
    return set(articles[["article_id", "version"]].itertuples(index=False, name=None))


def _of(frame: pd.DataFrame, versions: set[tuple[object, ...]]) -> pd.DataFrame:
    articles = frame[["article_id", "article_version"]].itertuples(index=False, name=None)
    return frame[[version in versions for version in articles]]


def _captures(base: Release, folders: Folders, subject: Subject, night: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The night's published captures, and those of them that stay: the index has them still."""
    rows = published_of(base, "captures", [night])
    own = (rows["site"] == subject.site).astype(bool)
    return rows, rows[~(own & _is_gone(rows, folders, subject, night))]


def _is_gone(captures: pd.DataFrame, folders: Folders, subject: Subject, night: date) -> pd.Series[bool]:
    """Captures of the page, and those that the archive's index of the night names no longer."""
    is_it = (captures["url"] == subject.url) | (captures["final_url"] == subject.url).fillna(False)
    if not night_folder(folders.raw, subject.site, night).is_dir():
        return is_it.astype(bool)
    indexed = [capture.capture_id for capture in read_captures(folders.raw, subject.site, night)]
    return (is_it | ~captures["capture_id"].isin(indexed)).astype(bool)


def _outcomes(base: Release, subject: Subject, night: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The night's published outcomes, and what they are without the article."""
    rows, articles = (published_of(base, name, [night]) for name in ("outcomes", "articles"))
    told = _of(base.read("mentions"), _versions(articles))
    return rows, without_erased(rows, articles, told, subject.site, subject.articles, subject.url)


def _hush_retracted(incidents: pd.DataFrame, told: Collection[str]) -> pd.DataFrame:
    """Incidents that only the article told of, without its words."""
    alone = incidents["incident_id"].isin(list(told)) & (incidents["merge_reason"] == NO_MENTION).fillna(False)
    return _hush(incidents, alone.astype(bool))


def _hush_past(revisions: pd.DataFrame, told: Collection[str], subject: Subject) -> pd.DataFrame:
    """Earlier states of all incidents that the article told of, without words and without its address."""
    own = revisions["incident_id"].isin(list(told)).astype(bool)
    change = revisions["change"].str.replace(subject.url, "an erased article", regex=False)
    return _hush(revisions.assign(change=revisions["change"].mask(own, change)), own)


def _hush(states: pd.DataFrame, where: pd.Series[bool]) -> pd.DataFrame:
    hushed = {name: states[name].mask(where) for name in _PRINTED}
    hushed |= {name: states[name].mask(where & states[f"{name}_id"].isna()) for name in _NAMED}
    return states.assign(**hushed, summary=states["summary"].mask(where, ERASED))

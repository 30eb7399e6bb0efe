"""Nights that were read anew → one state of the lake, staged aside in steps that each go on from the last.

What is published already of a time is known since the newest night that the lake holds: an incident that is read
otherwise now gets a revision of that night, and what was published before stays to be asked for. Such nights are
linked many at once, because between one night read anew and the next one as it was read before, happenings would be
taken for one that are none. Nights that the lake does not hold yet are linked one by one, as they would have been.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from spiders.archive import ArchiveError, Capture, read_captures
from transforms.folders import Folders
from transforms.incidents.record import to_frame
from transforms.lake import Months, Release
from transforms.lake.evolution import read_older
from transforms.lake.releases import digest_file, make_manifest, open_release, save_manifest
from transforms.lake.staging import stage
from transforms.merge import merge_nights, published_of, replace_rows
from transforms.night.incidents import link_outcomes
from transforms.outcomes import Outcome, load_outcomes, save_outcomes
from transforms.reprocess.pages import STEP
from transforms.reprocess.texts import count_articles
from transforms.schema import TABLES
from transforms.tables import read_table

log = logging.getLogger(__name__)

# Articles whose nights are linked at once, some gigabytes with their texts.
LINKED_AT_ONCE = 100_000


@dataclass(frozen=True)
class Group:
    """Nights that are linked at once, their article files, and the night since when what changes is so."""

    nights: tuple[date, ...]
    files: tuple[Path, ...]
    valid_on: date


@dataclass(frozen=True)
class Desk:
    """Where the rows come from: `folders` of the lake, `made` now; `states` is where states are staged."""

    folders: Folders
    made: Folders
    states: Path


def link_nights(desk: Desk, base: Release | None, files: Mapping[date, Sequence[Path]]) -> tuple[Release, date]:
    """The state after all nights, and the night that it is of; a state that a killed run left is gone on from."""
    groups = make_groups(newest_night(base), files)
    keys = list(_keys(desk.made, base, groups))
    done = max((number for number, key in enumerate(keys) if _is_whole(desk.states / key)), default=-1)
    state = base if done < 0 else open_release(desk.states / keys[done])
    _recall_outcomes(desk.made, state, groups[: done + 1])
    for number in range(done + 1, len(groups)):
        state = _link(desk, state, groups[number], desk.states / keys[number])
        if number:
            shutil.rmtree(desk.states / keys[number - 1], ignore_errors=True)
    if state is None:
        raise ValueError("no night to link")
    return state, groups[-1].valid_on


def newest_night(base: Release | None) -> date | None:
    """The newest night that a release holds; null = none."""
    nights = [] if base is None else base.read("outcomes", columns=["night"])["night"].tolist()
    return max(nights, default=None)


def make_groups(newest: date | None, files: Mapping[date, Sequence[Path]]) -> list[Group]:
    """The nights in order: up to `newest` as many at once as LINKED_AT_ONCE lets pass, later ones one by one."""
    groups: list[Group] = []
    articles = 0
    for night, paths in sorted(files.items()):
        held = newest is not None and night <= newest
        more = count_articles(paths)
        if newest is not None and held and groups and articles + more <= LINKED_AT_ONCE:
            last = groups.pop()
            groups.append(Group((*last.nights, night), (*last.files, *paths), newest))
            articles += more
            continue
        groups.append(Group((night,), tuple(paths), newest if newest is not None and held else night))
        articles = more
    return groups


def _keys(made: Folders, base: Release | None, groups: Iterable[Group]) -> Iterator[str]:
    """A digest of all that the state after each group is made of."""
    key = base.id if base is not None else ""
    for group in groups:
        digest = hashlib.sha256(f"{key} {group.valid_on}".encode())
        tables = [made.night_table("extract", name, night) for night in group.nights for name in ("mentions", "claims")]
        doors = [path for night in group.nights for path in _door_files(made, night)]
        for path in (*group.files, *tables, *doors):
            digest.update(digest_file(path).encode())
        key = digest.hexdigest()[:16]
        yield key


def _door_files(made: Folders, night: date) -> list[Path]:
    return sorted((made.runs / "outcomes" / f"night={night}").glob("*.parquet"))


def _recall_outcomes(made: Folders, state: Release | None, groups: Iterable[Group]) -> None:
    """What linking left of nights that a killed run had linked."""
    nights = {night for group in groups for night in group.nights}
    if state is None or not nights:
        return
    rows = state.read("outcomes")
    linked = rows[(rows["step"] == "incidents").astype(bool) & rows["night"].isin(nights).astype(bool)]
    for night in sorted(nights):
        doors = linked[(linked["night"] == night).astype(bool)].sort_values("outcome")
        told = doors[["outcome", "is_refusal", "records", "example"]]
        outcomes = [
            Outcome("incidents", None, door, bool(refusal), int(records), None if pd.isna(example) else example)
            for door, refusal, records, example in told.itertuples(index=False)
        ]
        save_outcomes(made.runs, night, "incidents", None, outcomes)


def _is_whole(state: Path) -> bool:
    return (state / "manifest.json").is_file()


def _link(desk: Desk, base: Release | None, group: Group, path: Path) -> Release:
    """Stage the state after one group; its manifest is written last and makes it count."""
    articles = read_older(group.files, TABLES["articles"])
    mentions, claims = (
        read_table([desk.made.night_table("extract", name, night) for night in group.nights], TABLES[name])
        for name in ("mentions", "claims")
    )
    merged = merge_nights(base, group.nights, articles, mentions, claims, valid_on=group.valid_on)
    _save_outcomes(desk.made, group, articles, merged.own)
    changed = merged.changed | {
        "captures": _captures(desk.folders.raw, base, group.nights),
        "outcomes": _outcomes(desk, base, group.nights),
    }
    shutil.rmtree(path, ignore_errors=True)
    files = stage(changed, base, path)
    save_manifest(make_manifest(path.name, group.valid_on, base, files), path / "manifest.json")
    return open_release(path)


def _save_outcomes(made: Folders, group: Group, articles: pd.DataFrame, mentions: pd.DataFrame) -> None:
    nights = articles[["article_id", "version", "night"]].rename(columns={"version": "article_version"})
    own = mentions.merge(nights, on=["article_id", "article_version"], how="left", validate="many_to_one")
    for night in group.nights:
        save_outcomes(made.runs, night, "incidents", None, link_outcomes(own[(own["night"] == night).astype(bool)]))


def _captures(raw: Path, base: Release | None, nights: Sequence[date]) -> Months:
    """The archive's captures of the nights, in place of what is published of the same sites and nights."""
    captures: dict[tuple[str, date], list[Capture]] = {}
    for night in nights:
        for path in sorted(raw.glob(f"site=*/night={night}")):
            site = path.parent.name.removeprefix("site=")
            try:
                captures[site, night] = read_captures(raw, site, night)
            except ArchiveError as error:
                log.warning("captures stay as published site=%s night=%s: %s", site, night, error)
    rows = [asdict(capture) for found in captures.values() for capture in found]
    fresh = to_frame(pa.Table.from_pylist(rows, schema=TABLES["captures"].schema))
    published = published_of(base, "captures", nights)
    units = zip(published["site"], published["night"], strict=True)
    ours = pd.Series([unit in captures for unit in units], published.index, dtype=bool)
    return replace_rows(base, "captures", published[ours], fresh)


def _outcomes(desk: Desk, base: Release | None, nights: Sequence[date]) -> Months:
    """The nights' doors as published, or as the night's own run left them, with those of the steps done now."""
    published = published_of(base, "outcomes", nights)
    rows = []
    for night in nights:
        before = published[(published["night"] == night).astype(bool)]
        before = before if len(before) else load_outcomes(desk.folders.runs, night)
        now = load_outcomes(desk.made.runs, night)
        done = set(zip(now["step"], now["site"], strict=True))
        steps = zip(before["step"], before["site"], strict=True)
        stays = [step not in _OVER_ALL_SITES and (step, site) not in done for step, site in steps]
        rows += [before[pd.Series(stays, before.index, dtype=bool)], now]
    return replace_rows(base, "outcomes", published, pd.concat(rows, ignore_index=True))


# Steps of a night whose doors count the articles or mentions of all its sites.
_OVER_ALL_SITES = ("extract", "second_read", "incidents", STEP)

"""What a night can move: the mentions that are new, changed or gone since the lake was published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from transforms.incidents.record import Record
from transforms.incidents.revisions import State, read_states

# Filled by linking, or marked by the newer versions of an article: no part of what the reader found.
_NOT_READ = frozenset({"incident_id", "is_current", "night"})


@dataclass(frozen=True)
class Increment:
    """Mentions to link anew, and the published incident that each current mention is held in.

    `told` are those of the `touched` that are new or told otherwise: the rest share an incident with one that is gone.
    `bereft` are published incidents that lost a mention; they are to be made again even if no mention is left.
    `lost` are the URLs of those mentions' articles by incident. `reread` are mentions of an article version that
    another extractor had read before, with the one that reads it now.
    """

    touched: set[str]
    told: set[str]
    held: dict[str, str]
    bereft: set[str]
    lost: dict[str, set[str]]
    reread: dict[str, str]


def find_increment(record: Record, mentions: pd.DataFrame, claims: pd.DataFrame) -> Increment:
    """Compares the joined record with the published `mentions` and `claims`."""
    current = record.mentions[record.mentions["is_current"]]
    standing = mentions[mentions["is_current"].astype(bool)]
    placed = standing[standing["incident_id"].notna()]
    held = dict(zip(placed["mention_id"], placed["incident_id"], strict=True))
    before, now = set(standing["mention_id"]), set(current["mention_id"])
    bereft = {held[mention] for mention in before - now if mention in held}
    told = (now - before) | _changed(record, mentions, claims, before & now)
    touched = told | {mention for mention in before & now if held.get(mention) in bereft}
    lost: dict[str, set[str]] = defaultdict(set)
    for mention, url in zip(standing["mention_id"], standing["url"], strict=True):
        if mention in held and mention not in now:
            lost[held[mention]].add(url)
    return Increment(
        touched,
        told,
        {mention: held[mention] for mention in now if mention in held},
        bereft,
        lost,
        _reread(current[current["mention_id"].isin(touched)], standing),
    )


def _reread(told: pd.DataFrame, standing: pd.DataFrame) -> dict[str, str]:
    """Of mentions told now, those whose article version was read before by another extractor."""
    columns = ["article_id", "article_version", "extractor_version"]
    before: dict[object, set[str]] = defaultdict(set)
    for article, version, extractor in standing[columns].itertuples(index=False, name=None):
        before[article, version].add(extractor)
    rows = told[["mention_id", *columns]].itertuples(index=False, name=None)
    return {
        mention: extractor
        for mention, article, version, extractor in rows
        if before.get((article, version), {extractor}) != {extractor}
    }


def _changed(record: Record, mentions: pd.DataFrame, claims: pd.DataFrame, common: set[str]) -> set[str]:
    """Mentions that both have, told in other words or figures."""
    given = record.given_mentions & common
    if not given:
        return set()
    then, now = (_told(frame, given) for frame in (mentions, record.mentions))
    said_then, said_now = (_told(frame, given) for frame in (claims, record.claims))
    return {
        mention
        for mention in given
        if then[mention] != now[mention] or said_then.get(mention, []) != said_now.get(mention, [])
    }


def _told(frame: pd.DataFrame, wanted: set[str]) -> dict[str, list[str]]:
    """Each wanted mention's rows, as text that compares."""
    told: dict[str, list[str]] = defaultdict(list)
    for row in read_states(frame[frame["mention_id"].isin(wanted)]):
        told[row["mention_id"]].append(_as_text(row))
    return {mention: sorted(rows) for mention, rows in told.items()}


def _as_text(row: State) -> str:
    return repr(
        {
            name: list(value) if name == "evidence" and value is not None else value
            for name, value in sorted(row.items())
            if name not in _NOT_READ
        }
    )

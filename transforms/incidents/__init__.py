"""Mentions and claims of all nights to incidents: linked, named for good, summed up and revised."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from transforms.incidents.describe import describe
from transforms.incidents.identity import Birth, Identities, Known, assign_ids
from transforms.incidents.increment import find_increment
from transforms.incidents.linking import relink_mentions
from transforms.incidents.origins import trace_origins
from transforms.incidents.record import Published, join_record, newest_articles, to_frame, with_night
from transforms.incidents.revisions import Origin, Revised, State, read_states, revise, state_before
from transforms.schema import TABLES
from transforms.tables import conform

logger = logging.getLogger(__name__)

NO_MENTION = "no current mention"


@dataclass(frozen=True)
class Counts:
    """What one run did, for its summary line and the night's outcomes."""

    mentions: int
    linked: int
    unlinked: int
    incidents: int
    added: int
    changed: int
    merged: int
    retracted: int


@dataclass(frozen=True)
class Made:
    """Whole tables after the run, published rows included; mentions and claims with their incident_id.

    `incidents.geometry` is null: it is made where the tables are published.
    """

    incidents: pd.DataFrame
    revisions: pd.DataFrame
    mentions: pd.DataFrame
    claims: pd.DataFrame
    counts: Counts


def make_incidents(
    mentions: pd.DataFrame,
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    night: date,
    published: Published | None = None,
    is_rebuild: bool = False,
    nights: Collection[date] | None = None,
) -> Made:
    """Incidents of everything known after `night`.

    The frames hold the night's rows, or those of all nights: rows of `published` that are not given again are joined
    to them; but `nights`, null = `night` alone, are given whole, and what is not given of them is gone. Only mentions
    of an article's newest version count. Running a night again with the same input changes nothing, nor does running
    an earlier one. `is_rebuild` makes every incident anew, ids kept, after the rules of linking or coding changed;
    else only what the nights move.
    """
    lake = published or Published()
    record = join_record(mentions, claims, articles, night, lake, {night} if nights is None else nights)
    newest = newest_articles(record.articles)
    current = record.mentions[record.mentions["is_current"]]
    increment = find_increment(record, lake.mentions, lake.claims)
    touched = set(current["mention_id"]) if is_rebuild else increment.touched
    labels = relink_mentions(current, newest[["article_id", "title", "text"]], touched, increment.held)
    before = read_states(lake.incidents)
    identities = _identify(current.assign(label=labels), with_night(lake.mentions, record.articles, night), before)
    named = record.mentions.assign(incident_id=_incident_ids(record.mentions, labels, identities, lake))
    incident_of = named.set_index("mention_id")["incident_id"]
    told = record.claims.assign(incident_id=record.claims["mention_id"].map(incident_of))
    affected = set(identities.ids.values()) | increment.bereft
    affected |= {held for mention in current.loc[labels.index, "mention_id"] if (held := increment.held.get(mention))}
    moved = named[named["is_current"] & named["incident_id"].isin(affected)]
    states = describe(moved, told[told["mention_id"].isin(moved["mention_id"])], newest)
    lasting = _Lasting(before, read_states(lake.revisions), trace_origins(named, increment, identities), night)
    rest = lasting.rest(states, affected, identities)
    revised = revise([*states, *rest], before, lasting.past, lasting.origins, night)
    counts = _count(named[named["is_current"]], revised, before)
    logger.info("incidents night=%s touched=%d %s", night, len(touched), counts)
    return Made(
        _frame(revised.incidents, "incidents"),
        _frame(revised.revisions, "revisions"),
        _conformed(named.drop(columns="night"), "mentions"),
        _conformed(told, "claims"),
        counts,
    )


def _identify(current: pd.DataFrame, published: pd.DataFrame, before: Sequence[State]) -> Identities:
    """Ids of the clusters that `label` tells; mentions without a label are none of this run's business."""
    clusters: dict[str, list[Known]] = defaultdict(list)
    labelled = current[current["label"].notna()]
    for known, label in zip(_known(labelled), labelled["label"], strict=True):
        clusters[str(label)].append(known)
    superseded = {state["incident_id"]: state["superseded_by"] for state in before if state["superseded_by"]}
    return assign_ids(clusters, _known(published), superseded, {state["incident_id"] for state in before})


def _known(mentions: pd.DataFrame) -> list[Known]:
    return [
        Known(
            Birth(row["night"], row["published_at"], row["article_id"], row["rank"], row["mention_id"]),
            row["article_version"],
            row["incident_id"],
            row["sub_event_type"],
            row["event_date"],
            row["country"],
            row["location"],
            row["target_id"] or row["target"],
            row["fatalities_best"],
        )
        for row in read_states(mentions)
    ]


def _incident_ids(
    mentions: pd.DataFrame, labels: pd.Series[str], identities: Identities, lake: Published
) -> pd.Series[str]:
    """The cluster's id for a mention that was linked now; any other keeps its published one, or its heir's."""
    former: dict[str, str] = dict(lake.mentions[["mention_id", "incident_id"]].dropna().itertuples(index=False))
    label_of = dict(zip(mentions.loc[labels.index, "mention_id"], labels, strict=True))
    ids: list[str | None] = []
    for mention, is_current in zip(mentions["mention_id"], mentions["is_current"], strict=True):
        if mention in label_of:
            ids.append(identities.ids.get(label_of[mention]))
        else:
            last = former.get(mention)
            ids.append(identities.merged.get(last, last) if is_current and last else last)
    return pd.Series(ids, index=mentions.index, dtype="string")


@dataclass(frozen=True)
class _Lasting:
    """The published incidents with what came before them."""

    before: Sequence[State]
    past: Sequence[State]
    origins: Mapping[str, Origin]
    night: date

    def rest(self, states: Sequence[State], affected: set[str], identities: Identities) -> list[State]:
        """Published incidents that were not made now: as they are, or buried where nothing continues them."""
        made = {state["incident_id"] for state in states}
        history: dict[str, list[State]] = defaultdict(list)
        for row in sorted(self.past, key=lambda row: row["revision"]):
            history[row["incident_id"]].append(row)
        rest: list[State] = []
        for old in self.before:
            incident_id = old["incident_id"]
            if incident_id in made:
                continue
            if old["merge_reason"] is not None or incident_id not in affected:
                rest.append(old)
                continue
            origin = self.origins.get(incident_id)
            last = state_before(old, history[incident_id], origin, self.night) or old
            rest.append(_bury(last, identities.merged.get(incident_id)))
        return rest


def _bury(last: State, heir: str | None) -> State:
    """The last state as a tombstone, which no mention holds any longer."""
    reason = f"the same happening as {heir}" if heir else NO_MENTION
    gone: dict[str, Any] = {"is_current": False, "superseded_by": heir, "merge_reason": reason}
    gone |= {"mention_count": 0, "article_count": 0, "source_count": 0}
    return {name: gone.get(name, last[name]) for name in TABLES["incidents"].columns}


def _count(current: pd.DataFrame, revised: Revised, before: Sequence[State]) -> Counts:
    buried = {state["incident_id"] for state in before if state["merge_reason"] is not None}
    fresh = [state for state in revised.incidents if not state["is_current"] and state["incident_id"] not in buried]
    merged = sum(state["superseded_by"] is not None for state in fresh)
    linked = int(current["incident_id"].notna().sum())
    return Counts(
        mentions=len(current),
        linked=linked,
        unlinked=len(current) - linked,
        incidents=sum(bool(state["is_current"]) for state in revised.incidents),
        added=revised.added,
        changed=revised.changed,
        merged=merged,
        retracted=len(fresh) - merged,
    )


def _frame(states: Sequence[State], name: str) -> pd.DataFrame:
    table = TABLES[name]
    rows = [{column: state.get(column) for column in table.columns} for state in states]
    return _conformed(to_frame(pa.Table.from_pylist(rows, schema=table.schema)), name)


def _conformed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return to_frame(conform(frame, TABLES[name]))

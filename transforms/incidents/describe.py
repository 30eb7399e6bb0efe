"""An incident's row from its current mentions and claims: chosen values, reconciled counts, voices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from transforms.claims.count import Count
from transforms.incidents.consensus import choose_values
from transforms.incidents.reconcile import QUANTITIES, Account, Assertion, Reconciled, reconcile
from transforms.incidents.revisions import State, read_states
from transforms.incidents.summary import Happening, summarise
from transforms.schema import TABLES
from transforms.triggers.codebooks import ucdp_type_of_violence

_COLUMN_OF_QUANTITY = {"killed": "fatalities", "injured": "injuries", "abducted": "abducted"}
_SILENT_STATUSES = ("denied", "threatened")  # their figures are of what did not happen


@dataclass(frozen=True)
class Reports:
    """What is told of one incident by independent voices: each mention's own sums, and every claim that counts."""

    accounts: Sequence[Account]
    assertions: Sequence[Assertion]


def gather_reports(mentions: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame) -> dict[str, Reports]:
    """The reports that each incident's counts are reconciled from, by its id; frames as for `describe`."""
    held = mentions[mentions["incident_id"].notna()]
    return {} if held.empty else _gathered(_speaking(held, articles), claims)


def _gathered(speaking: pd.DataFrame, claims: pd.DataFrame) -> dict[str, Reports]:
    assertions = _assertions(claims[claims["mention_id"].isin(speaking["mention_id"])], speaking)
    return {
        incident_id: Reports(accounts, assertions.get(incident_id, []))
        for incident_id, accounts in _accounts(speaking).items()
    }


def _speaking(held: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    voiced = _with_voices(held, articles)
    return voiced[voiced["speaks"]]


def describe(mentions: pd.DataFrame, claims: pd.DataFrame, articles: pd.DataFrame) -> list[State]:
    """One state an incident, sorted by id, with every column of the incidents table but the revision.

    `mentions` and `claims` are the current ones; those without an incident_id are left out. `articles`
    has the newest version of each article: wire copies (`duplicate_of`) and `modified_at` come from it.
    """
    held = mentions[mentions["incident_id"].notna()]
    if held.empty:
        return []
    held = _with_voices(held, articles)
    speaking = held[held["speaks"]]
    values = {state["incident_id"]: state for state in read_states(choose_values(speaking).reset_index())}
    reports = {state["incident_id"]: state for state in read_states(_reports(held, speaking))}
    told = _gathered(speaking, claims)
    return [
        _state({**values[incident_id], **reports[incident_id]}, told[incident_id]) for incident_id in sorted(values)
    ]


def _with_voices(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Adds `speaks`: False for a wire copy whose original, or an earlier copy, is in the same incident."""
    known = articles.set_index("article_id")
    original = mentions["article_id"].map(known["duplicate_of"])
    rows = mentions.assign(
        voice=original.fillna(mentions["article_id"]),
        is_copy=original.notna().astype(bool),
        changed_at=mentions["article_id"].map(known["modified_at"]),
    )
    first = rows.sort_values(["incident_id", "voice", "is_copy", "published_at", "article_id"], kind="stable")
    first = first.drop_duplicates(["incident_id", "voice"])[["incident_id", "voice", "article_id"]]
    speakers = set(first.itertuples(index=False, name=None))
    told = rows[["incident_id", "voice", "article_id"]].itertuples(index=False, name=None)
    return rows.assign(speaks=[one in speakers for one in told])


def _reports(held: pd.DataFrame, speaking: pd.DataFrame) -> pd.DataFrame:
    """Counts, publications and instants of the reports, one row an incident."""
    groups = held.groupby("incident_id")
    latest = held["published_at"].where(~(held["changed_at"] > held["published_at"]).fillna(False), held["changed_at"])
    return pd.DataFrame(
        {
            "mention_count": groups.size(),
            "article_count": groups["article_id"].nunique(),
            "source_count": speaking.groupby("incident_id")["source"].nunique(),
            "sources": groups["source"].agg(lambda sources: sorted(set(sources))),
            "first_reported_at": groups["published_at"].min(),
            "last_reported_at": latest.groupby(held["incident_id"]).max(),
        }
    ).reset_index()


def _accounts(mentions: pd.DataFrame) -> dict[str, list[Account]]:
    accounts: dict[str, list[Account]] = defaultdict(list)
    for row in read_states(mentions):
        silent = row["status"] in _SILENT_STATUSES
        counts = {quantity: None if silent else _count_of(row, quantity) for quantity in QUANTITIES}
        deaths = {group: None if silent else row[f"fatalities_{group}"] for group in ("civilians", "actor", "target")}
        account = Account(
            mention_id=row["mention_id"],
            source=row["source"],
            published_at=row["published_at"],
            actor=row["actor"],
            target=row["target"],
            counts={quantity: count for quantity, count in counts.items() if count is not None},
            deaths={group: number for group, number in deaths.items() if number is not None},
        )
        accounts[row["incident_id"]].append(account)
    return accounts


def _count_of(row: State, quantity: str) -> Count | None:
    column = _COLUMN_OF_QUANTITY[quantity]
    count = Count(row[f"{column}_low"], row[f"{column}_best"], row[f"{column}_high"])
    return count if count.is_reported else None


def _assertions(claims: pd.DataFrame, speaking: pd.DataFrame) -> dict[str, list[Assertion]]:
    """Claims that give a number and are no running total, by incident."""
    told = speaking.set_index("mention_id")[["published_at", "status"]]
    assertions: dict[str, list[Assertion]] = defaultdict(list)
    for row in read_states(claims.join(told, on="mention_id", validate="many_to_one")):
        count = Count(row["low"], row["best"], row["high"])
        if not count.is_reported or row["is_cumulative"] or row["status"] in _SILENT_STATUSES:
            continue
        names = "claim_id mention_id article_id published_at claimant claimant_type quantity victims victims_type side"
        values: dict[str, Any] = {name: row[name] for name in names.split()}
        assertions[row["incident_id"]].append(
            Assertion(**values, count=count, part_of=row["part_of"], start=row["start"], is_vague=row["best"] is None)
        )
    return assertions


def _state(values: State, told: Reports) -> State:
    found = reconcile(told.assertions, told.accounts)
    claimants = sorted({assertion.claimant for assertion in told.assertions})
    known: dict[str, Any] = {**values, **_figures(found), "claimants": claimants, "counts_conflict": found.is_conflict}
    known |= {"revision": 1, "is_current": True, "superseded_by": None, "merge_reason": None}
    known |= {"geometry": None, "valid_from": None}
    kind = ucdp_type_of_violence(known["sub_event_type"], known["actor_type"], known["target_type"])
    known |= {"ucdp_type_of_violence": kind}
    known["summary"] = summarise(_happening(known, found, len(claimants)))
    return {name: known[name] for name in TABLES["incidents"].columns}


def _figures(found: Reconciled) -> Mapping[str, int | None]:
    counts = {"fatalities": found.killed, "injuries": found.injured, "abducted": found.abducted}
    figures: dict[str, int | None] = {
        f"{name}_{bound}": None if count is None else getattr(count, bound)
        for name, count in counts.items()
        for bound in ("low", "best", "high")
    }
    deaths = {"civilians": found.civilians, "actor": found.actor, "target": found.target, "unknown": found.unknown}
    return figures | {f"fatalities_{group}": number for group, number in deaths.items()}


def _happening(known: Mapping[str, Any], found: Reconciled, claimants: int) -> Happening:
    return Happening(
        sub_event_type=known["sub_event_type"],
        status=known["status"],
        event_date=known["event_date"],
        event_date_precision=known["event_date_precision"],
        country=known["country"],
        admin1=known["admin1"],
        location=known["location"],
        actor=known["actor"],
        target=known["target"],
        killed=found.killed,
        injured=found.injured,
        abducted=found.abducted,
        claimants=claimants,
        sources=known["source_count"],
    )

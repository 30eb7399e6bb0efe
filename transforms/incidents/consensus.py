"""The coded columns of incidents, chosen from their mentions by weighted vote.

A mention's vote weighs its reader's confidence, less the further down the article it stands, and is
shared with the other mentions of its publication. Values that belong together (a place with its
coordinates, an actor with its id) are taken from one mention, never mixed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

VOTE_DIGITS = 6  # votes are sums of floats: equal ones must compare equal
_PLACE = ["country", "admin1", "admin2", "location", "location_raw", "latitude", "longitude", "geo_precision"]
_HYPOTHETICAL = ("threatened", "denied")
FOUNDING_ORDER = ["published_at", "article_id", "rank", "mention_id"]


def choose_values(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row an incident, indexed by incident_id: status, kind, date, place, sides, weapon and the like.

    `mentions` are current mentions with their incident_id, of independent voices only.
    """
    rows = mentions.sort_values(["incident_id", *FOUNDING_ORDER], kind="stable", ignore_index=True)
    rows = rows.assign(vote=_votes(rows))
    real = ~rows["status"].isin(_HYPOTHETICAL).astype(bool)
    real |= ~real.groupby(rows["incident_id"]).transform("any")
    rows = rows[real].reset_index(drop=True)
    chosen = [
        _choose(rows, ["status"], ["status"]),
        _choose(rows, ["sub_event_type"], ["event_type", "sub_event_type"]),
        _choose_date(rows),
        _choose_place(rows),
        _choose_side(rows, "actor"),
        _choose_side(rows, "target"),
        _choose_weapon(rows),
        _choose(rows[rows["damage_raw"].notna()], [], ["damage_raw"]),
        _choose(
            rows[rows["responsibility_claimed_by"].notna()],
            ["responsibility_claimed_by"],
            ["responsibility_claimed_by"],
        ),
        _join_confidence(rows),
    ]
    return pd.concat(chosen, axis=1).rename_axis("incident_id").sort_index()


def _votes(rows: pd.DataFrame) -> pd.Series[float]:
    confidence = rows["confidence"].astype("float64")
    shared = rows.groupby(["incident_id", "source"])["mention_id"].transform("size").astype("float64")
    return confidence / rows["rank"].astype("float64") / shared


def _choose(rows: pd.DataFrame, key: list[str], columns: list[str], first: list[str] | None = None) -> pd.DataFrame:
    """`columns` of the mention whose `key` has most votes, among those that come `first` (ascending)."""
    ahead = first or []
    total = rows.groupby(["incident_id", *ahead, *key], dropna=False)["vote"].transform("sum")
    ranked = rows.assign(total=-total.round(VOTE_DIGITS), own=-rows["vote"].round(VOTE_DIGITS))
    ranked = ranked.sort_values(["incident_id", *ahead, "total", "own", *FOUNDING_ORDER], kind="stable")
    return ranked.drop_duplicates("incident_id").set_index("incident_id")[columns]


def _choose_date(rows: pd.DataFrame) -> pd.DataFrame:
    """A day told before one taken from publication, the more precise before the vaguer."""
    rows = rows.assign(is_assumed=rows["event_date_raw"].isna().astype(bool))
    return _choose(
        rows,
        ["event_date"],
        ["event_date", "event_date_precision", "event_date_raw"],
        first=["is_assumed", "event_date_precision"],
    )


def _choose_place(rows: pd.DataFrame) -> pd.DataFrame:
    """The most exact place; nothing is better than a country, a country better than nothing."""
    rows = rows.assign(vagueness=rows["geo_precision"].astype("Int64").fillna(9).astype("int64"))
    return _choose(rows, ["country", "admin1", "location"], [*_PLACE, "geo_reason", "geonames_id"], first=["vagueness"])


def _choose_side(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """A side that the lexicon knows before one only printed, a named before an unnamed."""
    columns = [side, f"{side}_id", f"{side}_type", f"{side}_raw"]
    named = rows[rows[side].notna() | rows[f"{side}_type"].notna()]
    named = named.assign(
        is_unlisted=named[f"{side}_id"].isna().astype(bool), is_unnamed=named[side].isna().astype(bool)
    )
    return _choose(named, [f"{side}_id", side], columns, first=["is_unlisted", "is_unnamed"])


def _choose_weapon(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["weapon_type"].notna()]
    known = known.assign(is_unknown=(known["weapon_type"] == "Unknown").astype(bool))
    return _choose(known, ["weapon_type"], ["weapon_type", "weapon_raw"], first=["is_unknown"])


def _join_confidence(rows: pd.DataFrame) -> pd.DataFrame:
    """Chance that not all publications err, each trusted as far as its surest mention."""
    surest = rows.assign(confidence=rows["confidence"].astype("float64"))
    doubt = 1 - surest.groupby(["incident_id", "source"])["confidence"].max().clip(0, 0.999)
    joint = 1 - np.exp(np.log(doubt).groupby(level="incident_id").sum())
    return pd.DataFrame({"confidence": joint.round(3)})

"""A night's outcomes with what was erased counted off: what is published is still as much as the doors say."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from transforms.outcomes import ALL_SITES
from transforms.texts import REMOVED

OK = "ok"


def without_erased(
    outcomes: pd.DataFrame, articles: pd.DataFrame, mentions: pd.DataFrame, site: str, gone: Collection[str], url: str
) -> pd.DataFrame:
    """One night's outcomes without the articles `gone` of `site`, and without the address as an example.

    `articles` are the night's versions, `mentions` what is told in them. By which door an article without a mention
    left the extract step is not known any more: it is counted off the fullest one.
    """
    versions = articles[articles["article_id"].isin(list(gone))]
    told = mentions[mentions["article_id"].isin(list(gone))]
    tell = set(told[["article_id", "article_version"]].itertuples(index=False, name=None))
    taken_down = int((versions["outcome"] == REMOVED).sum())
    silent = len(versions) - len(tell) - taken_down
    linked = int(told["incident_id"].notna().sum())
    rows = lower_by_door(outcomes, site, versions)
    rows = lower(rows, "extract", ALL_SITES, OK, len(tell))
    rows = lower(rows, "extract", ALL_SITES, REMOVED, taken_down)
    rows = lower(rows, "extract", ALL_SITES, _fullest_refusal(rows), silent)
    rows = lower(rows, "incidents", ALL_SITES, OK, linked)
    return without_example(lower(rows, "incidents", ALL_SITES, "founds_no_incident", len(told) - linked), url)


def lower_by_door(outcomes: pd.DataFrame, site: str, versions: pd.DataFrame) -> pd.DataFrame:
    """The same with each of the article versions less at the door by which it left the articles step."""
    for door, count in versions["outcome"].value_counts().items():
        outcomes = lower(outcomes, "articles", site, str(door), int(count))
    return outcomes


def lower(outcomes: pd.DataFrame, step: str, site: str, door: str, by: int) -> pd.DataFrame:
    """The same with so many records less at one door; a door with none left goes."""
    is_it = (outcomes["step"] == step) & (outcomes["site"] == site) & (outcomes["outcome"] == door)
    records = outcomes["records"].mask(is_it.astype(bool), outcomes["records"] - by)
    return outcomes.assign(records=records)[(records > 0).astype(bool)]


def without_example(outcomes: pd.DataFrame, url: str) -> pd.DataFrame:
    """The same with no example that names the address."""
    names_it = outcomes["example"].str.contains(url, regex=False).fillna(False).astype(bool)
    return outcomes.assign(example=outcomes["example"].mask(names_it))


def _fullest_refusal(outcomes: pd.DataFrame) -> str:
    doors = outcomes[((outcomes["step"] == "extract") & outcomes["is_refusal"]).astype(bool)]
    return OK if doors.empty else str(doors.sort_values("records")["outcome"].iloc[-1])

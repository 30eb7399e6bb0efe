"""One night's mentions, or those of several, and what is published → the whole rows of every month that they touch.

Only what lies near the nights' own mentions in time is looked at again: those months are read from the release,
linked and coded anew with the nights' mentions, and replaced whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from transforms.articles.duplicates import mark_duplicates
from transforms.incidents import Counts, make_incidents
from transforms.incidents.record import Published
from transforms.lake import Months, Release, split_months
from transforms.schema import TABLES, Table
from transforms.tables import empty_frame, with_geometry

# Linking reaches 30 days beyond the span of a mention, which may be a month, as may that of the one met there.
WINDOW = timedelta(days=90)
LINKED = ("mentions", "claims", "incidents", "revisions")
# Wire copies are looked for among the articles of this night and of so many days around it.
COPY_DAYS = timedelta(days=14)


@dataclass(frozen=True)
class Merged:
    """Rows of every touched month by table, and what linking did.

    `own` are the given mentions with the incident that each belongs to, null = none.
    """

    changed: dict[str, Months]
    counts: Counts
    own: pd.DataFrame


def merge_night(
    base: Release | None, night: date, articles: pd.DataFrame, mentions: pd.DataFrame, claims: pd.DataFrame
) -> Merged:
    """Link one night's mentions with the incidents around them; all frames have their tables' schemas."""
    return merge_nights(base, {night}, articles, mentions, claims, valid_on=night)


def merge_nights(
    base: Release | None,
    nights: Collection[date],
    articles: pd.DataFrame,
    mentions: pd.DataFrame,
    claims: pd.DataFrame,
    *,
    valid_on: date,
) -> Merged:
    """Link all rows of some nights, which replace what is published of them; what changes is so since `valid_on`."""
    every = _every_article(base)
    months = _window(base, every, nights, articles, mentions)
    loaded = _load(base, months)
    known_articles = _known_articles(base, every, nights, articles, loaded["mentions"])
    around = _around(known_articles, nights, articles)
    others = around[~around["night"].isin(list(nights))]
    marked = mark_duplicates(_stacked(articles, others), elsewhere=_published_elsewhere(every, nights, around))
    made = make_incidents(
        mentions,
        claims,
        marked,
        night=valid_on,
        nights=nights,
        published=Published(
            loaded["incidents"], loaded["revisions"], loaded["mentions"], loaded["claims"], known_articles
        ),
    )
    changed = {
        "articles": replace_rows(base, "articles", around, marked),
        "mentions": replace_rows(base, "mentions", loaded["mentions"], made.mentions),
        "claims": replace_rows(base, "claims", loaded["claims"], made.claims),
        "incidents": replace_rows(base, "incidents", loaded["incidents"], with_geometry(made.incidents)),
        "revisions": replace_rows(base, "revisions", loaded["revisions"], with_geometry(made.revisions)),
    }
    return Merged(changed, made.counts, made.mentions[made.mentions["mention_id"].isin(mentions["mention_id"])])


def replace_rows(base: Release | None, name: str, taken: pd.DataFrame, rows: pd.DataFrame) -> Months:
    """Every month that `taken` or `rows` lie in, whole: the published rows without `taken`, and `rows`."""
    table = TABLES[name]
    months = split_months(rows, table)
    for month in _months_of(taken, table) - months.keys():
        months[month] = empty_frame(table)
    gone = _keys(_stacked(taken, rows), table)
    for month, fresh in months.items():
        published = _read(base, name, [month])
        staying = published[[key not in gone for key in _key_rows(published, table)]]
        months[month] = _stacked(fresh, staying)
    return months


def published_of(base: Release | None, name: str, nights: Collection[date]) -> pd.DataFrame:
    """The published rows of these nights, of a table that has a column `night` and is partitioned by it."""
    rows = _read(base, name, [f"{night:%Y-%m}" for night in nights])
    return rows[rows["night"].isin(list(nights)).astype(bool)]


def _every_article(base: Release | None) -> pd.DataFrame:
    """Id and night of every published version."""
    columns = ["article_id", "night"]
    return empty_frame(TABLES["articles"])[columns] if base is None else base.read("articles", columns=columns)


def _window(
    base: Release | None,
    every: pd.DataFrame,
    nights: Collection[date],
    articles: pd.DataFrame,
    mentions: pd.DataFrame,
) -> list[str]:
    """Months within reach of the nights' mentions, and those where their articles are told so far.

    Their articles are the given ones, of whichever version, and those that were published of them, which may be gone.
    """
    days: list[date] = [day for day in mentions["event_date"] if not pd.isna(day)]
    months = {month for day in days for month in _months_between(day - WINDOW, day + WINDOW)}
    if base is not None:
        of_nights = every["night"].isin(list(nights)).astype(bool)
        own = {*articles["article_id"], *every.loc[of_nights, "article_id"]}
        told = base.read("mentions", columns=["article_id", "event_date"])
        months |= {f"{day:%Y-%m}" for day in told.loc[told["article_id"].isin(own), "event_date"]}
    return sorted(months)


def _load(base: Release | None, months: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Rows of the months, and wherever else they lie those of the incidents that the months' mentions are held in.

    A mention's day, its incident's and an earlier state's may fall into three months: without all of them the
    incident would be made a second time.
    """
    loaded = {name: _read(base, name, months) for name in LINKED}
    if base is None:
        return loaded
    wanted = _with_heirs(base, set(loaded["mentions"]["incident_id"].dropna()))
    return {name: _stacked(rows, _read_elsewhere(base, name, months, wanted)) for name, rows in loaded.items()}


def _with_heirs(base: Release, incidents: set[str]) -> set[str]:
    """The incidents, and those that they were merged into, over any number of merges."""
    told = base.read("incidents", columns=["incident_id", "superseded_by"]).dropna()
    heirs = dict(told.itertuples(index=False, name=None))
    found = set(incidents)
    while more := {heirs[incident] for incident in found if incident in heirs} - found:
        found |= more
    return found


def _read_elsewhere(base: Release, name: str, months: Sequence[str], incidents: set[str]) -> pd.DataFrame:
    """The incidents' rows in all other months."""
    told = base.read(name, columns=["incident_id", "event_date"])
    own = told[told["incident_id"].isin(incidents)]
    rows = _read(base, name, sorted(_months_of(own, TABLES[name]) - set(months)))
    return rows[rows["incident_id"].isin(incidents)]


def _months_between(first: date, last: date) -> Iterable[str]:
    month = first.replace(day=1)
    while month <= last:
        yield f"{month:%Y-%m}"
        month = (month + timedelta(days=32)).replace(day=1)


def _known_articles(
    base: Release | None,
    every: pd.DataFrame,
    nights: Collection[date],
    articles: pd.DataFrame,
    mentions: pd.DataFrame,
) -> pd.DataFrame:
    """Published articles that tell of the incidents in reach, or may be the original or a copy of one of the nights."""
    wanted = {*every.loc[_is_near(every, nights), "article_id"], *articles["article_id"], *mentions["article_id"]}
    days = every.loc[every["article_id"].isin(wanted), "night"]
    known = _read(base, "articles", sorted({f"{day:%Y-%m}" for day in days}))
    return known[known["article_id"].isin(wanted)]


def _around(known: pd.DataFrame, nights: Collection[date], articles: pd.DataFrame) -> pd.DataFrame:
    """Every version of the nights' articles and of those that may be their original or their copy."""
    near = {*known.loc[_is_near(known, nights), "article_id"], *articles["article_id"]}
    return known[known["article_id"].isin(near)]


def _is_near(articles: pd.DataFrame, nights: Collection[date]) -> pd.Series[bool]:
    return articles["night"].between(min(nights) - COPY_DAYS, max(nights) + COPY_DAYS).astype(bool)


def _published_elsewhere(every: pd.DataFrame, nights: Collection[date], around: pd.DataFrame) -> set[str]:
    """Articles of other nights that are not looked at."""
    return {*every.loc[~every["night"].isin(list(nights)), "article_id"]} - {*around["article_id"]}


def _read(base: Release | None, name: str, months: Sequence[str]) -> pd.DataFrame:
    return empty_frame(TABLES[name]) if base is None else base.read(name, months)


def _stacked(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    if first.empty or second.empty:
        return first if second.empty else second
    return pd.concat([first, second], ignore_index=True)


def _months_of(frame: pd.DataFrame, table: Table) -> set[str]:
    return {f"{day:%Y-%m}" for day in frame[table.partition]}


def _keys(frame: pd.DataFrame, table: Table) -> set[tuple[object, ...]]:
    return set(_key_rows(frame, table))


def _key_rows(frame: pd.DataFrame, table: Table) -> Iterable[tuple[object, ...]]:
    return frame[list(table.key)].itertuples(index=False, name=None)

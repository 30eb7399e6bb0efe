"""The lake's rows and a night's rows made one record, with the newest version of each article marked current."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import pyarrow as pa

from transforms.schema import TABLES
from transforms.tables import conform, empty_frame

_VERSION = ["article_id", "article_version"]


def _empty(name: str) -> pd.DataFrame:
    return empty_frame(TABLES[name])


@dataclass(frozen=True)
class Published:
    """What the lake holds, each frame with its table's columns; empty before the first night."""

    incidents: pd.DataFrame = field(default_factory=lambda: _empty("incidents"))
    revisions: pd.DataFrame = field(default_factory=lambda: _empty("revisions"))
    mentions: pd.DataFrame = field(default_factory=lambda: _empty("mentions"))
    claims: pd.DataFrame = field(default_factory=lambda: _empty("claims"))
    articles: pd.DataFrame = field(default_factory=lambda: _empty("articles"))


@dataclass(frozen=True)
class Record:
    """Mentions, claims and article versions, each row once; `is_current` says whose version is the newest.

    Mentions have their `night` (that of their article version, the running night where it is unknown).
    `given_mentions` are the ids of those that the night brought, known before or not.
    """

    mentions: pd.DataFrame
    claims: pd.DataFrame
    articles: pd.DataFrame
    given_mentions: set[str]


def join_record(
    mentions: pd.DataFrame,
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    night: date,
    published: Published,
    nights: Collection[date],
) -> Record:
    """The published rows with the given ones in their place.

    Every account of an article version that is given anew, or whose version belongs to `nights`, is
    replaced whole: what the reader no longer finds there is gone, and so is what it found in an article of those nights
    that is not given any more.
    """
    known_articles = _typed(articles, "articles")
    told = _typed(mentions, "mentions")
    asserted = _typed(claims, "claims")
    anew = set(zip(told["article_id"], told["article_version"], strict=True))
    for frame in (known_articles, published.articles):
        tonight = frame[frame["night"].isin(list(nights)).astype(bool)]
        anew |= set(zip(tonight["article_id"], tonight["version"], strict=True))
    lasting = published.articles[~published.articles["night"].isin(list(nights)).astype(bool)]
    every_article = _joined([known_articles, lasting], ["article_id", "version"])
    every_mention = pd.concat([told, _without(published.mentions, anew)], ignore_index=True)
    every_claim = pd.concat([asserted, _without(published.claims, anew)], ignore_index=True)
    every_mention = _mark_current(every_mention, every_article)
    current = every_mention.set_index("mention_id")["is_current"]
    every_claim = every_claim.assign(is_current=every_claim["mention_id"].map(current).fillna(False).astype(bool))
    return Record(with_night(every_mention, every_article, night), every_claim, every_article, set(told["mention_id"]))


def newest_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """The newest version of each article."""
    return articles.sort_values(["article_id", "version"], kind="stable").drop_duplicates("article_id", keep="last")


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table's columns and types; an empty frame may lack columns."""
    table = TABLES[name]
    if frame.empty:
        return empty_frame(table)
    return to_frame(conform(frame, table))


def to_frame(made: pa.Table) -> pd.DataFrame:
    """The rows with Arrow types: a missing integer stays an integer column's null."""
    frame: pd.DataFrame = made.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _joined(frames: Sequence[pd.DataFrame], key: list[str]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True).drop_duplicates(key, keep="first", ignore_index=True)


def _without(frame: pd.DataFrame, versions: set[tuple[object, object]]) -> pd.DataFrame:
    pairs = zip(frame["article_id"], frame["article_version"], strict=True)
    return frame[[pair not in versions for pair in pairs]]


def _mark_current(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    versions = articles[["article_id", "version"]].rename(columns={"version": "article_version"})
    newest = pd.concat([versions, mentions[_VERSION]]).groupby("article_id")["article_version"].max()
    is_current = mentions["article_version"] == mentions["article_id"].map(newest)
    return mentions.assign(is_current=is_current.astype(bool))


def with_night(mentions: pd.DataFrame, articles: pd.DataFrame, night: date) -> pd.DataFrame:
    """Adds `night`: that of the mention's article version, the given one where it is unknown."""
    nights = articles[["article_id", "version", "night"]].rename(columns={"version": "article_version"})
    joined = mentions.merge(nights, on=_VERSION, how="left", validate="many_to_one")
    return joined.assign(night=joined["night"].fillna(night))

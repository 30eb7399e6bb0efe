"""Mentions as arrays of comparable traits, in an order that depends on the mentions alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from transforms.incidents.telling import Tellings
from transforms.incidents.wording import name_words, passage
from transforms.schema import EVENT_TYPE_OF

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ABSENT = -1
KINDS = tuple(EVENT_TYPE_OF)  # a kind's code is its place here

# Days after event_date that UCDP's date precisions mostly cover: "two to six days" is a night or a weekend more
# often than six days, and "longer" is cut at a month, or it would meet everything.
_SPANS = np.array([0, 0, 3, 6, 30, 30])
_EPOCH = date(1970, 1, 1).toordinal()
# An article that dates nothing tells of a day at or before its own publication: follow-ups come for a month.
UNDATED_DAYS_BACK = 30
_STATUSES_THAT_NEVER_FOUND = ("threatened", "denied")
_ORGANISED = ("state forces", "police", "armed group", "political militia", "communal militia", "external forces")
_PLACE_NAMES = ("admin1", "admin2", "location", "location_raw")
_FOUNDING_ORDER = ["published_at", "article_id", "rank", "mention_id"]


@dataclass(frozen=True)
class Traits:
    """One array item a mention; codes are equal where values are equal, `ABSENT` where null.

    Days are proleptic ordinals; people are NaN where not reported.
    """

    mention_id: list[str]
    article: Ints
    first_day: Ints
    last_day: Ints
    is_dated: Bools
    founds: Bools
    country: Ints
    admin1: Ints
    place: Ints
    latitude: Floats
    longitude: Floats
    geo_precision: Ints
    kind: Ints
    actor: Ints
    target: Ints
    is_actor_organised: Bools
    is_target_organised: Bools
    weapon: Ints
    killed: Floats
    injured: Floats
    abducted: Floats
    told: Tellings

    def __len__(self) -> int:
        return len(self.mention_id)


def read_traits(mentions: pd.DataFrame, texts: pd.DataFrame | None, shared: Container[str]) -> Traits:
    """Traits of `mentions` in founding order: published, then article, rank and mention id.

    `texts` has article_id, title and text, one row an article; without it the wording says nothing.
    `shared` holds the articles with more than one mention: there, each is known by its own passages.
    """
    rows = mentions.sort_values(_FOUNDING_ORDER, kind="stable", ignore_index=True)
    codes = _Codes(rows)
    first, last, dated = read_spans(rows)
    return Traits(
        mention_id=[str(value) for value in rows["mention_id"]],
        article=codes.of("article_id"),
        first_day=first,
        last_day=last,
        is_dated=dated,
        founds=~(
            rows["status"].isin(_STATUSES_THAT_NEVER_FOUND) | rows["is_retold"].fillna(False).astype(bool)
        ).to_numpy(dtype=bool),
        country=codes.of("country"),
        admin1=codes.of("country", "admin1"),
        place=codes.of("country", "location"),
        latitude=_floats(rows, "latitude"),
        longitude=_floats(rows, "longitude"),
        geo_precision=_precisions(rows),
        kind=np.array([KINDS.index(kind) for kind in rows["sub_event_type"]], dtype=np.int64),
        actor=codes.party("actor"),
        target=codes.party("target"),
        is_actor_organised=rows["actor_type"].isin(_ORGANISED).to_numpy(dtype=bool),
        is_target_organised=rows["target_type"].isin(_ORGANISED).to_numpy(dtype=bool),
        weapon=codes.of("weapon_type", absent="unknown"),
        killed=_figures(rows, "fatalities"),
        injured=_figures(rows, "injuries"),
        abducted=_figures(rows, "abducted"),
        told=Tellings(
            _texts(rows, texts, shared),
            [name_words(*names) for names in zip(*(_words(rows[column]) for column in _PLACE_NAMES), strict=True)],
        ),
    )


@lru_cache(maxsize=100_000)
def fold(value: str) -> str:
    """Letters and digits of a name, without case and accents."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    return "".join(character for character in plain if character.isalnum()) or value


class _Codes:
    """Turns the names of a frame into small integers, the same for the same folded name."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows
        self._known: dict[tuple[str, ...], int] = {}

    def of(self, *columns: str, absent: str | None = None) -> Ints:
        values = zip(*(_words(self._rows[column]) for column in columns), strict=True)
        return np.array([self._code(columns[-1], words, absent) for words in values], dtype=np.int64)

    def party(self, side: str) -> Ints:
        """One code a known actor, whichever side it stands on; an unknown one by its printed words."""
        named = zip(_words(self._rows[f"{side}_id"]), _words(self._rows[side]), strict=True)
        return np.array([self._code("party", (id_ or name,), None) for id_, name in named], dtype=np.int64)

    def _code(self, what: str, words: tuple[str | None, ...], absent: str | None) -> int:
        if words[-1] is None or fold(words[-1]) == absent:
            return ABSENT
        return self._known.setdefault((what, *(fold(word) for word in words if word is not None)), len(self._known))


def _words(column: pd.Series[Any]) -> list[str | None]:
    return [None if missing else str(value) for value, missing in zip(column, column.isna(), strict=True)]


def _floats(rows: pd.DataFrame, column: str) -> Floats:
    return np.asarray(rows[column].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)


def _precisions(rows: pd.DataFrame) -> Ints:
    """Geographic precision, 0 where the place is unresolved."""
    return np.nan_to_num(_floats(rows, "geo_precision")).astype(np.int64)


def _figures(rows: pd.DataFrame, what: str) -> Floats:
    """Lowest, best and highest figure a row; NaN where nothing was reported."""
    bounds = {bound: _floats(rows, f"{what}_{bound}") for bound in ("low", "best", "high")}
    best = np.where(np.isnan(bounds["best"]), bounds["low"], bounds["best"])
    low = np.where(np.isnan(bounds["low"]), best, bounds["low"])
    high = np.where(np.isnan(bounds["high"]), best, bounds["high"])
    return np.column_stack([low, best, high])


def read_spans(rows: pd.DataFrame) -> tuple[Ints, Ints, Bools]:
    """First and last possible day of each row's happening, as ordinals, and whether the text dates it."""
    ordinals = pd.to_datetime(rows["event_date"]).to_numpy(dtype="datetime64[D]").astype(np.int64) + _EPOCH
    precision = rows["event_date_precision"].to_numpy(dtype=np.int64)
    dated = rows["event_date_raw"].notna().to_numpy(dtype=bool)
    last = ordinals + _SPANS[precision]
    return np.where(dated, ordinals, ordinals - UNDATED_DAYS_BACK), np.where(dated, last, ordinals), dated


def _texts(rows: pd.DataFrame, texts: pd.DataFrame | None, shared: Container[str]) -> list[tuple[str, str]]:
    """Title and body of each mention; empty where the text is unknown."""
    if texts is None:
        return [("", "")] * len(rows)
    known = {
        str(article): (str(title), str(text))
        for article, title, text in zip(texts["article_id"], texts["title"], texts["text"], strict=True)
    }
    return [
        _own_text(known.get(article, ("", "")), evidence) if article in shared else known.get(article, ("", ""))
        for article, evidence in zip(rows["article_id"].astype(str), rows["evidence"], strict=True)
    ]


def _own_text(article: tuple[str, str], evidence: object) -> tuple[str, str]:
    """A mention that shares its article is told by the passages about it, not by the common headline."""
    spans = cast("list[dict[str, int]]", evidence if isinstance(evidence, list | np.ndarray) else [])
    return "", passage(article[1], [(span["start"], span["end"]) for span in spans])

"""Hand-made mentions, claims and article versions, and the nights that are run over them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd

from transforms.incidents import Made, make_incidents
from transforms.incidents.record import Published
from transforms.schema import TABLES

NIGHT = date(2026, 11, 19)
SUKHNAH = {
    "country": "SYR",
    "admin1": "Homs",
    "location": "Al Sukhnah",
    "latitude": 34.89,
    "longitude": 38.87,
    "geo_precision": 1,
}
MOSUL = {
    "country": "IRQ",
    "admin1": "Nineveh",
    "location": "Mosul",
    "latitude": 36.34,
    "longitude": 43.13,
    "geo_precision": 1,
}
NOWHERE = dict.fromkeys(SUKHNAH)
CLASH = {
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor": "Islamic State",
    "actor_id": "islamic-state",
    "actor_type": "armed group",
    "target": "Military Forces of Syria",
    "target_id": "syria-military",
    "target_type": "state forces",
}
BOMB = {
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Remote explosive/landmine/IED",
    "target": "Civilians",
    "target_id": "civilians",
    "target_type": "civilian",
    "weapon_type": "Explosives",
}
SHOT = {
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "target": "Officials",
    "target_id": "officials",
    "target_type": "official",
    "weapon_type": "Firearms",
}


@dataclass
class Newsroom:
    """Collects the rows of a night; each `report` is one article version with its mentions and claims."""

    mentions: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    articles: list[dict[str, Any]] = field(default_factory=list)

    def publish(
        self,
        article: str,
        *accounts: dict[str, Any],
        source: str = "",
        night: date = NIGHT,
        version: int = 1,
        copy_of: str | None = None,
        hour: int = 8,
        text: str = "",
    ) -> Newsroom:
        source = source or f"The {article.title()} Post"
        published_at = datetime.combine(night - timedelta(days=version), time(hour), UTC)
        self.articles.append(_article(article, source, night, version, copy_of, published_at, text))
        for rank, account in enumerate(accounts, start=1):
            row = _mention(article, source, version, rank, published_at) | account
            claimed = row.pop("claims", [])
            self.mentions.append(row)
            self.claims += [_claim(row, number, claim) for number, claim in enumerate(claimed)]
        return self

    @property
    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        return _frame(self.mentions, "mentions"), _frame(self.claims, "claims"), _frame(self.articles, "articles")


def toll(best: int, quantity: str = "fatalities") -> dict[str, Any]:
    return {f"{quantity}_{bound}": best for bound in ("low", "best", "high")}


def account(*parts: dict[str, Any], day: date = NIGHT - timedelta(days=1), **values: Any) -> dict[str, Any]:
    """An account of one happening: the parts in order, each over the last."""
    made: dict[str, Any] = {"event_date": day, "event_date_raw": "on Wednesday"}
    for part in parts:
        made |= part
    return made | values


def claim(best: int | None, claimant: str, claimant_type: str = "media", **values: Any) -> dict[str, Any]:
    return {"low": best, "best": best, "high": best, "claimant": claimant, "claimant_type": claimant_type} | values


def run(room: Newsroom, night: date = NIGHT, lake: Published | None = None) -> Made:
    return make_incidents(*room.frames, night=night, published=lake)


def publish(made: Made, *rooms: Newsroom, lake: Published | None = None) -> Published:
    """The lake after a run: its tables, and the article versions of all nights."""
    articles = [room.frames[2] for room in rooms] + ([lake.articles] if lake else [])
    return Published(made.incidents, made.revisions, made.mentions, made.claims, pd.concat(articles, ignore_index=True))


def current(made: Made) -> pd.DataFrame:
    return made.incidents[made.incidents["is_current"]].reset_index(drop=True)


def shuffle(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    return frame.sample(frac=1, random_state=seed)


def mentions_of(accounts: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """One mention an account, each from an article of its own."""
    room = Newsroom()
    for number, told in enumerate(accounts):
        room.publish(f"a{number}", told)
    return room.frames[0]


def _digest(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def _article(
    article: str, source: str, night: date, version: int, copy_of: str | None, published_at: datetime, text: str
) -> dict[str, Any]:
    url = f"https://{article}.example/"
    return {
        "article_id": article,
        "version": version,
        "site": source,
        "source": source,
        "url": url,
        "canonical_url": url,
        "title": "",
        "published_at": published_at,
        "text": text,
        "word_count": len(text.split()),
        "text_digest": _digest(text, version),
        "duplicate_of": copy_of,
        "night": night,
        "outcome": "ok",
    }


def _mention(article: str, source: str, version: int, rank: int, published_at: datetime) -> dict[str, Any]:
    return {
        "mention_id": f"men-{_digest(article, version, rank)}",
        "article_id": article,
        "article_version": version,
        "is_current": True,
        "is_retold": False,
        "url": f"https://{article}.example/",
        "site": source,
        "source": source,
        "published_at": published_at,
        "rank": rank,
        "status": "accomplished",
        "event_date_precision": 1,
        "confidence": 0.9,
        "extractor_version": "1",
    }


def _claim(mention: dict[str, Any], number: int, values: dict[str, Any]) -> dict[str, Any]:
    keys = ("mention_id", "article_id", "article_version", "is_current", "event_date")
    return {
        **{key: mention[key] for key in keys},
        "claim_id": f"clm-{_digest(mention['mention_id'], number)}",
        "quantity": "killed",
        "victims_type": "state forces",
        "side": "target",
        "is_cumulative": False,
        "sentence": "",
        "start": 100 * number,
        "end": 100 * number + 50,
    } | values


def _frame(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(TABLES[name].columns), dtype=object)

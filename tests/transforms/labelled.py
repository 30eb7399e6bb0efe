"""Labels made by hand over a story of one attack."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from transforms.labels import LabelledArticle
from transforms.texts import text_digest

TITLE = "Five soldiers killed in attack in Mosul"
# The emoji takes two units in a browser's count of characters and one in ours.
TEXT = "🔴 Gunmen killed five soldiers in Mosul on Wednesday, police said. Islamic State claimed the attack."
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)


def span(role: str, quote: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(quote)
    return {"role": role, "start": start, "end": start + len(quote), "quote": quote}


def claim(quote: str, best: int, text: str = TEXT, **values: Any) -> dict[str, Any]:
    made = span("", quote, text) | {"quantity": "killed", "low": best, "best": best, "high": best} | values
    del made["role"]
    return made


def attack(**values: Any) -> dict[str, Any]:
    """The attack on Mosul as its labeller reads it."""
    return {
        "sub_event_type": "Armed clash",
        "event_date": str(date(2026, 11, 18)),
        "event_date_precision": 1,
        "country": "IRQ",
        "location": "Mosul",
        "actor": "Islamic State",
        "fatalities_low": 5,
        "fatalities_best": 5,
        "fatalities_high": 5,
        "spans": [span("actor", "Gunmen"), span("organisation", "Islamic State"), span("victim", "five soldiers")],
        "claims": [claim("five", 5, claimant="police", claimant_type="state", victims_type="state forces")],
    } | values


def row(*mentions: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A labels file's row with these mentions."""
    made = {
        "format": 1,
        "article_id": "art-1",
        "url": "https://wire.example/a",
        "source": "Example Wire",
        "title": TITLE,
        "text": TEXT,
        "published_at": NOON.isoformat(),
        "language": "en",
        "labeller": "ana",
        "labelled_at": NOON.isoformat(),
        "mentions": list(mentions),
    } | values
    return {"text_digest": text_digest(str(made["title"]), str(made["text"]))} | made


def label(*mentions: dict[str, Any], **values: Any) -> LabelledArticle:
    return LabelledArticle.model_validate(row(*mentions, **values))

"""The made-up texts of `samples/` as articles."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from transforms.texts import ArticleText, make_article_id

PUBLISHED = datetime(2026, 11, 19, 18, tzinfo=UTC)


def read_samples(name: str) -> list[ArticleText]:
    """The texts of one file, each at its path on a made-up site."""
    file = Path(__file__).parent / "samples" / f"{name}.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["texts"]
    return [_article(f"https://wire.example{row['path']}", row["title"], row["text"]) for row in rows]


def _article(url: str, title: str, text: str) -> ArticleText:
    return ArticleText(
        article_id=make_article_id("wire", url),
        version=1,
        url=url,
        site="wire",
        source="wire",
        title=title,
        text=" ".join(text.split()),
        published_at=PUBLISHED,
        language="en",
    )

"""Articles of one's own in, a folder of Parquet tables out: `nightdesk extract ARTICLES.jsonl --out DIR`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from transforms.articles.duplicates import mark_duplicates
from transforms.extract import Extracted, SecondOpinion, extract_articles, frame_of
from transforms.incidents import make_incidents
from transforms.outcomes import Reject
from transforms.schema import TABLES
from transforms.tables import conform, replacing, with_geometry, write_parquet
from transforms.texts import ArticleText, read_texts, text_digest


def extract_folder(
    texts: Path,
    out: Path,
    workers: int,
    progress: Callable[[int, int], None],
    second: SecondOpinion | None = None,
) -> str:
    """Write mentions, claims and incidents of the articles in `texts`, and `rejects.jsonl`; returns a summary line.

    Raises InputError if `texts` as a whole cannot be read.
    """
    articles, rejects = read_texts(texts)
    found = extract_articles(
        articles, workers=workers, advance=lambda more: progress(more, len(articles)), second=second
    )
    rows = mark_duplicates(article_frame(articles))
    night = max((article.published_at for article in articles), default=datetime.now(UTC)).date()
    made = make_incidents(found.mentions, found.claims, rows, night=night)
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in (
        ("mentions", made.mentions),
        ("claims", made.claims),
        ("incidents", with_geometry(made.incidents)),
    ):
        write_parquet(conform(frame, TABLES[name]), out / f"{name}.parquet")
    _write_rejects(out / "rejects.jsonl", rejects)
    return _summary(articles, rejects, found, len(made.incidents))


def article_frame(articles: Sequence[ArticleText]) -> pd.DataFrame:
    """Articles that were brought as rows of the articles table: seen when they were published."""
    return frame_of(
        "articles",
        [
            {
                "article_id": article.article_id,
                "version": article.version,
                "site": article.site or article.source,
                "source": article.source,
                "url": article.url,
                "canonical_url": article.url,
                "title": article.title,
                "authors": [],
                "published_at": article.published_at,
                "language": article.language,
                "text": article.text,
                "word_count": len(article.text.split()),
                "text_digest": text_digest(article.title, article.text),
                "first_seen_at": article.published_at,
                "night": article.published_at.date(),
                "outcome": "ok",
            }
            for article in articles
        ],
    )


def _write_rejects(path: Path, rejects: Sequence[Reject]) -> None:
    with replacing(path) as aside:
        aside.write_text(
            "".join(json.dumps(asdict(reject), ensure_ascii=False) + "\n" for reject in rejects), encoding="utf-8"
        )


def _summary(articles: Sequence[ArticleText], rejects: Sequence[Reject], found: Extracted, incidents: int) -> str:
    doors = {outcome.outcome: outcome.records for outcome in found.outcomes}
    refused = Counter(reject.reason for reject in rejects)
    told = ", ".join(f"{count} {door}" for door, count in {**doors, **refused}.items())
    second = ", ".join(f"{outcome.records} {outcome.outcome}" for outcome in found.second_outcomes)
    return (
        f"extract: {len(articles) + len(rejects)} in ({told}); "
        f"{len(found.mentions)} mentions, {len(found.claims)} claims, {incidents} incidents"
        + (f"; second read: {second}" if second else "")
    )

"""Floors on saved pages of some 150 publishers with known articles. They lie outside the repository; see FOLDER."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import pytest

from transforms.articles.page import Article, read_article
from transforms.articles.reading import Refused

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "gold" / "pages"
# Measured: body 0.974, title 0.914, day 0.984, instant 1.0. The floors only rise.
BODY_F1, TITLE, DAY, INSTANT = 0.97, 0.91, 0.98, 0.98

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the gold pages are not at {FOLDER}"),
]

Pair = tuple[dict[str, str], Article | None]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Every gold row with the article read from its page; None = refused."""
    lines = (FOLDER / "ground_truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row, read(row)) for row in map(json.loads, lines)]


def read(row: dict[str, str]) -> Article | None:
    crawled = datetime.fromisoformat(row.get("crawl_date") or "2026-11-22").replace(tzinfo=UTC)
    try:
        return read_article(
            gzip.decompress((FOLDER / row["file"]).read_bytes()),
            url=row["url"],
            content_type="text/html",
            site_zone="UTC",
            fetched_at=crawled,
        )
    except Refused:
        return None


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def fold(words: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", words).casefold()).strip()


def test_body_text(pairs: list[Pair]) -> None:
    precisions, recalls = [], []
    for row, article in pairs:
        if row["body"]:
            true, read_text = shingles(row["body"]), shingles(article.text if article else "")
            shared = sum((true & read_text).values())
            precisions += [shared / sum(read_text.values())] if article else []
            recalls.append(shared / sum(true.values()))
    precision, recall = mean(precisions), mean(recalls)

    assert 2 * precision * recall / (precision + recall) >= BODY_F1


def test_titles(pairs: list[Pair]) -> None:
    hits = [article is not None and fold(article.title) == fold(row["title"]) for row, article in pairs if row["title"]]

    assert mean(hits) >= TITLE


def test_days_and_instants(pairs: list[Pair]) -> None:
    days, instants = [], []
    for row, article in pairs:
        if not row["date_published"]:
            continue
        true = datetime.fromisoformat(row["date_published"])
        read_at = article.published_at if article else datetime.min.replace(tzinfo=UTC)
        days.append((read_at.astimezone(true.tzinfo) if true.tzinfo else read_at).date() == true.date())
        if true.tzinfo:
            instants.append(abs((read_at - true).total_seconds()) <= 60)

    assert mean(days) >= DAY
    assert mean(instants) >= INSTANT

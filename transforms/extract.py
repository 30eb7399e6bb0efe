"""Articles → mentions and claims, over worker processes; every article leaves by one counted door."""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa

from transforms.accounts.genres import genre_of
from transforms.accounts.old_news import set_aside_old_news
from transforms.accounts.sentences import ReadText, read_texts
from transforms.gate import judge
from transforms.language_model import load_model
from transforms.mentions import Mention, claim_rows, mention_row, read_mentions
from transforms.outcomes import Outcome
from transforms.places.gazetteer import Gazetteer, open_gazetteer
from transforms.schema import TABLES
from transforms.texts import ArticleText, without_surrogates
from transforms.texts.language import is_english
from transforms.texts.removals import is_notice
from transforms.triggers import find_article_triggers

log = logging.getLogger(__name__)

# Characters of an article that are read, some 8,000 words: few articles have more, and what has is a collection.
LONGEST, MOST_LINES = 50_000, 1_000
# Longer runs without a letter or digit are filled up, as some patterns take the square of such a run's length.
_RUN = re.compile(r"[\W_]{41,}")
# Doors by which an article goes on.
TAKEN_ON = frozenset({"ok", "cut"})
# Articles a worker takes at once: enough to hide the hand-over, few enough to keep the bar moving.
BATCH = 16


@dataclass(frozen=True)
class Extracted:
    """Rows of the mentions and claims tables as frames, and the doors by which articles left.

    `second_outcomes` are the doors of the second reader, none where there was none.
    """

    mentions: pd.DataFrame
    claims: pd.DataFrame
    outcomes: tuple[Outcome, ...]
    second_outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Reading:
    """How one article was read: its door, the detail of it, and where it got so far its sentences and mentions.

    `read` is None where the door was reached before a sentence was read, or the title alone was.
    """

    door: str
    detail: str | None
    read: ReadText | None
    mentions: tuple[Mention, ...]
    is_title: bool = False


@dataclass(frozen=True)
class _Read:
    article: ArticleText
    door: str
    mentions: tuple[Mention, ...]
    detail: str | None = None


@dataclass(frozen=True)
class Draft:
    """What was read of one article, before anybody else looks it over."""

    article: ArticleText
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class SecondRead:
    """Drafts after a second reader, in their order, and the doors by which the articles left it."""

    drafts: tuple[Draft, ...]
    outcomes: tuple[Outcome, ...]


class SecondOpinion(Protocol):
    """Somebody who looks over all drafts of a run: `second_reader.SecondReader`."""

    def look_over(self, drafts: Sequence[Draft]) -> SecondRead: ...


class Tools:
    """The language model and the gazetteer, opened once in each process."""

    def __init__(self) -> None:
        self.model = load_model()
        self.gazetteer: Gazetteer = open_gazetteer()


@cache
def extractor_version() -> str:
    """The code's version and a digest of the lexicons: what an account was read by."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "lexicon").iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return f"{version('nightdesk')}+{digest.hexdigest()[:8]}"


def extract_articles(
    articles: Sequence[ArticleText],
    *,
    workers: int = 1,
    advance: Callable[[int], None] = lambda _: None,
    second: SecondOpinion | None = None,
) -> Extracted:
    """Read every article; `advance` is told how many more are done. The result is in order of the articles.

    `second` looks over what was read; its doors are outcomes of a step of its own.

    Doors: ok (with at least one mention), no_trigger, other_genre (sport, accident, review: the example names
    it), gated (an incident is not likely by the trained gate: the example has its score), no_incident,
    language_not_read, removed (taken down), cut (over `LONGEST` or `MOST_LINES`: what was read of it is taken on).
    """
    reads: list[_Read] = []
    for batch in _batches(articles, workers):
        reads.extend(batch)
        advance(len(batch))
    drafts = [Draft(read.article, read.mentions) for read in reads]
    looked_over = second.look_over(drafts) if second is not None else SecondRead(tuple(drafts), ())
    told = [(draft.article, mention) for draft in looked_over.drafts for mention in draft.mentions]
    return Extracted(
        mentions=frame_of("mentions", [mention_row(*each, extractor_version()) for each in told]),
        claims=frame_of("claims", [row for each in told for row in claim_rows(*each)]),
        outcomes=tuple(_outcomes(reads)),
        second_outcomes=looked_over.outcomes,
    )


def frame_of(table: str, rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Rows as a frame with the table's Arrow types, empty or not."""
    arrow = pa.Table.from_pylist(list(rows), schema=TABLES[table].schema)
    frame: pd.DataFrame = arrow.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _batches(articles: Sequence[ArticleText], workers: int) -> Iterator[list[_Read]]:
    portions = [articles[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    if workers <= 1 or len(portions) <= 1:
        yield from map(_read_batch, portions)
        return
    # spawn: a fork of a process with threads (Arrow's, DuckDB's) may hang.
    with ProcessPoolExecutor(min(workers, len(portions)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_read_batch, portions)


def _read_batch(articles: Sequence[ArticleText]) -> list[_Read]:
    readings = zip(articles, read_articles(articles), strict=True)
    return [_Read(article, reading.door, reading.mentions, reading.detail) for article, reading in readings]


@cache
def _tools() -> Tools:
    return Tools()


def read_article(article: ArticleText) -> Reading:
    """Read one article as far as its door: doors as in `extract_articles`."""
    return read_articles([article])[0]


def read_articles(articles: Sequence[ArticleText], *, is_gated: bool = True) -> list[Reading]:
    """Read articles as far as their doors, in order; those that pass the first ones are parsed together.

    `is_gated` false = without the trained gate, as for measuring or training it.
    """
    shortened = [_shortened(article) for article in articles]
    doors = [_passed_over(article, is_gated) for article in shortened]
    kept = [article for article, door in zip(shortened, doors, strict=True) if door is None]
    read = iter(_read_all(kept)) if kept else iter(())
    readings = [door or next(read) for door in doors]
    return [_told_if_cut(*each) for each in zip(articles, shortened, readings, strict=True)]


def _shortened(article: ArticleText) -> ArticleText:
    """The article as far as it is read, every character in its place."""
    text = "\n".join(article.text.split("\n", MOST_LINES)[:MOST_LINES])
    if len(text) > LONGEST:
        end = max(text.rfind("\n", 0, LONGEST), text.rfind(". ", 0, LONGEST) + 1)
        text = text[: end if end > LONGEST // 2 else LONGEST]
    return replace(article, title=_plain(article.title[:LONGEST]), text=_plain(text))


def _plain(text: str) -> str:
    return _RUN.sub(lambda run: "_" * (len(run[0]) - 40) + run[0][-40:], without_surrogates(text))


def _told_if_cut(article: ArticleText, shortened: ArticleText, reading: Reading) -> Reading:
    read, whole = len(shortened.text), len(article.text)
    if read == whole:
        return reading
    return replace(reading, door="cut", detail=f"read up to character {read:,} of {whole:,}; there {reading.door}")


def _passed_over(article: ArticleText, is_gated: bool) -> Reading | None:
    """The door by which the article leaves before it is read; None = it is to be read."""
    if article.is_removed or is_notice(article.text):
        # Its title may still be there, and would be taken for all that the page tells.
        return Reading("removed", None, None, ())
    if not is_english(article.text, article.language):
        return Reading("language_not_read", article.language, None, ())
    triggers = find_article_triggers(article.title, article.text)
    if not triggers:
        return Reading("no_trigger", None, None, ())
    genre = genre_of(article.title, article.text, article.url)
    if genre is not None:
        return Reading("other_genre", genre, None, ())
    judgement = judge(article.title, article.text, triggers) if is_gated else None
    return None if judgement is None or judgement.is_open else Reading("gated", judgement.told, None, ())


def _read_all(articles: Sequence[ArticleText]) -> Iterator[Reading]:
    tools = _tools()
    texts = read_texts(articles, tools.model, tools.gazetteer)
    for article, text in zip(articles, texts, strict=True):
        read = set_aside_old_news(text, article.title, article.day)
        found = tuple(read_mentions(article, read))
        if found or any(sentence.triggers or sentence.figures for sentence in read.sentences):
            yield Reading("ok" if found else "no_incident", None, read, found)
        else:
            yield _read_title(article, tools)


def _read_title(article: ArticleText, tools: Tools) -> Reading:
    """What the title tells where the text tells nothing: a page behind a login, a video, a notice to subscribers.

    The mentions have counts but neither claims nor evidence, because none of their words stands in the text.
    """
    alone = replace(article, text=article.title)
    (read,) = read_texts([alone], tools.model, tools.gazetteer)
    read = set_aside_old_news(read, article.title, article.day)
    found = tuple(replace(mention, claims=(), evidence=()) for mention in read_mentions(alone, read))
    return Reading(
        "ok" if found else "no_incident", "by its title alone" if found else None, read, found, is_title=True
    )


def _outcomes(reads: Sequence[_Read]) -> Iterator[Outcome]:
    counts = Counter(read.door for read in reads)
    for door in sorted(counts):
        first = next(read for read in reads if read.door == door)
        example = first.article.url if first.detail is None else f"{first.article.url}: {first.detail}"
        yield Outcome("extract", None, door, door not in TAKEN_ON, counts[door], example)

"""A night's captured pages to article versions: the table `articles`.

One page in, one of four out: a row (a new version), a refusal under a name, `unchanged`, or
`repeated` (another address of a page that was read). All are counted, so that none is lost.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pyarrow as pa

from spiders.archive import ArchiveError, Capture, read_body, read_captures
from spiders.site import Site
from transforms.articles.gone import GONE, judge_gone
from transforms.articles.known import KNOWN_BY, Known, KnownVersion
from transforms.articles.page import REFUSALS, Article, Refusal, Story, read_article, read_story, settle_story
from transforms.articles.reading import Refused
from transforms.articles.versions import find_changes, make_version
from transforms.schema import TABLES
from transforms.texts import REMOVED, make_article_id
from transforms.texts.removals import is_notice

__all__ = [
    "GONE",
    "KNOWN_BY",
    "LAYOUT_MISSED",
    "REFUSALS",
    "REMOVED",
    "Article",
    "Known",
    "MadeArticles",
    "Refusal",
    "Refused",
    "Story",
    "article_captures",
    "make_articles",
    "make_versions",
    "read_article",
    "read_capture",
]

logger = logging.getLogger(__name__)

# The door of articles that were read, but without a place of the site's layout, as nothing stood there.
LAYOUT_MISSED = "layout_missed"
# Outcomes of captures that have a body to read, or say that there is none any more.
_TAKEN = ("ok", "unchanged", GONE)


@dataclass(frozen=True)
class MadeArticles:
    """One site's night. `counts` has captures, articles, refused, unchanged and repeated.

    `repeated` are further addresses of a page that was read in the same night. `missed` are those of the articles
    that were read without a place of the site's layout, as nothing stood there; `removed` those that were taken down.
    """

    articles: pd.DataFrame
    refused: list[Refusal]
    missed: list[Refusal]
    counts: dict[str, int]
    removed: list[Refusal] = field(default_factory=list)


def make_articles(site: Site, night: date, raw: Path, earlier: pd.DataFrame, *, workers: int = 1) -> MadeArticles:
    """Read all article pages that were captured of `site` in `night`.

    `earlier` has the rows of earlier nights of this site (the columns of KNOWN_BY); it may be empty. `workers`
    processes share the pages; the result does not depend on them.

    Raises:
        ArchiveError: the night's capture index cannot be read.
    """
    captures = article_captures(raw, site.name, night)
    known = Known()
    known.add(earlier)
    return make_versions(site, night, captures, _read_all(partial(read_capture, site, raw), captures, workers), known)


def article_captures(raw: Path, site: str, night: date) -> list[Capture]:
    """The captures of article pages of one site's night that have a body, or found the page gone, in order of URL.

    Raises ArchiveError if the night's capture index cannot be read.
    """
    captures = [c for c in read_captures(raw, site, night) if c.capture_kind == "article" and c.outcome in _TAKEN]
    return sorted(captures, key=lambda capture: capture.url)


def make_versions(
    site: Site, night: date, captures: Sequence[Capture], stories: Iterable[Story | Refusal], known: Known
) -> MadeArticles:
    """The article versions that a night's captures bring, each with its story, beside what was known before.

    The rows made are in the order of the table's key, with the columns of TABLES['articles'] (`outcome`
    LAYOUT_MISSED: read without a place of the site's layout; REMOVED: taken down); a later version without a date of
    its own keeps the first version's.
    """
    readings = [(c, _settled(c, story, known)) for c, story in zip(captures, stories, strict=True) if c.outcome != GONE]
    refused = [reading for _, reading in readings if isinstance(reading, Refusal)]
    found = [(capture, reading) for capture, reading in readings if isinstance(reading, Article)]
    gone, disbelieved = judge_gone(captures, known, {article.canonical_url for _, article in found})
    refused += disbelieved
    read = [*found, *gone]
    chosen = _one_for_each_page(read)
    rows = [row for capture, article in chosen if (row := _new_version(capture, article, site, night, known.newest))]
    counts = {
        "captures": len(captures),
        "articles": len(rows),
        "refused": len(refused),
        "unchanged": len(chosen) - len(rows),
        "repeated": len(read) - len(chosen),
    }
    reasons = Counter(refusal.reason for refusal in refused)
    logger.info(
        "articles site=%s night=%s counts=%s refused=%s", site.name, night, counts, dict(sorted(reasons.items()))
    )
    doors = {row["url"]: row["outcome"] for row in rows}
    missed = [
        Refusal(capture.url, LAYOUT_MISSED, ", ".join(article.missed))
        for capture, article in chosen
        if doors.get(capture.url) == LAYOUT_MISSED
    ]
    removed = [
        Refusal(capture.url, REMOVED, article.text or f"HTTP {capture.status}")
        for capture, article in chosen
        if doors.get(capture.url) == REMOVED
    ]
    return MadeArticles(_to_frame(rows), refused, missed, counts, removed)


def _read_all(
    read: Callable[[Capture], Story | Refusal], captures: list[Capture], workers: int
) -> Iterable[Story | Refusal]:
    if workers <= 1 or len(captures) < 2:
        return map(read, captures)
    # Forking a process that runs threads (Airflow's, a test's) can hang; a fresh one cannot.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(read, captures, chunksize=8))


def read_capture(site: Site, raw: Path, capture: Capture) -> Story | Refusal:
    """Read one archived page of the site; one that is gone has nothing to read."""
    if capture.outcome == GONE:
        return Refusal(capture.url, GONE, f"HTTP {capture.status}")
    try:
        payload = read_body(raw, capture)
        return read_story(
            payload.body,
            url=capture.final_url or capture.url,
            content_type=payload.content_type,
            site_zone=site.timezone,
            fetched_at=capture.fetched_at,
            canonical_hosts=site.canonical_hosts,
            layouts=site.layouts,
        )
    except ArchiveError as error:
        return Refusal(capture.url, "archive_damaged", str(error))
    except Refused as refused:
        return Refusal(capture.url, refused.reason, refused.detail)


def _settled(capture: Capture, story: Story | Refusal, known: Known) -> Article | Refusal:
    if isinstance(story, Refusal):
        return story
    try:
        return settle_story(story, known.first)
    except Refused as refused:
        return Refusal(capture.url, refused.reason, refused.detail)


def _one_for_each_page(read: list[tuple[Capture, Article]]) -> list[tuple[Capture, Article]]:
    """One capture for each canonical URL: the one fetched from that very address, else the first.

    A page that is gone from one address stands where another still has it.
    """
    chosen: dict[str, tuple[Capture, Article]] = {}
    for capture, article in read:
        held = chosen.get(article.canonical_url)
        is_own = held is not None and article.url == article.canonical_url != held[1].url and capture.outcome != GONE
        if held is None or is_own:
            chosen[article.canonical_url] = (capture, article)
    return list(chosen.values())


def _new_version(
    capture: Capture, article: Article, site: Site, night: date, earlier: Mapping[str, KnownVersion]
) -> dict[str, object] | None:
    """The row of a page that is new or changed; null where its newest earlier version says the same."""
    article_id = make_article_id(site.name, article.canonical_url)
    known = earlier.get(article_id)
    if known and known.digest == article.text_digest:
        return None
    return {
        **asdict(article),
        "url": capture.url,
        "article_id": article_id,
        "version": known.version + 1 if known else 1,
        "changes": _find_changes(known, article) if known else None,
        "site": site.name,
        "source": site.source,
        **{name: list(getattr(article, name)) for name in ("authors", "agencies", "tags")},
        "duplicate_of": None,
        "first_seen_at": capture.fetched_at,
        "capture_id": capture.capture_id,
        "night": night,
        "outcome": _door(article, is_known=known is not None),
    }


def _door(article: Article, *, is_known: bool) -> str:
    if is_known and (not article.text or is_notice(article.text)):
        return REMOVED
    return LAYOUT_MISSED if article.missed else "ok"


def _find_changes(known: KnownVersion, article: Article) -> list[str]:
    return list(find_changes(make_version(known.title, known.text), make_version(article.title, article.text)))


def _to_frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Rows with the table's columns and types (pyarrow-backed, so that no null becomes NaN), sorted by its key."""
    table = TABLES["articles"]
    rows = sorted(rows, key=lambda row: (row["article_id"], row["version"]))
    kept = [{name: row[name] for name in table.columns} for row in rows]
    made = pa.Table.from_pylist(kept, schema=table.schema.remove_metadata())
    frame: pd.DataFrame = made.to_pandas(types_mapper=pd.ArrowDtype)
    return frame

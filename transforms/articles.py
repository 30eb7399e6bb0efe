"""A night's captured pages to article versions: the table `articles`.

One page in, one of three out: a row (a new version), a refusal under a name, or `unchanged`. What
is refused or unchanged is counted, so captures in = rows + refused + unchanged + repeated.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from spiders.archive import ArchiveError, Capture, read_body, read_captures
from spiders.site import Site
from transforms.body import PROSE_PARAGRAPH, read_text
from transforms.boilerplate import cut_boilerplate
from transforms.dateline import find_dateline
from transforms.instants import read_instants
from transforms.metadata import canonical_url, read_authors, read_language, read_section
from transforms.pages import NotHtmlError, Page, UndecodableError, read_page
from transforms.schema import TABLES
from transforms.titles import fold, read_title

logger = logging.getLogger(__name__)

# Fewer words are a caption, a teaser or a stub; the briefest reports of an attack have more.
FEWEST_WORDS = 20
FRONT_PAGES = ("", "index.html", "index.htm", "index.php", "home")
# A text with so many paragraphs that each stand below a linked headline is a list of teasers.
FEWEST_TEASERS = 4

# The named doors by which a page leaves without becoming a row.
REFUSALS = {
    "archive_damaged": "The archive does not hold the bytes that were fetched.",
    "not_html": "The bytes are no page of HTML.",
    "undecodable": "No charset turns the bytes into readable text.",
    "unreadable": "The markup is broken in a way that the parsers do not survive.",
    "not_an_article": "A front page, section or list of stories.",
    "empty_text": "No body text was found.",
    "too_short": f"The body has fewer than {FEWEST_WORDS} words.",
    "no_title": "The page has no headline.",
    "no_date": "No publication instant that can be true was found.",
}
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# What the HTML, date and text libraries raise on markup that nobody foresaw, such as lists nested
# a thousand deep; anything else is our own fault and stops the run.
_PARSER_FAULTS = (LxmlError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
_TAKEN = ("ok", "unchanged")  # outcomes of captures that have a body to read


class Refused(Exception):  # noqa: N818 - an outcome, not a fault
    """A page that does not become an article; `reason` is a key of REFUSALS."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Article:
    """One version of one page's article, columns as in TABLES['articles'].

    Instants are aware, in the offset that the page says or else the site's. `agency` is the one
    named in the dateline; `section` is the publication's own word.
    """

    url: str
    canonical_url: str
    title: str
    authors: tuple[str, ...]
    dateline_raw: str | None
    agency: str | None
    published_at: datetime
    published_raw: str | None
    modified_at: datetime | None
    modified_raw: str | None
    language: str | None
    section: str | None
    text: str
    word_count: int
    text_digest: str


@dataclass(frozen=True)
class Refusal:
    """One page that left by a named door; `detail` says what was seen."""

    url: str
    reason: str
    detail: str


@dataclass(frozen=True)
class MadeArticles:
    """One site's night. `counts` has captures, articles, refused, unchanged and repeated.

    `repeated` are further addresses of a page that was read in the same night.
    """

    articles: pd.DataFrame
    refused: list[Refusal]
    counts: dict[str, int]


def read_article(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    site_zone: str,
    fetched_at: datetime,
    canonical_hosts: Sequence[str] = (),
    known_published: Mapping[str, datetime] | None = None,
) -> Article:
    """Read one page as fetched from `url`.

    Naive times are in `site_zone`; nothing may be published after `fetched_at`. `known_published`
    has the publication instants of earlier versions by canonical URL: taken where the page itself
    no longer says.

    Raises:
        Refused: the page is no article; the reason is a key of REFUSALS.
    """
    zone = ZoneInfo(site_zone)
    try:
        page = read_page(body, url=url, content_type=content_type)
        return _read_page(page, zone, fetched_at, canonical_hosts, known_published or {})
    except NotHtmlError as error:
        raise Refused("not_html", str(error)) from error
    except UndecodableError as error:
        raise Refused("undecodable", str(error)) from error
    except _PARSER_FAULTS as error:
        logger.warning("unreadable url=%s", url, exc_info=True)
        raise Refused("unreadable", f"{type(error).__name__}: {error}") from error


def _read_page(
    page: Page,
    zone: ZoneInfo,
    fetched_at: datetime,
    canonical_hosts: Sequence[str],
    known_published: Mapping[str, datetime],
) -> Article:
    found_text = read_text(page)
    title = read_title(page)
    authors = read_authors(page)
    text = _without_heading(cut_boilerplate(found_text), title, authors)
    _check_is_article(page, text)
    if title is None:
        raise Refused("no_title", "no headline in JSON-LD, meta, h1 or title")
    instants = read_instants(page, found_text, zone=zone, fetched_at=fetched_at)
    canonical = canonical_url(page, canonical_hosts)
    published_at = instants.published.at if instants.published else known_published.get(canonical)
    if published_at is None:
        raise Refused("no_date", f"no date before the fetch at {fetched_at:%Y-%m-%dT%H:%MZ}")
    dateline = find_dateline(text)
    return Article(
        url=page.url,
        canonical_url=canonical,
        title=title,
        authors=authors,
        dateline_raw=dateline.place_raw if dateline else None,
        agency=dateline.agency if dateline else None,
        published_at=published_at,
        published_raw=instants.published.raw if instants.published else None,
        modified_at=instants.modified.at if instants.modified else None,
        modified_raw=instants.modified.raw if instants.modified else None,
        language=read_language(page, text),
        section=read_section(page),
        text=text,
        word_count=count_words(text),
        text_digest=digest_text(title, text),
    )


def digest_text(title: str, text: str) -> str:
    """sha256 of title and text with white space folded."""
    return hashlib.sha256("\n".join(" ".join(words.split()) for words in (title, text)).encode()).hexdigest()


def make_article_id(site: str, canonical: str) -> str:
    """Key of a page over all its versions."""
    return hashlib.sha256(f"{site}|{canonical}".encode()).hexdigest()[:24]


def _check_is_article(page: Page, text: str) -> None:
    if _is_index(page, text):
        raise Refused("not_an_article", "a front page or a list of linked headlines")
    if not text:
        raise Refused("empty_text", "no body found")
    words = count_words(text)
    if words < FEWEST_WORDS:
        raise Refused("too_short", f"{words} words")


def _is_index(page: Page, text: str) -> bool:
    """Front pages by their address; lists by their own word or by linked headlines, unless marked as an article."""
    if page.path.strip("/").lower() in FRONT_PAGES and "?" not in page.url:
        return True
    if page.linked.kind or "article" in page.meta("og:type") or page.meta("article:published_time"):
        return False
    headlines = [h for tag in ("h2", "h3", "h4") for h in page.tree.iter(tag) if _is_linked(h)]
    paragraphs = sum(len(line) >= PROSE_PARAGRAPH for line in text.split("\n"))
    if page.linked.is_list and len(headlines) > paragraphs:
        return True
    teasers = sum(_teaser(headline)[:PROSE_PARAGRAPH] in text for headline in headlines if _teaser(headline))
    return teasers >= FEWEST_TEASERS and 2 * teasers >= paragraphs


def _is_linked(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    return heading.find(".//a") is not None or (parent is not None and parent.tag == "a")


def _teaser(headline: HtmlElement) -> str:
    """The paragraph below a headline."""
    below = headline.xpath("following::p[1]")
    return " ".join(below[0].text_content().split()) if below else ""


def _without_heading(text: str, title: str | None, authors: Sequence[str]) -> str:
    """The text without headline and byline, which some pages repeat above it."""
    first, _, rest = text.partition("\n")
    folded = fold(first)
    is_title = bool(title and folded) and folded == fold(title or "")
    for author in authors:
        folded = folded.replace(fold(author), "")
    is_byline = bool(authors and first) and folded in ("", "by", "and", "byand")
    return _without_heading(rest, title, authors) if is_title or is_byline else text


def count_words(text: str) -> int:
    """Words in the text; scripts without spaces count two characters as a word."""
    return sum((len(word) + 1) // 2 if _UNSPACED.match(word) else 1 for word in _WORD.findall(text))


def make_articles(site: Site, night: date, raw: Path, earlier: pd.DataFrame, *, workers: int = 1) -> MadeArticles:
    """Read all article pages that were captured of `site` in `night`.

    `earlier` has the rows of earlier nights of this site (article_id, version, canonical_url,
    text_digest, published_at); it may be empty. The rows made are in the order of the table's key,
    with the columns of TABLES['articles']; a later version without a date of its own keeps the
    first version's. `workers` processes share the pages; the result does not depend on them.

    Raises:
        ArchiveError: the night's capture index cannot be read.
    """
    captures = [c for c in read_captures(raw, site.name, night) if c.capture_kind == "article" and c.outcome in _TAKEN]
    captures.sort(key=lambda capture: capture.url)
    first, newest = _first_and_newest(earlier)
    readings = list(_read_all(partial(_read_capture, site=site, raw=raw, known_published=first), captures, workers))
    refused = [reading for reading in readings if isinstance(reading, Refusal)]
    read = [(c, r) for c, r in zip(captures, readings, strict=True) if isinstance(r, Article)]
    chosen = _one_for_each_page(read)
    rows = [row for capture, article in chosen if (row := _new_version(capture, article, site, night, newest))]
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
    return MadeArticles(_to_frame(rows), refused, counts)


def _first_and_newest(earlier: pd.DataFrame) -> tuple[dict[str, datetime], dict[str, tuple[int, str]]]:
    """First publication by canonical URL, and newest (version, text digest) by article_id."""
    first: dict[str, datetime] = {}
    newest: dict[str, tuple[int, str]] = {}
    if earlier.empty:
        return first, newest
    columns = ["version", "article_id", "canonical_url", "text_digest", "published_at"]
    for version, article_id, canonical, digest, published_at in sorted(
        zip(*(earlier[name] for name in columns), strict=True)
    ):
        first.setdefault(canonical, pd.Timestamp(published_at).to_pydatetime())
        newest[article_id] = (int(version), digest)
    return first, newest


def _read_all(
    read: Callable[[Capture], Article | Refusal], captures: list[Capture], workers: int
) -> Iterable[Article | Refusal]:
    if workers <= 1 or len(captures) < 2:
        return map(read, captures)
    # Forking a process that runs threads (Airflow's, a test's) can hang; a fresh one cannot.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(read, captures, chunksize=8))


def _read_capture(
    capture: Capture, *, site: Site, raw: Path, known_published: Mapping[str, datetime]
) -> Article | Refusal:
    try:
        payload = read_body(raw, capture)
        return read_article(
            payload.body,
            url=capture.final_url or capture.url,
            content_type=payload.content_type,
            site_zone=site.timezone,
            fetched_at=capture.fetched_at,
            canonical_hosts=site.canonical_hosts,
            known_published=known_published,
        )
    except ArchiveError as error:
        return Refusal(capture.url, "archive_damaged", str(error))
    except Refused as refused:
        return Refusal(capture.url, refused.reason, refused.detail)


def _one_for_each_page(read: list[tuple[Capture, Article]]) -> list[tuple[Capture, Article]]:
    """One capture for each canonical URL: the one fetched from that very address, else the first."""
    chosen: dict[str, tuple[Capture, Article]] = {}
    for capture, article in read:
        held = chosen.get(article.canonical_url)
        if held is None or (article.url == article.canonical_url != held[1].url):
            chosen[article.canonical_url] = (capture, article)
    return list(chosen.values())


def _new_version(
    capture: Capture, article: Article, site: Site, night: date, earlier: Mapping[str, tuple[int, str]]
) -> dict[str, object] | None:
    """The row of a page that is new or changed; null where its newest earlier version says the same."""
    article_id = make_article_id(site.name, article.canonical_url)
    version, digest = earlier.get(article_id, (0, ""))
    if digest == article.text_digest:
        return None
    return {
        **asdict(article),
        "article_id": article_id,
        "version": version + 1,
        "site": site.name,
        "source": site.source,
        "authors": list(article.authors),
        "duplicate_of": None,
        "first_seen_at": capture.fetched_at,
        "capture_id": capture.capture_id,
        "night": night,
        "outcome": "ok",
    }


def _to_frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Rows with the table's columns and types (pyarrow-backed, so that no null becomes NaN), sorted by its key."""
    table = TABLES["articles"]
    rows = sorted(rows, key=lambda row: (row["article_id"], row["version"]))
    kept = [{name: row[name] for name in table.columns} for row in rows]
    made = pa.Table.from_pylist(kept, schema=table.schema.remove_metadata())
    frame: pd.DataFrame = made.to_pandas(types_mapper=pd.ArrowDtype)
    return frame

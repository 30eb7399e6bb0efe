"""One page as fetched to the article on it, or to the name of the door by which it is refused."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml.etree import LxmlError
from lxml.html import HtmlElement

from transforms.articles.body import PROSE_PARAGRAPH, read_text
from transforms.articles.instants import read_instants
from transforms.articles.metadata import canonical_url, read_authors, read_language, read_section
from transforms.articles.pages import NotHtmlError, Page, UndecodableError, read_page
from transforms.articles.titles import fold, read_title
from transforms.texts import text_digest
from transforms.texts.boilerplate import cut_boilerplate
from transforms.texts.dateline import find_dateline

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
        raise Refused("no_date", "the page gives no date that lies before its fetch")
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
        text_digest=text_digest(title, text),
    )


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

"""One page as fetched to all that can be read of it; what the page does not say is null.

A chain of pure functions: bytes → decoded page → body, title, people, instants. `page.py` makes of a
reading a row of the table `articles`, which needs a title and a date.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml.etree import LxmlError

from spiders.site import Layout
from transforms.articles.agencies import find_agencies
from transforms.articles.body import read_text
from transforms.articles.index_pages import is_index_page
from transforms.articles.instants import read_instants
from transforms.articles.kinds import is_live_blog, is_paywalled, is_round_up, read_tags
from transforms.articles.laid_out import choose_layout, cut_excluded, read_laid_out
from transforms.articles.metadata import canonical_url, read_authors, read_language, read_section
from transforms.articles.pages import NotHtmlError, Page, TangledError, UndecodableError, read_page
from transforms.articles.printed_instants import Instant
from transforms.articles.site_names import fold
from transforms.articles.titles import read_title
from transforms.texts.boilerplate import cut_boilerplate
from transforms.texts.dateline import Dateline, find_dateline

logger = logging.getLogger(__name__)

# The named doors by which a page leaves unread.
UNREAD = {
    "not_html": "The bytes are no page of HTML.",
    "undecodable": "No charset turns the bytes into readable text.",
    "tangled": "The markup has more elements, or nests them deeper, than any page of an article.",
    "unreadable": "The markup is broken in a way that the parsers do not survive.",
    "not_an_article": "A front page, section or list of stories.",
    "empty_text": "No body text was found.",
}
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# What the HTML, date and text libraries raise on markup that nobody foresaw, such as lists nested
# a thousand deep; anything else is our own fault and stops the run.
_PARSER_FAULTS = (LxmlError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


class Refused(Exception):  # noqa: N818 - an outcome, not a fault
    """A page that does not become an article; `reason` is the name of a door."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Reading:
    """What one page says of its article; null or empty = it does not say.

    `authors` are people and agencies in the order of the byline, `agencies` those of them and of the dateline that are
    agencies. `section` and `tags` are the publication's own words. A live blog or a round-up tells of much at once.
    `missed` are the places of the site's layout where the page had nothing, so that it was read without them.
    """

    url: str
    canonical_url: str
    title: str | None
    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    dateline: Dateline | None
    published: Instant | None
    modified: Instant | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    is_paywalled: bool | None
    is_live_blog: bool
    is_round_up: bool
    text: str
    missed: tuple[str, ...] = ()

    @property
    def word_count(self) -> int:
        return count_words(self.text)


def read_any_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    site_zone: str,
    fetched_at: datetime,
    canonical_hosts: Sequence[str] = (),
    layouts: Sequence[Layout] = (),
    is_article: bool = False,
) -> Reading:
    """Read one page as fetched from `url`.

    Naive times are in `site_zone`; nothing may be published after `fetched_at`. Of the site's `layouts` the one
    that was valid then is followed. `is_article` = somebody has made sure that the page is one story, so that it is
    not looked at whether it is a list of stories.

    Raises:
        Refused: the page cannot be read; the reason is a key of UNREAD.
    """
    try:
        page = read_page(body, url=url, content_type=content_type)
        visit = _Visit(ZoneInfo(site_zone), fetched_at, canonical_hosts, is_article)
        return _read(page, choose_layout(layouts, fetched_at.date()) or Layout(), visit)
    except NotHtmlError as error:
        raise Refused("not_html", str(error)) from error
    except UndecodableError as error:
        raise Refused("undecodable", str(error)) from error
    except TangledError as error:
        raise Refused("tangled", str(error)) from error
    except _PARSER_FAULTS as error:
        logger.warning("unreadable url=%s", url, exc_info=True)
        raise Refused("unreadable", f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True)
class _Visit:
    """How a page came to be read; see `read_any_page`."""

    zone: ZoneInfo
    fetched_at: datetime
    canonical_hosts: Sequence[str]
    is_article: bool


def _read(page: Page, layout: Layout, visit: _Visit) -> Reading:
    page = cut_excluded(page, layout)
    laid_out = read_laid_out(page, layout)
    title = laid_out.title or read_title(page)
    authors = laid_out.authors or read_authors(page)
    found_text = laid_out.text or read_text(page, title, authors)
    text = trim_text(found_text, title, authors)
    if not visit.is_article and is_index_page(page, text):
        raise Refused("not_an_article", "a front page or a list of linked headlines")
    if not text:
        raise Refused("empty_text", "no body found")
    dateline = find_dateline(text)
    language = read_language(page, text)
    instants = read_instants(
        page,
        found_text,
        zone=visit.zone,
        fetched_at=visit.fetched_at,
        language=language,
        known=laid_out.published,
    )
    return Reading(
        url=page.url,
        canonical_url=canonical_url(page, visit.canonical_hosts),
        title=title,
        authors=authors,
        agencies=find_agencies((*authors, (dateline.agency if dateline else None) or "")),
        dateline=dateline,
        published=instants.published,
        modified=instants.modified,
        language=language,
        section=read_section(page),
        tags=read_tags(page),
        is_paywalled=is_paywalled(page),
        is_live_blog=is_live_blog(page, title),
        is_round_up=is_round_up(title),
        text=text,
        missed=laid_out.missed,
    )


def trim_text(text: str, title: str | None, authors: Sequence[str]) -> str:
    """The body without its lines of boilerplate, and without headline and byline above it."""
    return _without_heading(cut_boilerplate(text), title, authors)


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

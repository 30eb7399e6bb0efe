"""One page as fetched to the article on it, or to the name of the door by which it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from spiders.site import Layout
from transforms.articles.reading import UNREAD, Reading, Refused, read_any_page
from transforms.articles.versions import tells_removal
from transforms.texts import text_digest

# Fewer words are a caption, a teaser or a stub; the briefest reports of an attack have more.
FEWEST_WORDS = 20

# The named doors by which a page leaves without becoming a row.
REFUSALS = {
    "archive_damaged": "The archive does not hold the bytes that were fetched.",
    **UNREAD,
    "removed": "The page of an article that was read before says that the story was taken down.",
    "erased": "The article was erased and is not to come back.",
    "too_short": f"The body has fewer than {FEWEST_WORDS} words.",
    "no_title": "The page has no headline.",
    "no_date": "No publication instant that can be true was found.",
}


@dataclass(frozen=True)
class Article:
    """One version of one page's article, columns as in TABLES['articles'].

    Instants are aware, in the offset that the page says or else the site's. `missed` are the places of the site's
    layout where the page had nothing.
    """

    url: str
    canonical_url: str
    title: str
    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    dateline_raw: str | None
    published_at: datetime
    published_raw: str | None
    modified_at: datetime | None
    modified_raw: str | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    is_paywalled: bool | None
    is_live_blog: bool
    is_round_up: bool
    text: str
    word_count: int
    text_digest: str
    missed: tuple[str, ...] = ()


def read_article(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    site_zone: str,
    fetched_at: datetime,
    canonical_hosts: Sequence[str] = (),
    layouts: Sequence[Layout] = (),
    known_published: Mapping[str, datetime] | None = None,
) -> Article:
    """Read one page as fetched from `url`.

    Naive times are in `site_zone`; nothing may be published after `fetched_at`. Of the site's `layouts` the one
    that was valid then is followed. `known_published` has the publication instants of earlier versions by canonical
    URL: taken where the page itself no longer says.

    Raises:
        Refused: the page is no article; the reason is a key of REFUSALS.
    """
    reading = read_any_page(
        body,
        url=url,
        content_type=content_type,
        site_zone=site_zone,
        fetched_at=fetched_at,
        canonical_hosts=canonical_hosts,
        layouts=layouts,
    )
    return _make_article(reading, known_published or {})


def _make_article(reading: Reading, known_published: Mapping[str, datetime]) -> Article:
    words = reading.word_count
    if words < FEWEST_WORDS:
        if reading.canonical_url in known_published and tells_removal(reading.text):
            raise Refused("removed", reading.text)
        raise Refused("too_short", f"{words} words")
    if reading.title is None:
        raise Refused("no_title", "no headline in JSON-LD, meta, h1 or title")
    published, modified, dateline = reading.published, reading.modified, reading.dateline
    published_at = published.at if published else known_published.get(reading.canonical_url)
    if published_at is None:
        raise Refused("no_date", "the page gives no date that lies before its fetch")
    return Article(
        url=reading.url,
        canonical_url=reading.canonical_url,
        title=reading.title,
        authors=reading.authors,
        agencies=reading.agencies,
        dateline_raw=dateline.place_raw if dateline else None,
        published_at=published_at,
        published_raw=published.raw if published else None,
        modified_at=modified.at if modified else None,
        modified_raw=modified.raw if modified else None,
        language=reading.language,
        section=reading.section,
        tags=reading.tags,
        is_paywalled=reading.is_paywalled,
        is_live_blog=reading.is_live_blog,
        is_round_up=reading.is_round_up,
        text=reading.text,
        word_count=words,
        text_digest=text_digest(reading.title, reading.text),
        missed=reading.missed,
    )

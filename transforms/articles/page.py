"""One page as fetched to the article on it, or to the name of the door by which it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from spiders.site import Layout
from transforms.articles.reading import UNREAD, Reading, Refused, read_any_page
from transforms.texts import text_digest
from transforms.texts.removals import tells_removal

# Fewer words are a caption, a teaser or a stub; the briefest reports of an attack have more.
FEWEST_WORDS = 20

# The named doors by which a page leaves without becoming a row.
REFUSALS = {
    "archive_damaged": "The archive does not hold the bytes that were fetched.",
    **UNREAD,
    "gone_unread": "The page is gone (HTTP 410, or 404 twice running) and was never read as an article.",
    "gone_with_most": "The page is gone, but so are most that were looked at again: that is no removal.",
    "erased": "The article was erased and is not to come back.",
    "too_short": f"The body has fewer than {FEWEST_WORDS} words.",
    "no_title": "The page has no headline.",
    "no_date": "No publication instant that can be true was found.",
}


@dataclass(frozen=True)
class Refusal:
    """One page that left by a named door; `detail` says what was seen.

    `url` is an article's id where the address would name what was erased.
    """

    url: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Story:
    """What one page itself says of its article, columns as in TABLES['articles']; `published_at` null = it is silent.

    Instants are aware, in the offset that the page says or else the site's. `missed` are the places of the site's
    layout where the page had nothing. Fewer words than FEWEST_WORDS are a notice that the story was taken down.
    """

    url: str
    canonical_url: str
    title: str
    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    dateline_raw: str | None
    published_at: datetime | None
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


@dataclass(frozen=True)
class Article(Story):
    """One version of one page's article, with its publication instant."""

    published_at: datetime


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
    story = read_story(
        body,
        url=url,
        content_type=content_type,
        site_zone=site_zone,
        fetched_at=fetched_at,
        canonical_hosts=canonical_hosts,
        layouts=layouts,
    )
    return settle_story(story, known_published or {})


def read_story(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    site_zone: str,
    fetched_at: datetime,
    canonical_hosts: Sequence[str] = (),
    layouts: Sequence[Layout] = (),
) -> Story:
    """As `read_article`, without what earlier versions of the page say: `settle_story` is left to do."""
    reading = read_any_page(
        body,
        url=url,
        content_type=content_type,
        site_zone=site_zone,
        fetched_at=fetched_at,
        canonical_hosts=canonical_hosts,
        layouts=layouts,
    )
    return _make_story(reading)


def settle_story(story: Story, known_published: Mapping[str, datetime]) -> Article:
    """The article of a story that has a date, or an earlier version's.

    Raises:
        Refused: no date is known, or all that is known of the story is that it was taken down.
    """
    if story.word_count < FEWEST_WORDS and story.canonical_url not in known_published:
        raise Refused("too_short", f"{story.word_count} words")
    published_at = story.published_at or known_published.get(story.canonical_url)
    if published_at is None:
        raise Refused("no_date", "the page gives no date that lies before its fetch")
    return Article(**{**vars(story), "published_at": published_at})


def _make_story(reading: Reading) -> Story:
    words = reading.word_count
    is_notice = words < FEWEST_WORDS
    if is_notice and not tells_removal(reading.text):
        raise Refused("too_short", f"{words} words")
    if reading.title is None and not is_notice:
        raise Refused("no_title", "no headline in JSON-LD, meta, h1 or title")
    published, modified, dateline = reading.published, reading.modified, reading.dateline
    return Story(
        url=reading.url,
        canonical_url=reading.canonical_url,
        title=reading.title or "",
        authors=reading.authors,
        agencies=reading.agencies,
        dateline_raw=dateline.place_raw if dateline else None,
        published_at=published.at if published else None,
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
        text_digest=text_digest(reading.title or "", reading.text),
        missed=reading.missed,
    )

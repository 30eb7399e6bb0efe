"""A page to what kind of piece it is: behind a paywall, a live blog, a round-up of many stories; and its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.articles.pages import Page
from transforms.articles.site_names import fold

# A longer keyword is a sentence; a page with more keywords than these lists those of its site.
LONGEST_TAG, MOST_TAGS = 60, 30

_TAG_METAS = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords")
_TIERS = {"free": False, "metered": True, "locked": True, "premium": True, "paid": True, "subscriber": True}
_LIVE_TITLE = re.compile(
    r"^\W*live(?:\s*(?:blog|updates?|news|coverage))?\s*[:|–—-]|\blive\s?blog\b|\blive updates\b", re.IGNORECASE
)
_LIVE_PATH = re.compile(
    r"/(?:live|liveblog|live-blog|live-news|en-direct|directo|newsblog|liveticker)(?:/|-|$)", re.IGNORECASE
)
_ROUND_UP_TITLE = re.compile(
    r"^\W*(?:(?:the )?(?:morning|evening|daily|weekly|nightly|monday|tuesday|wednesday|thursday|friday|weekend) "
    r"(?:briefing|brief|digest|round-?up|wrap|headlines|report)\b|(?:world |local |regional |crime )?news in brief\b|"
    r"(?:in brief|briefly|police blotter|crime log)\b)|\bround-?up\b|\bweek in review\b|"
    r"\bnews (?:digest|wrap|bulletin)\b|"
    r"\b(?:top|biggest) (?:\w+ ){0,2}(?:stories|headlines)\b|\b\d+ things to know\b",
    re.IGNORECASE,
)


def read_tags(page: Page) -> tuple[str, ...]:
    """Keywords that the page gives of its story, of the first place that has any; empty = none."""
    for words in (page.linked.keywords, *(page.meta(name) for name in _TAG_METAS)):
        tags: dict[str, str] = {}
        for tag in _split(words):
            if fold(tag) and len(tag) <= LONGEST_TAG:
                tags.setdefault(fold(tag), tag)
        if tags:
            return tuple(tags.values())[:MOST_TAGS]
    return ()


def _split(words: Sequence[str]) -> Iterator[str]:
    for each in words:
        yield from (" ".join(tag.split()) for tag in re.split(r"[,;،、]", each))


def is_paywalled(page: Page) -> bool | None:
    """Whether readers must pay, as the page says in JSON-LD or of its content tier; null = it does not say."""
    if page.linked.is_free is not None:
        return not page.linked.is_free
    tiers = page.meta("article:content_tier", "content_tier", "og:article:content_tier")
    return next((_TIERS[tier.lower()] for tier in tiers if tier.lower() in _TIERS), None)


def is_live_blog(page: Page, title: str | None) -> bool:
    """Whether the page is added to while things happen: many entries, newest first, each with its own time."""
    if page.linked.kind == "LiveBlogPosting" or _LIVE_PATH.search(page.path):
        return True
    return bool(_LIVE_TITLE.search(title or ""))


def is_round_up(title: str | None) -> bool:
    """Whether the piece tells of many stories, by its title: its figures belong to no single one."""
    return bool(_ROUND_UP_TITLE.search(title or ""))

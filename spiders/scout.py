"""A home page's address -> what the site announces its articles by, found politely: by two small crawls.

The first asks the home page and robots.txt; the second what they name, or else the addresses that most sites use.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from spiders.archive import Capture, Payload, read_body
from spiders.feeds import read_feed
from spiders.links import FeedError, Link, clean_url
from spiders.sections import read_html
from spiders.site import SiteError, host_of, is_loopback
from spiders.sitemaps import read_robots, read_sitemap
from spiders.visit import crawl_once

USUAL_FEEDS = ("/feed/", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/feed.atom")
# Below the address of an edition or a section.
USUAL_FEEDS_BELOW = ("rss", "feed/", "rss.xml")
USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml", "/sitemap-news.xml")
MOST_FEEDS = 6
# Of each of the two crawls; a sitemap index may name thousands of files, and a few tell what the rest hold.
MOST_REQUESTS = 20
# Outcomes of asking for the home page after which nothing more is asked, in words that a person can act on.
_FATAL = {
    "robots_disallowed": "its robots.txt forbids it; that is its right",
    "robots_unreachable": "its robots.txt does not answer, which forbids everything; try again later",
    "not_public_address": "its address is not public; for the sample newsroom set NIGHTDESK_ALLOW_LOOPBACK=true",
    "off_site_redirect": "it redirects to another host; give the address where it ends",
    "connection_failed": "no connection, or no such host",
    "timeout": "no answer in time",
}
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "text/xml", "application/xml")


@dataclass(frozen=True)
class Announcement:
    """A feed or sitemap that answered, with the links that it names; one that was guessed at is not `is_declared`."""

    url: str
    kind: str
    links: tuple[Link, ...]
    is_declared: bool


@dataclass(frozen=True)
class Scouted:
    """What a site showed: every feed and sitemap that could be read, and its home page, null if that was not one."""

    url: str
    home: Payload | None
    announcements: tuple[Announcement, ...]


def scout_site(url: str, today: date, scratch: Path, *, allow_loopback: bool = False) -> Scouted:
    """Find a site's feeds and sitemaps; `scratch` is filled with what was asked.

    Raises SiteError if the address is none, the site may not be asked, or nothing there could be read.
    """
    raw = scratch / "home"
    asked = _ask(url, today, raw, allow_loopback, sections=[url])
    home = asked.get(url)
    if home is None or home.outcome in _FATAL:
        raise SiteError(f"{url}: {_FATAL[home.outcome] if home else 'nothing could be asked'}")
    page = read_body(raw, home) if home.outcome == "ok" else None
    address = home.final_url or url
    feeds = _feeds_of(page, address) if page else []
    sitemaps = [link.url for link in _declared_sitemaps(asked, raw) if host_of(link.url) == host_of(address)]
    named = {"feeds": feeds or _usual_feeds(address), "sitemaps": sitemaps or USUAL_SITEMAPS}
    read = _ask(address, today, scratch / "named", allow_loopback, **named)
    announcements = tuple(_announcements(read, scratch / "named", {*feeds, *sitemaps}))
    if page is None and not announcements:
        raise SiteError(f"{url}: {home.outcome} ({home.status}), and no feed or sitemap was found: see the address")
    return Scouted(address, page, announcements)


def _ask(url: str, today: date, raw: Path, allow_loopback: bool, **pages: Sequence[str]) -> dict[str, Capture]:
    """Crawl these pages of links, and no article; the captures by URL. Raises SiteError if the address is none."""
    toml = raw / "site.toml"
    raw.mkdir(parents=True)
    values: dict[str, object] = {"source": url, "url": url, "article_url": ["^$"], "max_requests": MOST_REQUESTS}
    values |= {"delay_seconds": 0} if is_loopback(url) else {}
    values |= {key: [urljoin(url, page) for page in named] for key, named in pages.items()}
    toml.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items()), encoding="utf-8")
    return {capture.url: capture for capture in crawl_once(toml, today, raw, 1, allow_loopback=allow_loopback)}


def _usual_feeds(url: str) -> list[str]:
    below = [] if urlsplit(url).path in ("", "/") else [f"{url.rstrip('/')}/{name}" for name in USUAL_FEEDS_BELOW]
    return [*below, *USUAL_FEEDS]


def _feeds_of(page: Payload, url: str) -> list[str]:
    """Feeds that the home page links, comments aside, in its order."""
    try:
        tree = read_html(page.body, url, page.content_type)
    except FeedError:
        return []
    links = tree.iterfind(".//link[@rel='alternate'][@href]")
    named = (link.get("href") for link in links if link.get("type") in _FEED_TYPES)
    feeds = (clean_url(href, url) for href in named if "comment" not in href)
    return list(dict.fromkeys(feed for feed in feeds if feed.startswith("http")))[:MOST_FEEDS]


def _declared_sitemaps(asked: dict[str, Capture], raw: Path) -> list[Link]:
    """What the robots.txt that every crawl begins with declares; of each host that was asked."""
    robots = [capture for capture in asked.values() if capture.capture_kind == "robots" and capture.outcome == "ok"]
    return [link for capture in robots for link in read_robots(read_body(raw, capture).body, capture.url)]


def _announcements(read: dict[str, Capture], raw: Path, declared: Iterable[str]) -> Iterable[Announcement]:
    for capture in read.values():
        if capture.outcome != "ok" or capture.capture_kind not in ("feed", "sitemap"):
            continue
        payload = read_body(raw, capture)
        if capture.capture_kind == "feed":
            links = read_feed(payload.body, capture.url, payload.content_type)
        else:
            links = read_sitemap(payload.body, capture.url)
        if links:
            yield Announcement(capture.url, capture.capture_kind, tuple(links), capture.url in declared)

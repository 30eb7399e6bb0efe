"""Bytes of a feed, sitemap or section page -> the links that it holds.

Formats: RSS and Atom (by feedparser), the sitemap protocol 0.9 with its index files and gzip, Google's news
extension (publication date and title), and plain HTML pages with links.
"""

from __future__ import annotations

import zlib
from calendar import timegm
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from xml.sax import SAXException

import feedparser
from lxml import etree, html
from w3lib.encoding import html_to_unicode
from w3lib.url import safe_url_string

# The sitemap protocol's own limit for one file, unpacked.
MAX_SITEMAP_BYTES = 50 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31
# Parameters that say how a reader came, not which page this is.
_TRACKING = ("utm_", "at_", "fbclid", "gclid", "mc_cid", "mc_eid", "ocid", "cmpid", "igshid")


class FeedError(Exception):
    """A feed, sitemap or section page that cannot be read; the message names its URL and what is wrong."""


@dataclass(frozen=True)
class Link:
    """A page that was announced. `published` is UTC, null where not said or unreadable; so is `title`.

    `kind` says what it is to be fetched as: 'article', or 'sitemap' for a file named by a sitemap index.
    """

    url: str
    published: datetime | None = None
    title: str | None = None
    kind: str = "article"


def read_feed(body: bytes, url: str, content_type: str | None = None) -> list[Link]:
    """Entries of an RSS or Atom feed, in its order. Raises FeedError if it is neither, or broken and empty."""
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    # A stream, because feedparser would take bytes for the name of a file to open.
    feed = feedparser.parse(BytesIO(body), response_headers=headers)
    fault = feed.get("bozo_exception")
    if not feed.entries and (isinstance(fault, SAXException) or not feed.get("version")):
        raise FeedError(f"{url}: not a feed: {fault or 'no RSS or Atom element in it'}")
    links = []
    for entry in feed.entries:
        if not entry.get("link"):
            continue
        instant = entry.get("published_parsed") or entry.get("updated_parsed")
        published = datetime.fromtimestamp(timegm(instant), UTC) if instant else None
        links.append(Link(clean_url(entry.link, url), published, entry.get("title") or None))
    return _without_repeats(links)


def read_sitemap(body: bytes, url: str) -> list[Link]:
    """Pages of a sitemap, or the sitemaps of a sitemap index, in its order; packed or not.

    Raises FeedError if it is not XML, neither of the two, or unpacks to more than the protocol allows.
    """
    # No entities and no network: a sitemap comes from strangers.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(_unpack(body, url), parser)
    except etree.XMLSyntaxError as error:
        raise FeedError(f"{url}: not a sitemap: {error}") from error
    kinds = {"urlset": "article", "sitemapindex": "sitemap"}
    name = None if root is None else etree.QName(root).localname
    if name not in kinds:
        raise FeedError(f"{url}: not a sitemap: expected urlset or sitemapindex, got {name or 'no XML'}")
    links = [_sitemap_link(element, url, kinds[name]) for element in root.iterchildren(etree.Element)]
    return _without_repeats([link for link in links if link is not None])


def read_section(body: bytes, url: str, content_type: str | None, wanted: Callable[[str], bool]) -> list[Link]:
    """Links of an HTML page that are wanted, in its order; the link's words are its title.

    Raises FeedError if the page has no element at all.
    """
    _, text = html_to_unicode(content_type, body)
    # lxml refuses text that declares its own encoding, and NUL.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        tree = html.fromstring(text.replace("\x00", "").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise FeedError(f"{url}: not a page: {error}") from error
    base = urljoin(url, next(iter(tree.xpath("//base/@href")), ""))
    links = []
    for anchor in tree.iterfind(".//a[@href]"):
        target = clean_url(anchor.get("href"), base)
        if wanted(target):
            links.append(Link(target, title=" ".join(anchor.text_content().split()) or None))
    return _without_repeats(links)


def clean_url(url: str, base: str) -> str:
    """Absolute URL without fragment and tracking parameters; '' if it cannot be one."""
    try:
        parts = urlsplit(urljoin(base, safe_url_string(url.strip())))
    except ValueError:
        return ""
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not name.lower().startswith(_TRACKING)]
    if len(kept) != len(pairs):
        query = urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", query, ""))


def parse_instant(text: str | None) -> datetime | None:
    """A W3C date or date-time as UTC; midnight UTC of a bare date, null if there is none or it is no date."""
    try:
        instant = datetime.fromisoformat((text or "").strip())
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):  # some sites print the year 1 where they know no date
        return None


def _sitemap_link(element: etree._Element, url: str, kind: str) -> Link | None:
    values: dict[str, str] = {}
    for child in element.iter(etree.Element):
        values.setdefault(etree.QName(child).localname, (child.text or "").strip())
    if not values.get("loc"):
        return None
    published = parse_instant(values.get("publication_date")) or parse_instant(values.get("lastmod"))
    return Link(clean_url(values["loc"], url), published, values.get("title") or None, kind)


def _unpack(body: bytes, url: str) -> bytes:
    if not body.startswith(_GZIP_MAGIC):
        return body
    inflate = zlib.decompressobj(wbits=_GZIP_WINDOW)
    try:
        unpacked = inflate.decompress(body, MAX_SITEMAP_BYTES)
    except zlib.error as error:
        raise FeedError(f"{url}: not gzip though it starts so: {error}") from error
    if not inflate.eof:
        raise FeedError(f"{url}: packed sitemap is cut short or unpacks to more than {MAX_SITEMAP_BYTES} bytes")
    return unpacked


def _without_repeats(links: list[Link]) -> list[Link]:
    first: dict[str, Link] = {}
    for link in links:
        if link.url:
            first.setdefault(link.url, link)
    return list(first.values())

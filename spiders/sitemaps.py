"""Bytes of a sitemap, sitemap index, news sitemap or robots.txt -> the links that it holds.

Formats: the sitemap protocol 0.9 (XML, packed or not, an address a line, or a feed), and Google's news extension.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, tzinfo
from itertools import chain

from lxml import etree

from spiders.feeds import read_feed
from spiders.links import FeedError, Link, clean_url, parse_instant, without_repeats

# The sitemap protocol's own limit for one file, unpacked.
MAX_SITEMAP_BYTES = 50 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31
_KINDS = {"urlset": "article", "sitemapindex": "sitemap"}
_FEEDS = {"rss", "feed", "RDF"}
_FOREIGN = {"image", "video", "link", "mobile", "PageMap"}
_DECLARED = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


def read_sitemap(body: bytes, url: str, zone: tzinfo = UTC) -> list[Link]:
    """Pages of a sitemap, or the sitemaps of a sitemap index, in its order; packed or not.

    Dates without an offset are in `zone`. Raises FeedError if it is none, or unpacks to more than the protocol allows.
    """
    unpacked = _unpack(body, url)
    if plain := _read_lines(unpacked, url):
        return plain
    # No entities and no network: a sitemap comes from strangers.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(unpacked.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise FeedError(f"{url}: not a sitemap: {error}") from error
    name = None if root is None else etree.QName(root).localname
    if name in _FEEDS:
        return read_feed(unpacked, url, zone=zone)
    if name not in _KINDS:
        raise FeedError(f"{url}: not a sitemap: expected urlset or sitemapindex, got {name or 'no XML'}")
    elements = root.iterchildren(etree.Element)
    return without_repeats(_sitemap_link(element, url, _KINDS[name], zone) for element in elements)


def read_robots(body: bytes, url: str) -> list[Link]:
    """The sitemaps that a robots.txt declares, in its order."""
    declared = _DECLARED.findall(body.decode("utf-8-sig", errors="replace"))
    return without_repeats(Link(clean_url(address, url), kind="sitemap") for address in declared)


def _sitemap_link(element: etree._Element, url: str, kind: str, zone: tzinfo) -> Link:
    """One entry; its address is '' where it has none. Images, videos and translations have addresses of their own."""
    children = [child for child in element.iterchildren(etree.Element) if _local(child) not in _FOREIGN]
    values: dict[str, str] = {}
    # The news extension's fields stand in <news:news>, and its language and name one deeper.
    for child in chain.from_iterable(part.iter(etree.Element) for part in children):
        values.setdefault(_local(child), (child.text or "").strip())
    modified = parse_instant(values.get("lastmod"), zone)
    return Link(
        clean_url(values["loc"], url) if values.get("loc") else "",
        parse_instant(values.get("publication_date"), zone),
        values.get("title") or None,
        kind,
        modified,
        (values.get("language") or "").partition("-")[0].lower() or None,
    )


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _read_lines(body: bytes, url: str) -> list[Link]:
    """The links of a sitemap that is an address a line; none if it is not."""
    lines = body[:MAX_SITEMAP_BYTES].split()
    if not lines or not all(line.startswith((b"http://", b"https://")) for line in lines):
        return []
    return without_repeats(Link(clean_url(line.decode("utf-8", errors="replace"), url)) for line in lines)


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

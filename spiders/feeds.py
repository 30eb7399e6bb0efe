"""Bytes of an RSS or Atom feed -> the links that it holds, by feedparser; their dates by `links.parse_instant`."""

from __future__ import annotations

from datetime import UTC, tzinfo
from io import BytesIO
from typing import Any
from xml.sax import SAXException

import feedparser

from spiders.links import FeedError, Link, clean_url, parse_instant, without_repeats


def read_feed(body: bytes, url: str, content_type: str | None = None, zone: tzinfo = UTC) -> list[Link]:
    """Entries of an RSS or Atom feed, in its order; dates without an offset are in `zone`.

    Raises FeedError if it is neither, or broken and empty.
    """
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    # A stream, because feedparser would take bytes for the name of a file to open.
    feed = feedparser.parse(BytesIO(body), response_headers=headers)
    fault = feed.get("bozo_exception")
    if not feed.entries and (isinstance(fault, SAXException) or not feed.get("version")):
        raise FeedError(f"{url}: not a feed: {fault or 'no RSS or Atom element in it'}")
    return without_repeats(_entry_link(entry, url, zone) for entry in feed.entries)


def _entry_link(entry: dict[str, Any], url: str, zone: tzinfo) -> Link:
    """The entry's link; its address is '' where it has none that a browser would open."""
    address = _address(entry)
    target = clean_url(address, url) if address else ""
    # feedparser's own reading of dates takes "GMT+9" for none and "UTC+3" for UTC; its own `get` answers a question
    # for one date with another.
    published, modified = (parse_instant(dict.get(entry, name), zone) for name in ("published", "updated"))
    return Link(
        target if target.startswith(("http://", "https://")) else "",
        published or modified,
        " ".join((entry.get("title") or "").split()) or None,
        modified=modified,
    )


def _address(entry: dict[str, Any]) -> str:
    """Where the entry points: an Atom entry that links only to itself is found there, and not at its id."""
    by_relation = {link.get("rel"): link.get("href", "") for link in reversed(entry.get("links", []))}
    return by_relation.get("alternate") or by_relation.get("self") or entry.get("link") or ""

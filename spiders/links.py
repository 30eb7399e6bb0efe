"""A page that a site announced, and the addresses and instants that it is announced with.

Sources: the sitemap protocol 0.9, Google's news extension, RSS 2.0 (RFC 822 dates), Atom (RFC 3339 dates).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from dateutil import parser as dates
from w3lib.url import safe_url_string

# Parameters that say how a reader came, not which page this is.
_TRACKING = ("utm_", "at_", "fbclid", "gclid", "mc_cid", "mc_eid", "ocid", "cmpid", "igshid", "traffic_source")

# What most addresses are; a sitemap may hold 50,000, and resolving each by the book takes 0.1 ms.
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:/(?!\.)[\w~%-][\w.~%-]*)*/?", re.ASCII)

# The zones that RFC 822 names; any other letters are the site's own clock ("IST" is three of them).
_HOURS = {"UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_HOURS |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
# "GMT+9" is nine hours ahead; POSIX, and with it dateutil, reads it the other way round.
_NAMED_OFFSET = re.compile(r"\b(?:GMT|UTC)\s*([+-])(\d{1,2})(?::?(\d{2}))?\s*$")
_ZONE_NAME = re.compile(r"(?<=\d)\s*\b(?!AM\b|PM\b)([A-Z]{1,5})\s*$")
_TWO_DAYS = re.compile(r"\b(0?[1-9]|1[0-2])[/.-](0?[1-9]|1[0-2])[/.-]\d{4}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d")


class FeedError(Exception):
    """A feed, sitemap or section page that cannot be read; the message names its URL and what is wrong."""


@dataclass(frozen=True)
class Link:
    """A page that was announced. Instants are UTC; null where not said or unreadable, as are `title`, `language`.

    `published` is when it first appeared, `modified` when it last changed. `kind` says what it is to be fetched as:
    'article', or 'sitemap' for a file named by a sitemap index. `listed` is the day whose dated listing names it.
    """

    url: str
    published: datetime | None = None
    title: str | None = None
    kind: str = "article"
    modified: datetime | None = None
    language: str | None = None
    listed: date | None = None


def clean_url(url: str, base: str) -> str:
    """Absolute URL without fragment and tracking parameters; '' if it cannot be one."""
    if _PLAIN.fullmatch(url):
        return url if url.count("/") > 2 else f"{url}/"
    try:
        parts = urlsplit(urljoin(base, safe_url_string(url.strip())))
    except ValueError:
        return ""
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not is_tracking(name)]
    if len(kept) != len(pairs):
        query = urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", query, ""))


def is_tracking(name: str) -> bool:
    """Whether a parameter of an address says how a reader came, not which page this is."""
    return name.lower().startswith(_TRACKING)


def parse_instant(text: str | None, zone: tzinfo = UTC) -> datetime | None:
    """A date or date-time as feeds and sitemaps print it, as UTC.

    A time without an offset is in `zone`; a bare date is its midnight. Null if there is none, if it is no date, or
    if it can be read as two different days (03/04/2026).
    """
    printed = _with_offset(" ".join((text or "").split()))
    if not _YEAR.search(printed) or _TWO_DAYS.search(printed):
        return None
    try:
        instant = _parse(printed)
        return (instant.replace(tzinfo=zone) if instant.tzinfo is None else instant).astimezone(UTC)
    except (ValueError, OverflowError):  # some sites print the year 1 where they know no date
        return None


def without_repeats(links: Iterable[Link]) -> list[Link]:
    """Links with an address, each address once, in the order given."""
    first: dict[str, Link] = {}
    for link in links:
        if link.url:
            first.setdefault(link.url, link)
    return list(first.values())


def _with_offset(printed: str) -> str:
    """The same with a numeric offset for a zone that is named, and with none for a name that is not known."""
    named = _NAMED_OFFSET.search(printed)
    if named:
        sign, hours, minutes = named.groups()
        return f"{printed[: named.start()]}{sign}{int(hours):02}:{minutes or '00'}"
    zone = _ZONE_NAME.search(printed)
    if not zone:
        return printed
    hours_ahead = _HOURS.get(zone[1])
    return printed[: zone.start()] + ("" if hours_ahead is None else f" {hours_ahead:+03}:00")


def _parse(printed: str) -> datetime:
    """Raises ValueError, OverflowError."""
    midnight = datetime(1, 1, 1)  # noqa: DTZ001 - what is not printed is zero; the zone comes after
    try:
        return datetime.fromisoformat(printed)
    except ValueError:
        # RFC 822 allows 24:00 no more than ISO does, but sites print it.
        next_day = re.search(r"\b24:00(:00)?", printed)
        printed = re.sub(r"\b24:00", "00:00", printed)
        parsed: datetime = dates.parse(printed, default=midnight, dayfirst=True)
        return parsed + timedelta(days=1) if next_day else parsed

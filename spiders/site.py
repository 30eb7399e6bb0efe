"""One news site's TOML -> a checked `Site`: where its articles are found and how gently it is asked.

A site is data, not code. Whatever is wrong with the file is said before the first request is sent.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NAME = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_HOST = re.compile(r"[a-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class SiteError(Exception):
    """A site's TOML that cannot be crawled by; the message names file, key, value and what was expected."""


@dataclass(frozen=True)
class Site:
    """One publication that we crawl. Delays are in seconds, `revisit_days` and `max_age_days` in days.

    `country` (ISO 3166 alpha-3) is null for an international publication. An empty `article_url` lets every
    link of the site's hosts through.
    """

    name: str
    source: str
    url: str
    language: str = "en"
    timezone: str = "UTC"
    country: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    article_url: tuple[re.Pattern[str], ...] = ()
    skip_url: tuple[re.Pattern[str], ...] = ()
    canonical_hosts: tuple[str, ...] = ()
    delay_seconds: float = 1.0
    max_pages: int = 500
    min_articles: int = 1
    revisit_days: int = 7
    max_age_days: int = 30

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the site's clock shows where it prints none."""
        return ZoneInfo(self.timezone)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Hosts whose pages are this site's, as `host_of` writes them."""
        pages = (self.url, *self.feeds, *self.sitemaps, *self.sections)
        named = (f"//{host}" for host in self.canonical_hosts)
        return frozenset(host_of(url) for url in (*pages, *named))

    def owns(self, url: str) -> bool:
        """Whether the URL is http(s) and its host is one of the site's."""
        return url.startswith(("http://", "https://")) and host_of(url) in self.hosts

    def wants(self, url: str) -> bool:
        """Whether the URL is an article of this site, by its host, `article_url` and `skip_url`."""
        if not self.owns(url) or any(pattern.search(url) for pattern in self.skip_url):
            return False
        return not self.article_url or any(pattern.search(url) for pattern in self.article_url)


def host_of(url: str) -> str:
    """Host of a URL, lower case, without 'www.'; with its port where that is not the scheme's own.

    Sites answer with and without 'www.' at will, so the two count as one. A URL that cannot be split
    has the host ''.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def load_site(path: Path) -> Site:
    """Read and check one site's TOML; the file's stem is the site's name.

    Raises SiteError on the first thing wrong: no such file, not TOML, an unknown or missing key, a wrong type,
    a URL that is not http(s), a bad pattern or time zone, or nowhere to find articles.
    """
    if not _NAME.fullmatch(path.stem):
        raise SiteError(f"{path.name}: a site's name must be lower-case letters, digits, '-' or '_': {path.stem!r}")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SiteError(f"{path.name}: no such file: {path}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SiteError(f"{path.name}: not TOML: {error}") from error
    unknown = sorted(values.keys() - _CHECKS.keys())
    if unknown:
        raise SiteError(f"{path.name}: unknown key {unknown[0]!r}; known: {', '.join(_CHECKS)}")
    for key in ("source", "url"):
        if key not in values:
            raise SiteError(f"{path.name}: key {key!r} is missing")
    checked: dict[str, Any] = {key: _check(path.name, key, value) for key, value in values.items()}
    site = Site(name=path.stem, **checked)
    _require_discovery(path.name, site)
    return site


def load_sites(folder: Path) -> tuple[list[Site], list[SiteError]]:
    """Every site of a folder in order of name, and an error for each TOML that does not check."""
    sites: list[Site] = []
    errors: list[SiteError] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            sites.append(load_site(path))
        except SiteError as error:
            errors.append(error)
    return sites, errors


def _require_discovery(file: str, site: Site) -> None:
    if not (site.feeds or site.sitemaps or site.sections):
        raise SiteError(f"{file}: nowhere to find articles: give at least one of feeds, sitemaps, sections")
    if site.sections and not site.article_url:
        raise SiteError(f"{file}: sections need article_url: which of a section page's links are articles")
    if site.min_articles > site.max_pages:
        raise SiteError(f"{file}: min_articles {site.min_articles} is above max_pages {site.max_pages}")


def _check(file: str, key: str, value: object) -> object:
    expected, convert = _CHECKS[key]
    try:
        return convert(value)
    except (ValueError, TypeError, re.error, ZoneInfoNotFoundError) as error:
        reason = f" ({error})" if isinstance(error, re.error) else ""
        raise SiteError(f"{file}: {key}: expected {expected}, got {value!r}{reason}") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _matching(pattern: str) -> Callable[[object], str]:
    def convert(value: object) -> str:
        if not re.fullmatch(pattern, _text(value)):
            raise ValueError
        return _text(value)

    return convert


def _url(value: object) -> str:
    parts = urlsplit(_text(value))
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        raise ValueError
    if parts.port == 0 or re.search(r"\s", _text(value)):
        raise ValueError
    return _text(value)


def _zone(value: object) -> str:
    return ZoneInfo(_text(value)).key


def _list_of(convert: Callable[[object], object]) -> Callable[[object], tuple[object, ...]]:
    def convert_all(value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise TypeError
        return tuple(convert(item) for item in value)

    return convert_all


def _number(kind: type[int] | type[float], low: float) -> Callable[[object], float]:
    def convert(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, kind)) or not low <= value < float("inf"):
            raise ValueError
        return kind(value)

    return convert


_URLS = "a list of http(s) URLs"
_PATTERNS = "a list of regular expressions"
_CHECKS: dict[str, tuple[str, Callable[[object], object]]] = {
    "source": ("the publication's name", _text),
    "url": ("the http(s) URL of the home page", _url),
    "language": ("an ISO 639-1 code such as 'en'", _matching("[a-z]{2,3}")),
    "timezone": ("an IANA time zone such as 'Asia/Baghdad'", _zone),
    "country": ("an ISO 3166 alpha-3 code such as 'IRQ'", _matching("[A-Z]{3}")),
    "feeds": (_URLS, _list_of(_url)),
    "sitemaps": (_URLS, _list_of(_url)),
    "sections": (_URLS, _list_of(_url)),
    "article_url": (_PATTERNS, _list_of(lambda value: re.compile(_text(value)))),
    "skip_url": (_PATTERNS, _list_of(lambda value: re.compile(_text(value)))),
    "canonical_hosts": ("a list of host names, without scheme", _list_of(_matching(_HOST.pattern))),
    "delay_seconds": ("seconds, 0 or more", _number(float, 0)),
    "max_pages": ("a whole number of pages, 1 or more", _number(int, 1)),
    "min_articles": ("a whole number of articles, 0 or more", _number(int, 0)),
    "revisit_days": ("a whole number of days, 0 or more", _number(int, 0)),
    "max_age_days": ("a whole number of days, 1 or more", _number(int, 1)),
}
if _CHECKS.keys() != {field.name for field in fields(Site)} - {"name"}:
    raise AssertionError("a key of Site has no check, or a check no key")

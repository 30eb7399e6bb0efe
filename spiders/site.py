"""One news site's TOML -> a checked `Site`: where its articles are found and how gently it is asked.

A site is data, not code. Whatever is wrong with the file is said before the first request is sent.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from spiders.dated_urls import day_in
from spiders.layouts import Layout, read_layouts
from spiders.site_keys import (
    DEFAULT_PORTS,
    HOST,
    Check,
    SiteError,
    convert_table,
    dated_address,
    flag,
    list_of,
    matching,
    number,
    numbered_address,
    pattern,
    table,
    text,
    web_address,
    zone,
)

__all__ = [
    "MIN_DELAY_SECONDS",
    "Expectation",
    "Layout",
    "Site",
    "SiteError",
    "check_name",
    "host_of",
    "is_loopback",
    "load_site",
    "load_sites",
]

_NAME = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
# The least between two requests to a host, whatever a site's file says; only this machine may be asked faster.
MIN_DELAY_SECONDS = 1.0


@dataclass(frozen=True)
class Expectation:
    """What a night brings while the site works; outside of it the site counts as collapsed.

    `min_articles` counts what was read tonight or in the days before, `max_articles` what is new tonight (null = no
    bound). Shares are of tonight's new pages: that gave a publication date, that gave a text.
    """

    min_articles: int = 1
    max_articles: int | None = None
    min_dated_share: float = 0.5
    min_text_share: float = 0.5


@dataclass(frozen=True)
class Site:
    """One publication that we crawl. Delays are in seconds, `revisit_days` and `max_age_days` in days.

    `max_pages` bounds the articles of a night, the other `max_` keys everything that is asked for in it. `country`
    (ISO 3166 alpha-3) is null for an international publication. An empty `article_url` lets every link of the
    site's hosts through. `archives` are listings by date, for backfills. A site that is not `verified` has not been
    seen to answer. With `javascript` its articles are read in a browser, with `login` by the credentials of
    spiders.credentials: the form at `login_page` takes them, or, where that is null, each request carries them.
    `layouts` are the tables [[article]], the oldest first.
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
    section_pages: int = 1
    next_page: str | None = None
    archives: tuple[str, ...] = ()
    article_url: tuple[re.Pattern[str], ...] = ()
    skip_url: tuple[re.Pattern[str], ...] = ()
    canonical_hosts: tuple[str, ...] = ()
    delay_seconds: float = 1.0
    max_pages: int = 500
    max_requests: int = 2_000
    max_megabytes: int = 1_000
    max_minutes: int = 110
    revisit_days: int = 7
    max_age_days: int = 30
    javascript: bool = False
    login: bool = False
    login_page: str | None = None
    verified: bool = True
    terms: str | None = None
    expect: Expectation = field(default_factory=Expectation)
    layouts: tuple[Layout, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the site's clock shows where it prints none."""
        return ZoneInfo(self.timezone)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Hosts whose pages are this site's, as `host_of` writes them."""
        pages = (self.url, *self.feeds, *self.sitemaps, *self.sections, *self.archives)
        named = (f"//{host}" for host in self.canonical_hosts)
        return frozenset(host_of(url) for url in (*pages, *named))

    def owns(self, url: str) -> bool:
        """Whether the URL is http(s) and its host is one of the site's."""
        return url.startswith(("http://", "https://")) and host_of(url) in self.hosts

    def takes_secrets(self, url: str) -> bool:
        """Whether what lets us in may go to the URL: a host of the site's own, over https if its `url` is."""
        return self.owns(url) and (url.startswith("https:") or not self.url.startswith("https:"))

    def wants(self, url: str) -> bool:
        """Whether the URL is an article of this site, by its host, `article_url` and `skip_url`."""
        if not self.owns(url) or any(pattern.search(url) for pattern in self.skip_url):
            return False
        return not self.article_url or any(pattern.search(url) for pattern in self.article_url)

    def day_in(self, url: str) -> date | None:
        """The day in an article's address, by the groups year, month, day of `article_url`; null if it has none."""
        return day_in(url, self.article_url)


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
    return host if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def check_name(path: Path) -> None:
    """Raises SiteError unless the file's stem can be a site's name."""
    if not _NAME.fullmatch(path.stem):
        raise SiteError(f"{path.name}: a site's name must be lower-case letters, digits, '-' or '_': {path.stem!r}")


def load_site(path: Path) -> Site:
    """Read and check one site's TOML; the file's stem is the site's name.

    Raises SiteError on the first thing wrong: no such file, not TOML, an unknown or missing key, a wrong type,
    a URL that is not http(s), a bad pattern or time zone, or nowhere to find articles.
    """
    check_name(path)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SiteError(f"{path.name}: no such file: {path}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SiteError(f"{path.name}: not TOML: {error}") from error
    checked = convert_table(path.name, _CHECKS, values)
    for key in ("source", "url"):
        if key not in values:
            raise SiteError(f"{path.name}: key {key!r} is missing")
    expect = Expectation(**convert_table(path.name, _EXPECT_CHECKS, checked.pop("expect", {}), "expect."))
    layouts = read_layouts(path.name, checked.pop("article", ()))
    site = Site(name=path.stem, expect=expect, layouts=layouts, **checked)
    _require_discovery(path.name, site)
    _require_politeness(path.name, site)
    _require_own_login(path.name, site)
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
    if (site.sections or site.archives) and not site.article_url:
        raise SiteError(f"{file}: sections and archives need article_url: which of their links are articles")
    expected = site.expect.min_articles
    if expected > site.max_pages:
        raise SiteError(f"{file}: expect.min_articles {expected} is above max_pages {site.max_pages}")


def _require_politeness(file: str, site: Site) -> None:
    if site.delay_seconds < MIN_DELAY_SECONDS and not is_loopback(site.url):
        raise SiteError(
            f"{file}: delay_seconds: expected at least {MIN_DELAY_SECONDS}, got {site.delay_seconds}: "
            "only a site on this machine may be asked faster"
        )


def _require_own_login(file: str, site: Site) -> None:
    page = site.login_page
    if page is None:
        return
    if not site.login:
        raise SiteError(f"{file}: login_page needs login = true")
    if site.javascript:
        raise SiteError(f"{file}: login_page: a site that is read in a browser takes cookies, not a form")
    if not site.takes_secrets(page):
        raise SiteError(
            f"{file}: login_page: expected a page of the site's own hosts, by https if its url is: {page!r}"
        )


def is_loopback(url: str) -> bool:
    """Whether a URL's host is written as an address of this machine."""
    try:
        return ip_address(urlsplit(url).hostname or "").is_loopback
    except ValueError:
        return False


_URLS: Check = ("a list of http(s) URLs", list_of(web_address))
_PATTERNS: Check = ("a list of regular expressions", list_of(pattern))
_SHARE: Check = ("a share from 0 to 1", number(float, 0, 1))
_CHECKS: dict[str, Check] = {
    "source": ("the publication's name", text),
    "url": ("the http(s) URL of the home page", web_address),
    "language": ("an ISO 639-1 code such as 'en'", matching("[a-z]{2,3}")),
    "timezone": ("an IANA time zone such as 'Asia/Baghdad'", zone),
    "country": ("an ISO 3166 alpha-3 code such as 'IRQ'", matching("[A-Z]{3}")),
    "feeds": _URLS,
    "sitemaps": _URLS,
    "sections": _URLS,
    "section_pages": ("a whole number of pages, 1 to 100", number(int, 1, 100)),
    "next_page": ("the address of a section's page N, such as '{url}page/{page}/'", numbered_address),
    "archives": ("a list of http(s) URLs with a day, such as '{date:%Y/%m/%d}'", list_of(dated_address)),
    "article_url": _PATTERNS,
    "skip_url": _PATTERNS,
    "canonical_hosts": ("a list of host names, without scheme", list_of(matching(HOST))),
    "delay_seconds": ("seconds, 0 to 300", number(float, 0, 300)),
    "max_pages": ("a whole number of pages, 1 to 5,000", number(int, 1, 5_000)),
    "max_requests": ("a whole number of requests, 1 to 20,000", number(int, 1, 20_000)),
    "max_megabytes": ("a whole number of megabytes, 1 to 4,000", number(int, 1, 4_000)),
    "max_minutes": ("a whole number of minutes, 1 to 170", number(int, 1, 170)),
    "revisit_days": ("a whole number of days, 0 or more", number(int, 0)),
    "max_age_days": ("a whole number of days, 1 or more", number(int, 1)),
    "javascript": ("true or false", flag),
    "login": ("true or false: the secrets are in the environment", flag),
    "login_page": ("the http(s) URL of the page with the form to log in", web_address),
    "verified": ("true once `nightdesk sites check` has reached the site, else false", flag),
    "terms": ("what the site says of the use of its pages, in words", text),
    "expect": ("a table [expect]", table),
    "article": ("tables [[article]]", list_of(table)),
}
_EXPECT_CHECKS: dict[str, Check] = {
    "min_articles": ("a whole number of articles, 0 or more", number(int, 0)),
    "max_articles": ("a whole number of articles, 1 or more", number(int, 1)),
    "min_dated_share": _SHARE,
    "min_text_share": _SHARE,
}
if _CHECKS.keys() - {"article"} != {field.name for field in fields(Site)} - {"name", "layouts"}:
    raise AssertionError("a key of Site has no check, or a check no key")
if _EXPECT_CHECKS.keys() != {field.name for field in fields(Expectation)}:
    raise AssertionError("a key of [expect] has no check, or a check no key")

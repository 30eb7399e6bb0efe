"""One polite look at a site: what its pages of links answered, and its first articles. Imports no Scrapy.

It is a crawl of its own, into a folder that is thrown away: what works here works at night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spiders.archive import Capture, Payload, read_body, read_captures
from spiders.crawl import Scope, crawl_site
from spiders.discovery import Discovery, Page
from spiders.links import FeedError, Link
from spiders.site import Site, SiteError, load_site
from spiders.verdict import EXIT_USAGE


@dataclass(frozen=True)
class Answer:
    """What a page that announces articles answered; `links` is empty where it could not be read.

    `wanted` are the links that the site takes for its articles. `status` is null where there was no whole answer.
    """

    url: str
    kind: str
    outcome: str
    status: int | None
    links: tuple[Link, ...] = ()
    wanted: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Visit:
    """What a visit found: the pages of links in the order asked, and the articles fetched, with their bytes if any."""

    site: Site
    answers: tuple[Answer, ...]
    articles: tuple[tuple[Capture, Payload | None], ...]


def visit_site(
    toml: Path,
    today: date,
    scratch: Path,
    *,
    articles: int = 3,
    allow_loopback: bool = False,
) -> Visit:
    """Ask a site for everything that announces articles, and for at most so many of them; `scratch` is filled.

    Raises SiteError if the TOML does not check, or no site may be asked as things are set.
    """
    site = load_site(toml)
    captures = crawl_once(toml, today, scratch, articles, allow_loopback=allow_loopback)
    fetched = [capture for capture in captures if capture.capture_kind == "article"]
    bodies = ((capture, read_body(scratch, capture) if capture.outcome == "ok" else None) for capture in fetched)
    return Visit(site, tuple(_replay(site, today, scratch, captures)), tuple(bodies))


def crawl_once(toml: Path, today: date, raw: Path, articles: int, *, allow_loopback: bool) -> list[Capture]:
    """Crawl a site into a folder of its own; what came of everything that was asked.

    Raises SiteError if the TOML does not check, or the crawl refuses to begin: then with its own words.
    """
    log = raw / "crawl.log"
    result = crawl_site(toml, today, raw, log=log, allow_loopback=allow_loopback, scope=Scope(articles=articles))
    if result.exit_code == EXIT_USAGE:
        raise SiteError(log.read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2])
    return read_captures(raw, toml.stem, today)


def _replay(site: Site, today: date, raw: Path, captures: list[Capture]) -> list[Answer]:
    """The pages of links as the crawl met them, read once more from its archive."""
    by_url = {capture.url: capture for capture in captures}
    discovery = Discovery(site, today)
    answers = []
    while (page := discovery.next_page()) is not None:
        capture = by_url.get(page.url)
        if capture is not None:
            answers.append(_answer(site, raw, page, capture, discovery))
    return answers


def _answer(site: Site, raw: Path, page: Page, capture: Capture, discovery: Discovery) -> Answer:
    if capture.outcome != "ok":
        return Answer(page.url, page.kind, capture.outcome, capture.status)
    payload = read_body(raw, capture)
    try:
        links = discovery.read(page, payload.body, payload.content_type)
    except FeedError:
        return Answer(page.url, page.kind, "malformed", capture.status)
    wanted = tuple(link for link in links if link.kind == "article" and site.wants(link.url))
    return Answer(page.url, page.kind, capture.outcome, capture.status, tuple(links), wanted)

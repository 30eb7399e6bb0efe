"""NewsSpider: a site's feeds, sections and sitemaps -> tonight's plan -> article pages -> captures.

Discovery comes first and whole, so that the plan does not hang on which answer was faster. Pages that this night has
archived already are read from the archive: a rerun asks only for what is missing.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from spiders.archive import ArchiveWriter, Capture, digest, list_nights, read_body, read_captures
from spiders.feeds import FeedError, Link, read_feed, read_section, read_sitemap
from spiders.outcome import content_type_of, judge_article, outcome_of
from spiders.pipelines import Fetch, SiteSpider, archive_fetch
from spiders.plan import Plan, newest_first, plan_articles, recall
from spiders.site import Site

logger = logging.getLogger(__name__)

# A sitemap index may name thousands of files that reach back for years; the newest come first.
MAX_SITEMAPS = 20


@dataclass(frozen=True)
class Page:
    """A page that announces articles; `kind` is 'feed', 'section' or 'sitemap'."""

    url: str
    kind: str


class NewsSpider(SiteSpider):
    """Crawls one site for one night into its archive. `plan` is null until discovery is over."""

    name = "news"

    def __init__(self, site: Site, night: date, raw: Path, archive: ArchiveWriter, again: bool) -> None:
        super().__init__()
        self.site, self.night, self.archive = site, night, archive
        self.plan: Plan | None = None
        self._raw = raw
        self._tonight = {capture.url: capture for capture in read_captures(raw, site.name, night)}
        self._rediscover = again
        earlier = (earlier for earlier in list_nights(raw, site.name) if earlier < night)
        self._seen = recall(capture for before in earlier for capture in read_captures(raw, site.name, before))

    async def start(self) -> AsyncIterator[Any]:
        links = await self._discover()
        self.plan = plan_articles(links, self.site, self.night, self._seen, self._tonight)
        counts = {reason: len(urls) for reason, urls in self.plan.skipped.items()}
        logger.info("%s: %d links, %d to fetch, left out: %s", self.site.name, len(links), len(self.plan.fetch), counts)
        for link in self.plan.fetch:
            yield self._article_request(link.url)
        if not self.plan.fetch:
            # Scrapy would notice that there is nothing to do at its next heartbeat, five seconds later.
            raise CloseSpider("finished")

    async def _discover(self) -> list[Link]:
        """Links of every page that announces articles; what is fetched for it is archived at once."""
        links: list[Link] = []
        pages = deque(_pages_of(self.site))
        sitemaps = {page.url for page in pages if page.kind == "sitemap"}
        while pages:
            page = pages.popleft()
            found: list[Link] = []
            archived = self._tonight.get(page.url)
            if archived is not None and archived.outcome == "ok" and not self._rediscover:
                payload = read_body(self._raw, archived)
                found = self._read(page, payload.body, payload.content_type)
            else:
                archive_fetch(self.archive, await self._fetch_page(page, found))
            links.extend(link for link in found if link.kind == "article")
            named = [link.url for link in found if link.kind == "sitemap" and link.url not in sitemaps]
            chosen = [url for url in named if self.site.owns(url)][: max(0, MAX_SITEMAPS - len(sitemaps))]
            if len(chosen) < len(named):
                logger.info("%s: %d of its %d sitemaps are read", page.url, len(chosen), len(named))
            sitemaps.update(chosen)
            pages.extend(Page(url, "sitemap") for url in chosen)
        return links

    async def _fetch_page(self, page: Page, found: list[Link]) -> Fetch:
        request = Request(page.url, callback=NO_CALLBACK, dont_filter=True, priority=1)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - outcome_of raises on what it does not know
            return Fetch(page.url, page.kind, outcome_of(error))
        if response.status not in range(200, 300):
            return Fetch(page.url, page.kind, "http_error", response)
        if not response.body.strip():
            return Fetch(page.url, page.kind, "empty_body", response)
        try:
            found.extend(self._read(page, response.body, content_type_of(response)))
        except FeedError as error:
            logger.warning("%s", error)
            return Fetch(page.url, page.kind, "malformed", response)
        return Fetch(page.url, page.kind, "ok", response)

    def _read(self, page: Page, body: bytes, content_type: str | None) -> list[Link]:
        if page.kind == "feed":
            return read_feed(body, page.url, content_type)
        if page.kind == "section":
            return read_section(body, page.url, content_type, self.site.wants)
        return newest_first(read_sitemap(body, page.url))

    def _article_request(self, url: str) -> Request:
        headers = {}
        if url in self._seen:
            last = self._seen[url].last
            conditions = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified}
            headers = {name: value for name, value in conditions.items() if value}
        return Request(
            url,
            callback=partial(self._archive_answer, url),
            errback=partial(self._archive_failure, url),
            headers=headers,
            dont_filter=True,
        )

    def _archive_answer(self, url: str, response: Response) -> Fetch:
        earlier = self._same_bytes(url, response)
        outcome = "unchanged" if earlier is not None else judge_article(response)
        return Fetch(url, "article", outcome, response, earlier)

    def _same_bytes(self, url: str, response: Response) -> Capture | None:
        seen = self._seen.get(url)
        if seen is None:
            return None
        is_same = response.status == 304 or digest(response.body) == seen.last.payload_digest
        return seen.last if is_same else None

    def _archive_failure(self, url: str, failure: Failure) -> Fetch:
        return Fetch(url, "article", outcome_of(failure.value))


def _pages_of(site: Site) -> Iterator[Page]:
    yield from (Page(url, "feed") for url in site.feeds)
    yield from (Page(url, "section") for url in site.sections)
    yield from (Page(url, "sitemap") for url in site.sitemaps)

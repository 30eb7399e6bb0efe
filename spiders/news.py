"""NewsSpider: what a site announces -> tonight's plan -> article pages -> captures.

Discovery comes first and whole, so that the plan does not hang on which answer was faster. Pages that this night has
archived already are read from the archive: a rerun asks only for what is missing.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from spiders.archive import Capture, digest, list_nights, read_body, read_captures
from spiders.archive_writer import ArchiveWriter
from spiders.dated_urls import Span
from spiders.discovery import Discovery, Page
from spiders.links import FeedError, Link
from spiders.outcome import content_type_of, judge_article, outcome_of
from spiders.pipelines import ANSWERS, Fetch, SiteSpider, archive_fetch
from spiders.plan import Plan, plan_articles, recall
from spiders.site import Site
from spiders.warc import Exchange

logger = logging.getLogger(__name__)


class NewsSpider(SiteSpider):
    """Crawls one site for one night into its archive; with a span, its articles of those days.

    `plan` is null until discovery is over.
    """

    name = "news"

    def __init__(
        self, site: Site, night: date, raw: Path, archive: ArchiveWriter, again: bool, span: Span | None = None
    ) -> None:
        super().__init__()
        self.site, self.night, self.archive, self.span = site, night, archive, span
        self.plan: Plan | None = None
        self._raw = raw
        self._tonight = {capture.url: capture for capture in read_captures(raw, site.name, night)}
        self._rediscover = again
        earlier = (earlier for earlier in list_nights(raw, site.name) if earlier < night)
        self._seen = recall(capture for before in earlier for capture in read_captures(raw, site.name, before))

    async def start(self) -> AsyncIterator[Any]:
        links = await self._discover()
        self.plan = plan_articles(links, self.site, self.night, self._seen, self._tonight, self.span)
        counts = {reason: len(urls) for reason, urls in self.plan.skipped.items()}
        logger.info("%s: %d links, %d to fetch, left out: %s", self.site.name, len(links), len(self.plan.fetch), counts)
        for link in self.plan.fetch:
            yield self._article_request(link.url)
        if not self.plan.fetch:
            # Scrapy would notice that there is nothing to do at its next heartbeat, five seconds later.
            raise CloseSpider("finished")

    async def _discover(self) -> list[Link]:
        """Links of every page that announces articles; what is fetched for it is archived at once."""
        discovery = Discovery(self.site, self.night, self.span, () if self.span else self._seen)
        while (page := discovery.next_page()) is not None:
            archived = self._tonight.get(page.url)
            if archived is not None and archived.outcome == "ok" and not self._rediscover:
                payload = read_body(self._raw, archived)
                discovery.read(page, payload.body, payload.content_type)
            else:
                archive_fetch(self.archive, await self._fetch_page(page, discovery))
        return discovery.links

    async def _fetch_page(self, page: Page, discovery: Discovery) -> Fetch:
        answers: list[Exchange] = []
        request = Request(page.url, callback=NO_CALLBACK, dont_filter=True, priority=1, meta={ANSWERS: answers})
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - outcome_of raises on what it does not know
            return Fetch(page.url, page.kind, outcome_of(error), answers)
        if response.status not in range(200, 300):
            return Fetch(page.url, page.kind, "http_error", answers)
        if not response.body.strip():
            return Fetch(page.url, page.kind, "empty_body", answers)
        try:
            discovery.read(page, response.body, content_type_of(response))
        except FeedError as error:
            logger.warning("%s", error)
            return Fetch(page.url, page.kind, "malformed", answers)
        return Fetch(page.url, page.kind, "ok", answers)

    def _article_request(self, url: str) -> Request:
        headers = {}
        if url in self._seen:
            last = self._seen[url].last
            conditions = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified}
            headers = {name: value for name, value in conditions.items() if value}
        answers: list[Exchange] = []
        return Request(
            url,
            callback=partial(self._archive_answer, url, answers),
            errback=partial(self._archive_failure, url, answers),
            headers=headers,
            dont_filter=True,
            meta={ANSWERS: answers},
        )

    def _archive_answer(self, url: str, answers: list[Exchange], response: Response) -> Fetch:
        earlier = self._same_bytes(url, response)
        outcome = "unchanged" if earlier is not None else judge_article(response)
        return Fetch(url, "article", outcome, answers, earlier)

    def _same_bytes(self, url: str, response: Response) -> Capture | None:
        seen = self._seen.get(url)
        if seen is None:
            return None
        is_same = response.status == 304 or digest(response.body) == seen.last.payload_digest
        return seen.last if is_same else None

    def _archive_failure(self, url: str, answers: list[Exchange], failure: Failure) -> Fetch:
        return Fetch(url, "article", outcome_of(failure.value), answers)

"""NewsSpider: what a site announces -> tonight's plan -> article pages -> captures.

Discovery comes first and whole, so that the plan does not hang on which answer was faster. Pages that this night has
archived already are read from the archive: a rerun asks only for what is missing. Whatever an earlier night has is
asked for by its validators, and its bytes are not kept twice.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from spiders.archive import INDEX, Capture, digest, night_folder, read_body, read_captures, read_entries
from spiders.archive_writer import ArchiveWriter
from spiders.credentials import Credentials
from spiders.dated_urls import Span
from spiders.discovery import Discovery, Page
from spiders.erasure import ErasedPages
from spiders.form_login import LoginFailedError, log_in
from spiders.links import FeedError, Link
from spiders.memory import Memory
from spiders.outcome import content_type_of, judge_article, outcome_of
from spiders.page_keys import page_key
from spiders.pipelines import ANSWERS, Fetch, SiteSpider, archive_fetch
from spiders.plan import Plan, is_done, plan_articles
from spiders.revisits import ARCHIVED, REDIRECTED_HOME, TOLD_GONE, Seen, is_due, is_gone, is_poll_due
from spiders.site import Site
from spiders.spending import spent_in
from spiders.verdict import LOGIN_FAILED
from spiders.warc import Exchange

logger = logging.getLogger(__name__)

_NOT_MODIFIED = 304


class NewsSpider(SiteSpider):
    """Crawls one site for one night into its archive; with a span, its articles of those days.

    `plan` is null until discovery is over.
    """

    name = "news"

    def __init__(
        self,
        site: Site,
        night: date,
        raw: Path,
        archive: ArchiveWriter,
        again: bool,
        span: Span | None = None,
        credentials: Credentials | None = None,
    ) -> None:
        super().__init__()
        self.site, self.night, self.archive, self.span = site, night, archive, span
        self.credentials = credentials
        self.spent = spent_in(read_entries(night_folder(raw, site.name, night) / INDEX))
        self.plan: Plan | None = None
        self._raw = raw
        self._memory = Memory(raw, site.name, night)
        self._erased = ErasedPages(raw, site.name)
        self._tonight = _by_page(read_captures(raw, site.name, night))
        self._asked: set[str] = set()
        homes = (site.url, *site.sections)
        self._homes = {page_key(url) for home in homes for url in (home, urljoin(home, "/"))}
        self._rediscover = again
        self._not_polled: list[str] = []

    async def start(self) -> AsyncIterator[Any]:
        if self.site.login_page and self.credentials:
            await self._log_in(self.site.login_page, self.credentials)
        links = await self._discover()
        self.plan = self._make_plan(links)
        self._asked.update(page_key(link.url) for link in self.plan.fetch)
        counts = {reason: len(urls) for reason, urls in self.plan.skipped.items()}
        logger.info("%s: %d links, %d to fetch, left out: %s", self.site.name, len(links), len(self.plan.fetch), counts)
        for link in self.plan.fetch:
            # Else Scrapy makes all requests of the plan in one go as soon as its downloader is busy.
            if self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield self._article_request(link.url)
        if not self.plan.fetch:
            # Scrapy would notice that there is nothing to do at its next heartbeat, five seconds later.
            raise CloseSpider("finished")

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's interface
        """Called by Scrapy at the end."""
        self._memory.close()

    def claim(self, url: str, start: str) -> str | None:
        """Take a page that a redirect from `start` leads to; the outcome by which it is refused, null if it is not.

        Refused is what was erased, what this night asks for or has, and pages of links that an article leads to.
        """
        page = page_key(url)
        if page in self._homes and page_key(start) in self._asked:
            return REDIRECTED_HOME
        if url in self._erased or page in self._asked or is_done(self._tonight.get(page)):
            return "redirect_repeated"
        self._asked.add(page)
        return None

    async def _log_in(self, page: str, credentials: Credentials) -> None:
        try:
            await log_in(self.crawler.engine, self.site, page, credentials)
        except LoginFailedError as error:
            logger.error("%s: cannot log in: %s", self.site.name, error)  # noqa: TRY400 - the message says it all
            raise CloseSpider(LOGIN_FAILED) from error

    def _make_plan(self, links: list[Link]) -> Plan:
        announced = {page_key(link.url): self._memory.recall(link.url) for link in links}
        seen = {page: known for page, known in announced.items() if known is not None}
        again = [] if self.span else self._links_to_ask_again(seen)
        plan = plan_articles([*links, *again], self.site, self.night, seen, self._tonight, self.span, self._erased)
        if not self._not_polled:
            return plan
        return replace(plan, skipped={**plan.skipped, "not_polled": tuple(self._not_polled)})

    def _links_to_ask_again(self, seen: dict[str, Seen]) -> list[Link]:
        """Articles that nothing announces any more, but that are due; what is known of them goes into `seen`."""
        links = []
        days = self.site.revisit_days
        memory = self._memory
        for url in (*memory.pages_missed(days), *memory.pages_to_revisit(days), *memory.pages_not_found()):
            known = memory.recall(url)
            if known is not None and page_key(url) not in seen and is_due(known, self.night, days):
                seen[page_key(url)] = known
                links.append(Link(url))
        return links

    async def _discover(self) -> list[Link]:
        """Links of every page that announces articles; what is fetched for it is archived at once."""
        discovery = Discovery(self.site, self.night, self.span, () if self.span else self._memory)
        while (page := discovery.next_page()) is not None:
            archived = self._state_of(page)
            if archived is not None:
                payload = read_body(self._raw, archived)
                discovery.read(page, payload.body, payload.content_type)
            else:
                archive_fetch(self.archive, await self._fetch_page(page, discovery))
        return discovery.links

    def _state_of(self, page: Page) -> Capture | None:
        """The capture to read a page of links from without asking for it; null if it is to be asked."""
        if self._rediscover:
            return None
        archived = self._tonight.get(page_key(page.url))
        if archived is not None and archived.outcome in ARCHIVED:
            return archived
        seen = self._memory.recall(page.url)
        if seen is None or is_poll_due(seen, self.night):
            return None
        original = self._memory.original(page.url)
        if original is not None:
            self._not_polled.append(page.url)
        return original

    async def _fetch_page(self, page: Page, discovery: Discovery) -> Fetch:
        answers: list[Exchange] = []
        original = self._memory.original(page.url)
        request = Request(
            page.url,
            callback=NO_CALLBACK,
            headers=_conditions(original),
            dont_filter=True,
            priority=1,
            meta={ANSWERS: answers},
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - outcome_of raises on what it does not know
            return Fetch(page.url, page.kind, outcome_of(error), answers)
        if original is not None and _is_same(response, original):
            payload = read_body(self._raw, original)
            discovery.read(page, payload.body, payload.content_type)
            return Fetch(page.url, page.kind, "unchanged", answers, original)
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
        original = self._memory.original(url)
        answers: list[Exchange] = []
        return Request(
            url,
            callback=partial(self._archive_answer, url, answers, original),
            errback=partial(self._archive_failure, url, answers),
            headers=_conditions(original),
            dont_filter=True,
            meta={ANSWERS: answers} | ({"playwright": True} if self.site.javascript else {}),
        )

    def _archive_answer(self, url: str, answers: list[Exchange], original: Capture | None, response: Response) -> Fetch:
        if original is not None and _is_same(response, original):
            return Fetch(url, "article", "unchanged", answers, original)
        if is_gone(self._memory.recall(url), response.status):
            return Fetch(url, "article", TOLD_GONE, answers)
        return Fetch(url, "article", judge_article(response), answers)

    def _archive_failure(self, url: str, answers: list[Exchange], failure: Failure) -> Fetch:
        outcome = outcome_of(failure.value)
        if outcome == REDIRECTED_HOME and is_gone(self._memory.recall(url), answers[-1].status, leads_home=True):
            outcome = TOLD_GONE
        return Fetch(url, "article", outcome, answers)


def _by_page(captures: Iterable[Capture]) -> dict[str, Capture]:
    """Captures by the key of their page; one that another address led to counts under both."""
    found = {page_key(capture.final_url): capture for capture in captures if capture.final_url is not None}
    return found | {page_key(capture.url): capture for capture in captures}


def _conditions(original: Capture | None) -> dict[str, str]:
    """Headers that ask for a page only if it is not the one that we have."""
    if original is None:
        return {}
    conditions = {"If-None-Match": original.etag, "If-Modified-Since": original.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _is_same(response: Response, original: Capture) -> bool:
    return response.status == _NOT_MODIFIED or digest(response.body) == original.payload_digest

"""Requests that must not be made: forbidden by robots.txt, off the site, or to an address that is not public.

Each refusal is an exception that carries the name of its outcome.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.addresses import PublicResolver
from spiders.outcome import SILENCES, Refused, outcome_of
from spiders.page_keys import page_key
from spiders.pipelines import ANSWERS, Fetch, archive_fetch, spider_of
from spiders.warc import Exchange

logger = logging.getLogger(__name__)

_IS_ROBOTS = "nightdesk_is_robots"
_TOO_MANY_REQUESTS = 429


class RobotsMiddleware:
    """Lets a request go once its host's robots.txt is read and allows it; keeps to Crawl-delay.

    Scrapy's own middleware (2.14 to 2.19) lets all but the first request through while the file is loading, and
    takes a 5xx for leave to crawl. Here everybody waits at the host's lock, and status is read as RFC 9309 does: 4xx
    is no rules, 5xx or no answer forbids everything. A robots.txt may redirect to any host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._rules: dict[str, Protego | Refused] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(_IS_ROBOTS):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks[origin]:
            if origin not in self._rules:
                self._rules[origin] = await self._read_rules(f"{origin}/robots.txt")
                self._keep_crawl_delay(parts.hostname or "", self._rules[origin])
        rules = self._rules[origin]
        if isinstance(rules, Refused):
            raise Refused(rules.outcome)
        if not rules.can_fetch(request.url, self._agent):
            raise Refused("robots_disallowed")

    async def _read_rules(self, url: str) -> Protego | Refused:
        answers: list[Exchange] = []
        meta = {_IS_ROBOTS: True, ANSWERS: answers}
        request = Request(url, priority=1000, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        archive = spider_of(self._crawler).archive
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - outcome_of raises on what it does not know
            outcome = outcome_of(error)
            archive_fetch(archive, Fetch(url, "robots", outcome, answers))
            logger.warning("%s: %s; nothing of this host is fetched", url, outcome)
            return Refused("not_public_address" if outcome == "not_public_address" else "robots_unreachable")
        is_answered = response.status in range(200, 300)
        archive_fetch(archive, Fetch(url, "robots", "ok" if is_answered else "http_error", answers))
        if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
            logger.warning("%s: status %d; nothing of this host is fetched", url, response.status)
            return Refused("robots_unreachable")
        return Protego.parse(response.body.decode("utf-8-sig", errors="replace") if is_answered else "")

    def _keep_crawl_delay(self, host: str, rules: Protego | Refused) -> None:
        delay = None if isinstance(rules, Refused) else rules.crawl_delay(self._agent)
        if delay is None:
            return
        downloader = self._crawler.engine.downloader
        asked = max(float(delay), self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        logger.info("%s: robots.txt asks for %s s between requests", host, delay)
        # The slot that is open now, and the one that Scrapy opens anew after a minute without requests.
        downloader.per_slot_settings[host] = {"delay": asked}
        if host in downloader.slots:
            downloader.slots[host].delay = asked


class SiteRedirectMiddleware(RedirectMiddleware):
    """Follows redirects within the site's hosts and refuses those that leave them."""

    # Scrapy passes the spider to whatever asks for it and warns that it should not.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            result = super().process_response(request, response)
        except IgnoreRequest as error:
            raise Refused("redirect_loop") from error
        if not isinstance(result, Request) or result.meta.get(_IS_ROBOTS):
            return result
        spider = spider_of(self.crawler)
        if not spider.site.owns(result.url):
            logger.info("%s: redirects off the site to %s", request.url, result.url)
            raise Refused("off_site_redirect")
        on_the_way = {page_key(url) for url in result.meta["redirect_urls"]}
        if page_key(result.url) not in on_the_way and not spider.claim(result.url):
            raise Refused("redirect_repeated")
        return result


class AddressMiddleware:
    """Gives a host that was refused for its address that name, before it counts as not resolved and is retried."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: ARG003 - Scrapy's interface
        return cls()

    def process_exception(self, request: Request, exception: Exception) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would install the wrong one

        resolver = reactor.nameResolver
        if not isinstance(exception, CannotResolveHostError) or not isinstance(resolver, PublicResolver):
            return
        address = resolver.refused.get((urlparse_cached(request).hostname or "").lower())
        if address is not None:
            logger.warning("%s: address %s is not public", request.url, address)
            raise Refused("not_public_address") from exception


class SilenceMiddleware:
    """Asks a site that has stopped answering nothing more; every try counts, any answer starts the count anew."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._in_a_row = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("SILENCES_IN_A_ROW"))

    def process_request(self, request: Request) -> None:  # noqa: ARG002 - Scrapy's interface
        if self._in_a_row >= self._limit:
            raise Refused("site_unreachable")

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's interface
        self._in_a_row = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, SILENCES):
            return
        self._in_a_row += 1
        if self._in_a_row == self._limit:
            logger.error("%s: no answer, %d times in a row; nothing more is asked", request.url, self._in_a_row)

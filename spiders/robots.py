"""robots.txt, kept as RFC 9309 says: who may be asked at all, and how often.

Scrapy's own middleware (2.14 to 2.19) lets all but the first request through while the file is loading, takes a 5xx
for leave to crawl, and passes over Crawl-delay.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.outcome import Refused, outcome_of
from spiders.pace import PaceMiddleware
from spiders.pipelines import ANSWERS, Fetch, archive_fetch, spider_of
from spiders.warc import Exchange

logger = logging.getLogger(__name__)

IS_ROBOTS = "nightdesk_is_robots"
# As much of a file as RFC 9309 (2.5) asks to read.
MAX_ROBOTS_BYTES = 500 * 1024
_TOO_MANY_REQUESTS = 429


class RobotsMiddleware:
    """Lets a request go once its host's robots.txt is read and allows it; sets the host's pace by Crawl-delay.

    Everybody waits at the host's lock. 4xx is no rules; 5xx, 429 or no answer forbids everything. A robots.txt may
    redirect to any host.
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
        if request.meta.get(IS_ROBOTS):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            async with self._locks[origin]:
                if origin not in self._rules:
                    self._rules[origin] = await self._read_rules(f"{origin}/robots.txt")
        rules = self._rules[origin]
        if isinstance(rules, Refused):
            raise Refused(rules.outcome)
        if not rules.can_fetch(request.url, self._agent):
            raise Refused("robots_disallowed")

    async def _read_rules(self, url: str) -> Protego | Refused:
        answers: list[Exchange] = []
        meta = {IS_ROBOTS: True, ANSWERS: answers}
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
        rules = Protego.parse(_text_of(response) if is_answered else "")
        self._keep_pace(urlparse_cached(request).hostname or "", rules)
        return rules

    def _keep_pace(self, host: str, rules: Protego) -> None:
        delay, rate = rules.crawl_delay(self._agent), rules.request_rate(self._agent)
        asked = max(float(delay or 0), rate.seconds / rate.requests if rate and rate.requests else 0.0)
        pace = self._crawler.get_downloader_middleware(PaceMiddleware)
        if asked and pace is not None:
            logger.info("%s: robots.txt asks for %s s between requests", host, asked)
            pace.ask_for_delay(host, asked)


def _text_of(response: Response) -> str:
    return response.body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace")

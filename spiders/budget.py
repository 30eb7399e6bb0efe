"""What a site's night may cost: requests, bytes and minutes. What earlier runs of the night spent is counted too."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.outcome import Refused
from spiders.pipelines import spider_of
from spiders.spending import MEGABYTE

logger = logging.getLogger(__name__)


class BudgetMiddleware:
    """Refuses every request once the site's max_requests, max_megabytes or max_minutes of the night are used up.

    Next to the downloader, so that further tries and redirects count, and bytes as they come over the wire.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._started = monotonic()
        self._requests = 0
        self._bytes = 0
        self._is_used_up = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if self._is_used_up or (used_up := self._used_up()):
            if not self._is_used_up:
                logger.warning("%s: not asked: %s of the night used up", request.url, used_up)
            self._is_used_up = True
            raise Refused("over_budget")
        self._requests += 1

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's interface
        self._bytes += len(response.body)
        return response

    def _used_up(self) -> str | None:
        spider = spider_of(self._crawler)
        site, before = spider.site, spider.spent
        if before.requests + self._requests >= site.max_requests:
            return f"max_requests {site.max_requests}"
        if before.megabytes + self._bytes / MEGABYTE >= site.max_megabytes:
            return f"max_megabytes {site.max_megabytes}"
        if before.minutes + (monotonic() - self._started) / 60 >= site.max_minutes:
            return f"max_minutes {site.max_minutes}"
        return None

"""What came of a request -> the night's archive."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from spiders.archive import Capture
from spiders.archive_writer import ArchiveWriter
from spiders.credentials import Credentials
from spiders.site import Site
from spiders.spending import Spent
from spiders.warc import Exchange

logger = logging.getLogger(__name__)

ANSWERS = "nightdesk_answers"


class SiteSpider(Spider):
    """A spider of one site with the archive of the night that it fills."""

    site: Site
    archive: ArchiveWriter
    spent: Spent
    credentials: Credentials | None = None
    closing: asyncio.Future[None] | None = None

    def claim(self, url: str, start: str) -> str | None:
        """Take a page that a redirect from `start` leads to; the outcome by which it is refused, null if it is not."""
        raise NotImplementedError


def spider_of(crawler: Crawler) -> SiteSpider:
    """The crawler's spider. Raises TypeError if it is not one of a site."""
    if not isinstance(crawler.spider, SiteSpider):
        raise TypeError(f"expected a SiteSpider, got {crawler.spider!r}")
    return crawler.spider


def close_soon(crawler: Crawler, reason: str) -> None:
    """Have the crawl end for this reason. Not awaited: the end waits for the very request that asks for it."""
    spider = spider_of(crawler)
    if spider.closing is None:
        spider.closing = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))


@dataclass(frozen=True)
class Fetch:
    """What came of asking for one URL: its outcome, and all `answers`, redirects and refusals included, the last last.

    `earlier` is the capture of an earlier night that holds the same bytes; only an 'unchanged' fetch has one.
    """

    url: str
    kind: str
    outcome: str
    answers: Sequence[Exchange] = ()
    earlier: Capture | None = None


def archive_fetch(archive: ArchiveWriter, fetch: Fetch) -> Capture:
    """Write a fetch to the archive. Raises OSError if the disk refuses it."""
    if not fetch.answers:
        logger.info("%s: %s (no answer)", fetch.url, fetch.outcome)
        return archive.append_failure(fetch.url, fetch.kind, fetch.outcome, datetime.now(UTC))
    *before, last = fetch.answers
    if fetch.earlier is not None:
        return archive.append_unchanged(fetch.url, fetch.kind, fetch.earlier, last, before)
    if fetch.outcome != "ok":
        logger.info("%s: %s (%s)", fetch.url, fetch.outcome, last.status)
    return archive.append_response(fetch.url, fetch.kind, fetch.outcome, last, before)


class AnswerMiddleware:
    """Keeps every answer to a request, redirects and those that are asked again included.

    They go into the list that the request carries as `meta[ANSWERS]`; a request without one keeps nothing.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: ARG003 - Scrapy's interface
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        if ANSWERS in request.meta:
            request.meta[ANSWERS].append(_exchange_of(request, response))
        return response


def _exchange_of(request: Request, response: Response) -> Exchange:
    return Exchange(
        url=response.url,
        request_headers=_pairs(request.headers),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        fetched_at=datetime.now(UTC),
        method=request.method,
    )


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


class ArchivePipeline:
    """Writes every fetch to the spider's archive; a disk that refuses one ends the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Fetch) -> Fetch:
        try:
            archive_fetch(spider_of(self._crawler).archive, item)
        except OSError:
            close_soon(self._crawler, "archive_failed")
            raise
        return item

"""What came of a request -> the night's archive."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from spiders.archive import ArchiveWriter, Capture
from spiders.site import Site
from spiders.warc import Exchange

logger = logging.getLogger(__name__)


class SiteSpider(Spider):
    """A spider of one site with the archive of the night that it fills."""

    site: Site
    archive: ArchiveWriter
    closing: asyncio.Future[None] | None = None


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
    """What came of asking for one URL. `response` is null if there was no whole answer.

    `earlier` is the capture of an earlier night that holds the same bytes; only an 'unchanged' fetch has one.
    """

    url: str
    kind: str
    outcome: str
    response: Response | None = None
    earlier: Capture | None = None


def archive_fetch(archive: ArchiveWriter, fetch: Fetch) -> Capture:
    """Write a fetch to the archive; it is on disk on return. Raises OSError if the disk refuses it."""
    now = datetime.now(UTC)
    if fetch.outcome not in ("ok", "unchanged"):
        status = fetch.response.status if fetch.response else "no status"
        logger.info("%s: %s (%s)", fetch.url, fetch.outcome, status)
    if fetch.response is None:
        return archive.append_failure(fetch.url, fetch.kind, fetch.outcome, now)
    if fetch.earlier is not None:
        return archive.append_unchanged(fetch.earlier, fetch.response.status, now)
    return archive.append_response(fetch.url, fetch.kind, fetch.outcome, now, _exchange_of(fetch.response))


def _exchange_of(response: Response) -> Exchange:
    request = response.request
    return Exchange(
        url=response.url,
        request_headers=() if request is None else _pairs(request.headers),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
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

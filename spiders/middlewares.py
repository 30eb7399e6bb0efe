"""Requests that must not be made: off the site, to an address that is not public, or to a site that is down.

Each refusal is an exception that carries the name of its outcome.
"""

from __future__ import annotations

import logging
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.addresses import PublicResolver
from spiders.outcome import SILENCES, Refused
from spiders.page_keys import page_key
from spiders.pipelines import spider_of
from spiders.robots import IS_ROBOTS

logger = logging.getLogger(__name__)


class SiteRedirectMiddleware(RedirectMiddleware):
    """Follows redirects within the site's hosts and refuses those that leave them."""

    # Scrapy passes the spider to whatever asks for it and warns that it should not.
    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            result = super().process_response(request, response)
        except IgnoreRequest as error:
            raise Refused("redirect_loop") from error
        if not isinstance(result, Request) or result.meta.get(IS_ROBOTS):
            return result
        spider = spider_of(self.crawler)
        if not spider.site.owns(result.url):
            logger.info("%s: redirects off the site to %s", request.url, result.url)
            raise Refused("off_site_redirect")
        on_the_way = {page_key(url) for url in result.meta["redirect_urls"]}
        if page_key(result.url) not in on_the_way:
            refused = spider.claim(result.url, result.meta["redirect_urls"][0])
            if refused is not None:
                raise Refused(refused)
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

"""Requests to a site that asks for a login: its cookies or HTTP's basic authentication, on its own hosts only."""

from __future__ import annotations

from base64 import b64encode
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from spiders.credentials import Credentials
from spiders.pipelines import spider_of

_SECRETS = ("Authorization", "Cookie")


class LoginMiddleware:
    """Adds what the spider's credentials hold to each request to a host of the site, and takes it off all others.

    A redirect carries a request's headers along: hence the second. Where a form took the credentials, Scrapy adds the
    cookies that it gave.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider = spider_of(self._crawler)
        if spider.credentials is None:
            return
        if not spider.site.takes_secrets(request.url):
            for name in _SECRETS:
                request.headers.pop(name, None)
        elif spider.site.login_page is None:
            for name, value in headers_of(spider.credentials).items():
                request.headers[name] = value


def headers_of(credentials: Credentials) -> dict[str, str]:
    """The headers that carry the credentials: cookies where there are any, else name and password."""
    if credentials.cookies:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in credentials.cookies.items())}
    return {"Authorization": "Basic " + b64encode(f"{credentials.login}:{credentials.password}".encode()).decode()}

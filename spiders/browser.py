"""Pages of a site that needs JavaScript, read by the system's Chromium through scrapy-playwright (extra `browser`).

The browser reaches the site's own hosts and nothing else: each is resolved once, checked to be public, and pinned, so
that neither a redirect nor a script gets to another address. It loads no pictures, media or fonts.
"""

from __future__ import annotations

import os
import shutil
import socket
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright.page import PageMethod

from spiders.addresses import is_public
from spiders.outcome import Refused
from spiders.settings import DOWNLOADER_MIDDLEWARES
from spiders.site import Site

IN_BROWSER = "playwright"
_HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
_NOT_LOADED = frozenset({"image", "media", "font", "websocket", "manifest"})
_NAMES = ("chromium", "chromium-browser", "google-chrome")


class BrowserMissingError(Exception):
    """There is no browser to read the pages of a site that needs JavaScript."""


def browser_settings(site: Site, *, timeout_seconds: float, allow_loopback: bool) -> dict[str, Any]:
    """Scrapy's settings for a site that needs JavaScript. Raises BrowserMissingError if there is no Chromium."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise BrowserMissingError(f"{site.name} needs JavaScript: install Chromium (apt-get install chromium)")
    hosts = sorted({urlsplit(f"//{host}").hostname or "" for host in site.hosts})
    arguments = [f"--host-resolver-rules={resolver_rules(hosts, allow_loopback=allow_loopback)}", "--no-proxy-server"]
    # Chromium's own sandbox does not start for root, which containers run as.
    arguments += ["--no-sandbox"] * (os.geteuid() == 0)
    return {
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None, "http": _HANDLER, "https": _HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": path, "args": arguments},
        "PLAYWRIGHT_ABORT_REQUEST": "spiders.browser.is_left_out",
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": timeout_seconds * 1_000,
        "PLAYWRIGHT_MAX_CONTEXTS": 1,
        "DOWNLOADER_MIDDLEWARES": {**DOWNLOADER_MIDDLEWARES, "spiders.browser.BrowserMiddleware": 805},
    }


def resolver_rules(hosts: list[str], *, allow_loopback: bool) -> str:
    """Chromium's rules: each host, with and without www., at the public address that it has now; no other host."""
    rules = []
    for host in (name for known in hosts for name in (known, f"www.{known}")):
        address = _public_address(host, allow_loopback=allow_loopback)
        if address is not None:
            rules.append(f"MAP {host} {f'[{address}]' if ':' in address else address}")
    return ", ".join([*rules, "MAP * ~NOTFOUND"])


def _public_address(host: str, *, allow_loopback: bool) -> str | None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    addresses = [str(entry[4][0]) for entry in found]
    return next((address for address in addresses if is_public(address, allow_loopback=allow_loopback)), None)


def is_left_out(request: BrowserRequest) -> bool:
    """Whether a page's own request is not made: pictures, media and fonts tell nothing."""
    return request.resource_type in _NOT_LOADED or not request.url.startswith(("http://", "https://"))


class BrowserMiddleware:
    """Waits until a page has asked for all it needs; names what a browser runs into as the downloader would."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        if request.meta.get(IN_BROWSER):
            request.meta["playwright_page_methods"] = [PageMethod("wait_for_load_state", "networkidle")]
            request.meta["playwright_context_kwargs"] = {"accept_downloads": False, "service_workers": "block"}

    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get(IN_BROWSER) and len(response.body) > self._most_bytes:
            raise Refused("too_large")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - Scrapy's interface
        if isinstance(exception, BrowserTimeout):
            raise Refused("timeout") from exception
        if isinstance(exception, BrowserError):
            raise Refused("connection_failed") from exception

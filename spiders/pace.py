"""How fast each host is asked: its delay with jitter, slower when it answers slowly, and not at all while it says so.

After Scrapy's AutoThrottle, which would lower a delay that robots.txt asks for and knows no Retry-After (RFC 9110,
10.2.3).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.outcome import SILENCES, Refused

logger = logging.getLogger(__name__)

# A delay is stretched by up to half, never shortened: Scrapy draws from 1 ± JITTER of what it is given.
JITTER = 0.2
# However slow a host is, a page a minute is asked; whoever asks for a longer pause is left alone for tonight.
SLOWEST_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 300.0
# So many times in a row a host may say that it is too busy before it is left alone for tonight.
MOST_BUSY_ANSWERS = 4
# A host that does not answer is asked up to so many times more rarely, each time half as often as before.
MOST_PATIENCE = 16
_BUSY = frozenset({429, 503})
_OK = 200


@dataclass
class _Host:
    floor: float
    delay: float
    busy_in_a_row: int = 0
    silences_in_a_row: int = 0
    is_left_alone: bool = False


class PaceMiddleware:
    """Sets the delay of each host's download slot; refuses what is asked of a host that is left alone."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._floor = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._follows_latency = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        self._hosts: dict[str, _Host] = {}
        crawler.signals.connect(self._response_downloaded, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def ask_for_delay(self, name: str, seconds: float) -> None:
        """Let at least so many seconds pass between two requests to a host from now on."""
        host = self._host(name)
        host.floor = max(host.floor, seconds)
        self._set_delay(name, host, max(host.delay, host.floor))

    def process_request(self, request: Request) -> None:
        if self._host(_name_of(request)).is_left_alone:
            raise Refused("asked_to_wait")

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status in _BUSY and self._host(_name_of(request)).is_left_alone:
            raise Refused("asked_to_wait")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, SILENCES):
            name = _name_of(request)
            host = self._host(name)
            host.silences_in_a_row += 1
            wanted = host.floor * min(2**host.silences_in_a_row, MOST_PATIENCE)
            self._set_delay(name, host, max(host.delay, min(wanted, max(SLOWEST_SECONDS, host.floor))))

    def _response_downloaded(self, response: Response, request: Request) -> None:
        """Called before the next request of the host is taken from its queue."""
        name = _name_of(request)
        host = self._host(name)
        host.silences_in_a_row = 0
        if response.status not in _BUSY:
            host.busy_in_a_row = 0
            latency = request.meta.get("download_latency", 0.0) if self._follows_latency else 0.0
            self._set_delay(name, host, next_delay(host.delay, host.floor, latency, response.status))
            return
        host.busy_in_a_row += 1
        pause = max(pause_asked(response, datetime.now(UTC)), host.floor * 2**host.busy_in_a_row)
        if pause > LONGEST_PAUSE_SECONDS or host.busy_in_a_row >= MOST_BUSY_ANSWERS:
            host.is_left_alone = True
            logger.error("%s: status %d, to wait %.0f s; nothing more is asked tonight", name, response.status, pause)
            self._empty_queue(name)
            return
        logger.warning("%s: status %d; waiting %.0f s", name, response.status, pause)
        self._set_delay(name, host, min(host.delay * 2, max(SLOWEST_SECONDS, host.floor)))
        slot = self._crawler.engine.downloader.slots.get(name)
        if slot is not None:
            # The slot counts its delay from the last request: one that is still to come.
            slot.lastseen = monotonic() + pause

    def _empty_queue(self, name: str) -> None:
        """Refuse what has passed process_request already and waits for its turn."""
        slot = self._crawler.engine.downloader.slots.get(name)
        while slot is not None and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Refused("asked_to_wait"))

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = _Host(self._floor, self._floor)
            self._set_delay(name, self._hosts[name], self._floor)
        return self._hosts[name]

    def _set_delay(self, name: str, host: _Host, seconds: float) -> None:
        host.delay = seconds
        stretched = seconds / (1 - JITTER)
        downloader = self._crawler.engine.downloader
        # The slot that is open now, and the one that Scrapy opens anew after a minute without requests.
        downloader.per_slot_settings[name] = {"delay": stretched, "jitter": JITTER}
        if name in downloader.slots:
            downloader.slots[name].delay, downloader.slots[name].jitter = stretched, JITTER


def next_delay(delay: float, floor: float, latency: float, status: int) -> float:
    """Seconds until the next request: half way to how long the host takes to answer, at once if it takes longer.

    Never below the floor, nor above it and SLOWEST_SECONDS; an error page, which is quick, lowers nothing.
    """
    wanted = max(latency, (delay + latency) / 2)
    wanted = min(max(wanted, floor), max(SLOWEST_SECONDS, floor))
    return delay if status != _OK and wanted < delay else wanted


def pause_asked(response: Response, now: datetime) -> float:
    """Seconds that Retry-After asks for, given as such or as an instant; 0 if it is not there or cannot be read."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _name_of(request: Request) -> str:
    return urlparse_cached(request).hostname or ""

"""Saved pages → readings, over worker processes, in order, with bounds on time and memory for each page.

Few pages are in flight at a time, so any number of them passes through. A page that takes too long, too much memory,
or kills its worker is refused by name; the others are read.
"""

from __future__ import annotations

import gc
import logging
import resource
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from types import FrameType

from spiders.site import Layout, host_of
from transforms.articles.reading import UNREAD, Reading, Refused, read_any_page
from transforms.articles.warc_files import SavedPage
from transforms.outcomes import Reject

logger = logging.getLogger(__name__)

# Pages handed out for each worker: enough to keep it busy, few enough to stay small.
IN_FLIGHT = 4

# CPU seconds until the clock strikes again, where its first stroke fell on a place that cannot be left.
TICK = 0.05

# The named doors by which a saved page leaves unread.
SAVED_REFUSALS = {
    "not_json": "The line of the manifest is no JSON.",
    "bad_row": "The line of the manifest lacks a value, or has one of another type.",
    "no_file": "The file that the manifest names cannot be read.",
    "archive_damaged": "The WARC file does not hold the record whole.",
    "too_large": "The page has more bytes than any page of an article.",
    "too_slow": "Reading the page took longer than it may.",
    "out_of_memory": "Reading the page took more memory than a worker may have.",
    "worker_died": "Reading the page killed the process.",
    **UNREAD,
}


@dataclass(frozen=True)
class ReadPage:
    """A saved page that was read."""

    id: str
    reading: Reading


@dataclass(frozen=True)
class Bounds:
    """What one page may take: CPU seconds, and megabytes of memory of the process that reads it."""

    seconds: float = 10.0
    memory_mb: int = 1000


@dataclass(frozen=True)
class Setting:
    """What holds for all pages: zone and layouts of each host known, and the time of fetch of pages without one."""

    zones: Mapping[str, str]
    fetched_at: datetime
    layouts: Mapping[str, tuple[Layout, ...]] = field(default_factory=dict)


def read_pages(
    pages: Iterable[SavedPage | Reject], setting: Setting, *, bounds: Bounds, workers: int
) -> Iterator[ReadPage | Reject]:
    """Read every page; rejects pass through in their place. The result does not depend on the workers."""
    pool = _Pool(setting, bounds, workers)
    waiting: deque[tuple[SavedPage, Future[ReadPage | Reject]] | Reject] = deque()
    try:
        for page in pages:
            waiting.append(page if isinstance(page, Reject) else (page, pool.submit(page)))
            if len(waiting) >= IN_FLIGHT * workers:
                yield pool.wait_for(waiting.popleft())
        while waiting:
            yield pool.wait_for(waiting.popleft())
    finally:
        pool.close()


class _Pool:
    """Worker processes that are started anew when a page has killed one."""

    def __init__(self, setting: Setting, bounds: Bounds, workers: int) -> None:
        self._setting, self._bounds, self._workers = setting, bounds, workers
        self._pool = self._start(workers)

    def submit(self, page: SavedPage) -> Future[ReadPage | Reject]:
        try:
            return self._pool.submit(read_saved_page, page, self._setting, self._bounds.seconds)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = self._start(self._workers)
            return self._pool.submit(read_saved_page, page, self._setting, self._bounds.seconds)

    def wait_for(self, item: tuple[SavedPage, Future[ReadPage | Reject]] | Reject) -> ReadPage | Reject:
        if isinstance(item, Reject):
            return item
        page, future = item
        try:
            return future.result()
        except BrokenProcessPool:
            return self._read_alone(page)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _read_alone(self, page: SavedPage) -> ReadPage | Reject:
        """A page that was in flight when a worker died: it, or another one, is to blame."""
        with self._start(1) as pool:
            try:
                return pool.submit(read_saved_page, page, self._setting, self._bounds.seconds).result()
            except BrokenProcessPool:
                return Reject(page.id, "worker_died", f"{page.url}: the process that read it ended")

    def _start(self, workers: int) -> ProcessPoolExecutor:
        # Forking a process that runs threads can hang; a fresh one cannot.
        return ProcessPoolExecutor(
            workers, get_context("spawn"), initializer=_bound_memory, initargs=(self._bounds.memory_mb,)
        )


def _bound_memory(megabytes: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def read_saved_page(page: SavedPage, setting: Setting, seconds: float) -> ReadPage | Reject:
    """Read one page in this process, in at most so many CPU seconds; only in the main thread."""
    try:
        with _time_limit(seconds):
            return ReadPage(page.id, _read(page, setting))
    except Refused as refused:
        return Reject(page.id, refused.reason, f"{page.url}: {refused.detail}")
    except _TooSlow:
        return Reject(page.id, "too_slow", f"{page.url}: more than {seconds} CPU seconds")
    except MemoryError:
        return Reject(page.id, "out_of_memory", f"{page.url}: more than the worker's bound")


def _read(page: SavedPage, setting: Setting) -> Reading:
    return read_any_page(
        page.body,
        url=page.url,
        content_type=page.content_type,
        site_zone=setting.zones.get(host_of(page.url), "UTC"),
        fetched_at=page.fetched_at or setting.fetched_at,
        layouts=setting.layouts.get(host_of(page.url), ()),
        is_article=page.is_article,
    )


class _TooSlow(BaseException):
    """Raised by the clock; no handler of a library's own errors may swallow it."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise _TooSlow in the main thread once so many CPU seconds have passed."""
    is_running = True

    def stop(_signal: int, frame: FrameType | None) -> None:
        if is_running and not _swallows(frame):
            raise _TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, TICK)
    try:
        yield
    finally:
        is_running = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        with suppress(TypeError):
            signal.signal(signal.SIGPROF, before)


def _swallows(frame: FrameType | None) -> bool:
    """True within a finaliser or a callback of the garbage collector: what is raised there is printed and lost."""
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:
        if frame.f_code in callbacks or frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False

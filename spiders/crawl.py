"""Crawl a site in a process of its own, and say what came of it. Imports no Scrapy: callers stay light.

A site gets its own process so that whatever it does to its crawl (memory, a hang, a crash) stays there.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType

from spiders.archive import night_folder, read_captures
from spiders.dated_urls import Span
from spiders.site import load_site
from spiders.summary import read_summary, summary_path
from spiders.verdict import EXIT_STOPPED, door_of

logger = logging.getLogger(__name__)

# Doors by which a record goes on, or by which a page of links did what it was for.
_TAKEN_ON = frozenset({"ok", "gone", "discovery_ok", "discovery_unchanged", "not_polled"})


@dataclass(frozen=True)
class CrawlResult:
    """What one run of a site's night came to; `counts` are the whole night's, by outcome. Exit codes: spiders.run."""

    exit_code: int
    complete: bool
    counts: dict[str, int]
    message: str


@dataclass(frozen=True)
class Scope:
    """What a run asks for instead of a whole night. The counts of its result are still the whole night's.

    With a span it is a backfill of those days, archived in the night. At most `articles` are fetched, instead of the
    site's max_pages.
    """

    span: Span | None = None
    articles: int | None = None

    def arguments(self) -> list[str]:
        """The same for `spiders.run`."""
        days = [] if self.span is None else ["--from", str(self.span.first), "--to", str(self.span.last)]
        return days + ([] if self.articles is None else ["--articles", str(self.articles)])


def crawl_site(
    toml: Path,
    night: date,
    raw: Path,
    *,
    log: Path,
    allow_loopback: bool = False,
    again: bool = False,
    timeout_seconds: float | None = None,
    scope: Scope | None = None,
) -> CrawlResult:
    """Run `spiders.run` for one site's night, its output appended to `log`.

    SIGTERM to this process is passed on, and the crawl ends after the answers under way. Raises SiteError if the
    TOML does not check.
    """
    site = load_site(toml)
    command = [sys.executable, "-m", "spiders.run", str(toml), "--night", night.isoformat(), "--raw", str(raw)]
    # Between our death and its first steps nobody would tell the crawl.
    command += ["--parent", str(os.getpid())]
    command += ["--allow-loopback"] * allow_loopback + ["--again"] * again
    command += [] if timeout_seconds is None else ["--timeout", str(timeout_seconds)]
    command += [] if scope is None else scope.arguments()
    exit_code = _run(command, log)
    outcomes = crawl_outcomes(raw, site.name, night)
    counts = {outcome: records for outcome, (records, _, _) in outcomes.items()}
    summary = read_summary(summary_path(night_folder(raw, site.name, night), scope.span if scope else None))
    if exit_code < 0:
        return CrawlResult(EXIT_STOPPED, False, counts, f"killed by {signal.Signals(-exit_code).name}, log: {log}")
    if summary is None or summary.exit_code != exit_code:
        return CrawlResult(exit_code, False, counts, f"ended with exit code {exit_code}, log: {log}")
    return CrawlResult(exit_code, summary.complete, counts, summary.message)


def crawl_outcomes(raw: Path, site: str, night: date) -> dict[str, tuple[int, bool, str]]:
    """How many records left a site's crawl by each door, whether they left the pipeline there, and one URL.

    Articles are counted under their outcome or the reason for leaving them out, pages of links under
    'discovery_<outcome>'; robots.txt files are not counted.
    """
    outcomes: dict[str, tuple[int, bool, str]] = {}
    for capture in read_captures(raw, site, night):
        if capture.capture_kind != "robots":
            door = door_of(capture)
            records, _, example = outcomes.get(door, (0, False, capture.url))
            outcomes[door] = (records + 1, door not in _TAKEN_ON, example)
    summary = read_summary(summary_path(night_folder(raw, site, night)))
    for reason, (records, example) in (summary.skipped if summary else {}).items():
        outcomes[reason] = (records, True, example)
    return dict(sorted(outcomes.items()))


def _run(command: list[str], log: Path) -> int:
    """Exit code of the child; negative is the signal that killed it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        # A session of its own: a signal to our group must reach the crawl once, through us.
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            with _sigterm_passed_to(child):
                return child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


@contextmanager
def _sigterm_passed_to(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Pass SIGTERM on while the child runs. Python takes signals in the main thread only: elsewhere this is nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def pass_on(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's interface
        logger.warning("SIGTERM: stopping the crawl")
        child.send_signal(number)

    before = signal.signal(signal.SIGTERM, pass_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

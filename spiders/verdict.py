"""A crawl's captures and how it ended -> is the night complete, is the site broken; kept in `crawl.json`.

A backfill keeps its own in `backfill-<first day>-<last day>.json`.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from spiders.archive import Capture
from spiders.dated_urls import Span
from spiders.plan import Plan
from spiders.site import Site

SUMMARY = "crawl.json"

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_BROKEN, EXIT_STOPPED, EXIT_LOCKED = 0, 1, 2, 3, 4, 5

# How Scrapy says that a crawl was stopped from outside, and by its own time or memory limit.
_STOPPED = {
    "shutdown": "stopped by a signal",
    "closespider_timeout": "stopped at the time limit",
    "memusage_exceeded": "stopped at the memory limit",
}
_DISCOVERY = frozenset({"feed", "section", "sitemap"})
# What shows that the site still works: an article of it was read tonight, or was in the days before.
_ALIVE = ("ok", "unchanged", "seen_before", "not_due")


@dataclass(frozen=True)
class Ending:
    """How the spider ended: Scrapy's reason, errors of our own code, and the plan (null if it got none)."""

    reason: str
    errors: int
    plan: Plan | None


@dataclass(frozen=True)
class Verdict:
    """What the night came to. `counts` are articles by outcome; discovery pages under 'discovery_<outcome>'."""

    exit_code: int
    message: str
    counts: dict[str, int]

    @property
    def is_complete(self) -> bool:
        return self.exit_code == EXIT_OK


@dataclass(frozen=True)
class Summary:
    """What crawl.json keeps of the last run of a night. `skipped` maps a reason to URLs left out and one of them."""

    complete: bool
    exit_code: int
    message: str
    skipped: dict[str, tuple[int, str]] = field(default_factory=dict)


def judge_night(site: Site, captures: Sequence[Capture], ending: Ending) -> Verdict:
    """Judge a night by all of its captures, those of earlier runs included."""
    counts = Counter(door_of(capture) for capture in captures if capture.capture_kind != "robots")
    counts.update({reason: len(urls) for reason, urls in (ending.plan.skipped if ending.plan else {}).items()})
    exit_code, message = _judge(site, captures, ending, counts)
    return Verdict(exit_code, message, dict(sorted(counts.items())))


def door_of(capture: Capture) -> str:
    """The name that a capture is counted under: its outcome, with 'discovery_' before it for pages of links."""
    return f"discovery_{capture.outcome}" if capture.capture_kind in _DISCOVERY else capture.outcome


def judge_backfill(captures: Sequence[Capture], ending: Ending) -> Verdict:
    """Judge a backfill by what it planned; `captures` are the whole night's. `counts` are of the articles planned."""
    planned = {link.url for link in ending.plan.fetch} if ending.plan else set()
    counts = Counter(door_of(capture) for capture in captures if capture.url in planned)
    left = ending.plan.skipped.get("over_max_pages", ()) if ending.plan else ()
    exit_code, message = _fault(captures, ending) or (EXIT_OK, f"{counts['ok']} articles archived")
    if exit_code == EXIT_OK and left:
        exit_code, message = EXIT_STOPPED, f"{message}, {len(left)} left; run again to go on"
    return Verdict(exit_code, message, dict(sorted(counts.items())))


def _fault(captures: Sequence[Capture], ending: Ending) -> tuple[int, str] | None:
    """Why a run did not come to its end, or found nothing to begin with; null if it did."""
    if ending.reason in _STOPPED:
        return EXIT_STOPPED, f"{_STOPPED[ending.reason]}; run again to finish"
    if ending.errors or ending.reason != "finished":
        return EXIT_FAILED, f"crawler failed ({ending.reason}): {ending.errors} errors of its own, see the log"
    if any(capture.outcome == "site_unreachable" for capture in captures):
        return EXIT_BROKEN, "site broken: it stopped answering"
    pages = [capture for capture in captures if capture.capture_kind in _DISCOVERY]
    is_read = any(page.outcome in ("ok", "unchanged") for page in pages)
    if not is_read and not (ending.plan and "not_polled" in ending.plan.skipped):
        failed = ", ".join(f"{page.url}: {page.outcome}" for page in pages)
        return EXIT_BROKEN, f"site broken: no feed, section or sitemap could be read ({failed})"
    return None


def _judge(site: Site, captures: Sequence[Capture], ending: Ending, counts: Counter[str]) -> tuple[int, str]:
    fault = _fault(captures, ending)
    if fault is not None:
        return fault
    alive = sum(counts[door] for door in _ALIVE)
    if alive < site.expect.min_articles:
        return EXIT_BROKEN, f"site broken: {alive} articles, min_articles is {site.expect.min_articles}"
    return EXIT_OK, f"{counts['ok']} articles archived"


def write_summary(
    path: Path, site: str, night: date, verdict: Verdict, ending: Ending, started_at: datetime, ended_at: datetime
) -> None:
    """Write the file, a night's SUMMARY or a backfill's, whole or not at all."""
    skipped = ending.plan.skipped if ending.plan else {}
    values = {
        "site": site,
        "night": night.isoformat(),
        "complete": verdict.is_complete,
        "exit_code": verdict.exit_code,
        "verdict": verdict.message,
        "finish_reason": ending.reason,
        "counts": verdict.counts,
        "skipped": {reason: {"records": len(urls), "example": urls[0]} for reason, urls in skipped.items()},
        "started_at": started_at.isoformat(),
        "ended_at": ended_at.isoformat(),
    }
    aside = path.with_name(f".{path.name}.new")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(values, file, indent=2, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def summary_path(folder: Path, span: Span | None = None) -> Path:
    """Where a night's folder keeps what its last run came to, or the last run of a backfill of these days."""
    return folder / (SUMMARY if span is None else f"backfill-{span.first}-{span.last}.json")


def read_summary(path: Path) -> Summary | None:
    """What the file says; null if no run came to its end."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    skipped = {reason: (entry["records"], entry["example"]) for reason, entry in values["skipped"].items()}
    return Summary(values["complete"], values["exit_code"], values["verdict"], skipped)

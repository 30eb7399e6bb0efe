"""A crawl's captures and how it ended -> is the night complete, is the site broken; kept in `crawl.json`."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from spiders.archive import Capture
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
_ALIVE = ("ok", "unchanged", "seen_before")


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


def _judge(site: Site, captures: Sequence[Capture], ending: Ending, counts: Counter[str]) -> tuple[int, str]:
    if ending.reason in _STOPPED:
        return EXIT_STOPPED, f"{_STOPPED[ending.reason]}; run again to finish"
    if ending.errors or ending.reason != "finished":
        return EXIT_FAILED, f"crawler failed ({ending.reason}): {ending.errors} errors of its own, see the log"
    if any(capture.outcome == "site_unreachable" for capture in captures):
        return EXIT_BROKEN, "site broken: it stopped answering"
    pages = [capture for capture in captures if capture.capture_kind in _DISCOVERY]
    if not any(page.outcome == "ok" for page in pages):
        failed = ", ".join(f"{page.url}: {page.outcome}" for page in pages)
        return EXIT_BROKEN, f"site broken: no feed, section or sitemap could be read ({failed})"
    alive = sum(counts[door] for door in _ALIVE)
    if alive < site.expect.min_articles:
        return EXIT_BROKEN, f"site broken: {alive} articles, min_articles is {site.expect.min_articles}"
    return EXIT_OK, f"{counts['ok']} articles archived"


def write_summary(
    folder: Path, site: str, night: date, verdict: Verdict, ending: Ending, started_at: datetime, ended_at: datetime
) -> None:
    """Write crawl.json whole or not at all."""
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
    aside = folder / f".{SUMMARY}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(values, file, indent=2, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / SUMMARY)


def read_summary(folder: Path) -> Summary | None:
    """What crawl.json says; null if no run of the night came to its end."""
    try:
        values = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    skipped = {reason: (entry["records"], entry["example"]) for reason, entry in values["skipped"].items()}
    return Summary(values["complete"], values["exit_code"], values["verdict"], skipped)

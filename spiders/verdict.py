"""A crawl's captures and how it ended -> is the night complete, and if not, what is wrong. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.archive import Capture
from spiders.health import ALIVE, find_fault
from spiders.plan import Plan
from spiders.site import Site

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_BROKEN, EXIT_STOPPED, EXIT_LOCKED = 0, 1, 2, 3, 4, 5
EXIT_EMPTY, EXIT_OUT_OF_BOUNDS, EXIT_REFUSED, EXIT_UNREACHABLE = 6, 7, 8, 9

# How Scrapy says that a crawl was stopped from outside, and by its own time or memory limit.
_STOPPED = {
    "shutdown": "stopped by a signal",
    "closespider_timeout": "stopped at the time limit",
    "memusage_exceeded": "stopped at the memory limit",
}
# The spider's own word for a site whose form did not let us in.
LOGIN_FAILED = "login_failed"
_DISCOVERY = frozenset({"feed", "section", "sitemap"})
_READ = frozenset({"ok", "unchanged"})
_SILENT = frozenset({"timeout", "connection_failed", "site_unreachable", "robots_unreachable", "asked_to_wait"})


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


def judge_night(site: Site, captures: Sequence[Capture], ending: Ending, recent: Sequence[int] = ()) -> Verdict:
    """Judge a night by all of its captures, those of earlier runs included.

    `recent` are the numbers of new articles of the site's complete nights before.
    """
    counts = Counter(door_of(capture) for capture in captures if capture.capture_kind != "robots")
    counts.update({reason: len(urls) for reason, urls in (ending.plan.skipped if ending.plan else {}).items()})
    exit_code, message = _fault(captures, ending) or _judge(site, counts, recent)
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
    is_known = any(capture.capture_kind == "article" for capture in captures)
    if exit_code == EXIT_OK and not (planned or is_known or (ending.plan and "seen_before" in ending.plan.skipped)):
        return Verdict(EXIT_EMPTY, "no article of these days is announced: name the site's archives or sitemaps", {})
    if exit_code == EXIT_OK and left:
        exit_code, message = EXIT_STOPPED, f"{message}, {len(left)} left; run again to go on"
    return Verdict(exit_code, message, dict(sorted(counts.items())))


def _fault(captures: Sequence[Capture], ending: Ending) -> tuple[int, str] | None:
    """Why a run did not come to its end, or found nothing to begin with; null if it did."""
    if ending.reason in _STOPPED:
        return EXIT_STOPPED, f"{_STOPPED[ending.reason]}; run again to finish"
    if ending.reason == LOGIN_FAILED:
        return EXIT_BROKEN, "site broken: its form did not let us in; the log says what it answered"
    if ending.errors or ending.reason != "finished":
        return EXIT_FAILED, f"crawler failed ({ending.reason}): {ending.errors} errors of its own, see the log"
    if any(capture.outcome == "site_unreachable" for capture in captures):
        return EXIT_UNREACHABLE, "site unreachable: it stopped answering; look whether it answers a browser, run again"
    pages = [capture for capture in captures if capture.capture_kind in _DISCOVERY]
    is_polled_later = ending.plan is not None and "not_polled" in ending.plan.skipped
    if is_polled_later or any(page.outcome in _READ for page in pages):
        return None
    return _name_blindness(pages)


def _name_blindness(pages: Sequence[Capture]) -> tuple[int, str]:
    """Why no page that announces articles could be read."""
    failed = ", ".join(f"{page.url}: {page.outcome}" for page in pages)
    outcomes = {page.outcome for page in pages}
    if outcomes == {"robots_disallowed"}:
        return EXIT_REFUSED, f"refused by robots.txt: find another way in, or leave the site out ({failed})"
    if outcomes and outcomes <= _SILENT:
        return EXIT_UNREACHABLE, f"site unreachable: run again later ({failed})"
    return EXIT_BROKEN, f"site broken: no feed, section or sitemap could be read ({failed})"


def _judge(site: Site, counts: Counter[str], recent: Sequence[int]) -> tuple[int, str]:
    expected, alive = site.expect.min_articles, sum(counts[door] for door in ALIVE)
    articles = {door: count for door, count in counts.items() if not door.startswith("discovery_") and count}
    if expected and not articles.keys() - {"not_polled"}:
        return EXIT_EMPTY, "site empty: its pages were read and announce no article; look at them in a browser"
    is_nothing_else = articles.keys() <= {"robots_disallowed", "skipped_by_rule", "not_polled"}
    if expected and not alive and is_nothing_else and "robots_disallowed" in articles:
        return EXIT_REFUSED, f"refused by robots.txt: all {articles['robots_disallowed']} articles are forbidden"
    fault = find_fault(site.expect, counts, recent)
    if fault is not None:
        return EXIT_OUT_OF_BOUNDS, f"site out of bounds: {fault}"
    return EXIT_OK, f"{counts['ok']} articles archived"

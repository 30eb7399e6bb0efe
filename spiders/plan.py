"""Links that a site announced -> the ones to fetch tonight, and the rest under the name of why not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from spiders.archive import Capture
from spiders.feeds import Link
from spiders.site import Site

# Outcomes that another try may change: a rerun of the same night asks again.
TRANSIENT = frozenset({"timeout", "connection_failed", "http_error", "robots_unreachable", "site_unreachable"})
_ARCHIVED = frozenset({"ok", "unchanged"})

# Why an announced link is not asked for, and what that means.
SKIPS = {
    "skipped_by_rule": "Another host's, or article_url or skip_url rules it out.",
    "too_old": "Announced with a date more than max_age_days before the night.",
    "seen_before": "First archived more than revisit_days before the night.",
    "over_max_pages": "Beyond the site's max_pages for one night.",
}


@dataclass(frozen=True)
class Seen:
    """What earlier nights know of a URL: the night that first archived it, and the last capture with its bytes."""

    first_night: date
    last: Capture


@dataclass(frozen=True)
class Plan:
    """Links to fetch, in order, and the URLs left out under each name of SKIPS (names without any are absent)."""

    fetch: tuple[Link, ...]
    skipped: dict[str, tuple[str, ...]]


def recall(captures: Iterable[Capture]) -> dict[str, Seen]:
    """What the captures of earlier nights, oldest night first, say of each article's URL."""
    seen: dict[str, Seen] = {}
    for capture in captures:
        if capture.capture_kind == "article" and capture.outcome in _ARCHIVED:
            known = seen.get(capture.url)
            seen[capture.url] = Seen(known.first_night if known else capture.night, capture)
    return seen


def is_done(capture: Capture | None) -> bool:
    """Whether tonight's capture of a URL stands, so that a rerun need not ask again."""
    return capture is not None and capture.outcome not in TRANSIENT


def plan_articles(
    links: Iterable[Link], site: Site, night: date, seen: Mapping[str, Seen], tonight: Mapping[str, Capture]
) -> Plan:
    """Decide on each announced URL once, in the order announced; what is done tonight counts towards max_pages."""
    fetch: list[Link] = []
    skipped: dict[str, list[str]] = {}
    taken = 0
    for url, link in _merge(links).items():
        reason = _reason_to_skip(link, site, night, seen.get(url))
        if reason is None and taken >= site.max_pages:
            reason = "over_max_pages"
        if reason is not None:
            skipped.setdefault(reason, []).append(url)
            continue
        taken += 1
        if not is_done(tonight.get(url)):
            fetch.append(link)
    return Plan(tuple(fetch), {reason: tuple(urls) for reason, urls in sorted(skipped.items())})


def newest_first(links: Iterable[Link]) -> list[Link]:
    """Dated links from new to old, then those without a date as they stood: a sitemap has no order of its own."""
    epoch = datetime.min.replace(tzinfo=UTC)
    return sorted(links, key=lambda link: link.published or epoch, reverse=True)


def _reason_to_skip(link: Link, site: Site, night: date, seen: Seen | None) -> str | None:
    if not site.wants(link.url):
        return "skipped_by_rule"
    midnight = datetime.combine(night, time(), UTC)
    if link.published is not None and link.published < midnight - timedelta(days=site.max_age_days):
        return "too_old"
    if seen is not None and (night - seen.first_night).days > site.revisit_days:
        return "seen_before"
    return None


def _merge(links: Iterable[Link]) -> dict[str, Link]:
    """One link for each URL; a later mention only adds a date that the first one lacks."""
    merged: dict[str, Link] = {}
    for link in links:
        known = merged.get(link.url)
        if known is None or (known.published is None and link.published is not None):
            merged[link.url] = link
    return merged

"""Links that a site announced -> the ones to fetch tonight, and the rest under the name of why not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from spiders.archive import Capture
from spiders.dated_urls import Span
from spiders.links import Link
from spiders.site import Site

# Outcomes that another try may change: a rerun of the same night asks again.
TRANSIENT = frozenset({"timeout", "connection_failed", "http_error", "robots_unreachable", "site_unreachable"})
_ARCHIVED = frozenset({"ok", "unchanged"})

# Why an announced link is not asked for, and what that means.
SKIPS = {
    "skipped_by_rule": "Another host's, or article_url or skip_url rules it out.",
    "too_old": "Announced with a date more than max_age_days before the night.",
    "outside_range": "In a backfill: not dated within the days asked for.",
    "other_language": "Announced in a language that is not the site's.",
    "seen_before": "First archived more than revisit_days before the night; in a backfill, archived at all.",
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
    links: Iterable[Link],
    site: Site,
    night: date,
    seen: Mapping[str, Seen],
    tonight: Mapping[str, Capture],
    span: Span | None = None,
) -> Plan:
    """Decide on each announced URL once, in the order announced; what is done tonight counts towards max_pages.

    With a span only articles of those days are fetched, and max_pages bounds one run: the next one goes on.
    """
    fetch: list[Link] = []
    skipped: dict[str, list[str]] = {}
    taken = 0
    for url, link in _merge(links).items():
        reason = _reason_to_skip(link, site, night, seen.get(url), span)
        is_left = reason is None and not (span and is_done(tonight.get(url)))
        if is_left and taken >= site.max_pages:
            reason = "over_max_pages"
        if reason is not None:
            skipped.setdefault(reason, []).append(url)
            continue
        taken += is_left
        if not is_done(tonight.get(url)):
            fetch.append(link)
    return Plan(tuple(fetch), {reason: tuple(urls) for reason, urls in sorted(skipped.items())})


def _reason_to_skip(link: Link, site: Site, night: date, seen: Seen | None, span: Span | None) -> str | None:
    if not site.wants(link.url):
        return "skipped_by_rule"
    if link.language is not None and link.language != site.language:
        return "other_language"
    if span is not None:
        day = day_of(link, site)
        is_outside = day is None or day not in span
        return "outside_range" if is_outside else "seen_before" if seen else None
    if _is_too_old(link, site, night):
        return "too_old"
    is_over = seen is not None and (night - seen.first_night).days > site.revisit_days
    return "seen_before" if is_over else None


def day_of(link: Link, site: Site) -> date | None:
    """The site's local day on which an article appeared, as far as its announcement says; null if it does not.

    By its date, else its address, else the listing that names it, else its last change: a page that was changed
    later than it appeared is not found by the day of its appearance alone.
    """
    if link.published is not None:
        return link.published.astimezone(site.zone).date()
    modified = link.modified.astimezone(site.zone).date() if link.modified else None
    return site.day_in(link.url) or link.listed or modified


def _is_too_old(link: Link, site: Site, night: date) -> bool:
    instant = link.published or link.modified
    if instant is not None:
        return instant < datetime.combine(night - timedelta(days=site.max_age_days), time(), instant.tzinfo)
    day = site.day_in(link.url)
    return day is not None and day < night - timedelta(days=site.max_age_days)


def _merge(links: Iterable[Link]) -> dict[str, Link]:
    """One link for each URL; a later mention only adds what the first one does not say."""
    merged: dict[str, Link] = {}
    for link in links:
        known = merged.get(link.url)
        if known is None:
            merged[link.url] = link
        elif (known.published or known.modified or known.listed) is None:
            merged[link.url] = replace(link, title=known.title or link.title)
    return merged

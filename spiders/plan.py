"""Links that a site announced -> the ones to fetch tonight, and the rest under the name of why not. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from spiders.archive import Capture
from spiders.dated_urls import Span
from spiders.links import Link
from spiders.page_keys import page_key
from spiders.revisits import Seen, is_due, is_in_doubt
from spiders.site import Site
from spiders.traps import is_trap

# Outcomes that another try may change: a rerun of the same night asks again.
TRANSIENT = frozenset(
    "timeout connection_failed http_error robots_unreachable site_unreachable asked_to_wait redirected_home".split()
)

# Why an announced link is not asked for, and what that means.
SKIPS = {
    "skipped_by_rule": "Another host's, or article_url or skip_url rules it out.",
    "spider_trap": "An address of a kind that never ends: a calendar, the same folder over and over, too long.",
    "too_old": "Announced with a date more than max_age_days before the night.",
    "outside_range": "In a backfill: not dated within the days asked for.",
    "other_language": "Announced in a language that is not the site's.",
    "seen_before": "First archived more than revisit_days before the night; in a backfill, archived at all.",
    "not_due": "Tried in an earlier night, and not yet due to be looked at again.",
    "not_polled": "A page of links that has not changed for some nights: its last state is taken, it is asked later.",
    "erased": "Erased from the archive, and not to come back.",
    "over_max_pages": "Beyond the site's max_pages for one night.",
}


@dataclass(frozen=True)
class Plan:
    """Links to fetch, in order, and the URLs left out under each name of SKIPS (names without any are absent)."""

    fetch: tuple[Link, ...]
    skipped: dict[str, tuple[str, ...]]


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
    erased: Container[str] = (),
) -> Plan:
    """Decide on each announced page once, in the order announced; what is done tonight counts towards max_pages.

    `seen` and `tonight` are what earlier nights and this one know, by page key; `erased` holds addresses that are
    never asked for again. With a span only articles of those
    days are fetched, and max_pages bounds one run: the next one goes on.
    """
    fetch: list[Link] = []
    skipped: dict[str, list[str]] = {}
    taken = 0
    for page, link in _merge(links).items():
        is_finished = is_done(tonight.get(page))
        reason = "erased" if link.url in erased else _reason_to_skip(link, site, night, seen.get(page), span)
        is_left = reason is None and not (span and is_finished)
        if is_left and taken >= site.max_pages:
            reason = "over_max_pages"
        if reason is not None:
            skipped.setdefault(reason, []).append(link.url)
            continue
        taken += is_left
        if not is_finished:
            fetch.append(link)
    return Plan(tuple(fetch), {reason: tuple(urls) for reason, urls in sorted(skipped.items())})


def _reason_to_skip(link: Link, site: Site, night: date, seen: Seen | None, span: Span | None) -> str | None:
    if not site.wants(link.url):
        return "skipped_by_rule"
    if link.language is not None and link.language != site.language:
        return "other_language"
    if is_trap(link.url, night):
        return "spider_trap"
    if span is not None:
        day = day_of(link, site)
        is_outside = day is None or day not in span
        return "outside_range" if is_outside else "seen_before" if seen and seen.first_night else None
    if _is_too_old(link, site, night):
        return "too_old"
    return _reason_not_to_revisit(link, site, night, seen) if seen else None


def _reason_not_to_revisit(link: Link, site: Site, night: date, seen: Seen) -> str | None:
    first = seen.first_night
    if first is not None and (night - first).days > site.revisit_days and not is_in_doubt(seen, night):
        return "seen_before"
    # A night is crawled once its day is over, so a change of that very day was seen.
    is_changed = link.modified is not None and link.modified.date() > seen.last_night
    return None if is_changed or is_due(seen, night, site.revisit_days) else "not_due"


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
    """One link for each page, by its key; a later mention only adds what the first one does not say."""
    merged: dict[str, Link] = {}
    for link in links:
        page = page_key(link.url)
        known = merged.get(page)
        if known is None:
            merged[page] = link
        elif (known.published or known.modified or known.listed) is None:
            merged[page] = replace(link, url=known.url, title=known.title or link.title)
    return merged

"""The pages that announce a site's articles: in what order they are asked, and what each names. Pure: no requests.

A night asks the feeds, the first pages of the sections and the newest sitemaps. A backfill asks the site's dated
listings and the sitemaps that can name articles of those days; where neither is known, those that robots.txt declares.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin, urlsplit

from spiders.dated_urls import Span, addresses_of, month_in
from spiders.feeds import read_feed
from spiders.links import Link
from spiders.sections import read_section
from spiders.site import Site
from spiders.sitemaps import read_robots, read_sitemap

logger = logging.getLogger(__name__)

# A sitemap index may name thousands of files that reach back for years; the newest come first.
MAX_SITEMAPS = 20
MAX_SITEMAPS_IN_BACKFILL = 200


@dataclass(frozen=True)
class Page:
    """A page that announces articles; `kind` is 'feed', 'section' or 'sitemap'.

    `number` counts the pages of one section from 1, `section` is the address of its first. `day` is the day whose
    listing it is, null for all others.
    """

    url: str
    kind: str
    number: int = 1
    section: str = ""
    day: date | None = None


class Discovery:
    """What is still to be asked, and the links found so far.

    With a span it is a backfill. `seen` knows the articles of earlier nights: a section is followed to its next page
    only while a page names something new.
    """

    def __init__(self, site: Site, night: date, span: Span | None = None, seen: Container[str] = ()) -> None:
        self.links: list[Link] = []
        self._site, self._span = site, span
        self._oldest = span.first if span else night - timedelta(days=site.max_age_days)
        self._seen = seen
        self._named: set[str] = set()
        self._pages = deque(_first_pages(site, span))
        self._asked = {page.url for page in self._pages}
        self._sitemaps = sum(page.kind == "sitemap" for page in self._pages)

    def next_page(self) -> Page | None:
        """The page to ask next; null when there is none left."""
        return self._pages.popleft() if self._pages else None

    def read(self, page: Page, body: bytes, content_type: str | None) -> list[Link]:
        """Take in what a page said; returns the links that it names. Raises FeedError if it cannot be read."""
        found = self._links_of(page, body, content_type)
        self.links += [link for link in found if link.kind == "article"]
        self._queue_sitemaps(page, [link for link in found if link.kind == "sitemap"])
        self._named.update(link.url for link in found)
        return found

    def _links_of(self, page: Page, body: bytes, content_type: str | None) -> list[Link]:
        zone = self._site.zone
        if page.kind == "feed":
            return read_feed(body, page.url, content_type, zone)
        if page.kind == "section":
            section = read_section(body, page.url, content_type, self._site.wants)
            links = [Link(link.url, title=link.title, listed=page.day) for link in section.links]
            self._queue_next(page, links, section.next_url)
            return links
        if urlsplit(page.url).path == "/robots.txt":
            return read_robots(body, page.url)
        return newest_first(read_sitemap(body, page.url, zone))

    def _queue_next(self, page: Page, links: list[Link], named: str | None) -> None:
        """A section's next page, while it is within bounds and names articles that were not announced before."""
        if page.number >= self._site.section_pages or all(self._is_known(link.url) for link in links):
            return
        number = page.number + 1
        template = self._site.next_page
        url = template.format(url=page.section, page=number) if template else named
        if url and url not in self._asked and self._site.owns(url):
            self._asked.add(url)
            self._pages.append(Page(url, "section", number, page.section, page.day))

    def _is_known(self, url: str) -> bool:
        return url in self._named or url in self._seen

    def _queue_sitemaps(self, page: Page, named: list[Link]) -> None:
        wanted = [link.url for link in _newest_files(named) if self._may_name_articles(link)]
        new = [url for url in wanted if url not in self._asked and self._site.owns(url)]
        bound = MAX_SITEMAPS_IN_BACKFILL if self._span else MAX_SITEMAPS
        chosen = new[: max(0, bound - self._sitemaps)]
        if named:
            logger.info("%s: %d of its %d sitemaps are read", page.url, len(chosen), len(named))
        self._sitemaps += len(chosen)
        self._asked.update(chosen)
        self._pages.extend(Page(url, "sitemap") for url in chosen)

    def _may_name_articles(self, sitemap: Link) -> bool:
        """Not if nothing in the file changed since the oldest day asked for, nor if its name is of another month."""
        oldest = datetime.combine(self._oldest, time(), self._site.zone)
        if sitemap.modified is not None and sitemap.modified < oldest:
            return False
        month = month_in(sitemap.url)
        if month is None:
            return True
        is_past = month < (self._oldest.year, self._oldest.month)
        return not is_past and not (self._span and month > (self._span.last.year, self._span.last.month))


def newest_first(links: Iterable[Link]) -> list[Link]:
    """Dated links from new to old, then those without a date as they stood: a sitemap has no order of its own."""
    return sorted(links, key=lambda link: -_age_key(link))


def _newest_files(sitemaps: list[Link]) -> list[Link]:
    """Sitemap files from new to old: by when they changed, else by the month in their names, else as they stood."""
    return sorted(sitemaps, key=_file_day, reverse=True)


def _file_day(sitemap: Link) -> date:
    if sitemap.modified is not None:
        return sitemap.modified.date()
    month = month_in(sitemap.url)
    return date(*month, 1) if month else date.min


def _age_key(link: Link) -> float:
    instant = link.published or link.modified
    return instant.timestamp() if instant else float("-inf")


def _first_pages(site: Site, span: Span | None) -> Iterator[Page]:
    if span is not None:
        for template in site.archives:
            for url, day in addresses_of(template, span).items():
                yield Page(url, _kind_of(url), section=url, day=day)
        if not (site.archives or site.sitemaps):
            yield Page(urljoin(site.url, "/robots.txt"), "sitemap")
    else:
        yield from (Page(url, "feed") for url in site.feeds)
        yield from (Page(url, "section", section=url) for url in site.sections)
    yield from (Page(url, "sitemap") for url in site.sitemaps)


def _kind_of(url: str) -> str:
    return "sitemap" if urlsplit(url).path.endswith((".xml", ".xml.gz")) else "section"

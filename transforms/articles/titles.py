"""A page to its headline, without the name of the site."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml.html import HtmlElement

from transforms.articles.pages import Page

# JSON-LD headlines are often cut at 110 characters, with dots or without.
SHORTEST_CUT_HEADLINE = 60
# Some templates fill og:site_name and its like with the headline, which is longer.
LONGEST_SITE_NAME = 40
# A shorter line may be a label ("Home") that the title happens to begin with.
SHORTEST_HEADLINE = 12
# A longer paragraph is prose, not a byline or a date.
LONGEST_LABEL = 80

_SEPARATOR = re.compile(r"\s+::?\s+|\s+[|–—·•»«-]\s+|\s*[|»]\s*")


def read_title(page: Page) -> str | None:
    """The headline without the site's name; null where the page has none.

    What two of JSON-LD, og:title and the headline on the page say wins; else the first of them.
    """
    titles = [_cut_site_name(title, page) for title in _titles(page)]
    titles = [title for title in titles if title and fold(title) not in site_names(page)]
    if not titles:
        return None
    for title in titles[:3]:
        if sum(fold(other) == fold(title) for other in titles[:3]) > 1:
            return title
    return _complete(titles[0], titles)


def find_headline(page: Page) -> HtmlElement | None:
    """The element that shows the headline: an h1, or on old pages the line that <title> begins with."""
    for h1 in page.tree.iter("h1"):
        words = fold(h1.text_content())
        if words and words not in site_names(page):
            return h1
    starts = {fold(start) for title in page.tree.iter("title") for start in _starts(title.text_content())}
    for body in page.tree.iter("body"):
        for element in body.iter():
            if element.text and len(element.text) >= SHORTEST_HEADLINE and fold(element.text) in starts:
                return element
    return None


def near_headline(page: Page) -> Iterator[HtmlElement]:
    """Elements beside the headline and after it, up to the story's second paragraph: where bylines and dates stand."""
    headline = find_headline(page)
    if headline is None:
        return
    for element in headline.itersiblings(preceding=True):
        yield from element.iter()
    paragraphs = 0
    for element in headline.xpath("following::*"):
        paragraphs += element.tag == "p" and len(element.text_content()) > LONGEST_LABEL
        if paragraphs > 1:
            return
        yield element


def site_names(page: Page) -> set[str]:
    """What the page calls its site, folded."""
    labels = page.host.removeprefix("www.").split(".")
    names = [*page.meta("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title"), page.host]
    names += [page.host.removeprefix("www."), labels[0], *labels[:-1][-2:]]
    return {fold(name) for name in names if len(name) <= LONGEST_SITE_NAME} - {""}


def fold(words: str) -> str:
    """Letters and digits only, case and compatibility folded: equal = the same words."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())


def _titles(page: Page) -> Iterator[str]:
    if page.linked.headline:
        yield page.linked.headline
    yield from page.meta("og:title")[:1]
    headline = find_headline(page)
    if headline is not None:
        yield headline.text if headline.tag != "h1" and headline.text else headline.text_content()
    yield from page.meta("twitter:title", "dc.title", "parsely-title")
    for name in ("title", "h2"):
        yield from [element.text_content() for element in page.tree.iter(name)][:1]


def _starts(title: str) -> Iterator[str]:
    """The title, and what is left of it when its last parts are cut."""
    yield title
    for separator in _SEPARATOR.finditer(title):
        yield title[: separator.start()]


def _complete(title: str, titles: list[str]) -> str:
    """The whole of a headline that was cut short; a site's name behind it does not count."""
    start = title.rstrip(".… ")
    whole = [other for other in titles if other.startswith(start) and not _SEPARATOR.match(other, len(start))]
    return max(whole, key=len, default=title) if len(title) >= SHORTEST_CUT_HEADLINE else title


def _cut_site_name(title: str, page: Page) -> str:
    title = " ".join(title.split())
    pieces = list(_SEPARATOR.finditer(title))
    if pieces and fold(title[pieces[-1].end() :]) in site_names(page):
        return _cut_site_name(title[: pieces[-1].start()], page)
    if pieces and fold(title[: pieces[0].start()]) in site_names(page):
        return title[pieces[0].end() :]
    return title

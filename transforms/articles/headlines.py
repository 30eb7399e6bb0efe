"""Where a page shows its headline, and what stands near it: bylines and dates."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from transforms.articles.pages import Page
from transforms.articles.site_names import fold, is_site_name, starts_of

# A shorter line may be a label ("Home") that the title happens to begin with.
SHORTEST_HEADLINE = 12
# A longer paragraph is prose, not a byline or a date.
LONGEST_LABEL = 80


def find_headline(page: Page) -> HtmlElement | None:
    """The element that shows the headline: an h1, or on old pages the line that <title> begins with.

    Of several h1, the one that the page's title begins with; the others are the site's name or its sections.
    """
    shown = [h1 for h1 in page.tree.iter("h1") if fold(h1.text_content()) and not is_site_name(h1.text_content(), page)]
    titles = [*page.meta("og:title"), *(title.text_content() for title in page.tree.iter("title"))]
    starts = {fold(start) for title in titles for start in starts_of(title)}
    for h1 in shown:
        if fold(h1.text_content()) in starts:
            return h1
    return shown[0] if shown else _find_title_line(page)


def _find_title_line(page: Page) -> HtmlElement | None:
    starts = {fold(start) for title in page.tree.iter("title") for start in starts_of(title.text_content())}
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

"""A page and its site's layout → what the layout's places say of the story; the reader finds the rest by itself.

Layouts are the `[[article]]` tables of a site's file (docs/sites.md), for pages that the reader gets wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from spiders.site import Layout
from transforms.articles.blocks import find_blocks
from transforms.articles.metadata import clean_names
from transforms.articles.pages import Page
from transforms.articles.site_names import fold


@dataclass(frozen=True)
class LaidOut:
    """What stands at a layout's places; null or empty = it names no such place, or nothing stood there.

    `missed`: the places that matched nothing, as in the site's file. A byline or a box may be missing from a
    page, so `authors` and `exclude` are never among them.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    text: str | None = None
    published: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


def choose_layout(layouts: Sequence[Layout], fetched: date) -> Layout | None:
    """The layout of a page that was fetched on a day: the oldest that was still valid; null = none is."""
    return next((layout for layout in layouts if layout.until is None or fetched <= layout.until), None)


def cut_excluded(page: Page, layout: Layout) -> Page:
    """The page without what the layout excludes; the page itself where that is nothing."""
    if not any(_find(page.tree, selector) for selector in layout.exclude):
        return page
    tree = deepcopy(page.tree)
    for selector in layout.exclude:
        for element in _find(tree, selector):
            if element.getparent() is not None:
                element.drop_tree()
    return replace(page, tree=tree)


def read_laid_out(page: Page, layout: Layout) -> LaidOut:
    """What the places of the layout say."""
    text = _text(page, layout.body)
    title = next(filter(fold, _words(page, layout.title)), None)
    published = tuple(_instants(page, layout.published))
    places = {"body": (layout.body, text), "title": (layout.title, title), "published": (layout.published, published)}
    missed = tuple(f"{name} {place!r}" for name, (place, told) in places.items() if place and not told)
    return LaidOut(title, clean_names(_words(page, layout.authors), page), text, published, missed)


def _text(page: Page, selector: str | None) -> str | None:
    """The blocks of what a selector matches, in the order of the page; null where there is none."""
    taken: list[HtmlElement] = []
    for element in _find(page.tree, selector):
        if not any(element in other.iterdescendants() for other in taken):
            taken.append(element)
    lines = [block.text for element in taken for block in find_blocks(_apart(element))]
    return "\n".join(lines) or None


def _apart(element: HtmlElement) -> HtmlElement:
    alone = deepcopy(element)
    alone.tail = None
    return alone


def _words(page: Page, selector: str | None) -> list[str]:
    return [" ".join((e.get("content") or e.text_content()).split()) for e in _find(page.tree, selector)]


def _instants(page: Page, selector: str | None) -> list[str]:
    found = _find(page.tree, selector)
    said = (e.get("datetime") or e.get("content") or e.text_content() for e in found)
    return [words.strip() for words in said if words.strip()]


def _find(tree: HtmlElement, selector: str | None) -> list[HtmlElement]:
    return [] if selector is None else list(_compile(selector)(tree))


@cache
def _compile(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")

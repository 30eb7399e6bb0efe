"""Where a page shows its headline, and what stands near it: bylines and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from transforms.articles.candidate import is_named_away
from transforms.articles.headline_pieces import Piece, find_pieces, join_pieces
from transforms.articles.pages import Page
from transforms.articles.site_names import cut_site_name, ends_of, fold, is_named_for_site, is_site_name, starts_of

# A shorter line may be a label ("Home") that the title happens to begin with.
SHORTEST_HEADLINE = 12
# A longer line is prose.
LONGEST_HEADLINE = 400
# A page with more of them is a list; looking on would take long.
MOST_HEADLINES = 20
# Where a headline's element holds more than the headline, it is a line or two.
MOST_PIECES = 12
# A longer paragraph is prose, not a byline or a date.
LONGEST_LABEL = 80

# Names that themes give to a story's headline (WordPress, hAtom, and their like).
_OF_STORY = re.compile(
    r"(?<![\w-])(?:(?:entry|post|article|story|news)[-_]{0,2}(?:head(?:er)?[-_]{0,2})?(?:title|headline|heading)|headline)"
    r"(?![\w-])",
    re.IGNORECASE,
)
_AROUND_STORY, _STORY = frozenset("header footer nav aside dialog".split()), frozenset(("article", "main"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(frozen=True)
class Headline:
    """The headline as the page shows it, and the element that it stands in."""

    text: str
    element: HtmlElement


@dataclass(frozen=True)
class _Told:
    """What the metadata say that the headline may be, folded: titles, and all of them with their parts."""

    wholes: frozenset[str]
    parts: frozenset[str]


@lru_cache(maxsize=1)
def find_headline(page: Page) -> Headline | None:
    """The headline: an h1, or another heading or line that the page's title or metadata repeat.

    Of several h1, the one that the metadata repeat, or that stands in the story; the others are the site's name, its
    sections, boxes. Null where the page shows none.
    """
    told = _told(page)
    shown = [(h1, pieces) for h1 in page.tree.iter("h1") if _may_be_headline(h1, pieces := find_pieces(h1), page)]
    found = _find_told(shown, told.wholes)
    if found is None:
        lesser = ((heading, find_pieces(heading)) for heading in page.tree.iter("h2", "h3", "h4"))
        both = (_find_told(shown, told.parts), _find_told(lesser, told.parts, SHORTEST_HEADLINE))
        found = max(filter(None, both), key=lambda headline: len(headline.text), default=None)
    return found or _find_by_place(shown[:MOST_HEADLINES], page)


def _told(page: Page) -> _Told:
    titles = [*page.meta("og:title"), page.head_title, page.linked.headline or ""]
    wholes = {fold(cut_site_name(title, page)) for title in titles}
    starts = {fold(start) for title in titles for start in starts_of(title)}
    ends = {fold(end) for title in titles for end in ends_of(title) if len(end) >= SHORTEST_HEADLINE}
    return _Told(frozenset(wholes - {""}), frozenset((wholes | starts | ends) - {""}))


def _may_be_headline(h1: HtmlElement, pieces: Sequence[Piece], page: Page) -> bool:
    words = join_pieces(pieces)
    if not fold(words) or is_site_name(words, page) or _HIDDEN.search(h1.get("style") or ""):
        return False
    return not is_named_for_site(h1) and not any(_leads_up(link, page) for link in h1.iter("a"))


def _leads_up(link: HtmlElement, page: Page) -> bool:
    """Whether it is a link to what the page is a part of: its blog, its section."""
    target = urlsplit(urljoin(page.url, link.get("href") or "")).path.rstrip("/")
    return page.path.startswith(f"{target}/") and page.path.rstrip("/") != target


def _find_told(
    headings: Iterable[tuple[HtmlElement, Sequence[Piece]]], told: frozenset[str], shortest: int = 1
) -> Headline | None:
    """The longest heading that is told, whole or without what stands beside the headline in it; of equals the first."""
    found = (Headline(words, heading) for heading, pieces in headings if (words := _told_part(pieces, told, shortest)))
    return max(found, key=lambda headline: len(headline.text), default=None)


def _told_part(pieces: Sequence[Piece], told: frozenset[str], shortest: int) -> str | None:
    whole, plain = join_pieces(pieces), join_pieces(piece for piece in pieces if not piece.is_beside)
    if len(whole) >= shortest and fold(whole) in told:
        return plain if fold(plain) == fold(whole) else whole
    cuts = range(1, min(len(pieces), MOST_PIECES))
    parts = [join_pieces(part) for at in cuts for part in (pieces[at:], pieces[:at])]
    return max((part for part in parts if len(part) >= SHORTEST_HEADLINE and fold(part) in told), key=len, default=None)


def _find_by_place(shown: Sequence[tuple[HtmlElement, Sequence[Piece]]], page: Page) -> Headline | None:
    """The headline that nothing else on the page repeats."""
    in_story = [(h1, pieces) for h1, pieces in shown if _STORY & {each.tag for each in h1.iterancestors()}]
    if not in_story and (marked := _find_marked(page)):
        return marked
    if not shown:
        return _find_title_line(page)
    h1, pieces = min(in_story or shown, key=lambda each: _is_around_story(each[0]))
    headline = Headline(join_pieces(piece for piece in pieces if not piece.is_beside) or join_pieces(pieces), h1)
    if page.linked.headline or page.meta("og:title"):
        return headline
    line = _find_title_line(page)
    return line if line and len(line.text) > len(headline.text) else headline


def _is_around_story(element: HtmlElement) -> bool:
    return any(each.tag in _AROUND_STORY or is_named_away(each) for each in element.iterancestors())


def _find_marked(page: Page) -> Headline | None:
    """The one element that is marked as the headline, by schema.org's name or by those of common themes."""
    for body in page.tree.iter("body"):
        by_property = body.xpath(".//*[@itemprop='headline'][not(self::meta)]")
        by_class = [element for element in body.xpath(".//*[@class]") if _OF_STORY.search(element.get("class"))]
        for marked in (by_property, by_class):
            few = marked[:MOST_HEADLINES]
            told = [(words, element) for element in few if fold(words := join_pieces(find_pieces(element)))]
            if len(told) == 1 and len(told[0][0]) >= SHORTEST_HEADLINE and _leads_nowhere(told[0][1], page):
                return Headline(*told[0])
    return None


def _leads_nowhere(element: HtmlElement, page: Page) -> bool:
    """Whether no link to another page is in it or around it: it heads this page, and points to none."""
    links = [*element.iter("a"), *element.iterancestors("a")]
    return all(urlsplit(urljoin(page.url, link.get("href") or "")).path == page.path for link in links)


def _find_title_line(page: Page) -> Headline | None:
    """On old pages: the longest line that <title> begins with, or that is the better half of it at its end."""
    title = page.head_title
    halves = (end for end in ends_of(title) if 2 * len(end) >= len(title))
    told = {fold(part) for part in (*starts_of(title), *halves)} - {""}
    lines = [
        Headline(element.text, element)
        for body in page.tree.iter("body")
        for element in body.iter()
        if element.text and SHORTEST_HEADLINE <= len(element.text) <= LONGEST_HEADLINE and fold(element.text) in told
    ]
    stories = (line for line in lines if not is_site_name(line.text, page))
    return max(stories, key=lambda line: len(line.text.strip()), default=None)


def near_headline(page: Page) -> Iterator[HtmlElement]:
    """Elements beside the headline and after it, up to the story's second paragraph: where bylines and dates stand."""
    headline = find_headline(page)
    if headline is None:
        return
    for element in headline.element.itersiblings(preceding=True):
        yield from element.iter()
    paragraphs = 0
    for element in headline.element.xpath("following::*"):
        paragraphs += element.tag == "p" and len(element.text_content()) > LONGEST_LABEL
        if paragraphs > 1:
            return
        yield element

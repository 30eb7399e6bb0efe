"""A page to its headline, without the name of the site.

Pages say their headline in up to six places, each with its own faults: JSON-LD cuts it short, og:title is written for
social networks and carries the site's name, the h1 may be a label or a logo, <title> is written for search engines.
So the places vote, each with what is left of it once the site's name is cut.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.articles.headlines import find_headline
from transforms.articles.pages import Page
from transforms.articles.site_names import cut_site_name, fold, is_site_name, starts_of

# JSON-LD headlines are often cut at 110 characters, before a word or within one; a shorter one that ends with a whole
# word is another headline.
SHORTEST_CUT_HEADLINE, SHORTEST_CUT_AT_A_WORD = 60, 90
# Places that a newsroom fills for this very story; the others repeat one of them.
MAIN_PLACES = ("json-ld", "og:title", "h1")

# What another place says the title without: a site, a section, an author, behind a mark that ends no word or sentence.
_ADDITION = re.compile(r"\s*[^\w\s,;.…?!'\"’”»)\]].{1,60}$")
_CUT = re.compile(r"(?:…|\.\.\.)$")
# Soft hyphens, spaces and joiners without width between the letters of scripts that join none.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
# A shorter first part is a label ("Live | …"), not the headline.
SHORTEST_FIRST_PART = 12


@dataclass(frozen=True)
class Candidate:
    """What one place of the page says the title is."""

    place: str
    title: str


def read_title(page: Page) -> str | None:
    """The headline without the site's name; null where the page has none.

    What two of JSON-LD, og:title and the headline on the page say wins; else the one of them that most other places
    repeat, in that order.
    """
    found = [Candidate(place, cut_site_name(_clean(title), page)) for place, title in _candidates(page)]
    candidates = [each for each in found if fold(each.title) and not is_site_name(each.title, page)]
    if not candidates:
        return None
    candidates = [Candidate(each.place, _cut_addition(each, candidates)) for each in candidates]
    titles = [each.title for each in candidates]
    candidates = [Candidate(each.place, _complete(each.title, titles)) for each in candidates]
    main = [each.title for each in candidates if each.place in MAIN_PLACES]
    if len({fold(each.title) for each in candidates}) == 1 or not main:
        return _cut_last_parts(candidates[0].title)
    return _most_said(main, candidates)


def _candidates(page: Page) -> Iterator[tuple[str, str]]:
    """What each place says; of places that may stand twice the first."""
    if page.linked.headline:
        yield "json-ld", page.linked.headline
    yield from (("og:title", title) for title in page.meta("og:title")[:1])
    headline = find_headline(page)
    if headline is not None:
        is_line = headline.tag != "h1" and headline.text
        yield "h1", headline.text if is_line else headline.text_content()
    for name in ("twitter:title", "dc.title", "parsely-title"):
        yield from ((name, title) for title in page.meta(name)[:1])
    titles = [element.text_content() for element in page.tree.iter("title")][:1]
    yield from (("title", title) for title in titles)
    yield from (("heading", heading) for heading in _headings(page, titles))


def _headings(page: Page, titles: Sequence[str]) -> Iterator[str]:
    """The first lesser heading that <title> begins with, else the first of them."""
    starts = {fold(start) for title in titles for start in starts_of(title)}
    headings = [heading.text_content() for heading in page.tree.iter("h2", "h3", "h4")]
    told = (words for words in headings if len(words) >= SHORTEST_FIRST_PART and fold(words) in starts)
    yield from [next(told, None) or headings[0]] if headings else []


def _clean(title: str) -> str:
    """The words as a reader sees them: entities that were escaped twice, and hints where a word may be broken."""
    return html.unescape(title).translate(_UNSEEN)


def _cut_addition(candidate: Candidate, candidates: Sequence[Candidate]) -> str:
    """The title without a last part that another place leaves out, unless another main place has it too."""
    title = candidate.title
    others = [other for other in candidates if other is not candidate]
    if fold(title) in {fold(other.title) for other in others if other.place in MAIN_PLACES}:
        return title
    for other in sorted((other.title for other in others), key=len, reverse=True):
        if len(other) >= SHORTEST_FIRST_PART and title.startswith(other) and _ADDITION.match(title, len(other)):
            return other
    return title


def _most_said(main: Sequence[str], candidates: Sequence[Candidate]) -> str:
    in_main = Counter(fold(title) for title in main)
    in_all = Counter(fold(each.title) for each in candidates)
    return max(main, key=lambda title: (in_main[fold(title)], in_all[fold(title)]))


def _complete(title: str, titles: Sequence[str]) -> str:
    """The whole of a headline that was cut short; a site's name behind it does not count."""
    start = title.rstrip(".… ")
    shortest = SHORTEST_FIRST_PART if _CUT.search(title) else SHORTEST_CUT_HEADLINE
    if len(start) < shortest:
        return title
    whole = [other for other in titles if other.startswith(start) and not _ADDITION.match(other, len(start))]
    longest = max(whole, key=len, default=title)
    is_whole_word = not longest[len(start) : len(start) + 1].isalnum()
    is_other = is_whole_word and not _CUT.search(title) and len(start) < SHORTEST_CUT_AT_A_WORD
    return title if is_other else longest


def _cut_last_parts(title: str) -> str:
    """A title that nothing confirms, without what stands behind its first bar: the section and the site."""
    first = title.split(" | ", maxsplit=1)[0]
    return first if len(first) >= SHORTEST_FIRST_PART else title

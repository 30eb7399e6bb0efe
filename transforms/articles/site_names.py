"""What a page calls its site, and titles without it: 'Nine killed | World | Kessa Times' → 'Nine killed | World'."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from lxml.html import HtmlElement

from transforms.articles.headline_pieces import names_of
from transforms.articles.pages import Page

# Some templates fill og:site_name and its like with the headline, which is longer; names with a slogan are, too.
LONGEST_SITE_NAME, LONGEST_SLOGAN = 40, 120
# Words are the site's name when a label of its host makes up so much of them ('Kessa Times Online' on kessatimes.com);
# a short label ('sun', 'time') is too often a word or a part of one.
HOST_SHARE, SHORTEST_HOST_LABEL = 0.5, 5

# Characters of Chinese, Japanese and Korean, between which no space stands, with their marks.
UNSPACED = r"\u3000-\u303f\u3040-\u9fff\uac00-\ud7af\uff00-\uffef"
# Marks that stand apart, bars and double dashes that need no space, and what Chinese and Japanese pages write without.
SEPARATOR = re.compile(
    r"\s+(?:::?|[|‐–—―−·•⋆»«›‹<>/~*@-])\s+|\s*(?:[|｜¦»]|-{2,3})\s*|-\s+"
    rf"|(?<=[{UNSPACED}])\s*[_：:-]\s*"
)
# Names that themes give to the element with the site's name.
_OF_SITE = re.compile(r"\b(?:site|blog|brand)[-_]?(?:title|name|logo)\b|\blogo\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W_]+")
_NO_LETTERS = {code: None for code in range(128) if not chr(code).isalnum()}
_MARKS = frozenset("|‐–—―−·•⋆»«›‹<>/~*@-:｜¦_：")
_IN_BRACKETS = re.compile(r"\s*[\[(（【]([^\[(（【]+)[\])）】]$")
_BEFORE_COLON = re.compile(r"^([^:：]{1,40})[:：]\s+")


def fold(words: str) -> str:
    """Letters and digits only, case and compatibility folded: equal = the same words."""
    if words.isascii():
        return words.lower().translate(_NO_LETTERS)
    return "".join(_LETTERS.findall(unicodedata.normalize("NFKC", words).casefold()))


@lru_cache(maxsize=1)
def site_names(page: Page) -> frozenset[str]:
    """What the page calls its site, folded."""
    names = {*_said_names(page), *map(fold, (page.host, page.host.removeprefix("www."), *_host_labels(page)))} - {""}
    return frozenset(names.union(_beside_headline(page, names)))


@lru_cache(maxsize=1)
def _said_names(page: Page) -> frozenset[str]:
    said = page.meta("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title")
    said += [*page.linked.publishers, *_home_links(page)]
    said += [h1.text_content().strip() for h1 in page.tree.iter("h1") if is_named_for_site(h1)]
    names = {fold(name) for name in said if len(name) <= LONGEST_SITE_NAME}
    return frozenset(names.union(_with_slogan(page)) - {""})


def _with_slogan(page: Page) -> Iterator[str]:
    """A long og:site_name, unless the page shows it or calls itself so: then it is the headline."""
    names = {fold(name) for name in page.meta("og:site_name") if LONGEST_SITE_NAME < len(name) <= LONGEST_SLOGAN}
    if names:
        shown = {fold(h1.text_content()) for h1 in page.tree.iter("h1")}
        yield from names - shown - {fold(title) for title in (page.linked.headline or "", *page.meta("og:title"))}


def is_named_for_site(element: HtmlElement) -> bool:
    """Whether its names say that it holds the site's name."""
    return bool(_OF_SITE.search(names_of(element)))


def _home_links(page: Page) -> Iterator[str]:
    """What links to the front page say: the site's name, or a word for home."""
    homes = {"/", *(f"{scheme}://{page.host}{end}" for scheme in ("http", "https") for end in ("", "/"))}
    for link in page.tree.iter("a"):
        if (link.get("href") or "").strip() in homes:
            yield " ".join(link.text_content().split())


def _beside_headline(page: Page, names: set[str]) -> Iterator[str]:
    """What <title> says before or behind the headline, as JSON-LD and og:title give it: the site or its section."""
    headlines = {fold(headline) for headline in (page.linked.headline or "", *page.meta("og:title")[:1])} - names
    title = fold(page.head_title)
    for headline in headlines - {"", title}:
        rest = title.removeprefix(headline) if title.startswith(headline) else title.removesuffix(headline)
        if rest and rest != title and len(rest) < min(len(headline), LONGEST_SITE_NAME):
            yield rest


def is_site_name(words: str, page: Page) -> bool:
    """Whether the words name the site, as it says itself or by its host."""
    folded = fold(words)
    if folded in site_names(page):
        return True
    return any(label in folded and len(label) >= HOST_SHARE * len(folded) for label in _long_labels(page))


@lru_cache(maxsize=1)
def _long_labels(page: Page) -> tuple[str, ...]:
    return tuple(label for label in map(fold, _host_labels(page)) if len(label) >= SHORTEST_HOST_LABEL)


def _host_labels(page: Page) -> list[str]:
    """'news', 'kessatimes' of news.kessatimes.co.uk: the first label, and those before the ending."""
    labels = page.host.removeprefix("www.").split(".")
    return [labels[0], *labels[:-1][-2:]]


def cut_site_name(title: str, page: Page) -> str:
    """The title without the site's name at its end or start, white space folded."""
    title = " ".join(title.split()).strip("| ")
    pieces = [] if _MARKS.isdisjoint(title) else list(SEPARATOR.finditer(title))
    for piece, following in zip_longest(pieces, pieces[1:]):
        start, end = title[: piece.start()], title[piece.end() :]
        # 'Nine killed in raid – Kessa Times – 05/04/2024': what follows the name goes with it.
        inner = title[piece.end() : following.start()] if following and len(start) > len(end) else ""
        if start and (is_site_name(end, page) or fold(inner) in site_names(page)):
            return cut_site_name(start, page)
    if pieces and pieces[0].end() < len(title) and is_site_name(title[: pieces[0].start()], page):
        return cut_site_name(title[pieces[0].end() :], page)
    return _cut_said_name(title, page)


def _cut_said_name(title: str, page: Page) -> str:
    """The title without a name in brackets behind it or before a colon, where a word of the host is no proof."""
    behind, before = _IN_BRACKETS.search(title), _BEFORE_COLON.match(title)
    if behind and behind.start() and fold(behind[1]) in _said_names(page):
        return title[: behind.start()]
    return title[before.end() :] if before and fold(before[1]) in _said_names(page) else title


def starts_of(title: str) -> Iterator[str]:
    """The title, and what is left of it when its last parts are cut, longest first."""
    yield title
    for separator in reversed(list(SEPARATOR.finditer(title))):
        yield title[: separator.start()]


def ends_of(title: str) -> Iterator[str]:
    """What is left of a title when its first parts are cut, longest first; a colon ends a part, too."""
    for separator in re.finditer(rf"{SEPARATOR.pattern}|:\s+", title):
        yield title[separator.end() :]

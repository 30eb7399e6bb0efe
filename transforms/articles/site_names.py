"""What a page calls its site, and titles without it: 'Nine killed | World | Kessa Times' → 'Nine killed | World'."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from transforms.articles.pages import Page

# Some templates fill og:site_name and its like with the headline, which is longer.
LONGEST_SITE_NAME = 40
# Words are the site's name when a label of its host makes up so much of them ('Kessa Times Online' on kessatimes.com);
# a short label ('sun', 'time') is too often a word or a part of one.
HOST_SHARE, SHORTEST_HOST_LABEL = 0.5, 5

SEPARATOR = re.compile(r"\s+::?\s+|\s+[|–—·•»«-]\s+|\s*[|»]\s*")


def fold(words: str) -> str:
    """Letters and digits only, case and compatibility folded: equal = the same words."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())


@lru_cache(maxsize=1)
def site_names(page: Page) -> frozenset[str]:
    """What the page calls its site, folded."""
    said = [*page.meta("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title")]
    said += [*page.linked.publishers, page.host, page.host.removeprefix("www."), *_host_labels(page)]
    names = {fold(name) for name in said if len(name) <= LONGEST_SITE_NAME} - {""}
    return frozenset(names.union(_beside_headline(page, names)))


def _beside_headline(page: Page, names: set[str]) -> Iterator[str]:
    """What <title> says before or behind the headline, as JSON-LD and og:title give it: the site or its section."""
    headlines = {fold(headline) for headline in (page.linked.headline or "", *page.meta("og:title")[:1])} - names
    for title in [fold(element.text_content()) for element in page.tree.iter("title")][:1]:
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
    title = " ".join(title.split())
    pieces = list(SEPARATOR.finditer(title))
    if pieces and is_site_name(title[pieces[-1].end() :], page):
        return cut_site_name(title[: pieces[-1].start()], page)
    if pieces and is_site_name(title[: pieces[0].start()], page):
        return title[pieces[0].end() :]
    return title


def starts_of(title: str) -> Iterator[str]:
    """The title, and what is left of it when its last parts are cut, longest first."""
    yield title
    for separator in reversed(list(SEPARATOR.finditer(title))):
        yield title[: separator.start()]

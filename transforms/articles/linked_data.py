"""A page's JSON-LD to what it says of the page's own article.

Pages carry JSON-LD for other stories too (lists of headlines, related stories), so only the node
that stands for this page is read: https://schema.org/Article and its kinds.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    "AdvertiserContentArticle AnalysisNewsArticle Article AskPublicNewsArticle BackgroundNewsArticle BlogPosting "
    "LiveBlogPosting NewsArticle OpinionNewsArticle Report ReportageNewsArticle ReviewNewsArticle SatiricalArticle "
    "SocialMediaPosting TechArticle".split()
)
LIST_TYPES = frozenset("CollectionPage ItemList SearchResultsPage".split())
# Properties that lead from a page to its own article, not to another one.
_INWARD = ("@graph", "mainEntity", "mainEntityOfPage")

_SCRIPT_DRESS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(frozen=True)
class LinkedData:
    """One article's properties; null or empty = the page does not say.

    `kind` is the schema.org type of the article's node; `is_list` is true where the page calls
    itself a list of other pages.
    """

    kind: str | None = None
    headline: str | None = None
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str | None = None
    section: str | None = None
    publishers: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    is_free: bool | None = None
    is_list: bool = False


def read_linked_data(tree: HtmlElement, url: str) -> LinkedData:
    """What the page at `url` says of its own article; nothing where no node stands for it."""
    nodes = [node for script in _scripts(tree) for node in _nodes(script)]
    is_list = any(_types(node) & LIST_TYPES for node in nodes)
    articles = [node for node in nodes if _types(node) & ARTICLE_TYPES]
    if not articles:
        return LinkedData(is_list=is_list)
    node = _own_node(articles, tree, url)
    named = {str(each.get("@id")): each for each in nodes if _names(each)}
    return LinkedData(
        kind=min(_types(node) & ARTICLE_TYPES),
        headline=next(_texts(node.get("headline") or node.get("name")), None),
        published=tuple(_texts(node.get("datePublished"))) + tuple(_texts(node.get("dateCreated"))),
        modified=tuple(_texts(node.get("dateModified"))),
        authors=_names(_referred(node.get("author"), named)) or _names(_referred(node.get("creator"), named)),
        language=next(iter(_names(node.get("inLanguage"))), None),
        section=next(_texts(node.get("articleSection")), None),
        publishers=_names(_referred(node.get("publisher"), named)),
        keywords=_names(node.get("keywords")),
        is_free=_truth(node.get("isAccessibleForFree")),
        is_list=is_list,
    )


def _own_node(articles: Sequence[dict[str, object]], tree: HtmlElement, url: str) -> dict[str, object]:
    """The node that names this page's address, else the one with the page's title, else the first."""
    title = " ".join(words for element in tree.iter("title") for words in _texts(element.text_content()))
    addressed = (node for node in articles if _is_about(node, url))
    titled = (node for node in articles for headline in _texts(node.get("headline")) if headline in title)
    return next(addressed, None) or next(titled, articles[0])


def _scripts(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            parsed = _parse_json(script.text_content())
            if parsed is not None:
                yield parsed


def _parse_json(text: str) -> object | None:
    """JSON as newsrooms write it: dressed as a comment, with raw line breaks and trailing commas."""
    text = _SCRIPT_DRESS.sub("", text).strip()
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            parsed: object = json.loads(candidate, strict=False)
        except json.JSONDecodeError:
            continue
        return parsed
    return None


def _nodes(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        yield value
        for name in _INWARD:
            yield from _nodes(value.get(name))


def _types(node: dict[str, object]) -> set[str]:
    return {name.rsplit("/", 1)[-1] for name in _texts(node.get("@type"))}


def _is_about(node: dict[str, object], url: str) -> bool:
    links = [*_links(node.get("url")), *_links(node.get("mainEntityOfPage")), *_links(node.get("@id"))]
    return _path(url) in {_path(link) for link in links}


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/").lower()


def _links(value: object) -> Iterator[str]:
    yield from _texts(value.get("@id") or value.get("url") if isinstance(value, dict) else value)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield from _texts(value.get("@value"))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        text = " ".join(html.unescape(str(value)).split())
        if text:
            yield text


def _truth(value: object) -> bool | None:
    """Newsrooms write truth values as such and as words."""
    return {"true": True, "false": False}.get(str(value).lower())


def _referred(value: object, named: Mapping[str, object]) -> object:
    """The value with nodes in place of what only refers to them: {"@id": "#ada"} is the person of that id."""
    if isinstance(value, list):
        return [_referred(item, named) for item in value]
    if isinstance(value, dict) and not _names(value):
        return named.get(str(value.get("@id")), value)
    return value


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(name for item in value for name in _names(item))
    if not isinstance(value, dict):
        return tuple(_texts(value))
    parts = " ".join(part for key in ("givenName", "familyName") for part in _texts(value.get(key)))
    return tuple(_texts(value.get("name") or value.get("alternateName") or parts))

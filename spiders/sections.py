"""Bytes of an HTML page that lists articles -> the links on it, and the page that goes on where it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree, html
from w3lib.encoding import html_to_unicode

from spiders.links import FeedError, Link, clean_url, without_repeats


@dataclass(frozen=True)
class Section:
    """A listing's wanted links, in its order, and the address that it calls its next page; null if it names none."""

    links: list[Link]
    next_url: str | None = None


def read_section(body: bytes, url: str, content_type: str | None, wanted: Callable[[str], bool]) -> Section:
    """Links of an HTML page that are wanted; the link's words are its title.

    Raises FeedError if the page has no element at all.
    """
    tree = read_html(body, url, content_type)
    base = urljoin(url, next(iter(tree.xpath("//base/@href")), ""))
    links = []
    for anchor in tree.iterfind(".//a[@href]"):
        target = clean_url(anchor.get("href"), base)
        if wanted(target):
            links.append(Link(target, title=" ".join(anchor.text_content().split()) or None))
    following = tree.xpath("//link[@rel='next']/@href | //a[contains(concat(' ', @rel, ' '), ' next ')]/@href")
    return Section(without_repeats(links), clean_url(following[0], base) or None if following else None)


def read_html(body: bytes, url: str, content_type: str | None) -> html.HtmlElement:
    """The page's tree. Raises FeedError if it has no element at all."""
    _, text = html_to_unicode(content_type, body)
    # lxml refuses text that declares its own encoding, and NUL.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        return html.document_fromstring(text.replace("\x00", "").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise FeedError(f"{url}: not a page: {error}") from error

"""A page to whether it is a front page, section or list of stories rather than one story."""

from __future__ import annotations

from lxml.html import HtmlElement

from transforms.articles.candidate import PROSE_PARAGRAPH
from transforms.articles.pages import Page

FRONT_PAGES = ("", "index.html", "index.htm", "index.php", "home")
# A text with so many paragraphs that each stand below a linked headline is a list of teasers.
FEWEST_TEASERS = 4


def is_index_page(page: Page, text: str) -> bool:
    """Front pages by their address; lists by their own word or by linked headlines, unless marked as an article."""
    if page.path.strip("/").lower() in FRONT_PAGES and "?" not in page.url:
        return True
    if page.linked.kind or "article" in page.meta("og:type") or page.meta("article:published_time"):
        return False
    headlines = [h for tag in ("h2", "h3", "h4") for h in page.tree.iter(tag) if _is_linked(h)]
    paragraphs = sum(len(line) >= PROSE_PARAGRAPH for line in text.split("\n"))
    if page.linked.is_list and len(headlines) > paragraphs:
        return True
    teasers = sum(_teaser(headline)[:PROSE_PARAGRAPH] in text for headline in headlines if _teaser(headline))
    return teasers >= FEWEST_TEASERS and 2 * teasers >= paragraphs


def _is_linked(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    return heading.find(".//a") is not None or (parent is not None and parent.tag == "a")


def _teaser(headline: HtmlElement) -> str:
    """The paragraph below a headline."""
    below = headline.xpath("following::p[1]")
    return " ".join(below[0].text_content().split()) if below else ""

"""A parsed page to the lines that an extractor takes for the story: where the choice of blocks starts from.

trafilatura (favor_precision: the most exact single extractor on the scrapinghub article benchmark) chooses. Around it:
what stands on the page but is not the story (captions, related stories, promotions, comments) is cut out before, tables
that only lay the page out are opened up, and a body that advertising has cut apart is joined.

trafilatura deletes joiners and direction marks, so these lines are for comparing only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import lru_cache

import trafilatura
from lxml import etree
from lxml.etree import _Element
from lxml.html import HtmlElement
from trafilatura.settings import Document

from transforms.articles.pages import Page

# What XML forbids would stop lxml; pages bring it in as character references.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x[01]?[0-9a-f];|[0-3]?\d;|xfff[ef]|6553[45])", re.IGNORECASE)

# An element is cut for its name only while the story surely lies elsewhere: with less than this
# share of the page's paragraph text in it. Names are chosen for looks, too ("has-related").
MAX_CUT_SHARE = 0.25
# A table cell with this many characters of its own is prose, and its table lays out the page.
PROSE_CELL = 200
# A longer h1 is a wrapper around the story.
LONGEST_HEADLINE = 400
# With less than this share of the text in the page's paragraphs the extractor is asked to compare with others; where
# it had a quarter of it, comparing changed none of the tuned pages.
LEAST_SHARE = 0.35
# Characters that make a paragraph prose rather than a label.
PROSE_PARAGRAPH = 80
# A paragraph that is links for this share is a pointer to other stories.
LINK_SHARE = 0.9

_CUT_TAGS = frozenset((
    "script", "style", "noscript", "template", "figcaption", "nav", "form", "button", "iframe", "select", "textarea",
    "dialog", "svg", "video", "audio", "object", "footer",
))  # fmt: skip
_POINTERS = frozenset(("p", "h2", "h3", "h4"))
_CUT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:(?:photo|image|img|media|wp|gallery|figure|picture)?-?_?captions?(?:-?text)?|credits?|copyright|"
    r"related(?:-?\w+)?|read-?(?:more|also|next)|more-?(?:on|from|stories|news|like)|also-?(?:read|like)|see-?also|"
    r"recommend(?:ed|ations?)?|you-?may-?like|most-?(?:read|popular|viewed)|trending|popular|promos?|teasers?|"
    r"newsletters?|subscri(?:be|ption)s?|sign-?up|cookies?|consent|gdpr|comments?|disqus|respond|"
    r"shar(?:e|ing)|social(?:-?\w+)?|follow-?us|adverts?|advertisement|ads?|sponsor(?:ed)?|taboola|outbrain|"
    r"breadcrumbs?|tags?-?(?:list|cloud)|post-?tags|author-?(?:bio|box|info)|about-?the-?author|"
    r"twitter-tweet|instagram-media|tiktok-embed|fb-post|pagination|print-?only|screen-?reader-?text|visually-?hidden|sr-?only|skip-?link|correction-?form)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NEVER_CUT = frozenset({"html", "head", "body", "main", "article", "h1", "table", "tbody", "tr"})
_BLOCKS = frozenset({"p", "head", "quote", "list", "item", "table", "row", "cell", "code", "div", "body", "fw"})
_SENTENCE_END = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]]*\s*$")


def read_candidate(page: Page) -> list[str]:
    """Lines of the story; none where the page has no article."""
    tree = _copy(page)
    _cut_surroundings(tree)
    lines = _extract(tree, page.url, is_fast=True)
    if _length(lines) < LEAST_SHARE * paragraph_text(tree):
        # Comparing with other extractors costs as much again, and only little that was found is ever wrong.
        # Too much may have been cut; the extractor's own judgement of the whole page is the last resort.
        lines = _extract(tree, page.url) or _extract(_copy(page), page.url)
    if lines and _join_scattered_body(tree, "\n".join(lines)):
        lines = _extract(tree, page.url)
    return lines


def _copy(page: Page) -> HtmlElement:
    """The page's tree, to be changed, without layout tables and what XML forbids."""
    tree = deepcopy(page.tree)
    open_layout_tables(tree)
    if _REFERENCE.search(page.html):
        _drop_forbidden(tree)
    return tree


def _extract(tree: HtmlElement, url: str, *, is_fast: bool = False) -> list[str]:
    # It copies the tree itself.
    document = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, url=url, fast=is_fast)
    if not isinstance(document, Document) or document.body is None:
        return []
    return list(_lines(document.body))


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _join_scattered_body(tree: HtmlElement, text: str) -> bool:
    """Bring a body that advertising has cut apart into one container; true if anything was moved.

    The extractor takes one container. The others are those that look like it (tag and classes of
    themselves and of all above them) in the same <article>; and where most of its prose is still
    missing, the wrappers inside of it.
    """
    folded = " ".join(text.split())
    told = [(p, words) for p in tree.iter("p") if len(words := _words(p)) >= PROSE_PARAGRAPH]
    prose = [(p, words in folded) for p, words in told if p.getparent() is not None]
    taken = [p for p, is_taken in prose if is_taken]
    missing = [p for p, is_taken in prose if not is_taken]
    if not taken or not missing:
        return False
    containers = [p.getparent() for p in taken]
    first = max(containers, key=lambda container: sum(other is container for other in containers))
    look, story = _look(first), _story(first)
    moved = False
    for container in dict.fromkeys(p.getparent() for p in missing):
        if container is not first and _look(container) == look and _story(container) is story:
            first.extend(list(container))
            moved = True
        elif first in container.iterancestors() and _prose_in(first, missing) > _prose_in(first, taken):
            container.drop_tag()
            moved = True
    return moved


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _look(element: HtmlElement) -> tuple[str, ...]:
    return tuple(f"{e.tag} {e.get('class') or ''}" for e in (element, *element.iterancestors()))


def _story(element: HtmlElement) -> HtmlElement | None:
    return next(element.iterancestors("article"), None)


def _prose_in(container: HtmlElement, paragraphs: list[HtmlElement]) -> int:
    return sum(len(_words(p)) for p in paragraphs if container in p.iterancestors())


def paragraph_text(tree: HtmlElement) -> int:
    """Characters of text in the tree's paragraphs."""
    return sum(len(paragraph.text_content().strip()) for paragraph in tree.iter("p"))


def open_layout_tables(tree: HtmlElement) -> None:
    """Turn the tables of the 1990s, which hold columns of prose, into plain blocks."""
    for table in reversed(list(tree.iter("table"))):
        cells = list(table.iter("td", "th"))
        if len(cells) == 1 or any(_is_prose(cell) for cell in cells):
            for element in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
                element.tag = "div"


def _is_prose(cell: HtmlElement) -> bool:
    return len(cell.text_content().strip()) >= PROSE_CELL and _link_share(cell) < 0.5


def _cut_surroundings(tree: HtmlElement) -> None:
    whole = paragraph_text(tree)
    headline = next(tree.iter("h1"), None)
    if headline is not None and headline.getparent() is not None and len(_words(headline)) <= LONGEST_HEADLINE:
        _drop(headline)
    for element in list(_surroundings(tree, MAX_CUT_SHARE * whole)):
        _drop(element)


def _surroundings(tree: HtmlElement, most: float) -> Iterator[HtmlElement]:
    """The outermost elements that are not the story, with at most so many characters of paragraphs."""
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        tag = element.tag
        if element is tree or tag in NEVER_CUT:
            continue
        is_other = tag in _CUT_TAGS or is_named_away(element) or (tag in _POINTERS and _is_pointer(element))
        if is_other and paragraph_text(element) <= most:
            walk.skip_subtree()
            yield element


def is_named_away(element: HtmlElement) -> bool:
    style = element.get("style")
    if (style and _HIDDEN.search(style)) or element.get("aria-hidden") == "true":
        return True
    names, id_ = element.get("class"), element.get("id")
    return bool(names and _is_cut_name(names)) or bool(id_ and _is_cut_name(id_))


@lru_cache(maxsize=8192)
def _is_cut_name(names: str) -> bool:
    return bool(_CUT_NAMES.search(names))


def _is_pointer(element: HtmlElement) -> bool:
    """Whether a paragraph or heading only points to another story: all of it is a link."""
    if element.find(".//a") is None:
        return False
    return _link_share(element) >= LINK_SHARE and not _SENTENCE_END.search(element.text_content())


def _link_share(element: HtmlElement) -> float:
    length = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
    return linked / length if length else 0.0


def _drop(element: HtmlElement) -> None:
    """Remove an element and keep the text after it, apart from what stands before."""
    element.tail = f" {element.tail}" if element.tail else element.tail
    element.drop_tree()


def _drop_forbidden(tree: HtmlElement) -> None:
    for element in tree.iter():
        if element.text and _FORBIDDEN.search(element.text):
            element.text = _FORBIDDEN.sub("", element.text)
        if element.tail and _FORBIDDEN.search(element.tail):
            element.tail = _FORBIDDEN.sub("", element.tail)


def _lines(body: _Element) -> Iterator[str]:
    """The body's paragraphs, each on one line with its white space folded."""
    line = ""
    for piece in _pieces(body):
        if piece == "\n" or (piece == "\r" and _SENTENCE_END.search(line)):
            if line.strip():
                yield " ".join(line.split())
            line = ""
        else:
            line += " " if piece == "\r" else piece
    if line.strip():
        yield " ".join(line.split())


def _pieces(element: _Element) -> Iterator[str]:
    """Text in reading order; '\\n' ends a block, '\\r' is one line break inside of it.

    A single <br> ends a paragraph only after the end of a sentence: old pages wrap lines with it.
    """
    is_block = element.tag in _BLOCKS
    if is_block:
        yield "\n"
    if element.tag == "lb":
        yield "\r"
    if element.text:
        yield element.text.replace("\n", " ").replace("\r", " ")
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail.replace("\n", " ").replace("\r", " ")
    if is_block:
        yield "\n"

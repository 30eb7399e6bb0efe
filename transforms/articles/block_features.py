"""Blocks of a page to named features: what tells the story's own paragraphs from what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from transforms.articles.blocks import Block
from transforms.articles.candidate import NEVER_CUT, is_named_away
from transforms.articles.pages import Page
from transforms.articles.site_names import fold
from transforms.texts.boilerplate import is_boilerplate

# A block whose folded text is shorter is found in other text by chance.
TELLING = 30
# A block is in a text when this share of its pieces of so many letters is.
COVERED, PIECE = 0.6, 12
PROSE = 80
# How many elements above a block are looked at by name, below the element that holds most of the story.
NAMED_ABOVE = 6
_TELLING_TAGS = frozenset(
    "figure figcaption aside ul ol li blockquote table section header footer nav details time address main "
    "article".split()
)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMED_BY = ("class", "id", "data-testid", "data-component", "itemprop", "role")
_SENTENCE_END = re.compile(r"[.!?。！？…؟।][\"'”’»)\]]*$")
_LABEL = re.compile(
    r"\W*(?:by|von|par|por|di|da|av|foto|photo|image|bild|picture|video|source|quelle|fuente|copyright|©|credit|read|"
    r"watch|follow|subscribe|sign up|\d{1,2}[./: ]\d)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"@|https?:|www\.")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONG_LENGTHS, _SHORT_LENGTHS = (5, 12, 25, 50, 80, 150, 300), (12, 30, 80, 200)


@dataclass(frozen=True)
class Story:
    """What is known of the page's story before its blocks are chosen; `lines` are those of the candidate."""

    title: str | None
    authors: tuple[str, ...]
    lines: Sequence[str]


class PageBlocks:
    """The blocks of one page beside each other and beside the candidate, whose blocks are `kept`."""

    def __init__(self, page: Page, blocks: Sequence[Block], story: Story) -> None:
        self.blocks = blocks
        self._names: dict[HtmlElement, set[str]] = {}
        self._named_away: dict[HtmlElement, bool] = {}
        self.folded = [fold(block.text) for block in blocks]
        lines, whole = {fold(line) for line in story.lines}, fold(" ".join(story.lines))
        self.kept = [is_within(text, lines, whole) for text in self.folded]
        self.is_prose = [len(f) >= PROSE and b.link_share < 0.5 for f, b in zip(self.folded, blocks, strict=True)]
        self.title = fold(story.title or "")
        self.authors = [fold(author) for author in story.authors if fold(author)]
        about = page.meta("og:description", "description", "twitter:description")
        self.descriptions = [fold(words) for words in about if len(words) > PIECE]
        self.times = Counter(self.folded)
        self.ranks = {at: rank for rank, at in enumerate(at for at, kept in enumerate(self.kept) if kept)}
        self.first = next(iter(self.ranks), 0)
        self.last = next(reversed(self.ranks), len(blocks) - 1)
        self.parents = [b.element if b.element.getparent() is None else b.element.getparent() for b in blocks]
        self.main = self._heaviest(self.parents)
        self.main_look = self._heaviest([_look(block.element) for block in blocks])
        self.above_main = {self.main, *self.main.iterancestors()} if isinstance(self.main, HtmlElement) else set()
        titles = [at for at, b in enumerate(blocks) if b.element.tag == "h1" or self.folded[at] == self.title]
        self.headline = max((at for at in titles if at <= self.first), default=-1)

    def may_be_of_story(self, at: int) -> bool:
        """Whether it is worth judging: of the candidate, between its first and last block, or prose elsewhere."""
        return self.kept[at] or self.first <= at <= self.last or self.is_prose[at]

    def names(self, element: HtmlElement) -> set[str]:
        """The words of the names that an element of a block or around it goes by."""
        if element not in self._names:
            self._names[element] = _names(element)
        return self._names[element]

    def is_named_away(self, element: HtmlElement) -> bool:
        """Whether an element is named, or hidden, as something else than the story."""
        if element not in self._named_away:
            self._named_away[element] = is_named_away(element)
        return self._named_away[element]

    def _heaviest(self, holders: Sequence[object]) -> object | None:
        """The holder with most of the candidate's prose; of equals the first."""
        weights: Counter[object] = Counter()
        for at, holder in enumerate(holders):
            if self.kept[at] and self.is_prose[at]:
                weights[holder] += len(self.folded[at])
        return weights.most_common(1)[0][0] if weights else None


def is_within(folded: str, lines: set[str], whole: str) -> bool:
    """Whether a folded block is one of the folded lines, or long and for the most part in the text of them all."""
    if not folded:
        return False
    return folded in lines or (len(folded) >= TELLING and is_covered(folded, whole, COVERED))


def is_covered(folded: str, whole: str, share: float) -> bool:
    """Whether at least this share of the pieces of a folded block are in a folded text."""
    pieces = [folded[at : at + PIECE] for at in range(0, len(folded) - PIECE + 1, PIECE // 2)]
    missing = 0
    for piece in pieces:
        missing += piece not in whole
        # Looking through the text costs most, so that it ends as soon as it can.
        if len(pieces) - missing < share * len(pieces):
            return False
    return bool(pieces)


def block_features(page: PageBlocks, at: int) -> set[str]:
    """The features of one block."""
    kept = "kept" if page.kept[at] else "dropped"
    return {
        *_of_markup(page, at, kept),
        *_of_words(page, at, kept),
        *_of_place(page, at, kept),
        *_of_page(page, at, kept),
    }


def _of_markup(page: PageBlocks, at: int, kept: str) -> Iterator[str]:
    element = page.blocks[at].element
    chain = [element, *element.iterancestors()]
    inner = [each for each in chain if each not in page.above_main]
    yield f"tag {element.tag}"
    yield f"{kept} tag {element.tag}"
    yield from (f"up tag {each.tag}" for each in chain[1:4])
    for each in inner[:NAMED_ABOVE]:
        yield from (f"in {name}" for name in page.names(each))
        if each.tag in _TELLING_TAGS:
            yield f"in tag {each.tag}"
    yield from (f"own {name}" for name in page.names(element))
    is_named = any(page.is_named_away(each) for each in inner if each.tag not in NEVER_CUT)
    yield f"{kept} named {is_named}"
    is_same = page.parents[at] is page.main
    yield f"same parent {is_same}"
    yield f"{kept} same parent {is_same} look {_look(element) == page.main_look}"
    if not is_same:
        yield f"{kept} inside main {page.main in chain}"


def _names(element: HtmlElement) -> set[str]:
    """Words of the names that an element goes by: 'ArticleBody_text' → article, body, text."""
    words = " ".join(element.get(key) or "" for key in _NAMED_BY)
    return {name.lower() for name in _NAME.findall(words) if 3 <= len(name) <= 20}


def _look(element: HtmlElement) -> tuple[str, str]:
    return element.tag, element.get("class") or ""


def _of_words(page: PageBlocks, at: int, kept: str) -> Iterator[str]:
    block, folded = page.blocks[at], page.folded[at]
    ends = bool(_SENTENCE_END.search(block.text))
    linked = _bound(block.link_share, (0, 0.2, 0.5, 0.9))
    yield from (f"len {_bound(len(folded), _LONG_LENGTHS)}", f"{kept} len {_bound(len(folded), _SHORT_LENGTHS)}")
    yield from (f"link {linked}", f"{kept} link {linked}", f"end {ends}", f"{kept} end {ends}")
    told = {
        "bold": block.strong_share > 0.9,
        "boilerplate": is_boilerplate(block.text),
        "label start": bool(_LABEL.match(block.text)),
        "colon end": block.text.endswith(":"),
        "address": bool(_ADDRESS.search(block.text)),
        "upper": block.text.isupper(),
        "no word": not folded,
        "short year": len(folded) < 50 and bool(_YEAR.search(block.text)),
    }
    yield from (name for name, is_so in told.items() if is_so)


def _of_place(page: PageBlocks, at: int, kept: str) -> Iterator[str]:
    """Where it stands among the candidate's blocks, and what its neighbours are."""
    block = page.blocks[at]
    yield kept
    yield f"{kept} {_side(page, at)}"
    rank = page.ranks.get(at)
    if rank is not None:
        ends, left = bool(_SENTENCE_END.search(block.text)), len(page.ranks) - rank
        if rank < 3:
            yield from (
                f"kept first {rank}",
                f"kept first {rank} end {ends} len {_bound(len(page.folded[at]), (30, 80, 200))}",
            )
        if left <= 4:
            yield from (f"kept last {left}", f"kept last {left} end {ends} link {block.link_share > 0.3}")
    for name, other in (("prev", at - 1), ("next", at + 1)):
        if 0 <= other < len(page.blocks):
            yield f"{name} {'kept' if page.kept[other] else 'dropped'} {kept}"
            yield f"{name} par {page.parents[other] is page.parents[at]} {kept}"
            yield f"{name} link {page.blocks[other].link_share > 0.5} {kept}"
            yield f"{name} long {page.is_prose[other]} {kept}"


def _side(page: PageBlocks, at: int) -> str:
    return "before" if at < page.first else "after" if at > page.last else "between"


def _of_page(page: PageBlocks, at: int, kept: str) -> Iterator[str]:
    """What else on the page says the same words."""
    folded = page.folded[at]
    if folded and any(folded in told or told in folded for told in page.descriptions):
        yield f"description {_side(page, at)}"
        yield f"description {kept} {_bound(page.ranks.get(at, 9), (0, 1, 2))}"
    if any(author in folded and len(folded) < len(author) + TELLING for author in page.authors):
        yield "author line"
    if folded == page.title:
        yield "title"
    if page.times[folded] > 1:
        yield "twice"
        if folded in page.folded[:at]:
            yield "again"
    if at <= page.headline:
        yield "above headline"


def _bound(value: float, bounds: Sequence[float]) -> str:
    return next((str(bound) for bound in bounds if value <= bound), "more")

"""A parsed page to its blocks: paragraphs, headings, list items, captions, as a reader sees them apart.

Text is taken as it stands, joiners and direction marks included; what is no text for a reader (scripts, forms,
templates) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

NO_TEXT = frozenset(
    "script style noscript template form button iframe select textarea svg video audio object head title meta link "
    "map canvas math input embed".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q ruby rt rp s samp small "
    "span strike strong sub sup time tt u var wbr amp-img picture source path".split()
)
_COUNTED = frozenset(("a", "b", "strong"))
_SENTENCE_END = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]]*\s*$")
# Controls, byte order marks and spaces without width: they are no text and join none.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\ufeff]+")


@dataclass(frozen=True, eq=False)
class Block:
    """One run of text between two breaks, its white space folded.

    `element` is the nearest element around it that is no inline one; `linked` and `strong` are how many of its
    characters are in links and in bold.
    """

    text: str
    element: HtmlElement
    linked: int
    strong: int

    @property
    def link_share(self) -> float:
        return min(1.0, self.linked / len(self.text))

    @property
    def strong_share(self) -> float:
        return min(1.0, self.strong / len(self.text))


@dataclass
class _Run:
    """Text that is gathered until the next break, and in how many links and bold elements the walk is."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    strong: int = 0
    links: int = 0
    strongs: int = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if self.links or self.strongs:
            length = len(text.strip())
            self.linked += length if self.links else 0
            self.strong += length if self.strongs else 0

    def step(self, tag: str, by: int) -> None:
        self.links += by * (tag == "a")
        self.strongs += by * (tag in ("b", "strong"))

    def ends_sentence(self) -> bool:
        return bool(_SENTENCE_END.search("".join(self.pieces[-3:])))

    def end(self, element: HtmlElement, blocks: list[Block]) -> None:
        """Add what was gathered to the blocks."""
        text = " ".join(_INVISIBLE.sub("", "".join(self.pieces)).split())
        if text:
            blocks.append(Block(text, element, self.linked, self.strong))
        self.pieces, self.linked, self.strong = [], 0, 0


def find_blocks(tree: HtmlElement) -> list[Block]:
    """All blocks of the page, in reading order."""
    blocks: list[Block] = []
    run = _Run()
    holders = [tree]
    walk = etree.iterwalk(tree, events=("start", "end"))
    # Most elements add nothing, so what they could add is looked at here, not behind a call.
    for event, element in walk:
        tag, is_start = element.tag, event == "start"
        if tag == "br" or tag in NO_TEXT:
            if is_start and tag != "br":
                walk.skip_subtree()
            elif is_start and run.ends_sentence():
                # A single <br> ends a block only after the end of a sentence: old pages wrap lines with it.
                run.end(holders[-1], blocks)
            text = " " if is_start else element.tail
        else:
            if tag not in INLINE:
                holder = holders[-1] if is_start else holders.pop()
                if run.pieces:
                    run.end(holder, blocks)
                if is_start:
                    holders.append(element)
            elif tag in _COUNTED:
                run.step(tag, 1 if is_start else -1)
            text = element.text if is_start else element.tail
        if text and (run.pieces or not text.isspace()):
            run.add(text)
    if run.pieces:
        run.end(tree, blocks)
    return blocks

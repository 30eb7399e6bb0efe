"""An element that holds a headline → its words, apart from what else stands in it: the line above, badges, links.

Text is taken piece by piece, between the elements in it, without what is no text for a reader (scripts, styles, icons).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from transforms.articles.blocks import INLINE, NO_TEXT

# An element with more text, markup and scripts included, is wrapped around the story, as where nothing closes an h1.
LONGEST = 4000
# What stands in the headline's element without being of it: the line above, a badge, a link to itself.
_BESIDE = re.compile(
    r"kicker|eyebrow|overline|roofline|topline|dachzeile|badge|label|premium|sub-?(?:title|head)|count|anchor|"
    r"permalink|headerlink|visually-?hidden|screen-?reader|\bsr-only|icon",
    re.IGNORECASE,
)
_BESIDE_TAGS = ("small", "time")
# Where an element sets words apart without a space; a mark that ends a word needs none.
_GAP, _NO_GAP = "\x1f", re.compile(r"\x1f+(?=[:,.;!?…)\]»”’])")


@dataclass(frozen=True)
class Piece:
    """A run of text in a headline's element; `is_beside` = by its name it is not of the headline."""

    text: str
    is_beside: bool


def find_pieces(element: HtmlElement) -> list[Piece]:
    """The text of an element between the elements in it, without what is no text for a reader; none of a wrapper."""
    if len(element.text_content()) > LONGEST:
        return []
    return [piece for piece in _walk(element, is_beside=False) if piece.text]


def _walk(element: HtmlElement, *, is_beside: bool) -> Iterator[Piece]:
    yield Piece(element.text or "", is_beside)
    for child in element:
        if child.tag not in NO_TEXT:
            stands_beside = is_beside or child.tag in _BESIDE_TAGS or bool(_BESIDE.search(names_of(child)))
            yield from _apart(list(_walk(child, is_beside=stands_beside)), child.tag)
        yield Piece(child.tail or "", is_beside)


def _apart(pieces: list[Piece], tag: str) -> Iterator[Piece]:
    """The pieces of an inner element, with gaps where it is set apart: `<br>`, a block, a span of words."""
    if tag in INLINE and (tag != "span" or sum(len(piece.text) for piece in pieces) <= 1):
        yield from pieces
    else:
        yield from (Piece(f"{_GAP}{piece.text}{_GAP}", piece.is_beside) for piece in pieces)


def join_pieces(pieces: Iterable[Piece]) -> str:
    """The words of the pieces, white space folded."""
    return " ".join(_NO_GAP.sub("", "".join(piece.text for piece in pieces)).replace(_GAP, " ").split())


def names_of(element: HtmlElement) -> str:
    """Its class and id, by which themes tell what it is."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"

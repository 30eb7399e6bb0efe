"""Article text → its sentences, and the parses of those in which grammar may tell who did what to whom.

Most sentences of an article tell of nothing that was done: what is cheap to find decides what is parsed. Whatever is
parsed is a document of its own, so that the parse of a sentence does not hang on its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from spacy.language import Language
from spacy.tokens import Span

from transforms.casualties import read_casualties
from transforms.casualties.figure import Figure, shift_figure
from transforms.texts.boilerplate import kept_lines
from transforms.texts.sentence_ends import split_sentences
from transforms.triggers import Trigger, find_triggers, make_trigger

# Verbs that tell of violence only with whom they count, by the row of `lexicon/triggers.csv` that they stand for.
_ACT = re.compile(
    r"(?:(?P<abduct>seiz(?:e[ds]?|ing))"
    r"|(?P<hack>beat(?:s|ing)?|hack(?:s|ing)?|club(?:bed|bing)|kick(?:ed|ing)|knif(?:ed|ing)|spear(?:ed|ing)|ston(?:ed|ing)"
    r"|strangl(?:ed|ing)|burn(?:ed|t|ing)(?= (?:them|him|her) (?:to death|alive)\b)))\b",
    re.IGNORECASE,
)


class _Located(Protocol):
    @property
    def start(self) -> int: ...


_Item = TypeVar("_Item", bound=_Located)


@dataclass(frozen=True)
class Piece:
    """A sentence with what decides whether it is parsed, and then its parse; offsets are characters of the article.

    `paragraph` is where its line starts; `span` None = not parsed.
    """

    paragraph: int
    start: int
    end: int
    text: str
    triggers: tuple[Trigger, ...]
    figures: tuple[Figure, ...]
    span: Span | None = None


def split_text(text: str) -> list[Piece]:
    """The sentences of a text, not yet parsed; boilerplate lines give none."""
    triggers = find_triggers(text)
    return [
        _piece(paragraph, paragraph + start, line[start:end], within(triggers, paragraph + start, paragraph + end))
        for paragraph, line in kept_lines(text)
        for start, end in split_sentences(line)
    ]


def _piece(paragraph: int, start: int, text: str, triggers: tuple[Trigger, ...]) -> Piece:
    figures = tuple(shift_figure(figure, start) for figure in read_casualties(text))
    told = sorted((*triggers, *_acts(text, start, figures, triggers)), key=_start)
    return Piece(paragraph, start, start + len(text), text, tuple(told), figures)


def _acts(text: str, start: int, figures: Sequence[Figure], triggers: Sequence[Trigger]) -> Iterator[Trigger]:
    """What was done where only what is counted tells it: "seized three workers", "beat two men to death"."""
    for at in sorted({figure.chain for figure in figures if figure.scope != "cumulative" and not figure.is_denied}):
        verb = _ACT.match(text, at - start)
        if verb is not None and not any(known.start < start + verb.end() and at < known.end for known in triggers):
            lemma = next(name for name, words in verb.groupdict().items() if words)
            yield make_trigger(lemma, at, verb.group())


def with_parses(texts: Sequence[Sequence[Piece]], model: Language) -> list[list[Piece]]:
    """The pieces of many texts, with the parses of those that tell of an act or a toll, and of each text's lead.

    All are parsed in one pass of the model, which takes less than one pass for each text.
    """
    wanted = [[at == 0 or bool(piece.triggers or piece.figures) for at, piece in enumerate(text)] for text in texts]
    docs = model.pipe([piece.text for piece, is_wanted in _both(texts, wanted) if is_wanted])
    parsed = iter([replace(piece, span=next(docs)[:]) if flag else piece for piece, flag in _both(texts, wanted)])
    return [[next(parsed) for _ in text] for text in texts]


def _both(texts: Sequence[Sequence[Piece]], flags: Sequence[Sequence[bool]]) -> Iterator[tuple[Piece, bool]]:
    for pieces, wanted in zip(texts, flags, strict=True):
        yield from zip(pieces, wanted, strict=True)


def within(items: Sequence[_Item], start: int, end: int) -> tuple[_Item, ...]:
    """Of items in order of place those that start between these characters."""
    first = bisect_left(items, start, key=_start)
    return tuple(items[first : bisect_left(items, end, lo=first, key=_start)])


def _start(item: _Located) -> int:
    return item.start

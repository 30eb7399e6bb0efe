"""Article text → sentences, each with all that the grammars find in it.

Offsets are characters of the article's text throughout, so that every value can be shown where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from spacy.language import Language
from spacy.tokens import Span, Token

from transforms.actors import ActorMention, find_actors
from transforms.attribution import Attribution, resolve_attribution
from transforms.background import background_reason
from transforms.boilerplate import cut_boilerplate
from transforms.casualties import Figure, read_casualties
from transforms.dateline import find_dateline
from transforms.dates import DateMention, find_dates
from transforms.gazetteer import Gazetteer
from transforms.places import PlaceMention, find_places
from transforms.texts import ArticleText
from transforms.triggers import Trigger, find_triggers
from transforms.weapons import WeaponMention, find_weapons


class _Located(Protocol):
    @property
    def start(self) -> int: ...


_Item = TypeVar("_Item", bound=_Located)


@dataclass(frozen=True)
class Sentence:
    """One sentence and what was found in it; `background` names why it is no news, None = it may be."""

    index: int
    start: int
    end: int
    text: str
    span: Span
    shift: int
    triggers: tuple[Trigger, ...]
    figures: tuple[Figure, ...]
    dates: tuple[DateMention, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]
    weapons: tuple[WeaponMention, ...]
    attribution: Attribution | None
    background: str | None

    def tokens(self, start: int, end: int) -> list[Token]:
        """Parsed tokens that overlap these characters of the article."""
        return [
            token for token in self.span if token.idx + self.shift < end and token.idx + self.shift + len(token) > start
        ]


@dataclass(frozen=True)
class ReadText:
    """An article's sentences, with the place line that stands before the first."""

    sentences: tuple[Sentence, ...]
    dateline_end: int
    title_figures: tuple[Figure, ...]
    title_triggers: tuple[Trigger, ...]


def read_sentences(article: ArticleText, model: Language, gazetteer: Gazetteer) -> ReadText:
    """Split an article and run every grammar over it; boilerplate lines are passed over."""
    spans = list(_spans(article.text, model))
    dateline = find_dateline(article.text)
    places = find_places(
        article.text,
        [
            (shift + entity.start_char, shift + entity.end_char, entity.label_)
            for shift, span in spans
            for entity in span.ents
        ],
        title=article.title,
        dateline=dateline.place_raw if dateline else None,
        gazetteer=gazetteer,
    )
    actors, triggers = find_actors(article.text), find_triggers(article.text)
    weapons = find_weapons(article.text)
    texts = [span.text for _, span in spans]
    published = article.published_at.date()
    sentences = []
    for index, (shift, span) in enumerate(spans):
        start, end = shift + span.start_char, shift + span.end_char
        figures = tuple(_shifted_figure(figure, start) for figure in read_casualties(span.text))
        dates = tuple(_shifted(find_dates(span.text, published), start))
        sentences.append(
            Sentence(
                index=index,
                start=start,
                end=end,
                text=span.text,
                span=span,
                shift=shift,
                triggers=_within(triggers, start, end),
                figures=figures,
                dates=dates,
                places=_within(places, start, end),
                actors=_within(actors, start, end),
                weapons=_within(weapons, start, end),
                attribution=resolve_attribution(texts, index),
                background=background_reason(span.text, dates, figures, published),
            )
        )
    return ReadText(
        sentences=tuple(sentences),
        dateline_end=dateline.end if dateline else 0,
        title_figures=tuple(read_casualties(article.title)),
        title_triggers=tuple(find_triggers(article.title)),
    )


def _spans(text: str, model: Language) -> Iterable[tuple[int, Span]]:
    """Sentences of the lines that are kept, each with the offset of its line in the text."""
    lines = [(offset, line) for offset, line in _kept_lines(text) if line.strip()]
    for (offset, _), doc in zip(lines, model.pipe(line for _, line in lines), strict=True):
        for span in doc.sents:
            if span.text.strip():
                yield offset, span


def _kept_lines(text: str) -> Iterable[tuple[int, str]]:
    """Lines with their offsets, without those that are boilerplate."""
    kept = iter(cut_boilerplate(text).split("\n"))
    awaited = next(kept, None)
    offset = 0
    for line in text.split("\n"):
        if awaited is not None and line.strip() == awaited.strip():
            yield offset, line
            awaited = next(kept, None)
        offset += len(line) + 1


def _within(items: Sequence[_Item], start: int, end: int) -> tuple[_Item, ...]:
    return tuple(item for item in items if start <= item.start < end)


def _shifted(mentions: Iterable[DateMention], by: int) -> Iterable[DateMention]:
    for mention in mentions:
        yield replace(mention, start=mention.start + by, end=mention.end + by)


def _shifted_figure(figure: Figure, by: int) -> Figure:
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        number_start=figure.number_start + by,
        number_end=figure.number_end + by,
    )

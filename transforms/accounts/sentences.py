"""Article text → sentences, each with all that the grammars find in it.

Offsets are characters of the article's text throughout, so that every value can be shown where it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from spacy.language import Language
from spacy.tokens import Span, Token

from transforms.accounts.background import background_reason
from transforms.accounts.days import with_roles
from transforms.actors import ActorMention, find_actors
from transforms.attribution import Attribution, resolve_attribution
from transforms.casualties import Figure, read_casualties
from transforms.dates import DateMention, find_dates
from transforms.places import PlaceMention, find_places
from transforms.places.gazetteer import Gazetteer, Place
from transforms.texts import ArticleText
from transforms.texts.boilerplate import cut_boilerplate
from transforms.texts.dateline import find_dateline
from transforms.triggers import Trigger, find_triggers
from transforms.triggers.weapons import WeaponMention, find_weapons

# So many paragraphs with a place line of their own make an article a round-up.
MOST_HEADED = 3
# "Bourbon Street", "the 100 block of North Mayfield Avenue": no town of that name.
_STREET = re.compile(
    r" (?:\w+ )?(?:Street|St\.|Road|Rd|Avenue|Ave|Drive|Dr\.|Boulevard|Blvd|Lane|Ln|Court|Ct\.|Place|Highway|Hwy"
    r"|Parkway|Pkwy|Terrace|Way|Circle|Trail|Apartments?|High School|Elementary|Middle School|Mall|Hotel|Hospital)\b"
)
_COMMA_BEFORE_COUNT = re.compile(
    r",\s+(?=(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores)\s)",
    re.IGNORECASE,
)
_ROUNDUP = re.compile(r"\bround[- ]?up\b|\b(?:news|security|incidents?) in brief\b|\bdigest\b", re.IGNORECASE)
_PLACE_LINE = re.compile(r"(?:[-•*] )?[A-Z][\w'’. -]{2,30}(?:, [A-Z][\w'’. -]{2,30})?(?::| [–—-]) ")


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

    def names_speaker(self, at: int) -> bool:
        """True if this character of the article is in the words that name who speaks."""
        said_by = self.attribution
        if said_by is None or said_by.end <= said_by.start:
            return False
        return self.start + said_by.start <= at < self.start + said_by.end

    def tokens(self, start: int, end: int) -> list[Token]:
        """Parsed tokens that overlap these characters of the article."""
        return [
            token for token in self.span if token.idx + self.shift < end and token.idx + self.shift + len(token) > start
        ]


@dataclass(frozen=True)
class ReadText:
    """An article's sentences, its place line and title, and the country that most of its places lie in.

    In a round-up each paragraph tells of a happening of its own.
    """

    sentences: tuple[Sentence, ...]
    is_roundup: bool
    country: str | None
    dateline_end: int
    dateline_places: tuple[PlaceMention, ...]
    title_places: tuple[Place, ...]
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
    places = [mention for mention in places if not _STREET.match(article.text, mention.end)]
    country = main_country(places)
    actors, triggers = find_actors(article.text, country=country), find_triggers(article.text)
    weapons = find_weapons(article.text)
    texts = [span.text for _, span in spans]
    published = article.published_at.date()
    sentences = []
    for index, (shift, span) in enumerate(spans):
        start, end = shift + span.start_char, shift + span.end_char
        figures = tuple(_shifted_figure(figure, start) for figure in read_casualties(span.text))
        told = _within(triggers, start, end)
        dates = tuple(with_roles(span.text, start, find_dates(span.text, published), told, figures))
        sentences.append(
            Sentence(
                index=index,
                start=start,
                end=end,
                text=span.text,
                span=span,
                shift=shift,
                triggers=told,
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
        is_roundup=is_roundup(article.title, article.text),
        country=country,
        dateline_end=dateline.end if dateline else 0,
        dateline_places=_within(places, 0, dateline.end) if dateline else (),
        title_places=tuple(_title_places(article.title, country, gazetteer)),
        title_figures=read_title(article.title),
        title_triggers=tuple(find_triggers(article.title)),
    )


def is_roundup(title: str, text: str) -> bool:
    """True if the title says so, or most paragraphs open with a place line ("Kirkuk, Iraq: …")."""
    if _ROUNDUP.search(title):
        return True
    paragraphs = [line for line in text.split("\n") if line.strip()]
    headed = sum(_PLACE_LINE.match(line) is not None for line in paragraphs)
    return headed >= MOST_HEADED and headed >= len(paragraphs) / 2


def main_country(places: Sequence[PlaceMention]) -> str | None:
    """The country that most of the places lie in, as ISO 3166-1 alpha-3; None = no place resolved."""
    votes = Counter(mention.place.country for mention in places if mention.place is not None and not mention.is_metonym)
    return min(votes, key=lambda code: (-votes[code], code), default=None)


def read_title(title: str) -> tuple[Figure, ...]:
    """A headline's figures; its comma before a count stands for "and": "Seven soldiers, 15 militants killed"."""
    return tuple(read_casualties(_COMMA_BEFORE_COUNT.sub(" and ", title)))


def _title_places(title: str, country: str | None, gazetteer: Gazetteer) -> Iterable[Place]:
    for mention in find_places(title, [], default_country=country, gazetteer=gazetteer):
        if mention.place is not None and mention.place.kind != "country":
            yield mention.place


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


def _shifted_figure(figure: Figure, by: int) -> Figure:
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        number_start=figure.number_start + by,
        number_end=figure.number_end + by,
    )

"""Article text → sentences, each with all that the grammars find in it.

Offsets are characters of the article's text throughout, so that every value can be shown where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Span, Token

from transforms.accounts.background import background_reason
from transforms.accounts.days import with_roles
from transforms.accounts.pieces import Piece, split_text, with_parses, within
from transforms.accounts.scene import find_scenes
from transforms.actors import ActorMention, find_actors
from transforms.attribution import Attribution, Speech, read_subjects
from transforms.casualties import read_casualties
from transforms.casualties.figure import Figure
from transforms.dates import DateMention, find_dates
from transforms.places import PlaceMention, find_places
from transforms.places.gazetteer import Gazetteer
from transforms.places.homes import Home, find_home, headline
from transforms.places.sections import Section, country_at, find_sections
from transforms.texts import ArticleText
from transforms.texts.dateline import find_dateline
from transforms.triggers import Trigger, find_triggers
from transforms.triggers.weapons import WeaponMention, find_weapons

# Figures that say that something happened to people.
HARM = frozenset({"killed", "injured", "abducted"})
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

# The lead or headline of a round-up, whose figures belong to none of its incidents.
SUMS_UP = re.compile(
    r"\b(?:separate|different|unrelated) (?:\w+ ){0,2}"
    r"(?:incidents|attacks|strikes|raids|ambushes|shootings|blasts|clashes)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence and what was found in it; `background` names why it is no news, None = it may be.

    `paragraph` is where its line starts, `span` its parse, a document of its own: None = not parsed. `is_later_half`:
    of two acts that the printed sentence tells this is not the first (`transforms.accounts.halves`).
    """

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    span: Span | None
    triggers: tuple[Trigger, ...]
    figures: tuple[Figure, ...]
    dates: tuple[DateMention, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]
    weapons: tuple[WeaponMention, ...]
    attribution: Attribution | None
    voices: tuple[Attribution, ...]
    background: str | None
    is_later_half: bool = False

    def names_speaker(self, at: int) -> bool:
        """True if this character of the article is in the words that name who speaks."""
        said_by = self.attribution
        if said_by is None or said_by.end <= said_by.start:
            return False
        return self.start + said_by.start <= at < self.start + said_by.end

    def tokens(self, start: int, end: int) -> list[Token]:
        """Parsed tokens that overlap these characters of the article; none where the sentence was not parsed."""
        low, high = start - self.start, end - self.start
        first = bisect_right(self._token_ends, low)
        return list(self.parsed[first : bisect_left(self._token_starts, high)])

    @cached_property
    def scenes(self) -> list[PlaceMention]:
        """Places that it can be set in: an account asks for those of each of its sentences again and again."""
        return find_scenes(self)

    @cached_property
    def parsed(self) -> tuple[Token, ...]:
        """Its parsed tokens; none where it was not parsed."""
        return tuple(self.span or ())

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.idx for token in self.parsed]

    @cached_property
    def _token_ends(self) -> list[int]:
        return [token.idx + len(token) for token in self.parsed]


@dataclass(frozen=True)
class ReadText:
    """An article's sentences, its place line and title, and the country that most of its places lie in.

    In a round-up each paragraph tells of a happening of its own; `sections` are those under the name of a country.
    """

    sentences: tuple[Sentence, ...]
    is_roundup: bool
    country: str | None
    dateline_end: int
    dateline_places: tuple[PlaceMention, ...]
    title_places: tuple[PlaceMention, ...]
    home: Home | None
    title_figures: tuple[Figure, ...]
    title_triggers: tuple[Trigger, ...]
    sections: tuple[Section, ...] = ()

    def country_of(self, sentence: Sentence) -> str | None:
        """The country that the sentence's section is headed by, else the article's."""
        return country_at(self.sections, sentence.start) or self.country


def read_sentences(article: ArticleText, model: Language, gazetteer: Gazetteer) -> ReadText:
    """Split an article, parse what matters of it and run every grammar over it; boilerplate lines are passed over."""
    return read_texts([article], model, gazetteer)[0]


def read_texts(articles: Sequence[ArticleText], model: Language, gazetteer: Gazetteer) -> list[ReadText]:
    """As `read_sentences` for many, in order: one pass of the model over all of them takes less than one for each."""
    pieces = [split_text(article.text) for article in articles]
    parsed = with_parses(pieces, model)
    return [_read(article, own, gazetteer) for article, own in zip(articles, parsed, strict=True)]


def _read(article: ArticleText, pieces: Sequence[Piece], gazetteer: Gazetteer) -> ReadText:
    text, title = article.text, article.title
    dateline = find_dateline(text)
    home = find_home(article.url, title, text, gazetteer)
    places = find_places(
        text,
        list(_entities(pieces)),
        title=title,
        dateline=dateline.place_raw if dateline else None,
        home=home,
        gazetteer=gazetteer,
    )
    places = [mention for mention in places if not _STREET.match(text, mention.end)]
    country = main_country(places)
    sections = find_sections(text)
    return ReadText(
        sentences=tuple(_sentences(article, pieces, places, country, dateline.end if dateline else 0)),
        is_roundup=is_roundup(title, text),
        country=country,
        dateline_end=dateline.end if dateline else 0,
        dateline_places=within(places, 0, dateline.end) if dateline else (),
        title_places=tuple(_title_places(title, places, country, home, gazetteer)),
        home=home,
        title_figures=() if SUMS_UP.search(title) else read_title(title),
        title_triggers=tuple(find_triggers(title)),
        sections=sections,
    )


def _in_line(places: Sequence[PlaceMention], line_end: int) -> tuple[PlaceMention, ...]:
    """The places of a sentence, the town of its place line marked so where others stand behind: "QUETTA: …"."""
    if not any(mention.start >= line_end and mention.place and mention.place.kind != "country" for mention in places):
        return tuple(places)
    return tuple(
        replace(mention, cue="dateline")
        if mention.end <= line_end and mention.place is not None and mention.place.kind == "city"
        else mention
        for mention in places
    )


def _entities(pieces: Iterable[Piece]) -> Iterator[tuple[int, int, str]]:
    for piece in pieces:
        for entity in piece.span.ents if piece.span else ():
            yield piece.start + entity.start_char, piece.start + entity.end_char, entity.label_


def _sentences(
    article: ArticleText,
    pieces: Sequence[Piece],
    places: Sequence[PlaceMention],
    country: str | None,
    dateline_end: int,
) -> Iterator[Sentence]:
    actors, weapons = (
        find_actors(article.text, country=country, day=article.day),
        find_weapons(article.text),
    )
    published = article.day
    speech = Speech(
        [piece.text for piece in pieces],
        [read_subjects(tuple(piece.span), piece.span.start_char) if piece.span else () for piece in pieces],
    )
    for index, piece in enumerate(pieces):
        found = find_dates(piece.text, published)
        roled = with_roles(piece.text, piece.start, found, piece.triggers, piece.figures)
        dates = tuple(_of_writing(mention) if mention.end <= dateline_end else mention for mention in roled)
        attribution = speech.attribution(index)
        own_places = within(places, piece.start, piece.end)
        yield Sentence(
            index=index,
            paragraph=piece.paragraph,
            start=piece.start,
            end=piece.end,
            text=piece.text,
            span=piece.span,
            triggers=piece.triggers,
            figures=piece.figures,
            dates=dates,
            places=_in_line(own_places, dateline_end) if piece.start < dateline_end else own_places,
            actors=within(actors, piece.start, piece.end),
            weapons=within(weapons, piece.start, piece.end),
            attribution=attribution,
            voices=speech.voices(index, attribution),
            background=background_reason(piece.text, dates, piece.figures, published),
        )


def _of_writing(mention: DateMention) -> DateMention:
    """The day of a place line ("MOGADISHU, Aug 3 (AFP) - ") is the day of the telling."""
    return replace(mention, role="speech")


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


def _title_places(
    title: str, told: Sequence[PlaceMention], country: str | None, home: Home | None, gazetteer: Gazetteer
) -> Iterator[PlaceMention]:
    """Places that the headline names, each as the text means it where the text names it too."""
    words = headline(title)
    meant = {mention.raw: mention for mention in told if mention.place is not None and not mention.is_adjective}
    own = find_places(words, [], default_country=country, home=home, gazetteer=gazetteer)
    again = [
        replace(mention, start=match.start(), end=match.end(), cue="", unit="")
        for raw, mention in meant.items()
        for match in re.finditer(rf"\b{re.escape(raw)}\b", words)
        if not any(other.start < match.end() and match.start() < other.end for other in own)
    ]
    found = [
        replace(mention, place=meant[mention.raw].place)
        if mention.raw in meant and mention.reason != "bound"
        else mention
        for mention in own
    ]
    for mention in sorted([*found, *again], key=lambda mention: mention.start):
        if mention.place is not None and mention.place.kind != "country":
            yield mention

"""A message → all that templates are made of: parsed paragraphs, what it is about, phrases, days and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from transforms.dates import DateMention, find_dates
from transforms.language_model import load_model
from transforms.places import PlaceMention, find_places
from transforms.places.gazetteer import Gazetteer, open_gazetteer
from transforms.role_model.features import Scene, article_features, read_scene
from transforms.training.muc4 import Message, read_message

_TOWN = re.compile(r"\s*([A-Z][A-Z .]+?)(?: \(|,)")


@dataclass(frozen=True, eq=False)
class Report:
    """A message, read. `text`: in mixed case, its head blank; days and places have offsets into it.

    `town`: of the dateline, '' = none.
    """

    message: Message
    text: str
    scenes: tuple[Scene, ...]
    days: tuple[DateMention, ...]
    places: tuple[PlaceMention, ...]
    town: str

    def sentence_at(self, offset: int) -> int:
        """Which sentence of the report the character is in; 0 before the first."""
        order = 0
        for paragraph, scene in zip(self.message.paragraphs, self.scenes, strict=True):
            for sentence in scene.sentences:
                if paragraph.start + sentence.span.start_char <= offset:
                    order = sentence.order
        return order

    @property
    def violent_sentences(self) -> list[int]:
        return [sentence.order for scene in self.scenes for sentence in scene.sentences if sentence.triggers]


def read_reports(rows: Iterable[tuple[str, str]]) -> Iterator[Report]:
    """Reports of (id, text) in their order."""
    for identifier, text in rows:
        message = read_message(identifier, text)
        docs = list(load_model().pipe(paragraph.text for paragraph in message.paragraphs))
        yield make_report(message, docs)


def make_report(message: Message, docs: Sequence[Doc]) -> Report:
    scenes: list[Scene] = []
    for doc in docs:
        scenes.append(read_scene(doc, sum(len(scene.sentences) for scene in scenes)))
    text = _whole(message)
    town = _TOWN.match(message.head)
    name = town[1].title() if town else ""
    places = find_places(text, list(_entities(message, docs)), dateline=name or None, gazetteer=_gazetteer())
    days = find_dates(text, message.day) if message.day else []
    return Report(message, text, tuple(scenes), tuple(days), tuple(places), name)


def _whole(message: Message) -> str:
    """The message in mixed case, its head blank; as long as the message."""
    letters = [" "] * len(message.text)
    for paragraph in message.paragraphs:
        letters[paragraph.start : paragraph.start + len(paragraph.text)] = paragraph.text
    return "".join(letters)


def _entities(message: Message, docs: Sequence[Doc]) -> Iterator[tuple[int, int, str]]:
    for paragraph, doc in zip(message.paragraphs, docs, strict=True):
        for entity in doc.ents:
            yield paragraph.start + entity.start_char, paragraph.start + entity.end_char, entity.label_


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def report_features(report: Report) -> list[str]:
    """Words and event types of the report, for what it is about as a whole."""
    words = {token.lower_ for scene in report.scenes for token in scene.doc if token.is_alpha}
    return [*(f"word {word}" for word in sorted(words)), *article_features(report.scenes)]

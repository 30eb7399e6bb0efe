"""The parsed parts of an article → its phrases, each string once, with all that its places in the text say."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.role_model.candidates import Occurrence, find_candidates
from transforms.role_model.features import (
    Scene,
    article_features,
    context_features,
    join_occurrences,
    kind_of,
    word_features,
)

LATEST = 8


@dataclass(frozen=True)
class Placed:
    """One place of a phrase: in which part of the article, in which sentence of the whole, and what it says there."""

    part: int
    found: Occurrence
    sentence: int
    kind: str
    features: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Phrase:
    """A string that may play a part; `features` are of all its places."""

    text: str
    places: tuple[Placed, ...]
    features: tuple[str, ...]

    @property
    def kinds(self) -> list[str]:
        return sorted({placed.kind for placed in self.places})


def read_phrases(scenes: Sequence[Scene], *, words: bool, about: Sequence[str] = ()) -> list[Phrase]:
    """Phrases of an article in order of first place, capitals making no difference.

    `words`: with features of the phrase's own words, for texts like those of training. `about`: what is known of the
    article as a whole, said of each phrase in place of the article's event types.
    """
    places: dict[str, list[Placed]] = {}
    for part, scene in enumerate(scenes):
        for found in find_candidates(scene.doc):
            # Articles share most features: one string for each keeps a corpus in memory.
            features = tuple(map(sys.intern, _features(scene, found, words)))
            placed = Placed(part, found, scene.sentence(found.head).order, kind_of(found, scene), features)
            places.setdefault(found.text.upper(), []).append(placed)
    whole = list(about) or article_features(scenes)
    return [_phrase(text, found, whole) for text, found in places.items()]


def _phrase(text: str, places: list[Placed], whole: list[str]) -> Phrase:
    features = join_occurrences(placed.features for placed in places)
    kinds = {placed.kind for placed in places}
    features.add(f"first {min(LATEST, *(placed.sentence for placed in places))}")
    features.update(whole)
    features.update(f"kind {kind} {fact}" for kind in kinds for fact in whole)
    return Phrase(text, tuple(places), tuple(sorted(map(sys.intern, features))))


def _features(scene: Scene, found: Occurrence, words: bool) -> Iterator[str]:
    yield from context_features(found, scene)
    if words:
        yield from word_features(found, scene)

"""Parsed text → how likely each of its phrases is who did it, for whom, who or what was hit, and with what.

A linear model that knows no word of the phrases themselves (`models/roles`, trained by `nightdesk train roles`): only
what class of noun they are, how they hang on words of violence and what stands beside them. So it reads texts of other
decades and countries than those that it was trained on, and labels of one's own teach it more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from transforms.linear_model import LinearModel, load_model
from transforms.role_model.features import Scene, read_scene
from transforms.role_model.phrases import Phrase, read_phrases

__all__ = ["ROLES", "JudgedPhrase", "judge_roles"]

# As in `transforms.labels`: who did it, the organisation behind, people hit, things hit, what it was done with.
ROLES = ("actor", "organisation", "victim", "target", "weapon")


@dataclass(frozen=True)
class JudgedPhrase:
    """A phrase, and the probability (0 to 1) of each of `ROLES`; they need not add up to 1.

    `places`: (which of the texts, first character, character after the last) of each of its places.
    """

    text: str
    places: tuple[tuple[int, int, int], ...]
    probabilities: Mapping[str, float]

    def role(self) -> str | None:
        """The likeliest role if it is likely enough to be taken; null = none."""
        best = max(ROLES, key=lambda name: self.probabilities[name])
        return best if self.probabilities[best] >= load_roles().thresholds[best] else None


def judge_roles(docs: Sequence[Doc]) -> list[JudgedPhrase]:
    """Phrases of an article, whose parsed parts (paragraphs or sentences) come in order; by their first place."""
    model = load_roles()
    return [_judge(phrase, model) for phrase in read_phrases(read_scenes(docs), words=False)]


def read_scenes(docs: Sequence[Doc]) -> list[Scene]:
    scenes: list[Scene] = []
    order = 0
    for doc in docs:
        scenes.append(read_scene(doc, order))
        order += len(scenes[-1].sentences)
    return scenes


def _judge(phrase: Phrase, model: LinearModel) -> JudgedPhrase:
    places = tuple((placed.part, placed.found.start, placed.found.end) for placed in phrase.places)
    return JudgedPhrase(phrase.text, places, model.probabilities(phrase.features))


@cache
def load_roles() -> LinearModel:
    return load_model("roles")

"""Role fillers of whole reports against the key: strict CEAF-REE (Du, Rush and Cardie 2021), by role and together.

An entity of the key is a set of strings; those of several templates are one where one set holds the other. A string
of the response is right if an entity has it, each entity once. Names only count as victims, as in the paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muc.filling import Fills
from transforms.training.muc4 import ROLES, SLOT, Template, compared, strings_of

SCORED = tuple(role for role in ROLES if role != "victim")

Entities = Mapping[str, Sequence[frozenset[str]]]
Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Counts:
    """Strings that are right, strings answered, entities in the key."""

    right: int = 0
    answered: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.answered + other.answered, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.answered if self.answered else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f(self) -> float:
        total = self.answered + self.wanted
        return 2 * self.right / total if total else 0.0


def key_entities(text: str, templates: Sequence[Template]) -> Entities:
    """Entities by role; strings that the text does not have are left out, and entities without any."""
    words = " ".join(text.upper().split())
    found: dict[str, list[frozenset[str]]] = {}
    for role in SCORED:
        merged: list[frozenset[str]] = []
        for template in templates:
            for filler in template[SLOT[role]]:
                strings = frozenset(way.upper() for way in strings_of(role, filler))
                if not any(strings <= other or other <= strings for other in merged):
                    merged.append(strings)
        named = (frozenset(compared(way) for way in strings if way in words) for strings in merged)
        found[role] = [strings for strings in named if strings]
    return found


def answers_of(fills: Fills) -> Answers:
    return {role: [compared(fill.text) for fill in fills[role]] for role in SCORED}


def count_entities(answers: Answers, entities: Entities) -> dict[str, Counts]:
    return {
        role: Counts(_matched(answers[role], entities[role]), len(answers[role]), len(entities[role]))
        for role in SCORED
    }


def _matched(answers: Sequence[str], entities: Sequence[frozenset[str]]) -> int:
    """The most pairs of answer and entity, each taken once (augmenting paths)."""
    taken: dict[int, int] = {}

    def place(answer: int, seen: set[int]) -> bool:
        for entity, strings in enumerate(entities):
            if answers[answer] in strings and entity not in seen:
                seen.add(entity)
                if entity not in taken or place(taken[entity], seen):
                    taken[entity] = answer
                    return True
        return False

    return sum(place(answer, set()) for answer in range(len(answers)))

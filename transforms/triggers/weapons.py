"""Weapons named in a text, as GTD's weapon types, from `lexicon/weapons.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.phrases import Phrases, read_lexicon, split_cell


@dataclass(frozen=True)
class WeaponMention:
    """A weapon in a text: character offsets, the words as printed, and one of `schema.WEAPON_TYPES`."""

    start: int
    end: int
    raw: str
    weapon_type: str


def find_weapons(text: str) -> list[WeaponMention]:
    """Weapons, and acts that tell the weapon ("gunned down"), in order of place, none overlapping."""
    return [WeaponMention(m.start, m.end, text[m.start : m.end], m.value) for m in _weapons().find(text)]


@cache
def _weapons() -> Phrases[str]:
    return Phrases((words, row["weapon_type"]) for row in read_lexicon("weapons") for words in split_cell(row["words"]))

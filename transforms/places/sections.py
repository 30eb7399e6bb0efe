"""Sections of a bulletin that the name of a country stands above, alone on its line: "BURKINA FASO", "Niger:"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from transforms.places.countries import country_codes

_LINE = re.compile(r"^[^\S\n]*(?P<words>[^\W\d_][^\n.!?:]{1,40}?)[^\S\n]*:?[^\S\n]*$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """Characters of the text under one heading, and the country (alpha-3) that it names."""

    start: int
    end: int
    country: str


@lru_cache(maxsize=1)
def _headings() -> dict[str, str]:
    return {name.casefold(): code for name, code in country_codes().items()}


@lru_cache(maxsize=1)
def find_sections(text: str) -> tuple[Section, ...]:
    """The sections under countries, each up to the next short line that is a country or stands in capitals.

    Kept until those of another text are asked for: of each its places are chosen first, then its sentences read.
    """
    lines = [match for match in _LINE.finditer(text) if _is_heading(match["words"])]
    edges = [(match.start(), match.end(), match["words"]) for match in lines]
    return tuple(
        Section(end, following, code)
        for (_, end, words), (following, _, _) in pairwise([*edges, (len(text), len(text), "")])
        if (code := _headings().get(words.casefold())) is not None
    )


def _is_heading(words: str) -> bool:
    return words.isupper() or words.casefold() in _headings()


def country_at(sections: Sequence[Section], at: int) -> str | None:
    """The country of the section that this character is in; None = it is in none."""
    return next((section.country for section in sections if section.start <= at < section.end), None)

"""A noun → what it names (armed men, a building, a bomb, …), from `lexicon/role_nouns.csv`."""

from __future__ import annotations

from functools import cache

from transforms.phrases import read_lexicon

OTHER = "other"


@cache
def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_lexicon("role_nouns"):
        for word in row["words"].split():
            found.setdefault(word, row["class"])
    return found


def class_of(word: str) -> str:
    """The class of a noun in lower case, "other" where the lexicon has none; of two classes the first in the file."""
    return _classes().get(word, OTHER)

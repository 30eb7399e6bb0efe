"""A text printed in capitals → the same text as a newspaper prints it, letter for letter, so that offsets hold.

Old wires and some headlines come in capitals only, which the language model cannot read. Each word is set in lower
case, with a capital, or left: by what the word, its neighbours and its form say to a linear model (`models/casing`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from transforms.language_model import read_dictionary
from transforms.linear_model import LinearModel, load_model

LOWER, TITLE, UPPER = CASES = ("lower", "title", "upper")
MOSTLY_CAPITALS = 0.8

WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:'[A-Za-z]+)?")
_OPENING = re.compile(r"(?:^|[.!?][\"'\])]*\s|\n\s*\n|--)[\s\"'(\[]*$")
_INFLECTIONS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""))


def is_capitals(text: str) -> bool:
    """Whether nearly all letters of the text are capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 0 and sum(map(str.isupper, letters)) > MOSTLY_CAPITALS * len(letters)


def restore_case(text: str) -> str:
    """The text with capitals where a newspaper has them; as long as the text."""
    model = load_model_once()
    known = _known(model)
    found = list(WORD.finditer(text))
    words = [match[0].lower() for match in found]
    pieces: list[str] = []
    before, last = LOWER, 0
    for place, match in enumerate(found):
        case = model.likeliest(
            case_features(words, place, before, text[max(match.start() - 1, 0) : match.start()], known)
        )
        before = case
        pieces.append(text[last : match.start()])
        opens = _OPENING.search(text[max(match.start() - 12, 0) : match.start()]) or not match.start()
        pieces.append(_set(match[0], TITLE if case == LOWER and opens else case))
        last = match.end()
    return "".join(pieces) + text[last:]


def _set(word: str, case: str) -> str:
    if case == UPPER:
        return word.upper()
    return word[0].upper() + word[1:].lower() if case == TITLE else word.lower()


def case_features(words: Sequence[str], place: int, before: str, mark: str, known: frozenset[str]) -> Iterator[str]:
    """What speaks for a word's case: `words` in lower case, the case `before` it, the character (`mark`) before it."""
    word = words[place]
    previous = words[place - 1] if place else ""
    following = words[place + 1] if place + 1 < len(words) else ""
    yield f"before {before}"
    if mark == "[":
        yield "in brackets"
    if word in known:
        yield f"word {word}"
        yield f"word {word} before {before}"
        yield f"pair {previous} {word}"
        yield f"pair {word} {following}" if following in known else f"pair {word} ?"
        return
    yield "rare"
    yield f"rare {_kind(word)} before {before}"
    yield f"rare ending {word[-3:]} {is_english(word)}"
    yield f"rare length {min(len(word), 9)}"
    yield f"rare after {previous}"
    if not re.search("[aeiouy]", word):
        yield "rare without vowel"


def _kind(word: str) -> str:
    return "english" if is_english(word) else "foreign"


@cache
def is_english(word: str) -> bool:
    """Whether an English dictionary has the word, or what it is inflected from."""
    dictionary = read_dictionary()
    stem = word.removesuffix("'s")
    return stem in dictionary or any(
        stem.endswith(ending) and stem[: -len(ending)] + instead in dictionary for ending, instead in _INFLECTIONS
    )


@cache
def load_model_once() -> LinearModel:
    return load_model("casing")


@cache
def _known(model: LinearModel) -> frozenset[str]:
    return frozenset(feature.split(" ")[1] for feature in model.features if feature.startswith("word "))

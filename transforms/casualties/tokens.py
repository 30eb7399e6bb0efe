"""A sentence → its words, each with its class: the lexicon's, or by its shape."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from transforms.casualties.nouns import PREMODIFIERS
from transforms.casualties.words import LEXICON


class Token(NamedTuple):
    """A word or phrase; `word` in lower case, `kind` and `quantity` as in `transforms.casualties.words`."""

    word: str
    start: int
    end: int
    kind: str
    quantity: str


_ABBREVIATED = (
    r"(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec|St|Mr|Mrs|Ms|Dr|Lt|Col|Gen|Maj|Sgt|Capt|Cpl|Jr|Sr|Mt|Ft|Gov|Sen|Rep)\.(?=\s)"
)
_TOKEN = re.compile(
    _ABBREVIATED + r"|\d+(?:-[a-z]+)+|\d[\d,.]*\d|(?:[A-Za-z]\.){2,}|\w+(?:[-’'&]\w+)*|--+|[,;:()\[\]—–\-!?.…]"
)
# In capitals, in a sentence that is not: the Islamic State, not the verb.
_NAMES = frozenset({"IS", "WHO"})
# Nouns and adjectives that only look like "publicly".
_NO_ADVERBS = frozenset(
    "family elderly assembly supply deadly friendly unfriendly orderly monopoly anomaly disorderly scholarly cowardly "
    "monthly weekly quarterly fortnightly nightly hourly heavenly ghostly unruly butterfly lonely lovely costly lively "
    "sickly stately saintly miserly homely brotherly motherly fatherly worldly neighborly neighbourly".split()
)
_PUNCTUATION = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "--": "-",
    "—": "-",
    "–": "-",
    "-": "-",
}


def tokenize(sentence: str) -> list[Token]:
    """The words of a sentence and its marks, in order; quotes are left out."""
    found = list(_TOKEN.finditer(sentence))
    words = [_folded(match[0]) for match in found]
    names = _NAMES if sum(map(str.islower, sentence)) > sum(map(str.isupper, sentence)) else ()
    tokens, at = [], 0
    while at < len(words):
        length, kind, quantity = (1, "x", "") if found[at][0] in names else _classify(words, at)
        # "A body camera" is no body.
        word = " ".join(words[at : at + length]) if kind == "x" else words[at]
        tokens.append(Token(word, found[at].start(), found[at + length - 1].end(), kind, quantity))
        at += length
    return [_as_adverb(tokens, at) for at in range(len(tokens))]


def _as_adverb(tokens: list[Token], at: int) -> Token:
    """The token, a day between a verb and its auxiliary as what it is there: "88 people were Monday killed"."""
    token = tokens[at]
    if not token.word.endswith("day") or not 0 < at < len(tokens) - 1:
        return token
    return token._replace(kind="a") if tokens[at - 1].kind in "bh" and tokens[at + 1].kind in "bVSDJ" else token


# Most words of a sentence were met before.
@lru_cache(maxsize=32_768)
def _folded(printed: str) -> str:
    word = printed.lower().replace("’", "'")
    return word.removesuffix(".") if len(word) > 1 and word[-2].isalpha() and word.count(".") == 1 else word


def _classify(words: list[str], at: int) -> tuple[int, str, str]:
    word = words[at]
    for phrase, kind, quantity in LEXICON.get(word, ()):
        if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), kind, quantity
    return 1, _kind_of(word), ""


@lru_cache(maxsize=32_768)
def _kind_of(word: str) -> str:
    """The kind of a word that the lexicon does not have."""
    if word in _PUNCTUATION:
        return _PUNCTUATION[word]
    if not word[0].isalnum():
        return "."
    if word.endswith("ly") and len(word) > 5 and word not in _NO_ADVERBS and "-" not in word:
        return "a"
    is_verb = word.endswith("ed") and len(word) > 4 and word not in PREMODIFIERS and "-" not in word
    return "v" if is_verb else "x"

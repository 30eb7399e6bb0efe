"""Text → the language it is written in: by English's own small words where these are plain, else by a classifier.

The classifier (py3langid) takes a millisecond and is right about running text, less so about names and tables.
"""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Under so many characters the language of a text cannot be told from its letters.
SHORTEST_TELLING_TEXT = 200
# What a text or page says of its own language is outvoted only when the classifier is this sure.
SURE = 0.95
# Characters that are looked at.
_LOOKED_AT = 3_000
# English prose has some 35 words of these in 100; Dutch, the nearest, 8.
_SMALL_WORDS = frozenset(
    "the of and to in a is was for on that with by at from were as it he his have has had be an who after their which "
    "said are but not they this its been more two when".split()
)
_PLAINLY_ENGLISH, _ENOUGH_WORDS = 0.2, 20
_WORD = re.compile(r"[^\W\d_]+")


@cache
def identifier() -> LanguageIdentifier:
    """The classifier, loaded once."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def is_english(text: str, declared: str | None) -> bool:
    """Whether a text is in English, by its words; `declared` (ISO 639-1, null = not told) decides where they do not."""
    beginning = text[:_LOOKED_AT]
    words = _WORD.findall(beginning.casefold())
    letters = sum(map(len, words))
    if sum(len(word) for word in words if word.isascii()) < 0.5 * letters:
        return False
    if len(words) >= _ENOUGH_WORDS and sum(word in _SMALL_WORDS for word in words) >= _PLAINLY_ENGLISH * len(words):
        return True
    if letters >= SHORTEST_TELLING_TEXT:
        told, sureness = identifier().classify(beginning)
        if sureness >= SURE:
            return bool(told == "en")
    return declared is None or declared[:2].lower() == "en"

"""How a place name becomes a key, so that 'Dayr az-Zawr', 'DEIR EZZOR' and 'Deir ez-Zor' can meet.

`fold_name` keeps the words, `without_articles` drops the Arabic article, `skeleton` keeps only consonants in
one spelling. Each is coarser than the one before; the gazetteer tries them in that order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_APOSTROPHES = re.compile("[‘’ʻʼʾʿ'`´′]")
_SEPARATORS = re.compile(r"[\s\-–—_/,]+")
_ARTICLES = frozenset("al el ar as ash at ath ad adh az an ul ez ed er es et il ech esh".split())
_LATIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ŋ": "n"}
)
# Romanisations of one sound; order matters, longer spellings first.
_SOUNDS = (
    ("kh", "h"),
    ("gh", "g"),
    ("sch", "s"),
    ("tsch", "s"),
    ("sh", "s"),
    ("ch", "s"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("dj", "j"),
    ("ck", "k"),
    ("x", "h"),
    ("q", "k"),
    ("c", "k"),
    ("v", "w"),
)
_NOT_SKELETON = re.compile(r"[aeiouyw ]+")
_DOUBLED = re.compile(r"(.)\1+")


# The same names are looked up again and again.
@lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """Lower-case ASCII words apart by one space, 'St.' as 'saint'; '' = nothing left (a name in another script)."""
    text = _APOSTROPHES.sub("", name)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN_LETTERS))
        text = "".join(char for char in text if not unicodedata.combining(char))
        if not text.isascii():
            return ""
    text = _SEPARATORS.sub(" ", text.casefold().replace(".", "")).strip()
    return f"saint {text[3:]}" if text.startswith("st ") else text


def without_articles(key: str) -> str:
    """A folded name without its Arabic articles: 'ras al ayn' -> 'ras ayn', 'alhasakah' stays.

    The name itself when fewer than three letters would be left.
    """
    words = key.split(" ")
    kept = [word for word in words if word not in _ARTICLES]
    joined = " ".join(kept)
    return joined if len(joined) >= 3 else key


def bare_keys(names: Iterable[str]) -> set[str]:
    """The names, folded and without articles; those in another script are left out."""
    return {without_articles(key) for key in map(fold_name, names) if key}


def skeleton(key: str) -> str:
    """Consonants of a folded name in one romanisation: 'tall tamr' and 'tal tamer' -> 'tltmr'."""
    text = without_articles(key)
    for spelling, sound in _SOUNDS:
        text = text.replace(spelling, sound)
    head, tail = text[:1], text[1:]
    tail = tail.rstrip("h")
    return _DOUBLED.sub(r"\1", _NOT_SKELETON.sub("", head) + _NOT_SKELETON.sub("", tail))

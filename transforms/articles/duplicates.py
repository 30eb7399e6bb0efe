"""Articles to which of them repeat another's text: wire copy, reprints, one story at two addresses.

Candidates come from MinHash LSH over word 5-shingles; each pair is then compared exactly, so the
result does not hang on hashing. Datelines and agency names are cut first: papers print their own.
What stands in more texts than any story is printed by (forecasts, tables, tips made from a form) makes no candidates:
each of ten thousand forecasts would have to be compared with all others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
import pandas as pd
import pyarrow as pa
from datasketch import MinHash
from numpy.typing import NDArray

from transforms.articles.lsh_bands import LshBands
from transforms.texts.dateline import find_dateline

SHINGLE_WORDS = 5
# Two texts are one when they share this much of both together (a twelfth of the words changed leaves half of the
# shingles; a follow-up that repeats a third shares a quarter), short ones, which may be notices of the page, more …
SAME_JACCARD, SHORT_JACCARD = 0.4, 0.7
LONG_SHINGLES = 80
# … or the shorter lies this wholly in the longer, and is not a stub that anything could hold.
SAME_CONTAINMENT = 0.9
FEWEST_SHINGLES = 40
# LSH is asked for less than what counts, so that it misses little.
CANDIDATE_JACCARD = 0.25
PERMUTATIONS = 128
# A shingle of more texts than this is a form's: no agency's story is printed so often within the days compared.
TEXTS_OF_A_FORM = 1_000
# Counters of shingles: two that share one are counted together.
_COUNTERS = 2**24
# Of 64-bit multiplicative hashing: the golden ratio, and the finalizer of MurmurHash3.
_SPREAD, _MIX, _HALF = (np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 33))
_SKETCHED = np.uint64(2**32 - 1)

_WORD = re.compile(r"\w+")

Shingles = NDArray[np.uint64]
"""A text's shingles as 64-bit numbers, sorted, each once."""


def mark_duplicates(articles: pd.DataFrame, elsewhere: Collection[str] = ()) -> pd.DataFrame:
    """The same rows with duplicate_of: the article_id of the earliest article with nearly the same text.

    Needs article_id, version, text, published_at, duplicate_of. Earliest by published_at, then article_id; an
    original has null. Each article is judged by its newest version given, and all its versions get
    the same answer. Independent of row order. `elsewhere` are ids of articles that are not given: what is known as a
    copy of one of them stays that.
    """
    newest = articles.sort_values("version").drop_duplicates("article_id", keep="last")
    newest = newest.sort_values(["published_at", "article_id"])
    shingles = {
        str(article_id): _shingle(str(text))
        for article_id, text in zip(newest["article_id"], newest["text"], strict=True)
    }
    original = _find_originals(shingles)
    kept = articles["duplicate_of"].where(articles["duplicate_of"].isin(list(elsewhere)), None)
    values = [
        known if isinstance(known, str) else original.get(article_id)
        for article_id, known in zip(articles["article_id"], kept, strict=True)
    ]
    return articles.assign(duplicate_of=pd.Series(values, index=articles.index, dtype=pd.ArrowDtype(pa.string())))


def _find_originals(shingles: Mapping[str, Shingles]) -> dict[str, str]:
    """Original by duplicate; `shingles` in order of publication."""
    same = _find_equals(shingles)
    printed = _count_texts(shingles.values())
    texts = [
        article_id for article_id, own in shingles.items() if article_id not in same and len(_telling(own, printed))
    ]
    sketches = (_sketch(_telling(shingles[article_id], printed)) for article_id in texts)
    alike = LshBands(sketches, len(texts), CANDIDATE_JACCARD, PERMUTATIONS)
    original: dict[str, str] = {}
    for at, article_id in enumerate(texts):
        for other in map(texts.__getitem__, alike.earlier(at)):
            if is_same_text(shingles[article_id], shingles[other]):
                original[article_id] = original.get(other, other)
                break
    return original | {copy: original.get(first, first) for copy, first in same.items()}


def _telling(shingles: Shingles, printed: NDArray[np.uint32]) -> Shingles:
    """Those that are of no form."""
    return shingles[printed[shingles % _COUNTERS] <= TEXTS_OF_A_FORM]


def _find_equals(shingles: Mapping[str, Shingles]) -> dict[str, str]:
    """The first text with the very same shingles, by each later one."""
    first: dict[bytes, str] = {}
    found = {
        article_id: first.setdefault(blake2b(own.tobytes(), digest_size=16).digest(), article_id)
        for article_id, own in shingles.items()
        if len(own)
    }
    return {article_id: other for article_id, other in found.items() if other != article_id}


def is_same_text(one: Shingles, other: Shingles) -> bool:
    """Whether two texts are the same but for trimming and small edits."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    shorter = min(len(one), len(other))
    enough = SAME_JACCARD if shorter >= LONG_SHINGLES else SHORT_JACCARD
    if shared >= enough * (len(one) + len(other) - shared):
        return True
    return shorter >= FEWEST_SHINGLES and shared >= SAME_CONTAINMENT * shorter


def _shingle(text: str) -> Shingles:
    dateline = find_dateline(text)
    words = _WORD.findall((text[dateline.end :] if dateline else text).casefold())
    numbers = np.fromiter(map(_number, words), dtype=np.uint64, count=len(words))
    made = np.zeros(max(1, len(words) - SHINGLE_WORDS + 1) if words else 0, dtype=np.uint64)
    for word in range(min(SHINGLE_WORDS, len(words))):
        made = made * _SPREAD + numbers[word : word + len(made)]
    return np.unique(_mix(_mix(made) * _MIX))


def _mix(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return numbers ^ (numbers >> _HALF)


@lru_cache(maxsize=2**18)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest())


@cache
def _empty_sketch() -> MinHash:
    """Making its permutations takes longer than a sketch of an article."""
    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)


def _sketch(shingles: Shingles) -> MinHash:
    sketch = _empty_sketch().copy()
    sketch.update_batch(shingles & _SKETCHED)
    return sketch


def _count_texts(texts: Collection[Shingles]) -> NDArray[np.uint32]:
    """In how many of the texts the shingles of each counter stand; 0 where too few are given to hold a form."""
    counts = np.zeros(_COUNTERS, dtype=np.uint32)
    if len(texts) > TEXTS_OF_A_FORM:
        for text in texts:
            counts[text % _COUNTERS] += 1
    return counts

"""A cued pattern finds what `re` finds, whatever it knows of its matches beforehand."""

from __future__ import annotations

import re

import pytest

from transforms.patterns import cued

TEXTS = [
    "",
    "Police said 12 men were shot dead on Tuesday; the attackers' car was found burnt.",
    "AT LEAST THREE DIED — three, not thirteen — in the\nthree-hour siege of Deir ez-Zor’s prison",
    "In\u00a01998 he was sentenced; in ٢٠١٥ he was freed.",
    "St. İzmir ﬁre, 3.5km away, a 24-year-old 'shot' himself",
    "aaaa abab aab",
]
PATTERNS = [
    (r"\b(?:shot|killed|died)\b", re.IGNORECASE),
    (r"(?:the |an? )?(?:siege|attackers?)", 0),
    (r"(?<![\w-])\d{1,4}(?:\.\d+)?", 0),
    (r"\bin\s(?:19|20)?\d\d", re.IGNORECASE),
    (r"[Tt]hree\b(?!-)", 0),
    (r"\w+ed\b", 0),
    (r"^\W*(?:police|at least)|\bfreed\b", re.IGNORECASE),
    (r"\b[A-Z][a-z]+ (?:said|ez)\b", 0),
    (r"\bsent(?:ence[ds]?|ry)\b|\bburnt?\b", 0),
    (r"(?:a|ab)+b", 0),
    (r"(?P<first>\w)(?P=first)", 0),
    (r"prison$", 0),
    (r"x?", 0),
    (r"(?=shot)\w+|'s\b", 0),
    (r"[’']", 0),
    (r"(?:(?:at least|the) ){0,3}(?:three|\d+|a(?= 24))", re.IGNORECASE),
    (r"(?=s|th)(?:shot|\w+acker|three)", 0),
    (r"\d+ men|\d\d-year", 0),
    (r"(?:a|b|c|d|e|s)(?:a|b|h|t|e)(?:o|a|i|r)(?:t|g|ck|e)(?: |[a-z])(?:d|e|w|r)", 0),
]


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_cued_pattern_matches_as_re_does(pattern: str, flags: int) -> None:
    plain, quick = re.compile(pattern, flags), cued(pattern, flags)
    for text in TEXTS:
        assert [match.span() for match in quick.finditer(text)] == [match.span() for match in plain.finditer(text)]
        first, expected = quick.search(text), plain.search(text)
        assert (first and first.span()) == (expected and expected.span())


def test_the_patterns_above_do_match() -> None:
    matched = [pattern for pattern, flags in PATTERNS if any(re.search(pattern, text, flags) for text in TEXTS)]
    assert matched == [pattern for pattern, _ in PATTERNS]


def test_groups_are_those_of_the_match() -> None:
    found = cued(r"(?P<count>\d+) men\b").search(TEXTS[1])
    assert found is not None
    assert found["count"] == "12"

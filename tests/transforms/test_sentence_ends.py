"""Text → sentences by punctuation: where they end, and that offsets hold whatever the text is."""

from __future__ import annotations

from itertools import pairwise

import pytest

from transforms.texts.sentence_ends import LONGEST, split_sentences


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb went off. Two men died.", 2),
        ('"It was a bomb." Two men died.', 2),
        ("Who fired? Nobody knows!  The army left…  It is quiet.", 4),
        ("Gen. Omar Hadi spoke to Lt. Col. J. R. Adams in St. Louis.", 1),
        ("He was shot on Jan. 5 in the U.S. Capitol.", 1),
        ("They flew to the U.S. The army stayed.", 2),
        ("It began at 3 a.m. Monday and ended at 5 p.m. Police left at noon.", 2),
        ("Some 1.000.000 people fled 3.5 km.", 1),
        ("The blast hit No. 7 Mill Road.", 1),
        ("Fighters left the town. 12 were held.", 2),
        ("A line without an end\nAnother line", 2),
        ("he wrote this. no capital follows.", 1),
        ("", 0),
        (" \n\t\n", 0),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: int) -> None:
    assert len(_sentences(text)) == expected


def test_no_word_is_lost() -> None:
    text = "  One man died.  Two fled (both armed).\n\n“It burned,” he said. Then: silence. \n"
    assert " ".join(_sentences(text)).split() == text.split()


def test_sentences_follow_each_other() -> None:
    spans = split_sentences("One died. Two fled.\nThree hid.")
    assert [end <= start for (_, end), (start, _) in pairwise(spans)] == [True, True]


def test_a_sentence_without_end_is_cut_at_its_pauses() -> None:
    pieces = _sentences("The men came, saw the road; and left, " * 200)
    assert max(map(len, pieces)) <= LONGEST
    assert {piece[-1] for piece in pieces} == {";", ","}


def test_a_word_without_end_is_cut_too() -> None:
    assert _sentences("x" * (2 * LONGEST + 1)) == ["x" * LONGEST, "x" * LONGEST, "x"]

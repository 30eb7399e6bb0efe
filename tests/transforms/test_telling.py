from __future__ import annotations

import numpy as np
import pytest

from transforms.incidents.telling import Tellings

NOBODY: frozenset[str] = frozenset()


def likeness(one: str, other: str, place: str = "", other_place: str = "") -> float:
    places = [frozenset(words.lower().split()) for words in (place, other_place)]
    [cosine] = Tellings([("", one), ("", other)], places).cosines(np.array([0]), np.array([1]))
    return float(cosine)


def test_same_text_is_wholly_alike_and_foreign_text_not_at_all() -> None:
    mosque = "Worshippers fled the blast at Rasheed mosque."
    assert likeness(mosque, mosque) == pytest.approx(1)
    assert likeness(mosque, "Divers search where a ferry sank.") == 0


def test_text_without_words_is_like_nothing() -> None:
    assert likeness("...", "a bakery") == 0


def test_names_of_two_coded_places_are_not_compared_again() -> None:
    one, other = "in Aleppo the bakery burned", "in Aleppo a convoy stopped"
    assert likeness(one, other) > 0
    assert likeness(one, other, "Aleppo", "") > 0
    assert likeness(one, other, "Aleppo", "Aleppo") == 0


def test_likeness_of_a_pair_does_not_depend_on_its_company() -> None:
    texts = [("", f"bakery number {n} in Shaar burned, said Yasin Dawod of street {n * n}") for n in range(40)]
    told = Tellings(texts, [NOBODY] * len(texts))
    left, right = np.triu_indices(len(texts), 1)
    together = told.cosines(left, right)
    alone = [Tellings(texts, [NOBODY] * len(texts)).cosines(left[k : k + 1], right[k : k + 1])[0] for k in (0, 99, 700)]
    assert together[[0, 99, 700]].tolist() == alone

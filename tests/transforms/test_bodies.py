"""Claimants that no lexicon has, by the shape of their names."""

from __future__ import annotations

import pytest

from transforms.attribution import Speech
from transforms.attribution.bodies import find_bodies


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("At least five were killed, the Harat Medical Association said.", "Harat Medical Association", "medical"),
        ("The Nahran Doctors Network put the toll at 21.", "Nahran Doctors Network", "medical"),
        ("The Delta Observatory for Justice counted nine.", "Delta Observatory for Justice", "monitor"),
        ("A blast in al-Karamah the Delta Observatory for Justice counted", "Delta Observatory for Justice", "monitor"),
        ("The Region's Counter-Terrorism Directorate said so.", "Region's Counter-Terrorism Directorate", "state"),
    ],
)
def test_a_body_is_known_by_its_shape(text: str, name: str, kind: str) -> None:
    assert [(text[start:end], found) for start, end, found in find_bodies(text)] == [(name, kind)]


def test_the_country_in_its_name_is_not_its_government() -> None:
    attribution = Speech(["Five people were killed, the Kenya Medical Association said."]).attribution(0)
    assert attribution is not None
    assert (attribution.claimant, attribution.claimant_type) == ("Kenya Medical Association", "medical")


def test_the_association_is_the_one_that_was_named() -> None:
    sentences = [
        "Five people were killed, the Kenya Medical Association said.",
        "A Reuters journalist reported five bodies.",
        "Thirty-one people were injured, the association said.",
    ]
    attribution = Speech(sentences).attribution(2)
    assert attribution is not None
    assert attribution.claimant == "Kenya Medical Association"

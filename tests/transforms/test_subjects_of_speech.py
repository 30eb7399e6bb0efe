"""Whom the parse gives as who speaks, where the words beside the verb mislead."""

from __future__ import annotations

import pytest

from transforms.attribution import find_attributions, read_subjects
from transforms.language_model import load_model


@pytest.mark.parametrize(
    ("sentence", "raw"),
    [
        (
            "A bomb destroyed a police car near the town, killing two, said Wazir Pacha, a spokesman for the chief.",
            "Wazir Pacha",
        ),
        ("Government soldiers killed at least 90 rebels, newspapers reported Friday.", "newspapers"),
        (
            "His wife and brother were untouched, said an official with Chechnya's Justice Ministry.",
            "an official",
        ),
        ("Khadr, the son of a financier, was captured and accused of throwing a grenade that killed a soldier.", None),
        ("Eight civilians were killed, and health partners report 16 injured.", "health partners"),
    ],
)
def test_the_subject_of_the_parse_speaks(sentence: str, raw: str | None) -> None:
    subjects = read_subjects(tuple(load_model()(sentence)), 0)
    assert next((each.claimant_raw for each in find_attributions(sentence, subjects)), None) == raw

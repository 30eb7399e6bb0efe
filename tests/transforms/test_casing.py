"""Capitals only → as a newspaper prints it."""

from __future__ import annotations

from transforms.casing import is_capitals, restore_case


def test_words_of_the_language_are_lowered_and_names_keep_a_capital() -> None:
    text = "GUNMEN KILLED TWO SOLDIERS NEAR THE CITY OF MOSUL IN IRAQ."
    assert restore_case(text) == "Gunmen killed two soldiers near the city of Mosul in Iraq."


def test_names_never_seen_get_a_capital_and_acronyms_stay() -> None:
    found = restore_case("TWO MEMBERS OF THE ZPKL [ZUMORAK PEOPLE] WERE KIDNAPPED IN QUEZALTEPEQUE.")
    assert "ZPKL" in found
    assert "Quezaltepeque" in found
    assert "kidnapped" in found


def test_offsets_hold() -> None:
    text = '  THE ARMY\'S 3-MAN PATROL, IT SAID, "WAS AMBUSHED".\n\n  NOBODY DIED.'
    found = restore_case(text)
    assert found.upper() == text
    assert found[2:10] == "The army"
    assert "Nobody" in found


def test_capitals_are_told_from_print() -> None:
    assert is_capitals("BOMB KILLS 3 IN KABUL")
    assert not is_capitals("A bomb killed 3 in Kabul, the UN said")
    assert not is_capitals("1990")

"""Parsed text → phrases that may play a part, and what speaks for it."""

from __future__ import annotations

from transforms.language_model import load_model
from transforms.role_model.candidates import Occurrence, find_candidates
from transforms.role_model.features import Scene, context_features, read_scene, word_features
from transforms.role_model.nouns import class_of


def _read(text: str) -> tuple[Scene, dict[str, Occurrence]]:
    scene = read_scene(load_model()(text))
    return scene, {found.text: found for found in find_candidates(scene.doc)}


def test_a_noun_phrase_is_offered_with_and_without_its_number_and_with_what_follows() -> None:
    _, found = _read("Gunmen killed six unarmed workers of a coffee plantation on Monday.")
    assert {"Gunmen", "six unarmed workers", "unarmed workers", "workers"} <= set(found)
    assert any(text.startswith("unarmed workers of") for text in found)


def test_days_and_sums_are_no_candidates() -> None:
    _, found = _read("On Monday the rebels blew up a bridge.")
    assert "Monday" not in found
    assert "bridge" in found


def test_the_title_before_a_name_is_a_candidate_of_its_own() -> None:
    _, found = _read("Rebels murdered opposition leader Maria Lopez in Bogota.")
    assert "opposition leader" in found
    assert "Maria Lopez" in found


def test_a_weapon_inside_a_compound_is_a_candidate() -> None:
    _, found = _read("The dynamite attack destroyed two trucks.")
    assert "dynamite" in found


def test_features_tell_who_acts_from_who_is_hit() -> None:
    scene, found = _read("Gunmen killed six workers near a bridge.")
    actor = set(context_features(found["Gunmen"], scene))
    victim = set(context_features(found["six workers"], scene))
    assert "kind armed relation nsubj" in actor
    assert "kind civilian relation dobj" in victim
    assert any(feature.startswith("path nsubj>") for feature in actor - victim)


def test_context_features_hold_no_word_of_the_phrase() -> None:
    scene, found = _read("Gunmen killed Zorblat near a bridge.")
    context = context_features(found["Zorblat"], scene)
    assert not any("zorblat" in feature.lower() for feature in context)
    assert "head zorblat" in set(word_features(found["Zorblat"], scene))


def test_nouns_have_classes() -> None:
    assert class_of("embassy") == "building"
    assert class_of("zorblat") == "other"

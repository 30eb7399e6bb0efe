"""Weights in files → scores; and rows with classes → weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from transforms.linear_model import LinearModel, LinearModelError, load_model, save_model
from transforms.training import Sources, TrainingError, train_part
from transforms.training.fitting import Recipe, Row, fit


@pytest.fixture
def model() -> LinearModel:
    return LinearModel(
        name="weather",
        version="1",
        classes=("rain", "sun"),
        features=("cloud", "dry"),
        weights=np.array([[2.0, -1.0], [-3.0, 1.5]], dtype=np.float32),
        bias=np.array([0.5, 0.0], dtype=np.float32),
        thresholds={"rain": 0.9, "sun": 0.3},
        about={"trained on": "a window"},
    )


def test_scores_add_up_the_weights_of_known_features(model: LinearModel) -> None:
    assert model.scores(["cloud", "wind", "cloud"]).tolist() == [2.5, -1.0]


def test_probabilities_are_of_each_class_alone(model: LinearModel) -> None:
    found = model.probabilities(["cloud"])
    assert found["rain"] == pytest.approx(0.924, abs=0.001)
    assert found["sun"] == pytest.approx(0.269, abs=0.001)


def test_a_class_is_taken_from_its_own_threshold_on(model: LinearModel) -> None:
    assert model.taken(["cloud"]) == ["rain"]
    assert model.taken([]) == ["sun"]
    for features in (set(), {"cloud"}, {"cloud", "unknown"}):
        assert [name for name in model.classes if model.is_taken(name, features)] == model.taken(features)
    assert model.likeliest([]) == "rain"


def test_unit_length_divides_by_the_root_of_all_that_is_present(model: LinearModel) -> None:
    scaled = LinearModel(**{**vars(model), "unit_length": True})
    assert scaled.scores(["cloud", "a", "b", "c"]).tolist() == [1.5, -0.5]


def test_what_is_saved_is_read_again_and_has_the_same_bytes(model: LinearModel, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in save_model(model, tmp_path)]
    read = load_model("weather", tmp_path)
    assert [path.read_bytes() for path in save_model(read, tmp_path)] == first
    assert (read.classes, read.features, read.thresholds) == (model.classes, model.features, model.thresholds)
    assert read.weights.tolist() == model.weights.tolist()


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(LinearModelError, match=r"weather\.json: cannot be read"):
        load_model("weather", tmp_path)


def test_damaged_weights_are_refused(model: LinearModel, tmp_path: Path) -> None:
    arrays, _ = save_model(model, tmp_path)
    arrays.write_bytes(arrays.read_bytes()[:-7])
    with pytest.raises(LinearModelError, match=r"weather\.npz: sha256"):
        load_model("weather", tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 99}'])
def test_facts_that_are_none_are_refused(model: LinearModel, tmp_path: Path, text: str) -> None:
    _, facts = save_model(model, tmp_path)
    facts.write_text(text)
    with pytest.raises(LinearModelError, match=r"weather\.json"):
        load_model("weather", tmp_path)


def test_facts_of_another_shape_are_refused(model: LinearModel, tmp_path: Path) -> None:
    _, path = save_model(model, tmp_path)
    facts = json.loads(path.read_text())
    path.write_text(json.dumps(facts | {"classes": ["rain"], "thresholds": {"rain": 0.5}}))
    with pytest.raises(LinearModelError, match="expected"):
        load_model("weather", tmp_path)


def test_fitting_learns_what_tells_classes_apart_and_repeats_itself(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    rows = [Row(("cloud", "cold"), {"rain"}), Row(("cloud",), {"rain"}), Row(("blue",), {"sun"}), Row(("blue",), set())]
    made = [fit("weather", "1", rows, ("rain", "sun", "hail"), Recipe(strength=10.0)) for _ in range(2)]
    assert made[0].features == ("blue", "cloud")
    assert made[0].taken(["cloud"]) == ["rain"]
    first, second = ([p.read_bytes() for p in save_model(m, tmp_path / str(i))] for i, m in enumerate(made))
    assert first == second


def test_an_unknown_part_is_named_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="known: body, casing, gate, linking, roles"):
        train_part("weather", Sources(tmp_path))


def test_missing_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"open\.jsonl: not there"):
        Sources(tmp_path).gold_file("muc4", "open.jsonl")

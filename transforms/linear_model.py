"""Weights that were learned → a score for each class, from named features. Plain arrays and JSON, nothing executable.

A model is two files: `NAME.npz` (feature names, weights, bias) and `NAME.json` (classes, thresholds, what it was
trained on, the sha256 of the first). One sigmoid for each class, as one-vs-rest logistic regression learns them.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FORMAT = 1
SHIPPED = Path(__file__).parent / "models"

Floats = npt.NDArray[np.float32]


class LinearModelError(ValueError):
    """A model's files are missing, damaged, or not what this version reads."""


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Weights of one trained part.

    `weights` has a row for each of `features` and a column for each of `classes`; `bias` one value for each class.
    `thresholds`: the operating point, the probability from which on a class is taken. `unit_length`: features count
    1/√n each, n of them being present, instead of 1. `about`: what it was trained on and what it reached, for the card.
    """

    name: str
    version: str
    classes: tuple[str, ...]
    features: tuple[str, ...]
    weights: Floats
    bias: Floats
    thresholds: Mapping[str, float]
    unit_length: bool = False
    about: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expected = (len(self.features), len(self.classes))
        if self.weights.shape != expected or self.bias.shape != expected[1:]:
            raise LinearModelError(
                f"{self.name}: weights {self.weights.shape} and bias {self.bias.shape}, expected {expected}"
            )
        if set(self.thresholds) != set(self.classes):
            raise LinearModelError(f"{self.name}: thresholds for {sorted(self.thresholds)}, expected {self.classes}")

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {feature: row for row, feature in enumerate(self.features)}

    @cached_property
    def _columns(self) -> dict[str, dict[str, float]]:
        columns = self.weights.T.tolist()
        return {
            name: dict(zip(self.features, column, strict=True))
            for name, column in zip(self.classes, columns, strict=True)
        }

    def scores(self, features: Iterable[str]) -> Floats:
        """Log-odds of each class, in the order of `classes`; features that the model does not know count nothing."""
        present = set(features)
        # Sorted: a set has another order in each process, and sums of floats depend on theirs.
        rows = sorted(self._rows[feature] for feature in present if feature in self._rows)
        total: Floats = self.weights[rows].sum(axis=0)
        if self.unit_length and present:
            total = total / np.float32(np.sqrt(len(present)))
        return total + self.bias

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Probability of each class by itself, 0 to 1; they need not add up to 1."""
        odds = np.clip(self.scores(features).astype(np.float64), -30.0, 30.0)
        return dict(zip(self.classes, (1.0 / (1.0 + np.exp(-odds))).tolist(), strict=True))

    def is_taken(self, name: str, features: Set[str]) -> bool:
        """Whether one class is at or above its threshold: as `taken`, and faster for few features."""
        column = self._columns[name]
        total = sum(column[feature] for feature in features if feature in column)
        if self.unit_length and features:
            total /= math.sqrt(len(features))
        bias, threshold = float(self.bias[self.classes.index(name)]), self.thresholds[name]
        return 1.0 / (1.0 + math.exp(-min(30.0, max(-30.0, total + bias)))) >= threshold

    def likeliest(self, features: Iterable[str]) -> str:
        """The class with the highest score, whatever its threshold; of equals the first."""
        return self.classes[int(np.argmax(self.scores(features)))]

    def taken(self, features: Iterable[str]) -> list[str]:
        """Classes at or above their thresholds, in the order of `classes`."""
        found = self.probabilities(features)
        return [name for name in self.classes if found[name] >= self.thresholds[name]]


def save_model(model: LinearModel, folder: Path) -> list[Path]:
    """Write the model's two files into `folder`; the same model gives the same bytes. Weights are kept as float16."""
    names = "\n".join(model.features).encode()
    arrays: dict[str, npt.NDArray[Any]] = {
        "features": np.frombuffer(names, dtype=np.uint8),
        "weights": model.weights.astype(np.float16),
        "bias": model.bias.astype(np.float32),
    }
    facts = {
        "version": model.version,
        "classes": list(model.classes),
        "thresholds": {name: round(value, 4) for name, value in model.thresholds.items()},
        "unit_length": model.unit_length,
        "about": dict(model.about),
    }
    return save_arrays(model.name, folder, arrays, facts)


def save_arrays(
    name: str, folder: Path, arrays: Mapping[str, npt.NDArray[Any]], facts: Mapping[str, object]
) -> list[Path]:
    """Write `NAME.npz` with the arrays and `NAME.json` with the facts, the format and the sha256 of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    facts = {"format": FORMAT, "name": name, **facts, "sha256": hashlib.sha256(packed.getvalue()).hexdigest()}
    paths = [folder / f"{name}.npz", folder / f"{name}.json"]
    paths[0].write_bytes(packed.getvalue())
    paths[1].write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return paths


def load_model(name: str, folder: Path = SHIPPED) -> LinearModel:
    """Read the model `name` of `folder`.

    Raises LinearModelError naming the file if one is missing, damaged, of another format, or not of the other.
    """
    facts, arrays = load_arrays(name, folder)
    path = folder / f"{name}.npz"
    try:
        names = arrays["features"].tobytes().decode()
        return LinearModel(
            name=str(facts["name"]),
            version=str(facts["version"]),
            classes=tuple(facts["classes"]),
            features=tuple(names.split("\n")) if names else (),
            weights=arrays["weights"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            thresholds={key: float(value) for key, value in facts["thresholds"].items()},
            unit_length=bool(facts["unit_length"]),
            about={key: str(value) for key, value in facts["about"].items()},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise LinearModelError(f"{path}: not a model of format {FORMAT}: {error!r}") from error


def load_arrays(name: str, folder: Path) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """The facts and the arrays that `save_arrays` wrote; raises LinearModelError as `load_model`."""
    facts = _read_facts(folder / f"{name}.json")
    return facts, read_arrays(folder / f"{name}.npz", facts.get("sha256"))


def read_arrays(path: Path, digest: object) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file; raises LinearModelError if it is missing, damaged, or another than has this sha256."""
    data = _read_bytes(path)
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise LinearModelError(f"{path}: sha256 {found}, expected {digest}; train or install it again")
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, zipfile.BadZipFile) as error:
        raise LinearModelError(f"{path}: not a model of format {FORMAT}: {error!r}") from error


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LinearModelError(f"{path}: cannot be read ({error.strerror}); train or install it again") from error


def _read_facts(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(_read_bytes(path))
    except ValueError as error:
        raise LinearModelError(f"{path}: no JSON: {error}") from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise LinearModelError(f"{path}: not a model of format {FORMAT}; train or install it again")
    return facts

"""Rows of named features with their classes → a LinearModel, by scikit-learn's logistic regression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from transforms.linear_model import LinearModel

# Weights this near to zero change no decision; their features are left out of the file.
NEGLIGIBLE = 0.01
SEED = 1

# scikit-learn's sparse matrices come without types.
Matrix = Any
Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Row:
    """One thing to classify: its features, the classes that it belongs to, and how much it counts."""

    features: Sequence[str]
    classes: Collection[str]
    weight: float = 1.0


@dataclass(frozen=True)
class Recipe:
    """How to fit: inverse strength of the L2 penalty, rows that a feature must be in, what a row of a class counts."""

    strength: float = 1.0
    min_rows: int = 2
    unit_length: bool = False
    negligible: float = NEGLIGIBLE
    class_weight: float = 1.0


def fit(
    name: str,
    version: str,
    rows: Sequence[Row],
    classes: Sequence[str],
    recipe: Recipe = Recipe(),
    thresholds: Mapping[str, float] | None = None,
    about: Mapping[str, str] | None = None,
) -> LinearModel:
    """A model with one classifier for each class; thresholds are 0.5 where none are given."""
    vocabulary = _vocabulary(rows, recipe.min_rows)
    vectorizer = CountVectorizer(analyzer=_as_is, vocabulary=vocabulary, binary=True)
    matrix = vectorizer.transform([row.features for row in rows]).astype(np.float64)
    if recipe.unit_length:
        matrix = matrix.multiply(_lengths(rows)).tocsr()
    weights = np.zeros((len(vocabulary), len(classes)), dtype=np.float32)
    bias = np.zeros(len(classes), dtype=np.float32)
    for column, wanted in enumerate(classes):
        truth = np.array([wanted in row.classes for row in rows])
        counts = np.array([row.weight for row in rows]) * np.where(truth, recipe.class_weight, 1.0)
        weights[:, column], bias[column] = _fit_one(matrix, truth, counts, recipe.strength)
    kept = np.flatnonzero(np.abs(weights).max(axis=1) >= recipe.negligible)
    names = list(vocabulary)
    return LinearModel(
        name=name,
        version=version,
        classes=tuple(classes),
        features=tuple(names[row] for row in kept),
        weights=weights[kept],
        bias=bias,
        thresholds=dict(thresholds or dict.fromkeys(classes, 0.5)),
        unit_length=recipe.unit_length,
        about=dict(about or {}),
    )


def _as_is(features: Iterable[str]) -> Iterable[str]:
    return set(features)


def _vocabulary(rows: Sequence[Row], min_rows: int) -> dict[str, int]:
    """Features of at least `min_rows` rows, in alphabetical order, so that the same rows give the same bytes."""
    counts = Counter(feature for row in rows for feature in set(row.features))
    kept = sorted(feature for feature, count in counts.items() if count >= min_rows)
    return {feature: position for position, feature in enumerate(kept)}


def _lengths(rows: Sequence[Row]) -> Floats:
    """A column: 1/√n for each row of n features."""
    counts = np.array([[max(len(set(row.features)), 1)] for row in rows], dtype=np.float64)
    return 1.0 / np.sqrt(counts)


def _fit_one(matrix: Matrix, truth: Truth, counts: Floats, strength: float) -> tuple[Floats, float]:
    """Weights and bias for one class; a class that all or none of the rows have gets a constant."""
    if truth.all() or not truth.any():
        return np.zeros(matrix.shape[1]), 10.0 if truth.all() else -10.0
    learner = LogisticRegression(C=strength, solver="liblinear", random_state=SEED, max_iter=200)
    learner.fit(matrix, truth, sample_weight=counts)
    return learner.coef_[0], float(learner.intercept_[0])

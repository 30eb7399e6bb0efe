"""Phrases of a report → how likely each fills each slot, by two models that are taken together.

One judges a string by all its places in the report at once, the other each place by itself, the best of which counts:
a name that stands in ten places has features of all ten, and the place that tells may be lost among them. The
probability is that of the mean of their log-odds.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import numpy as np

from muc.filling import Table
from muc.surroundings import surrounding_features
from transforms.linear_model import LinearModel
from transforms.role_model.phrases import LATEST, Phrase, Placed

STRING, PLACED = "roles", "roles_placed"

Features = tuple[str, ...]


def placed_features(phrase: Phrase, about: Sequence[str]) -> list[Features]:
    """Features of each of the phrase's places; `about`: what is known of the whole report."""
    return [tuple(map(sys.intern, _features(placed, about))) for placed in phrase.places]


def _features(placed: Placed, about: Sequence[str]) -> list[str]:
    return [
        *placed.features,
        *surrounding_features(placed.found, placed.kind),
        *about,
        *(f"kind {placed.kind} {fact}" for fact in about),
        f"first {min(LATEST, placed.sentence)}",
    ]


def judge_phrases(
    phrases: Sequence[Phrase], placed: Sequence[Sequence[Features]], weights: Mapping[str, LinearModel]
) -> Table:
    """A row for each phrase, a column for each role; `placed`: features of the places of each phrase."""
    odds = [
        (weights[STRING].scores(phrase.features) + np.max([weights[PLACED].scores(own) for own in places], axis=0)) / 2
        for phrase, places in zip(phrases, placed, strict=True)
    ]
    table = np.array(odds, dtype=np.float64).reshape(-1, len(weights[STRING].classes))
    return 1.0 / (1.0 + np.exp(-np.clip(table, -30.0, 30.0)))

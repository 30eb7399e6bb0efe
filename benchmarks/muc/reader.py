"""Weights → templates and role fillers of a report: the whole chain, and how its models are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from muc.filling import Fills, Table, choose_fills
from muc.reading import Report, report_features
from muc.templates import (
    Filled,
    Thresholds,
    Weights,
    about_features,
    incident_types,
    write_templates,
)
from transforms.linear_model import LinearModel, load_model
from transforms.role_model.phrases import Phrase, read_phrases
from transforms.training.muc4 import ROLES

SHIPPED = Path(__file__).parent / "weights"
MODELS = (
    "incident roles incident_of stage category confidence weapon_type unnamed_weapon target_type "
    "target_effect victim_type victim_effect day country place same_incident"
).split()
# Where F was highest in cross-validation on the development messages.
TEMPLATE_ROLES = dict(zip(ROLES, (0.2, 0.3, 0.2, 0.15, 0.25, 0.15), strict=True))
ENTITY_ROLES = dict(zip(ROLES, (0.2, 0.3, 0.2, 0.15, 0.2, 0.2), strict=True))

OPERATING_POINT = Thresholds()


def load_weights(folder: Path = SHIPPED) -> Weights:
    """Raises LinearModelError where one is missing or damaged."""
    return {name: load_model(name, folder) for name in MODELS}


@dataclass(frozen=True, eq=False)
class Judged:
    """A report's phrases with what the models say of each: a row of the table for each phrase."""

    report: Report
    about: dict[str, float]
    phrases: tuple[Phrase, ...]
    table: Table


def probabilities(model: LinearModel, rows: Iterable[Sequence[str]]) -> Table:
    odds = np.array([model.scores(row) for row in rows], dtype=np.float64).reshape(-1, len(model.classes))
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))


def judge(report: Report, weights: Weights) -> Judged:
    about = weights["incident"].probabilities(report_features(report))
    phrases = read_phrases(report.scenes, words=True, about=about_features(about))
    table = probabilities(weights["roles"], (phrase.features for phrase in phrases))
    return Judged(report, about, tuple(phrases), table)


def read_templates(judged: Judged, weights: Weights, at: Thresholds = OPERATING_POINT) -> list[Filled]:
    types = incident_types(judged.about, at)
    if not types:
        return []
    fills = choose_fills(judged.report, judged.phrases, judged.table, at.roles or TEMPLATE_ROLES)
    return write_templates(judged.report, fills, types, weights, at)


def read_entities(judged: Judged) -> Fills:
    """Role fillers of the whole report, whatever their incident."""
    return choose_fills(judged.report, judged.phrases, judged.table, ENTITY_ROLES)

"""Weights → templates and role fillers of a report: the whole chain, and how its models are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from muc.about import about_report
from muc.contexts import read_context
from muc.encoder import load_encoder
from muc.filling import Fills, Table, choose_fills
from muc.network import Network, load_network
from muc.reading import Report
from muc.roles import NETWORK, judge_phrases, linear_odds, placed_features, show
from muc.templates import (
    Filled,
    Thresholds,
    Weights,
    about_features,
    incident_types,
    write_templates,
)
from transforms.linear_model import load_model
from transforms.role_model.phrases import Phrase, read_phrases
from transforms.training.muc4 import ROLES

SHIPPED = Path(__file__).parent / "weights"
MODELS = (
    "incident roles roles_placed incident_of stage category confidence weapon_type unnamed_weapon target_type "
    "target_effect victim_type victim_effect day country place same_incident"
).split()
# In cross-validation on the development messages: the middle of where F was highest for each role.
TEMPLATE_ROLES = dict(zip(ROLES, (0.2, 0.3, 0.175, 0.225, 0.25, 0.25), strict=True))
ENTITY_ROLES = dict(zip(ROLES, (0.15, 0.2, 0.15, 0.175, 0.2, 0.2), strict=True))

OPERATING_POINT = Thresholds()


@dataclass(frozen=True, eq=False)
class Learned:
    """All that `learning` makes: linear models by name, and the network over the encoder."""

    weights: Weights
    network: Network


def load_learned(folder: Path = SHIPPED) -> Learned:
    """Raises LinearModelError where one is missing or damaged."""
    return Learned({name: load_model(name, folder) for name in MODELS}, load_network(NETWORK, folder))


@dataclass(frozen=True, eq=False)
class Judged:
    """A report's phrases with what the models say of each: a row of the table for each phrase."""

    report: Report
    about: dict[str, float]
    phrases: tuple[Phrase, ...]
    table: Table


def judge(report: Report, learned: Learned) -> Judged:
    about = learned.weights["incident"].probabilities(about_report(report))
    facts = about_features(about)
    phrases = read_phrases(report.scenes, words=True, about=facts)
    odds = linear_odds(phrases, [placed_features(phrase, facts) for phrase in phrases], learned.weights)
    shown = show(read_context(report, load_encoder()), phrases, odds, about)
    return Judged(report, about, tuple(phrases), judge_phrases(odds, shown, learned.network))


def read_templates(judged: Judged, weights: Weights, at: Thresholds = OPERATING_POINT) -> list[Filled]:
    types = incident_types(judged.about, at)
    if not types:
        return []
    fills = choose_fills(judged.report, judged.phrases, judged.table, at.roles or TEMPLATE_ROLES)
    return write_templates(judged.report, fills, types, weights, at)


def read_entities(judged: Judged) -> Fills:
    """Role fillers of the whole report, whatever their incident."""
    return choose_fills(judged.report, judged.phrases, judged.table, ENTITY_ROLES)

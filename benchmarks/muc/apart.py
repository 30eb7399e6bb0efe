"""Samples → each as judged by models that have not seen it, and those models fitted to all of them.

What comes after the first look at the phrases (`learning`) must be learned from verdicts as good as those that it will
be given, not from those on what was learned by heart. Cross-validation scores them too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from muc.about import about_report
from muc.contexts import read_context
from muc.encoder import load_encoder
from muc.filling import Table
from muc.key import TYPES, first_of
from muc.network import Network
from muc.network_fitting import Course, fit_network
from muc.reading import Report
from muc.roles import (
    NETWORK,
    PLACED,
    STRING,
    Features,
    Odds,
    Shown,
    judge_phrases,
    linear_odds,
    placed_features,
    show,
)
from muc.templates import RELEVANT, Weights, about_features
from transforms.linear_model import LinearModel
from transforms.role_model.phrases import Phrase, read_phrases
from transforms.training.fitting import Recipe, Row, fit
from transforms.training.muc4 import ROLES, Template, compared, strings_by_role

FOLDS = 3
VERSION = "1"
INCIDENT = Recipe(strength=20.0, min_rows=3, unit_length=True, negligible=0.05)
ROLE = Recipe(strength=12.0, min_rows=4, unit_length=True, negligible=0.08)
ROLE_PLACED = Recipe(strength=8.0, min_rows=4, unit_length=True, negligible=0.08)
COURSE = Course()


@dataclass(frozen=True, eq=False)
class Sample:
    """A report with its key."""

    report: Report
    templates: Sequence[Template]

    @property
    def fold(self) -> int:
        return hashlib.sha256(self.report.message.id.encode()).digest()[0] % FOLDS


@dataclass(frozen=True, eq=False)
class Prepared:
    """A sample with its phrases and what it is about; `placed`: for each phrase the features of each of its places."""

    sample: Sample
    about: dict[str, float]
    phrases: Sequence[Phrase]
    placed: Sequence[Sequence[Features]]

    @property
    def fold(self) -> int:
        return self.sample.fold


@dataclass(frozen=True, eq=False)
class Seen(Prepared):
    """`odds`: of the linear models; `shown`: to the network."""

    odds: Odds
    shown: Shown


@dataclass(frozen=True, eq=False)
class Read(Seen):
    """`first`: the probabilities of its phrases."""

    first: Table


class InFold(Protocol):
    @property
    def fold(self) -> int: ...


One = TypeVar("One", bound=InFold)
Model = TypeVar("Model")
Verdict = TypeVar("Verdict")


def read_apart(samples: Sequence[Sample]) -> list[Read]:
    """In the order of the samples."""
    prepared = _each_apart(samples, fit_incident, _prepare)
    return _each_apart(_each_apart(prepared, fit_roles, _see), fit_over_encoder, _read)


def _each_apart(
    ones: Sequence[One], fit_to: Callable[[Sequence[One]], Model], judge: Callable[[One, Model], Verdict]
) -> list[Verdict]:
    """What the model of the other folds makes of each."""
    models = [fit_to([one for one in ones if one.fold != fold]) for fold in range(FOLDS)]
    return [judge(one, models[one.fold]) for one in ones]


def _prepare(sample: Sample, incident: LinearModel) -> Prepared:
    about = incident.probabilities(about_report(sample.report))
    facts = about_features(about)
    phrases = read_phrases(sample.report.scenes, words=True, about=facts)
    return Prepared(sample, about, phrases, [placed_features(phrase, facts) for phrase in phrases])


def _see(one: Prepared, weights: Weights) -> Seen:
    odds = linear_odds(one.phrases, one.placed, weights)
    shown = show(read_context(one.sample.report, load_encoder()), one.phrases, odds, one.about)
    return Seen(one.sample, one.about, one.phrases, one.placed, odds, shown)


def _read(one: Seen, network: Network) -> Read:
    first = judge_phrases(one.odds, one.shown, network)
    return Read(one.sample, one.about, one.phrases, one.placed, one.odds, one.shown, first)


def fit_incident(samples: Sequence[Sample]) -> LinearModel:
    rows = [
        Row(
            about_report(sample.report),
            {RELEVANT if sample.templates else "", *(first_of(v) for t in sample.templates for v in t["inc_type"])},
        )
        for sample in samples
    ]
    return fit("incident", VERSION, rows, (RELEVANT, *TYPES), INCIDENT)


def fit_roles(read: Sequence[Prepared]) -> Weights:
    """The model of strings and that of their places; the places of a string count as much as its root together."""
    strings, places = [], []
    for one in read:
        key = strings_by_role(one.sample.templates)
        for phrase, placed in zip(one.phrases, one.placed, strict=True):
            roles = _roles_of(phrase, key)
            strings.append(Row(phrase.features, roles))
            places += [Row(features, roles, len(placed) ** -0.5) for features in placed]
    return {
        STRING: fit(STRING, VERSION, strings, ROLES, ROLE),
        PLACED: fit(PLACED, VERSION, places, ROLES, ROLE_PLACED),
    }


def fit_over_encoder(read: Sequence[Seen]) -> Network:
    """The network, by the phrases that linear models which have not seen them do not rule out."""
    rows, owners = [], []
    truth: list[list[bool]] = []
    for one in read:
        key = strings_by_role(one.sample.templates)
        owners.append(one.shown.owners + len(truth))
        rows.append(one.shown.rows)
        truth += [[role in _roles_of(one.phrases[place], key) for role in ROLES] for place in one.shown.phrases]
    shown = np.concatenate([part for part in rows if len(part)])
    return fit_network(NETWORK, ROLES, shown, np.concatenate(owners), np.array(truth), COURSE)


def _roles_of(phrase: Phrase, key: Mapping[str, set[str]]) -> set[str]:
    text = compared(phrase.text)
    return {role for role in ROLES if text in key[role]}

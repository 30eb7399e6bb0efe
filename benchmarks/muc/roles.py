"""Phrases of a report → how likely each fills each slot, by three models that are taken together.

One judges a string by all its places in the report at once, another each place by itself, the best of which counts:
a name that stands in ten places has features of all ten, and the place that tells may be lost among them. Phrases that
these two do not rule out are judged by a network too, which sees each place as the encoder does, and their verdicts.
The probability is that of the mean of the log-odds.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muc.contexts import Context
from muc.filling import Table
from muc.network import Network
from muc.surroundings import surrounding_features
from transforms.linear_model import LinearModel
from transforms.role_model.phrases import LATEST, Phrase, Placed

STRING, PLACED, NETWORK = "roles", "roles_placed", "roles_network"
# Log-odds of its likeliest role up to which a phrase is not shown to the network: one in 250.
RULED_OUT = -5.5
# How much the network's log-odds count beside the mean of the two linear models'.
SHARE = 0.5
# Log-odds between which those models' verdicts are told apart by the network, and what they are divided by.
VERDICTS, STEP = (-8.0, 4.0), 2.0
SURE = 0.99

Features = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Odds:
    """Log-odds by the linear models: of each phrase, and for each phrase of each of its places."""

    strings: Table
    places: Sequence[Table]

    @property
    def both(self) -> Table:
        best = np.array([rows.max(axis=0) for rows in self.places]).reshape(self.strings.shape)
        both: Table = (self.strings + best) / 2
        return both


@dataclass(frozen=True, eq=False)
class Shown:
    """What the network sees: a row for each place of a phrase that is not ruled out.

    `phrases`: which phrases these are; `owners`: which of those each row belongs to.
    """

    phrases: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]
    rows: npt.NDArray[np.float16]


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


def linear_odds(
    phrases: Sequence[Phrase], placed: Sequence[Sequence[Features]], weights: Mapping[str, LinearModel]
) -> Odds:
    """`placed`: features of the places of each phrase."""
    strings = [weights[STRING].scores(phrase.features) for phrase in phrases]
    places = [np.array([weights[PLACED].scores(own) for own in features], np.float64) for features in placed]
    return Odds(np.array(strings, np.float64).reshape(-1, len(weights[STRING].classes)), places)


def show(context: Context, phrases: Sequence[Phrase], odds: Odds, about: Mapping[str, float]) -> Shown:
    """`about`: how likely the report tells of an incident, and of each type."""
    likely = np.flatnonzero(odds.both.max(axis=1, initial=-np.inf) > RULED_OUT)
    told = np.clip(np.array(list(about.values())), 1 - SURE, SURE)
    whole = np.log(told / (1 - told))
    rows, owners = [], []
    for owner, place in enumerate(likely.tolist()):
        for placed, verdict in zip(phrases[place].places, odds.places[place], strict=True):
            verdicts = np.clip(np.append(odds.strings[place], verdict), *VERDICTS) / STEP
            rows.append(np.concatenate([context.numbers_of(placed), verdicts, whole]).astype(np.float16))
            owners.append(owner)
    return Shown(likely, np.array(owners, np.int64), np.array(rows, np.float16))


def judge_phrases(odds: Odds, shown: Shown, network: Network) -> Table:
    """Probabilities: a row for each phrase, a column for each role."""
    table = odds.both
    if len(shown.phrases):
        best = np.full((len(shown.phrases), table.shape[1]), -np.inf)
        np.maximum.at(best, shown.owners, network.scores(shown.rows))
        table[shown.phrases] = SHARE * best + (1 - SHARE) * table[shown.phrases]
    return 1.0 / (1.0 + np.exp(-np.clip(table, -30.0, 30.0)))

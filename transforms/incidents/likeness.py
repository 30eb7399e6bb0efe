"""How strongly two mentions speak of one happening: evidence weighed with what was learned, in log-odds.

Positive speaks for one happening, negative for two, in the manner of Fellegi and Sunter's record linkage (1969).
Some conflicts forbid the pair outright, whatever else agrees.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from transforms.incidents.evidence import (
    PEOPLE,
    WORDING,
    Evidence,
    are_placed,
    compare_days,
    compare_kinds,
    compare_people,
    compare_places,
    compare_sides,
    compare_tolls,
    compare_weapons,
    compare_words,
    day_gap,
    weigh,
)
from transforms.incidents.traits import ABSENT, Bools, Floats, Ints, Traits
from transforms.linear_model import load_model

FORBIDDEN = -np.inf
MODEL, SAME = "linking", "same"
MAX_GAP_DAYS = 2  # a day for the time zone, a day for "overnight"
REACH_DAYS = 30  # beyond this two accounts never meet, whoever is named in both
FORBIDDEN_KM, BORDER_KM = 150.0, 50.0
PROVINCE = 3  # geo_precision of a province: its coordinates are good enough to forbid by
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Weights:
    """Log-odds by name of evidence, and those from which two accounts are taken for one happening."""

    bias: float
    of: Mapping[str, float]
    link_at: float

    def most(self, names: tuple[str, ...]) -> float:
        """The most that these can add to a pair."""
        return sum(max(0.0, self.of[name]) for name in names)


@cache
def load_weights() -> Weights:
    """The shipped weights. Raises LinearModelError if they are missing or damaged."""
    model = load_model(MODEL)
    chance = model.thresholds[SAME]
    weights = dict(zip(model.features, model.weights[:, 0].astype(float).tolist(), strict=True))
    return Weights(float(model.bias[0]), weights, math.log(chance / (1 - chance)))


def score_pairs(traits: Traits, left: Ints, right: Ints) -> Floats:
    """Log-odds of each pair `left[k]`, `right[k]`; `FORBIDDEN` where the two cannot be one happening.

    `left[k] < right[k]`: the right one is the later report. Texts are read only where they can decide.
    """
    weights = load_weights()
    points = weights.bias + weigh(compare_coded(traits, left, right), weights.of, len(left))
    points[_are_forbidden(traits, left, right)] = FORBIDDEN
    for names, compare in ((WORDING, compare_words), (PEOPLE, compare_people)):
        most = weights.most(PEOPLE) + (weights.most(WORDING) if names is WORDING else 0.0)
        open_ = np.flatnonzero(points + most > weights.link_at)
        points[open_] += weigh(compare(traits, left[open_], right[open_]), weights.of, len(open_))
    return points


def compare_coded(traits: Traits, left: Ints, right: Ints) -> Evidence:
    """Evidence of the coded columns alone."""
    return {
        **compare_days(traits, left, right),
        **compare_places(traits, left, right, distances(traits, left, right)),
        **compare_kinds(traits, left, right),
        **compare_sides(traits, left, right),
        **compare_weapons(traits, left, right),
        "in_one_article": (traits.article[left] == traits.article[right]) & ~_are_told_alike(traits, left, right),
        **compare_tolls("killed", traits.killed, left, right),
        **compare_tolls("injured", traits.injured, left, right),
        **compare_tolls("abducted", traits.abducted, left, right),
    }


def compare_all(traits: Traits, left: Ints, right: Ints) -> Evidence:
    """All evidence of each pair, texts included."""
    told = compare_words(traits, left, right) | compare_people(traits, left, right)
    return compare_coded(traits, left, right) | told


def _are_forbidden(traits: Traits, left: Ints, right: Ints) -> Bools:
    """Too long or too far apart, or in two countries away from a border."""
    km = distances(traits, left, right)
    precision = np.maximum(traits.geo_precision[left], traits.geo_precision[right])
    far = are_placed(traits, left, right) & (precision <= PROVINCE) & (km > FORBIDDEN_KM)
    far &= ~((traits.admin1[left] == traits.admin1[right]) & (traits.admin1[left] != ABSENT))
    abroad = (traits.country[left] != traits.country[right]) & ~(km <= BORDER_KM)
    abroad &= (traits.country[left] != ABSENT) & (traits.country[right] != ABSENT)
    late = day_gap(traits, left, right) > REACH_DAYS
    forbidden: Bools = late | far | abroad
    return forbidden


def _are_told_alike(traits: Traits, left: Ints, right: Ints) -> Bools:
    """Same day, place, kind, parties and toll: one article's two accounts of one happening."""
    alike: Bools = (traits.first_day[left] == traits.first_day[right]) & (traits.place[left] == traits.place[right])
    alike &= (traits.actor[left] == traits.actor[right]) & (traits.target[left] == traits.target[right])
    alike &= traits.kind[left] == traits.kind[right]
    killed, injured = traits.killed[:, 1], traits.injured[:, 1]
    alike &= _agree(killed, left, right) & _agree(injured, left, right)
    alike &= traits.place[left] != ABSENT
    return alike


def _agree(figure: Floats, left: Ints, right: Ints) -> Bools:
    agreed: Bools = (figure[left] == figure[right]) | (np.isnan(figure[left]) & np.isnan(figure[right]))
    return agreed


def distances(traits: Traits, left: Ints, right: Ints) -> Floats:
    """Great-circle kilometres of each pair; NaN where either has no coordinates."""
    lat = np.radians(traits.latitude)
    lon = np.radians(traits.longitude)
    half_lat, half_lon = (lat[left] - lat[right]) / 2, (lon[left] - lon[right]) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(lat[left]) * np.cos(lat[right]) * np.sin(half_lon) ** 2
    distance: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return distance

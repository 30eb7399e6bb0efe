"""Open gold of one country's shootings, and what a desk would say → the weights that link mentions.

Each pair of accounts near enough to be looked at is a row; it is one happening if the coders gave both articles the
same incident. The weights start from a prior, what a person who links by hand would say in log-odds, and the gold
moves them as far as it has evidence (a Gaussian prior; Gelman et al. 2008). It knows shootings of one country, so what
only other violence can teach keeps the prior: kinds, organised sides, weapons, and tolls that rise from day to day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit

from transforms.bring import article_frame
from transforms.extract import extract_articles
from transforms.incidents.candidates import find_candidates
from transforms.incidents.likeness import MODEL, SAME, compare_all
from transforms.incidents.traits import read_traits
from transforms.linear_model import LinearModel
from transforms.texts import read_texts
from transforms.training import Sources, Trained
from transforms.training.parts import is_set_aside

Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

# The more, the less a weight leaves its prior: one standard deviation of it is 1/√STRENGTH points.
STRENGTH = 3.0
# The chance from which two accounts are linked.
CHANCE = 0.5
PRIOR_BIAS = -6.0
PRIOR: Mapping[str, float] = MappingProxyType(
    {
        "day_same": 2.0,
        "day_1_apart": 0.3,
        "day_2_apart": -2.0,
        "day_3_to_7_apart": -3.0,
        "day_8_apart": -4.0,
        "undated_same_day": 1.2,
        "undated_1_day": 1.0,
        "undated_2_to_3_days": 0.6,
        "undated_4_to_7_days": -0.1,
        "undated_8_to_14_days": -1.5,
        "undated_15_to_30_days": -2.0,
        "undated_31_days": -4.0,
        "span_of_same_start": 1.2,
        "span_holds_day": 0.5,
        "span_near": -2.0,
        "span_apart": -4.0,
        "place_same": 3.0,
        "place_within_10_km": 2.5,
        "place_within_30_km": 1.0,
        "place_within_60_km": -0.5,
        "place_within_150_km": -3.0,
        "place_beyond_150_km": -3.0,
        "place_of_other_name": -1.5,
        "province_same": 1.0,
        "province_other": -2.5,
        "place_unknown": -1.0,
        "place_across_border": -1.0,
        "kind_same": 0.8,
        "kind_of_same_type": 0.2,
        "kind_other": -0.3,
        "kind_foreign": -1.5,
        "side_same": 0.8,
        "side_same_loosely": 0.2,
        "side_other": -1.0,
        "sides_swapped": -0.2,
        "weapon_same": 0.3,
        "weapon_other": -0.4,
        "in_one_article": -6.0,
        "wording_over_0.0": 0.8,
        "wording_over_0.05": 1.2,
        "wording_over_0.1": 1.5,
        "wording_over_0.15": 1.5,
        "wording_over_0.2": 1.0,
        "wording_over_0.25": 1.0,
        "wording_over_0.3": 1.0,
        "wording_over_0.4": 0.0,
        "person_shared": 3.0,
        "persons_shared": 1.0,
        "age_shared": 0.5,
        "ages_shared": 0.5,
        "ages_differ": -0.5,
    }
    | {
        f"{what}_{how}": points * share
        for what, share in (("killed", 1.0), ("injured", 0.6), ("abducted", 0.6))
        for how, points in (
            ("same_none", 0.1),
            ("same_one", 0.4),
            ("same_two", 0.7),
            ("same_3_to_7", 1.0),
            ("same_8", 1.8),
            ("overlaps", 0.2),
            ("risen", -0.65),
            ("fallen", -1.3),
            ("told_by_one", 0.0),
        )
    }
)

KEPT = (
    "in_one_article",
    "place_within_30",
    "place_within_60",
    "place_within_150",
    "kind_",
    "side",
    "weapon_",
    "abducted_",
    "killed_risen",
    "killed_fallen",
    "injured_risen",
    "injured_fallen",
)
# More of the same can only speak for one happening.
RISING = ("wording_", "person_", "persons_", "age_", "ages_shared")


@dataclass(frozen=True, eq=False)
class Rows:
    """Evidence of pairs, a column for each name of `PRIOR`, and whether each pair is one happening."""

    evidence: Floats
    is_one: Truth


def train(sources: Sources) -> Trained:
    """Weights fitted to the pairs of GVA's tuned articles; the articles set aside are never read."""
    rows = read_pairs(sources.gold_file("gva", "open.jsonl"))
    weights, bias = fit(rows)
    pairs = f"{len(rows.is_one)} pairs, {rows.is_one.sum()} of one happening"
    about = {
        "trained on": f"GVA, open part, two of three articles: {pairs}",
        "prior": "log-odds as a desk would set them; what GVA never shows keeps them",
    }
    model = LinearModel(
        name=MODEL,
        version="1",
        classes=(SAME,),
        features=tuple(PRIOR),
        weights=weights[:, None].astype(np.float32),
        bias=np.array([bias], dtype=np.float32),
        thresholds={SAME: CHANCE},
        about=about,
    )
    seen = (rows.evidence != 0).sum(axis=0), (rows.evidence[rows.is_one] != 0).sum(axis=0)
    lines = zip(PRIOR, PRIOR.values(), weights.tolist(), *(counts.tolist() for counts in seen), strict=True)
    table = [f"{name}: {prior:+.1f} -> {weight:+.2f}, {one} of {all_}" for name, prior, weight, all_, one in lines]
    return Trained([model], [*table, f"bias: {PRIOR_BIAS:+.1f} -> {bias:+.2f}"])


def read_pairs(path: Path) -> Rows:
    """Pairs of the tuned articles, by the accounts that the articles are about."""
    incidents = _read_incidents(path)
    articles = [article for article in read_texts(path)[0] if article.url in incidents]
    found = extract_articles(articles)
    first = found.mentions.sort_values("rank", kind="stable").drop_duplicates("article_id")
    return pair_up(first, article_frame(articles), incidents)


def pair_up(mentions: pd.DataFrame, articles: pd.DataFrame, incidents: Mapping[str, str]) -> Rows:
    """Candidate pairs of `mentions`, one an article; `incidents` says by URL which happening an article is about."""
    traits = read_traits(mentions, articles[["article_id", "title", "text"]], set())
    incident = dict(zip(mentions["mention_id"], mentions["url"].map(incidents), strict=True))
    truth = np.array([incident[mention] for mention in traits.mention_id])
    everyone = np.ones(len(traits), dtype=bool)
    found = [np.column_stack(pair) for pair in find_candidates(traits, everyone)]
    left, right = np.unique(np.concatenate(found), axis=0).T
    evidence = compare_all(traits, left, right)
    return Rows(np.column_stack([evidence[name] for name in PRIOR]).astype(np.float64), truth[left] == truth[right])


def fit(rows: Rows) -> tuple[Floats, float]:
    """Weights and bias that make the rows and the prior together likeliest."""
    prior = np.array([PRIOR_BIAS, *PRIOR.values()])
    columns = np.column_stack([np.ones(len(rows.is_one)), rows.evidence])
    sign = np.where(rows.is_one, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (columns @ weights)
        moved = weights - prior
        value = np.logaddexp(0.0, -margin).sum() + STRENGTH / 2 * moved @ moved
        return float(value), STRENGTH * moved - columns.T @ (sign * expit(-margin))

    bounds = [(None, None), *(_bounds(name, points) for name, points in PRIOR.items())]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000})
    return np.round(found.x[1:], 3), round(float(found.x[0]), 3)


def _bounds(name: str, points: float) -> tuple[float | None, float | None]:
    if name.startswith(KEPT):
        return points, points
    return (0.0 if name.startswith(RISING) else None), None


def _read_incidents(path: Path) -> dict[str, str]:
    """The incident of each tuned article, by URL."""
    with path.open(encoding="utf-8") as file:
        told = {row["url"]: str(row["gold"]["incident"]) for row in map(json.loads, file)}
    return {url: incident for url, incident in told.items() if not is_set_aside(incident)}

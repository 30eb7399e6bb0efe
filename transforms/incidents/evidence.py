"""Pairs of mentions → what speaks for one happening or for two, as named columns of numbers.

Nearly all are 1 where the name holds of the pair and 0 elsewhere; what is not reported is 0 in every column. The
weights are learned (`transforms.training.linking`); `docs/linking.md` tells them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from transforms.incidents.traits import ABSENT, KINDS, Bools, Floats, Ints, Traits
from transforms.schema import EVENT_TYPE_OF

Evidence = dict[str, Floats | Bools]

# Upper ends of the bands that a number falls into, with the name of each; the last band is open.
_DAYS = ((0, "day_same"), (1, "day_1_apart"), (2, "day_2_apart"), (7, "day_3_to_7_apart"), (None, "day_8_apart"))
_UNDATED = (
    (0, "undated_same_day"),
    (1, "undated_1_day"),
    (3, "undated_2_to_3_days"),
    (7, "undated_4_to_7_days"),
    (14, "undated_8_to_14_days"),
    (30, "undated_15_to_30_days"),
    (None, "undated_31_days"),
)
_KILOMETRES = (
    (10, "place_within_10_km"),
    (30, "place_within_30_km"),
    (60, "place_within_60_km"),
    (150, "place_within_150_km"),
    (None, "place_beyond_150_km"),
)
_TOLLS = ((0, "same_none"), (1, "same_one"), (2, "same_two"), (7, "same_3_to_7"), (None, "same_8"))
_COSINES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
SAME_NAME_KM = 60.0  # further apart, two places of one name are two
EXACT_PRECISIONS = 2  # geo_precision 1 and 2 name a settlement
MAX_RATIO = 2.5  # logarithm of the tolls' ratio: from twelve times on, more says no more
NEUTRAL_COSINE = 0.08  # words of a text that is unknown: as likely of one happening as of two

WORDING = tuple(f"wording_over_{low}" for low in _COSINES[:-1])
PEOPLE = ("person_shared", "persons_shared", "age_shared", "ages_shared", "ages_differ")

_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_CROWDED = frozenset({"Protests", "Riots"})
_CROWD_VIOLENCE = frozenset({"Excessive force against protesters", "Mob violence", "Violent demonstration"})
_SEIZURE = "Abduction/forced disappearance"
_KIND_NAMES = ("kind_same", "kind_of_same_type", "kind_other", "kind_foreign")


def compare_days(traits: Traits, left: Ints, right: Ints) -> Evidence:
    """Days between two told days; how two spans lie; days between the reports where one tells no day."""
    first_left, first_right = traits.first_day[left], traits.first_day[right]
    last_left, last_right = traits.last_day[left], traits.last_day[right]
    gap = day_gap(traits, left, right)
    dated = traits.is_dated[left] & traits.is_dated[right]
    exact = dated & (first_left == last_left) & (first_right == last_right)
    vague = dated & ~exact
    same_start = np.abs(first_left - first_right) <= 1
    found = _bands(np.abs(first_left - first_right), exact, _DAYS)
    found |= _bands(np.abs(last_left - last_right), ~dated, _UNDATED)
    found["span_of_same_start"] = vague & (gap <= 0) & same_start
    found["span_holds_day"] = vague & (gap <= 0) & ~same_start
    found["span_near"] = vague & (gap > 0) & (gap <= 2)
    found["span_apart"] = vague & (gap > 2)
    return found


def day_gap(traits: Traits, left: Ints, right: Ints) -> Ints:
    """Days from the end of the earlier span to the start of the later one; 0 or less where they overlap."""
    later: Ints = np.maximum(traits.first_day[left], traits.first_day[right])
    return later - np.minimum(traits.last_day[left], traits.last_day[right])


def compare_places(traits: Traits, left: Ints, right: Ints, km: Floats) -> Evidence:
    """By distance where both name a settlement, else by province; nothing is said where one has no place."""
    precision = np.maximum(traits.geo_precision[left], traits.geo_precision[right])
    known = are_placed(traits, left, right)
    settlements = known & (precision <= EXACT_PRECISIONS)
    same = settlements & (traits.place[left] == traits.place[right]) & ~(km > SAME_NAME_KM)
    abroad = _differ(traits.country, left, right)
    with_province = (traits.admin1[left] != ABSENT) & (traits.admin1[right] != ABSENT) & ~settlements & ~abroad
    same_province = traits.admin1[left] == traits.admin1[right]
    found = _bands(km, settlements & ~same & ~np.isnan(km) & ~abroad, _KILOMETRES)
    found["place_same"] = same & ~abroad
    found["place_of_other_name"] = settlements & ~same & np.isnan(km) & ~abroad
    found["province_same"] = with_province & same_province
    found["province_other"] = with_province & ~same_province
    found["place_unknown"] = ~settlements & ~with_province & ~abroad
    found["place_across_border"] = abroad
    return found


def are_placed(traits: Traits, left: Ints, right: Ints) -> Bools:
    placed: Bools = (traits.geo_precision[left] > 0) & (traits.geo_precision[right] > 0)
    return placed


def compare_kinds(traits: Traits, left: Ints, right: Ints) -> Evidence:
    """Sub-event types: the same, of one event type, both violent or both of crowds, or foreign to each other."""
    codes = _kind_table()[traits.kind[left], traits.kind[right]]
    return {name: codes == code for code, name in enumerate(_KIND_NAMES)}


@cache
def _kind_table() -> Ints:
    return np.array([[_KIND_NAMES.index(_kind_of_pair(one, other)) for other in KINDS] for one in KINDS])


def _kind_of_pair(one: str, other: str) -> str:
    if one == other:
        return "kind_same"
    if _SEIZURE in {one, other}:
        return "kind_foreign"
    families = {EVENT_TYPE_OF[one], EVENT_TYPE_OF[other]}
    if len(families) == 1:
        return "kind_of_same_type"
    if families <= _VIOLENT or families <= _CROWDED:
        return "kind_other"
    if families <= _VIOLENT | _CROWDED and {one, other} & _CROWD_VIOLENCE:
        return "kind_other"
    return "kind_foreign"


def compare_sides(traits: Traits, left: Ints, right: Ints) -> Evidence:
    """How many sides agree, as reported or crosswise: in a clash each newsroom names another side first.

    A side that is no organisation ("civilians") agrees loosely, and is never another.
    """
    actor = (traits.actor, traits.is_actor_organised)
    target = (traits.target, traits.is_target_organised)

    def compare(one: tuple[Ints, Bools], other: tuple[Ints, Bools]) -> Floats:
        known = (one[0][left] != ABSENT) & (other[0][right] != ABSENT)
        same = known & (one[0][left] == other[0][right])
        firm = one[1][left] & other[1][right]
        return np.column_stack([same & firm, same & ~firm, known & ~same & firm]).astype(np.float64)

    straight = compare(actor, actor) + compare(target, target)
    crosswise = compare(actor, target) + compare(target, actor)
    swapped = crosswise @ _WORTH > straight @ _WORTH + 0.2
    chosen = np.where(swapped[:, None], crosswise, straight)
    return {
        "side_same": chosen[:, 0],
        "side_same_loosely": chosen[:, 1],
        "side_other": chosen[:, 2],
        "sides_swapped": swapped,
    }


# Which way round two accounts' sides are compared: the one that agrees more.
_WORTH = np.array([0.8, 0.2, -1.0])


def compare_weapons(traits: Traits, left: Ints, right: Ints) -> Evidence:
    known = (traits.weapon[left] != ABSENT) & (traits.weapon[right] != ABSENT)
    same = traits.weapon[left] == traits.weapon[right]
    return {"weapon_same": known & same, "weapon_other": known & ~same}


def compare_tolls(name: str, figures: Floats, left: Ints, right: Ints) -> Evidence:
    """Two figures of people; the right one is the later: a toll that rises is not one that falls."""
    one, other = figures[left], figures[right]
    reported = ~np.isnan(one[:, 1]) & ~np.isnan(other[:, 1])
    equal = reported & (one[:, 1] == other[:, 1])
    overlap = reported & ~equal & (one[:, 0] <= other[:, 2]) & (other[:, 0] <= one[:, 2])
    apart = reported & ~overlap & ~equal
    ratio = np.zeros(len(left))
    ratio[apart] = np.minimum(np.abs(np.log((one[apart, 1] + 1) / (other[apart, 1] + 1))), MAX_RATIO)
    risen = other[:, 1] > one[:, 1]
    found = _bands(one[:, 1], equal, _TOLLS)
    found |= {"overlaps": overlap, "risen": ratio * risen, "fallen": ratio * ~risen}
    found["told_by_one"] = np.isnan(one[:, 1]) != np.isnan(other[:, 1])
    return {f"{name}_{what}": values for what, values in found.items()}


def compare_words(traits: Traits, left: Ints, right: Ints) -> Evidence:
    """Steps of the cosine of the words, each 0 below it, 1 above it and in between within."""
    cosines = traits.told.cosines(left, right)
    silent = ~(traits.told.has_text(left) & traits.told.has_text(right))
    cosines[silent] = NEUTRAL_COSINE
    steps = zip(WORDING, _COSINES[:-1], _COSINES[1:], strict=True)
    return {name: np.clip((cosines - low) / (high - low), 0.0, 1.0) for name, low, high in steps}


def compare_people(traits: Traits, left: Ints, right: Ints) -> Evidence:
    """People named with their age, and ages, that both tell."""
    told = traits.told
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    people = np.array([len(told.people(i) & told.people(j)) for i, j in pairs])
    ages = np.array([len(told.ages(i) & told.ages(j)) for i, j in pairs])
    aged = np.array([bool(told.ages(i) and told.ages(j)) for i, j in pairs], dtype=bool)
    found = (people >= 1, people >= 2, ages >= 1, ages >= 2, aged & (ages == 0))
    return dict(zip(PEOPLE, found, strict=True))


def _bands(values: Floats | Ints, holds: Bools, bands: Sequence[tuple[int | None, str]]) -> Evidence:
    """For each band, whether `holds` and the value lies above the band before and at or below its end."""
    place = np.searchsorted([end for end, _ in bands if end is not None], values, side="left")
    return {name: holds & (place == number) for number, (_, name) in enumerate(bands)}


def _differ(codes: Ints, left: Ints, right: Ints) -> Bools:
    differing: Bools = (codes[left] != ABSENT) & (codes[right] != ABSENT) & (codes[left] != codes[right])
    return differing


def weigh(evidence: Mapping[str, Floats | Bools], weights: Mapping[str, float], size: int) -> Floats:
    """Sum over the columns of value times weight, for each of `size` pairs."""
    points = np.zeros(size)
    for name, values in evidence.items():
        points += weights[name] * values
    return points

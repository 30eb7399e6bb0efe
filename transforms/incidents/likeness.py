"""How strongly two mentions speak of one happening: evidence added up feature by feature.

The points are rounded log-odds, in the manner of Fellegi and Sunter's record linkage (1969): positive
speaks for one happening, negative for two, and what is not reported says nothing. Some conflicts forbid
the pair outright, whatever else agrees; those are what keeps two attacks of one day in one city apart.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from transforms.incidents.traits import ABSENT, KINDS, Bools, Floats, Ints, Traits
from transforms.incidents.wording import cosine
from transforms.schema import EVENT_TYPE_OF

FORBIDDEN = -np.inf
LINK_AT = 4.0  # points from which two accounts are one happening

DAY_SAME, DAY_NEXT, DAY_AFTER_NEXT = 2.0, 0.3, -2.0
DAY_VAGUE, DAY_VAGUE_SAME_START = 0.5, 1.2  # one of the two names only some days, a week or a month
DAY_UNDATED, DAY_UNDATED_SLOPE, DAY_UNDATED_FLOOR = 1.2, -0.25, -2.0  # by the days to or from publication
MAX_GAP_DAYS = 2  # a day for the time zone, a day for "overnight"

PLACE_SAME, PLACE_NEIGHBOUR, PLACE_NEAR, PLACE_APART, PLACE_FAR = 3.0, 2.5, 1.0, -0.5, -3.0
PLACE_OTHER_NAME, PLACE_SAME_ADMIN1, PLACE_OTHER_ADMIN1 = -1.5, 1.0, -2.5
PLACE_UNKNOWN, PLACE_BORDER = -1.0, -1.0
NEIGHBOUR_KM, NEAR_KM, APART_KM, FORBIDDEN_KM, BORDER_KM = 10.0, 30.0, 60.0, 150.0, 50.0
EXACT_PRECISIONS = 2  # geo_precision 1 and 2 name a settlement

KIND_SAME, KIND_SAME_TYPE, KIND_OTHER, KIND_FOREIGN = 0.8, 0.2, -0.3, -1.5
PARTY_SAME, PARTY_SAME_LOOSE, PARTY_OTHER, PARTY_SWAPPED = 0.8, 0.2, -1.0, -0.2
WEAPON_SAME, WEAPON_OTHER = 0.3, -0.4

TOLL_EQUAL = ((0, 0.1), (1, 0.4), (2, 0.7), (3, 1.0), (8, 1.8))  # people: points where both give that figure
TOLL_OVERLAP, TOLL_APART_SLOPE, TOLL_APART_FLOOR = 0.2, -1.3, -3.0  # the slope by the logarithm of the ratio
TOLL_RISEN_SHARE = 0.5  # the later report gives more: tolls rise
KILLED_WEIGHT, INJURED_WEIGHT, ABDUCTED_WEIGHT = 1.0, 0.6, 0.6

TEXT_COSINES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
TEXT_POINTS = (-2.0, -1.2, 0.0, 1.5, 3.0, 5.0, 6.0)

_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_CROWDED = frozenset({"Protests", "Riots"})
_CROWD_VIOLENCE = frozenset({"Excessive force against protesters", "Mob violence", "Violent demonstration"})
_SEIZURE = "Abduction/forced disappearance"


def score_pairs(traits: Traits, left: Ints, right: Ints) -> Floats:
    """Points of each pair `left[k]`, `right[k]`; `FORBIDDEN` where the two cannot be one happening.

    `left[k] < right[k]`: the right one is the later report.
    """
    coded = score_coded(traits, left, right)
    worth = np.flatnonzero(coded > LINK_AT - TEXT_POINTS[-1])
    coded[worth] += _score_texts(traits, left[worth], right[worth])
    return coded


def score_coded(traits: Traits, left: Ints, right: Ints) -> Floats:
    """As `score_pairs`, by the coded columns alone."""
    points = _score_days(traits, left, right) + _score_places(traits, left, right)
    points += _score_kinds(traits, left, right) + _score_parties(traits, left, right)
    points += _score_codes(traits.weapon, left, right, WEAPON_SAME, WEAPON_OTHER)
    points += KILLED_WEIGHT * _score_tolls(traits.killed, left, right)
    points += INJURED_WEIGHT * _score_tolls(traits.injured, left, right)
    points += ABDUCTED_WEIGHT * _score_tolls(traits.abducted, left, right)
    in_one_article = traits.article[left] == traits.article[right]
    points[in_one_article & ~_are_told_alike(traits, left, right)] = FORBIDDEN
    return points


def _score_days(traits: Traits, left: Ints, right: Ints) -> Floats:
    first_left, first_right = traits.first_day[left], traits.first_day[right]
    last_left, last_right = traits.last_day[left], traits.last_day[right]
    gap = np.maximum(first_left, first_right) - np.minimum(last_left, last_right)
    dated = traits.is_dated[left] & traits.is_dated[right]
    exact = dated & (first_left == last_left) & (first_right == last_right)
    decay = np.maximum(DAY_UNDATED_FLOOR, DAY_UNDATED + DAY_UNDATED_SLOPE * np.abs(last_left - last_right))
    same_start = np.abs(first_left - first_right) <= 1
    points = np.where(dated, np.where(same_start, DAY_VAGUE_SAME_START, DAY_VAGUE), decay)
    points[exact] = DAY_SAME
    gap += (gap > 0) & dated & ~exact  # a vague span has its slack already
    points[gap == 1] = DAY_NEXT
    points[gap == MAX_GAP_DAYS] = DAY_AFTER_NEXT
    points[gap > MAX_GAP_DAYS] = FORBIDDEN
    return points


def _score_places(traits: Traits, left: Ints, right: Ints) -> Floats:
    km = _distances(traits, left, right)
    precision = np.maximum(traits.geo_precision[left], traits.geo_precision[right])
    known = (traits.geo_precision[left] > 0) & (traits.geo_precision[right] > 0)
    settlements = known & (precision <= EXACT_PRECISIONS)
    points = np.full(len(left), PLACE_UNKNOWN)
    points += _score_admin1(traits, left, right) * ~settlements
    measured = settlements & ~np.isnan(km)
    bands = np.searchsorted([NEIGHBOUR_KM, NEAR_KM, APART_KM], km[measured])
    points[measured] = np.array([PLACE_NEIGHBOUR, PLACE_NEAR, PLACE_APART, PLACE_FAR])[bands]
    same_name = traits.place[left] == traits.place[right]
    points[settlements & np.isnan(km)] = PLACE_OTHER_NAME
    points[settlements & same_name & ~(km > APART_KM)] = PLACE_SAME
    points[known & (precision <= EXACT_PRECISIONS + 1) & (km > FORBIDDEN_KM) & ~_share_admin1(traits, left, right)] = (
        FORBIDDEN
    )
    abroad = _differ(traits.country, left, right)
    points[abroad] = np.where(km[abroad] <= BORDER_KM, PLACE_BORDER, FORBIDDEN)
    return points


def _score_admin1(traits: Traits, left: Ints, right: Ints) -> Floats:
    """Points over `PLACE_UNKNOWN` where one of the two is no more exact than its province."""
    same, other = PLACE_SAME_ADMIN1 - PLACE_UNKNOWN, PLACE_OTHER_ADMIN1 - PLACE_UNKNOWN
    return _score_codes(traits.admin1, left, right, same, other)


def _share_admin1(traits: Traits, left: Ints, right: Ints) -> Bools:
    shared: Bools = (traits.admin1[left] == traits.admin1[right]) & (traits.admin1[left] != ABSENT)
    return shared


def _score_kinds(traits: Traits, left: Ints, right: Ints) -> Floats:
    points: Floats = _kind_table()[traits.kind[left], traits.kind[right]]
    return points


@cache
def _kind_table() -> Floats:
    return np.array([[_kind_points(one, other) for other in KINDS] for one in KINDS])


def _kind_points(one: str, other: str) -> float:
    if one == other:
        return KIND_SAME
    if _SEIZURE in {one, other}:
        return KIND_FOREIGN
    families = {EVENT_TYPE_OF[one], EVENT_TYPE_OF[other]}
    if len(families) == 1:
        return KIND_SAME_TYPE
    if families <= _VIOLENT or families <= _CROWDED:
        return KIND_OTHER
    if families <= _VIOLENT | _CROWDED and {one, other} & _CROWD_VIOLENCE:
        return KIND_OTHER
    return KIND_FOREIGN


def _score_parties(traits: Traits, left: Ints, right: Ints) -> Floats:
    """Both sides as reported, or crosswise: in a clash each newsroom names another side first."""
    is_actor, is_target = traits.is_actor_organised, traits.is_target_organised

    def compare(one: Ints, firm: Bools, other: Ints, other_firm: Bools) -> Floats:
        known = (one[left] != ABSENT) & (other[right] != ABSENT)
        same = known & (one[left] == other[right])
        organised = firm[left] & other_firm[right]
        points = np.where(same, np.where(organised, PARTY_SAME, PARTY_SAME_LOOSE), 0.0)
        points[known & ~same & organised] = PARTY_OTHER
        return points

    actor, target = traits.actor, traits.target
    straight = compare(actor, is_actor, actor, is_actor) + compare(target, is_target, target, is_target)
    crosswise = compare(actor, is_actor, target, is_target) + compare(target, is_target, actor, is_actor)
    return np.maximum(straight, crosswise + PARTY_SWAPPED)


def _score_tolls(figures: Floats, left: Ints, right: Ints) -> Floats:
    """Points of two tolls; 0 where either is not reported."""
    one, other = figures[left], figures[right]
    points = np.zeros(len(left))
    reported = ~np.isnan(one[:, 1]) & ~np.isnan(other[:, 1])
    overlap = reported & (one[:, 0] <= other[:, 2]) & (other[:, 0] <= one[:, 2])
    points[overlap] = TOLL_OVERLAP
    equal = reported & (one[:, 1] == other[:, 1])
    people, worth = zip(*TOLL_EQUAL, strict=True)
    points[equal] = np.array(worth)[np.searchsorted(people, one[equal, 1], side="right") - 1]
    apart = reported & ~overlap & ~equal
    ratio = np.abs(np.log((one[apart, 1] + 1) / (other[apart, 1] + 1)))
    share = np.where(other[apart, 1] > one[apart, 1], TOLL_RISEN_SHARE, 1.0)
    points[apart] = np.maximum(TOLL_APART_FLOOR, TOLL_APART_SLOPE * ratio) * share
    return points


def _score_texts(traits: Traits, left: Ints, right: Ints) -> Floats:
    """Points of the wording; where both places are known their names are left out, having been compared."""
    points = np.zeros(len(left))
    terms, names = traits.terms, traits.place_words
    for number, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if terms[i] and terms[j]:
            without = names[i] | names[j] if names[i] and names[j] else frozenset()
            points[number] = np.interp(cosine(terms[i], terms[j], without), TEXT_COSINES, TEXT_POINTS)
    return points


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


def _differ(codes: Ints, left: Ints, right: Ints) -> Bools:
    differing: Bools = (codes[left] != ABSENT) & (codes[right] != ABSENT) & (codes[left] != codes[right])
    return differing


def _score_codes(codes: Ints, left: Ints, right: Ints, same: float, other: float) -> Floats:
    known = (codes[left] != ABSENT) & (codes[right] != ABSENT)
    return np.where(known, np.where(codes[left] == codes[right], same, other), 0.0)


def _distances(traits: Traits, left: Ints, right: Ints) -> Floats:
    """Great-circle kilometres; NaN where either has no coordinates."""
    lat = np.radians(traits.latitude)
    lon = np.radians(traits.longitude)
    half_lat, half_lon = (lat[left] - lat[right]) / 2, (lon[left] - lon[right]) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(lat[left]) * np.cos(lat[right]) * np.sin(half_lon) ** 2
    distance: Floats = 2 * 6371.0 * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return distance

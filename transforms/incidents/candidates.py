"""Pairs of mentions worth scoring: near in time in one country, or with a name in common.

Each has its lower member first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain

import numpy as np

from transforms.incidents.likeness import FORBIDDEN_KM, MAX_GAP_DAYS, PROVINCE, REACH_DAYS
from transforms.incidents.traits import ABSENT, Bools, Ints, Traits

# A name shared by more accounts than this in the window blocks nothing: it is a country or a capital.
MAX_BLOCK_OF_NAME = 60
PAIRS_AT_ONCE = 200_000
KM_OF_A_DEGREE = 111.0  # of latitude, a little less than it is

Pairs = Iterator[tuple[Ints, Ints]]


def find_candidates(traits: Traits, frontier: Bools) -> Pairs:
    """Pairs with a member in `frontier`, in portions of some `PAIRS_AT_ONCE`; a pair may come in two of them.

    Two accounts meet within `MAX_GAP_DAYS` in one country; within them if they share a name or a party where one has
    no country; and within `REACH_DAYS` if both name somebody with an age, which outweighs a day that was misread.
    """
    nowhere = traits.country == ABSENT
    yield from _portions(
        chain(
            _by_country(traits, frontier),
            _by_name(traits, nowhere, frontier) if nowhere.any() else (),
            _by_people(traits, frontier),
        ),
        len(traits),
    )


def _portions(pairs: Iterable[tuple[Ints, Ints]], members: int) -> Pairs:
    """The pairs in portions large enough to be worth an array operation, each pair once in a portion."""
    held: list[Ints] = []
    waiting = 0
    for left, right in pairs:
        held.append(left * members + right)
        waiting += len(left)
        if waiting >= PAIRS_AT_ONCE:
            yield _apart(held, members)
            held, waiting = [], 0
    if waiting:
        yield _apart(held, members)


def _apart(held: list[Ints], members: int) -> tuple[Ints, Ints]:
    return np.divmod(np.unique(np.concatenate(held)), members)


def _by_country(traits: Traits, frontier: Bools) -> Pairs:
    for country in np.unique(traits.country[traits.country != ABSENT]):
        members = np.flatnonzero(traits.country == country)
        if frontier[members].any():
            for left, right in _within_window(traits, members, MAX_GAP_DAYS):
                meets = (frontier[left] | frontier[right]) & ~_are_beyond(traits, left, right)
                yield left[meets], right[meets]


def _are_beyond(traits: Traits, left: Ints, right: Ints) -> Bools:
    """Pairs that are forbidden for their latitudes alone: most of a large country, told cheaply."""
    far = np.abs(traits.latitude[left] - traits.latitude[right]) * KM_OF_A_DEGREE > FORBIDDEN_KM
    exact = np.maximum(traits.geo_precision[left], traits.geo_precision[right]) <= PROVINCE
    beyond: Bools = far & exact & ((traits.admin1[left] != traits.admin1[right]) | (traits.admin1[left] == ABSENT))
    return beyond


def _within_window(traits: Traits, members: Ints, days: int) -> Pairs:
    """Pairs of `members` whose days lie at most `days` apart."""
    members = members[np.lexsort((members, traits.first_day[members]))]
    first, last = traits.first_day[members], traits.last_day[members]
    ends = np.searchsorted(first, last + days, side="right")
    counts = np.maximum(ends - np.arange(len(members)) - 1, 0)
    total = np.cumsum(counts)
    start = 0
    while start < len(members):
        stop = max(start + 1, int(np.searchsorted(total, (total[start - 1] if start else 0) + PAIRS_AT_ONCE)))
        portion = counts[start:stop]
        one = np.repeat(np.arange(start, min(stop, len(members))), portion)
        offsets = np.arange(len(one)) - np.repeat(np.cumsum(portion) - portion, portion)
        pair = members[one], members[one + 1 + offsets]
        yield np.minimum(*pair), np.maximum(*pair)
        start = stop


def _by_name(traits: Traits, nowhere: Bools, frontier: Bools) -> Pairs:
    """Pairs with a member of no country that share a name, a figure, an actor or a target."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for member in np.flatnonzero(nowhere).tolist():
        for name in _names(traits, member):
            holders[name].append(member)
    for member in np.flatnonzero(_could_meet(traits, nowhere, frontier) & ~nowhere).tolist():
        for name in _names(traits, member):
            if name in holders:
                holders[name].append(member)
    yield from _sharing(traits, holders, MAX_GAP_DAYS, frontier, nowhere)


def _names(traits: Traits, member: int) -> list[Hashable]:
    parties = {int(traits.actor[member]), int(traits.target[member])} - {ABSENT}
    return [*traits.told.names(member), *sorted(parties)]


def _could_meet(traits: Traits, nowhere: Bools, frontier: Bools) -> Bools:
    """Members that a pair of one of the frontier with one of no country could have, by their days."""
    wanted = frontier | nowhere
    if (nowhere & frontier).any():
        first = traits.first_day[nowhere & frontier].min() - MAX_GAP_DAYS
        last = traits.last_day[nowhere & frontier].max() + MAX_GAP_DAYS
        wanted = wanted | ((traits.last_day >= first) & (traits.first_day <= last))
    return wanted


def _by_people(traits: Traits, frontier: Bools) -> Pairs:
    """Pairs that name somebody of the same name, each with an age."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for member in range(len(traits)):
        for person in traits.told.people(member):
            holders[person].append(member)
    yield from _sharing(traits, holders, REACH_DAYS, frontier, None)


def _sharing(
    traits: Traits, holders: Mapping[Hashable, list[int]], days: int, frontier: Bools, one_of: Bools | None
) -> Pairs:
    """Pairs among the members that hold a name, unless too many do; `one_of` must have a member of each pair."""
    for members in holders.values():
        if len(members) < 2 or not frontier[members].any():
            continue
        for left, right in _within_window(traits, np.array(members, dtype=np.int64), days):
            meets = np.ones(len(left), dtype=bool) if one_of is None else one_of[left] | one_of[right]
            if np.count_nonzero(meets) <= MAX_BLOCK_OF_NAME * len(members):
                meets &= frontier[left] | frontier[right]
                yield left[meets], right[meets]

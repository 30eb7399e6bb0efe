from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.incidents.clustering import Pair, cluster, connected

SIZE = 7
SCORES = st.lists(
    st.one_of(st.just(-math.inf), st.integers(-8, 8).map(float)),
    min_size=SIZE * (SIZE - 1) // 2,
    max_size=SIZE * (SIZE - 1) // 2,
)


def scored(values: list[float]) -> dict[Pair, float]:
    return dict(zip(combinations(range(SIZE), 2), values, strict=True))


def mean(one: list[int], other: list[int], scores: Mapping[Pair, float]) -> float:
    values = [scores[min(i, j), max(i, j)] for i in one for j in other]
    return sum(values) / len(values)


def test_average_link_does_not_chain() -> None:
    scores = {(0, 1): 5.0, (1, 2): 4.5, (0, 2): -9.0}
    assert cluster([0, 1, 2], scores, 4.0) == [[0, 1], [2]]


def test_forbidden_pair_keeps_groups_apart_whatever_the_mean() -> None:
    scores = {(0, 1): 90.0, (1, 2): 90.0, (0, 2): -math.inf}
    assert cluster([0, 1, 2], scores, 4.0) == [[0, 1], [2]]


def test_pair_that_was_never_scored_is_forbidden() -> None:
    assert cluster([0, 1, 2], {(0, 1): 9.0, (1, 2): 8.0}, 4.0) == [[0, 1], [2]]


def test_edges_connect_over_several_steps() -> None:
    assert connected(range(5), [(3, 1), (4, 3)]) == [[0], [1, 3, 4], [2]]


@settings(derandomize=True, deadline=None)
@given(SCORES)
def test_groups_part_the_members_and_hold_no_forbidden_pair(values: list[float]) -> None:
    scores = scored(values)
    groups = cluster(list(range(SIZE)), scores, 2.0)
    assert sorted(member for group in groups for member in group) == list(range(SIZE))
    assert all(scores[pair] > -math.inf for group in groups for pair in combinations(group, 2))


@settings(derandomize=True, deadline=None)
@given(SCORES)
def test_no_two_groups_left_could_still_join(values: list[float]) -> None:
    scores = scored(values)
    groups = cluster(list(range(SIZE)), scores, 2.0)
    assert all(mean(one, other, scores) < 2.0 for one, other in combinations(groups, 2))

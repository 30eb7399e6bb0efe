"""Average-link clustering of scored pairs, with pairs that may never meet.

Single links chain: A like B and B like C puts two attacks into one. Here two groups join only if the
mean over all their pairs reaches the threshold and no pair of theirs is forbidden.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]


def connected(members: Iterable[int], edges: Iterable[Pair]) -> list[list[int]]:
    """Groups of `members` that `edges` among them tie together, each sorted, in order of their first."""
    parent = {member: member for member in sorted(members)}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in edges:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for node in parent:
        groups[root(node)].append(node)
    return list(groups.values())


def cluster(members: list[int], scores: Mapping[Pair, float], threshold: float) -> list[list[int]]:
    """Groups of `members` by average link; a pair absent from `scores` is forbidden, as is one of minus infinity.

    Keys of `scores` are (lower, higher). Equal means are taken in the order of the members, so the
    result depends on the numbers alone.
    """
    groups = {member: [member] for member in members}
    links: dict[int, dict[int, float]] = {member: {} for member in members}
    for (one, other), score in scores.items():
        if score > -math.inf:
            links[one][other] = links[other][one] = score
    queue = [(-score, one, other, 1, 1) for (one, other), score in scores.items() if score >= threshold]
    heapq.heapify(queue)
    while queue:
        _, one, other, size_one, size_other = heapq.heappop(queue)
        if one not in groups or other not in groups:
            continue
        if (len(groups[one]), len(groups[other])) != (size_one, size_other):
            continue
        _join(one, other, groups, links)
        size = len(groups[one])
        for near, total in links[one].items():
            mean = total / (size * len(groups[near]))
            if mean >= threshold:
                low, high = sorted((one, near))
                heapq.heappush(queue, (-mean, low, high, len(groups[low]), len(groups[high])))
    return [sorted(group) for _, group in sorted(groups.items())]


def _join(one: int, other: int, groups: dict[int, list[int]], links: dict[int, dict[int, float]]) -> None:
    """Take `other` into `one`; only groups that both may meet stay linked, with the totals added."""
    groups[one] += groups.pop(other)
    gone = links.pop(other)
    kept = links[one]
    for near in gone:
        if near != one:
            del links[near][other]
    for near in [near for near in kept if near not in gone]:
        del kept[near]
        links.get(near, {}).pop(one, None)
    for near in kept:
        kept[near] += gone[near]
        links[near][one] = kept[near]

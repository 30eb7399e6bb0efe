"""Mentions to clusters: which accounts, over articles, publications and nights, tell of one happening.

Blocking by day and country (by names where the country is unresolved), pairs scored by
`transforms.likeness`, clusters by average link. The result depends on the set of mentions alone, not
on their order, and a pair's score on its two mentions alone, so a new night leaves old pairs as they were.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from transforms.clustering import Pair, cluster, connected
from transforms.likeness import FORBIDDEN, LINK_AT, MAX_GAP_DAYS, score_pairs
from transforms.traits import ABSENT, Floats, Ints, Traits, read_traits
from transforms.wording import rare_terms

logger = logging.getLogger(__name__)

# A name shared by more accounts than this in the window blocks nothing: it is a country or a capital.
MAX_BLOCK_OF_NAME = 60
# Above this many members, unscored pairs of a component are taken as forbidden instead of being scored.
MAX_COMPLETED = 500
PAIRS_AT_ONCE = 200_000


def link_mentions(mentions: pd.DataFrame, texts: pd.DataFrame | None = None) -> pd.Series[str]:
    """The cluster of each mention: the mention_id of its earliest founding mention; null = founds nothing.

    `mentions` has the columns of the mentions table, current ones only; `texts` has article_id, title
    and text. A mention with status threatened or denied joins the cluster that it fits, but never
    makes one. The index is that of `mentions`.
    """
    if mentions.empty:
        return pd.Series([], index=mentions.index, dtype="string")
    traits = read_traits(mentions, texts)
    label = {traits.mention_id[member]: traits.mention_id[group[0]] for group in _groups(traits) for member in group}
    labels = [label.get(str(mention)) for mention in mentions["mention_id"]]
    return pd.Series(labels, index=mentions.index, dtype="string")


def _groups(traits: Traits) -> list[list[int]]:
    """Members of each cluster in founding order, first the founding mention."""
    left, right, points = _scored(traits, _candidates(traits))
    founds = traits.founds
    among = founds[left] & founds[right]
    edges = among & (points >= LINK_AT)
    scores = {(i, j): score for i, j, score in zip(left.tolist(), right.tolist(), points.tolist(), strict=True)}
    groups: list[list[int]] = []
    for component in connected(len(traits), zip(left[edges].tolist(), right[edges].tolist(), strict=True)):
        if founds[component[0]]:
            groups += cluster(component, _complete(traits, component, scores), LINK_AT)
    _attach(traits, groups, scores)
    logger.debug("linked mentions=%d pairs=%d clusters=%d", len(traits), len(left), len(groups))
    return groups


def _attach(traits: Traits, groups: list[list[int]], scores: dict[Pair, float]) -> None:
    """Put each mention that founds nothing at the end of the cluster that it fits best."""
    home = {member: number for number, group in enumerate(groups) for member in group}
    fits: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (i, j), score in scores.items():
        for guest, host in ((i, j), (j, i)):
            if not traits.founds[guest] and host in home:
                fits[guest][home[host]].append(score)
    for guest in sorted(fits):
        means = {
            number: sum(points) / len(points)
            for number, points in fits[guest].items()
            if len(points) == sum(traits.founds[member] for member in groups[number])
        }
        best = max(means, key=lambda number: (means[number], -number), default=None)
        if best is not None and means[best] >= LINK_AT:
            groups[best].append(guest)


def _complete(traits: Traits, component: list[int], scores: dict[Pair, float]) -> dict[Pair, float]:
    """Scores of all pairs of a component, those included that blocking had passed over."""
    pairs = [(i, j) for k, i in enumerate(component) for j in component[k + 1 :]]
    if len(component) > MAX_COMPLETED:
        return {pair: scores[pair] for pair in pairs if pair in scores}
    missing = [pair for pair in pairs if pair not in scores]
    if not missing:
        return {pair: scores[pair] for pair in pairs}
    left, right = np.array(missing, dtype=np.int64).T
    found = dict(zip(missing, score_pairs(traits, left, right).tolist(), strict=True))
    return {pair: scores[pair] if pair in scores else found[pair] for pair in pairs}


def _scored(traits: Traits, blocks: Iterator[tuple[Ints, Ints]]) -> tuple[Ints, Ints, Floats]:
    """Distinct candidate pairs that are not forbidden, with their points."""
    kept: list[tuple[Ints, Ints, Floats]] = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
    for left, right in blocks:
        points = score_pairs(traits, left, right)
        allowed = points > FORBIDDEN
        kept.append((left[allowed], right[allowed], points[allowed]))
    lefts, rights, scores = (np.concatenate(part) for part in zip(*kept, strict=True))
    _, first = np.unique(lefts * len(traits) + rights, return_index=True)
    return lefts[first], rights[first], scores[first]


def _candidates(traits: Traits) -> Iterator[tuple[Ints, Ints]]:
    """Pairs worth scoring: near in time, in one country or, where one has none, sharing a rare name."""
    for country in np.unique(traits.country[traits.country != ABSENT]):
        yield from _within_window(traits, np.flatnonzero(traits.country == country))
    nowhere = set(np.flatnonzero(traits.country == ABSENT).tolist())
    if nowhere:
        yield from _by_name(traits, nowhere)


def _within_window(traits: Traits, members: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of `members` whose days lie at most `MAX_GAP_DAYS` apart, in bounded portions."""
    members = members[np.lexsort((members, traits.first_day[members]))]
    first, last = traits.first_day[members], traits.last_day[members]
    ends = np.searchsorted(first, last + MAX_GAP_DAYS, side="right")
    counts = ends - np.arange(len(members)) - 1
    total = np.cumsum(counts)
    start = 0
    while start < len(members):
        stop = max(start + 1, int(np.searchsorted(total, (total[start - 1] if start else 0) + PAIRS_AT_ONCE)))
        portion = counts[start:stop]
        one = np.repeat(np.arange(start, min(stop, len(members))), portion)
        offsets = np.arange(len(one)) - np.repeat(np.cumsum(portion) - portion, portion)
        other = one + 1 + offsets
        pair = members[one], members[other]
        yield np.minimum(*pair), np.maximum(*pair)
        start = stop


def _by_name(traits: Traits, nowhere: set[int]) -> Iterator[tuple[Ints, Ints]]:
    """Pairs with a member of `nowhere` that share a name, a figure, an actor or a target."""
    holders: dict[str | int, list[int]] = defaultdict(list)
    for member in range(len(traits)):
        for name in rare_terms(traits.terms[member]):
            holders[name].append(member)
        for party in sorted({int(traits.actor[member]), int(traits.target[member])} - {ABSENT}):
            holders[party].append(member)
    for members in holders.values():
        if len(members) > 1 and not nowhere.isdisjoint(members):
            for left, right in _within_window(traits, np.array(members, dtype=np.int64)):
                meets = np.isin(left, list(nowhere)) | np.isin(right, list(nowhere))
                if np.count_nonzero(meets) <= MAX_BLOCK_OF_NAME * len(members):
                    yield left[meets], right[meets]

"""Mentions to clusters: which accounts, over articles, publications and nights, tell of one happening.

Candidates by `transforms.incidents.candidates`, scored by `transforms.incidents.likeness`, clusters by average link.
The result depends on the set of mentions alone, not on their order, and a pair's score on its two mentions alone, so
a new night leaves old pairs as they were.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations, islice

import numpy as np
import pandas as pd

from transforms.incidents.candidates import PAIRS_AT_ONCE, Pairs, find_candidates
from transforms.incidents.clustering import Pair, cluster, connected
from transforms.incidents.likeness import REACH_DAYS, load_weights, score_pairs
from transforms.incidents.traits import Bools, Ints, Traits, read_spans, read_traits

logger = logging.getLogger(__name__)

# Above this many members, unscored pairs of a component are taken as forbidden instead of being scored.
MAX_COMPLETED = 500
# What is read around the touched mentions beyond their reach, so that those which they move seldom need more.
MARGIN_DAYS = 15


def link_mentions(mentions: pd.DataFrame, texts: pd.DataFrame | None = None) -> pd.Series[str]:
    """The cluster of each mention: the mention_id of its earliest founding mention; null = founds nothing.

    `mentions` has the columns of the mentions table, current ones only; `texts` has article_id, title
    and text. A mention that is retold, or with status threatened or denied, joins the cluster that it fits,
    but never makes one. The index is that of `mentions`.
    """
    return relink_mentions(mentions, texts, set(mentions["mention_id"]), {})


def relink_mentions(
    mentions: pd.DataFrame, texts: pd.DataFrame | None, touched: set[str], held: Mapping[str, str]
) -> pd.Series[str]:
    """As `link_mentions`, for those mentions only that the `touched` ones can move.

    `held` maps mention_id → published incident. The result has the rows of the touched mentions, of all
    that any of these links to, and of the whole incidents that they are held in, and so on until nothing
    more is touched: linking everything anew would give the same clusters for them and leave the rest.
    """
    per_article = mentions["article_id"].value_counts()
    shared = set(per_article.index[per_article > 1])
    near = _are_near(mentions, touched, held, REACH_DAYS + MARGIN_DAYS)
    while True:
        traits = read_traits(mentions[near], texts, shared)
        reached, edges = _reach(traits, touched, held)
        moved = {traits.mention_id[member] for member in reached}
        wider = near | _are_near(mentions, moved, held, REACH_DAYS)
        if np.array_equal(wider, near):
            break
        near = wider
    label: dict[str, str | None] = dict.fromkeys(moved)
    for group in _groups(traits, reached, edges):
        label |= {traits.mention_id[member]: traits.mention_id[group[0]] for member in group}
    rows = mentions[mentions["mention_id"].isin(moved)]
    return pd.Series([label[mention] for mention in rows["mention_id"]], index=rows.index, dtype="string")


def _are_near(mentions: pd.DataFrame, known: set[str], held: Mapping[str, str], days: int) -> Bools:
    """Whether a mention is held in an incident of a known one, or its days lie within `days` of a known one's."""
    is_known: Bools = mentions["mention_id"].isin(known).to_numpy(dtype=bool)
    if not is_known.any():
        return is_known
    first, last, _ = read_spans(mentions)
    start = int(first.min())
    steps = np.zeros(int(last.max()) - start + 2, dtype=np.int64)
    np.add.at(steps, np.maximum(first[is_known] - days - start, 0), 1)
    np.add.at(steps, np.minimum(last[is_known] + days - start + 1, len(steps) - 1), -1)
    covered = np.concatenate([[0], np.cumsum(np.cumsum(steps) > 0)])
    incidents = {held[mention] for mention in known if mention in held}
    near: Bools = np.array([held.get(mention) in incidents for mention in mentions["mention_id"]], dtype=bool)
    near |= covered[last - start + 1] > covered[first - start]
    return near


def _reach(traits: Traits, touched: set[str], held: Mapping[str, str]) -> tuple[list[int], list[Pair]]:
    """Members that the touched mentions can move, and the linked pairs among them."""
    together: dict[str, list[int]] = defaultdict(list)
    for member, mention in enumerate(traits.mention_id):
        together[held.get(mention, mention)].append(member)
    frontier = np.array([mention in touched for mention in traits.mention_id], dtype=bool)
    reached = np.zeros(len(traits), dtype=bool)
    edges: set[Pair] = set()
    while frontier.any():
        incidents = {
            held.get(traits.mention_id[member], traits.mention_id[member]) for member in np.flatnonzero(frontier)
        }
        frontier[[member for incident in incidents for member in together[incident]]] = True
        frontier &= ~reached
        reached |= frontier
        left, right = _linked(traits, find_candidates(traits, frontier))
        edges.update(zip(left.tolist(), right.tolist(), strict=True))
        frontier = np.zeros(len(traits), dtype=bool)
        frontier[left] = frontier[right] = True
        frontier &= ~reached
    return np.flatnonzero(reached).tolist(), sorted(edges)


def _linked(traits: Traits, candidates: Pairs) -> tuple[Ints, Ints]:
    """Candidate pairs that speak for one happening."""
    kept: list[tuple[Ints, Ints]] = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for left, right in candidates:
        linked = score_pairs(traits, left, right) >= load_weights().link_at
        kept.append((left[linked], right[linked]))
    lefts, rights = (np.concatenate(part) for part in zip(*kept, strict=True))
    return lefts, rights


def _groups(traits: Traits, members: list[int], edges: list[Pair]) -> list[list[int]]:
    """Members of each cluster in founding order, first the founding mention."""
    founds = traits.founds
    among = [pair for pair in edges if founds[pair[0]] and founds[pair[1]]]
    components = connected([member for member in members if founds[member]], among)
    scores = _score_within(traits, components, among)
    groups = [
        group
        for component in components
        for group in (
            cluster(component, scores[component[0]], load_weights().link_at) if len(component) > 1 else [component]
        )
    ]
    _attach(traits, groups, edges)
    logger.debug("linked mentions=%d edges=%d clusters=%d", len(members), len(edges), len(groups))
    return groups


def _score_within(traits: Traits, components: list[list[int]], edges: list[Pair]) -> dict[int, dict[Pair, float]]:
    """Scores of the pairs of each component, by its first member, those included that blocking had passed over."""
    wanted = [
        pair for component in components if len(component) <= MAX_COMPLETED for pair in combinations(component, 2)
    ]
    head = {member: component[0] for component in components for member in component}
    large = {member for component in components if len(component) > MAX_COMPLETED for member in component}
    wanted += [pair for pair in edges if pair[0] in large]
    scores: dict[int, dict[Pair, float]] = defaultdict(dict)
    for pair, score in zip(wanted, _score_all(traits, wanted), strict=True):
        scores[head[pair[0]]][pair] = score
    return scores


def _score_all(traits: Traits, pairs: list[Pair]) -> list[float]:
    scores: list[float] = []
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        left, right = np.array(pairs[start : start + PAIRS_AT_ONCE], dtype=np.int64).T
        scores += score_pairs(traits, left, right).tolist()
    return scores


def _attach(traits: Traits, groups: list[list[int]], edges: list[Pair]) -> None:
    """Put each mention that founds nothing at the end of the cluster that it fits best."""
    home = {member: number for number, group in enumerate(groups) for member in group}
    near: dict[int, set[int]] = defaultdict(set)
    for pair in edges:
        for guest, host in (pair, pair[::-1]):
            if not traits.founds[guest] and host in home:
                near[guest].add(home[host])
    fits = [(guest, number) for guest in sorted(near) for number in sorted(near[guest])]
    pairs = [(min(guest, host), max(guest, host)) for guest, number in fits for host in groups[number]]
    scores = iter(_score_all(traits, pairs))
    best: dict[int, tuple[float, int]] = {}
    for guest, number in fits:
        size = len(groups[number])
        mean = sum(islice(scores, size)) / size
        if mean >= load_weights().link_at and (mean, -number) > best.get(guest, (-np.inf, 0)):
            best[guest] = mean, -number
    for guest, (_, number) in best.items():
        groups[-number].append(guest)

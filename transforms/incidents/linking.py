"""Mentions to clusters: which accounts, over articles, publications and nights, tell of one happening.

Blocking by day and country (by names where the country is unresolved), pairs scored by
`transforms.incidents.likeness`, clusters by average link. The result depends on the set of mentions alone, not
on their order, and a pair's score on its two mentions alone, so a new night leaves old pairs as they were.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from transforms.incidents.clustering import Pair, cluster, connected
from transforms.incidents.likeness import FORBIDDEN, LINK_AT, MAX_GAP_DAYS, score_pairs
from transforms.incidents.traits import ABSENT, Bools, Floats, Ints, Traits, read_traits
from transforms.incidents.wording import rare_terms

logger = logging.getLogger(__name__)

# A name shared by more accounts than this in the window blocks nothing: it is a country or a capital.
MAX_BLOCK_OF_NAME = 60
# Above this many members, unscored pairs of a component are taken as forbidden instead of being scored.
MAX_COMPLETED = 500
PAIRS_AT_ONCE = 200_000
# Beyond this two accounts cannot meet: a month told vaguely, a week without a date, the gap itself.
REACH_DAYS = 40


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
    near = mentions[_is_near(mentions, touched)]
    if near.empty:
        return pd.Series([], index=near.index, dtype="string")
    per_article = mentions["article_id"].value_counts()
    traits = read_traits(near, texts, set(per_article.index[per_article > 1]))
    reached, scores = _reach(traits, touched, held)
    label: dict[str, str | None] = {traits.mention_id[member]: None for member in reached}
    for group in _groups(traits, reached, scores):
        label |= {traits.mention_id[member]: traits.mention_id[group[0]] for member in group}
    moved = near[near["mention_id"].isin(label)]
    return pd.Series([label[mention] for mention in moved["mention_id"]], index=moved.index, dtype="string")


def _is_near(mentions: pd.DataFrame, touched: set[str]) -> list[bool]:
    """Whether a mention's day lies within `REACH_DAYS` of a touched one's."""
    days = np.array([day.toordinal() for day in mentions["event_date"]], dtype=np.int64)
    is_touched = mentions["mention_id"].isin(touched).to_numpy(dtype=bool)
    known = np.unique(days[is_touched])
    if not len(known):
        return [False] * len(days)
    after = np.clip(np.searchsorted(known, days), 0, len(known) - 1)
    before = np.clip(after - 1, 0, None)
    gap = np.minimum(np.abs(known[after] - days), np.abs(known[before] - days))
    near: list[bool] = (gap <= REACH_DAYS).tolist()
    return near


def _reach(traits: Traits, touched: set[str], held: Mapping[str, str]) -> tuple[list[int], dict[Pair, float]]:
    """Members that the touched mentions can move, with the scores of the pairs among them."""
    together: dict[str, list[int]] = defaultdict(list)
    for member, mention in enumerate(traits.mention_id):
        together[held.get(mention, mention)].append(member)
    frontier = np.array([mention in touched for mention in traits.mention_id])
    reached = np.zeros(len(traits), dtype=bool)
    scores: dict[Pair, float] = {}
    while frontier.any():
        incidents = {
            held.get(traits.mention_id[member], traits.mention_id[member]) for member in np.flatnonzero(frontier)
        }
        frontier[[member for incident in incidents for member in together[incident]]] = True
        frontier &= ~reached
        reached |= frontier
        left, right, points = _scored(traits, _candidates(traits, frontier))
        scores |= zip(zip(left.tolist(), right.tolist(), strict=True), points.tolist(), strict=True)
        linked = points >= LINK_AT
        frontier = np.zeros(len(traits), dtype=bool)
        frontier[left[linked]] = frontier[right[linked]] = True
        frontier &= ~reached
    inside = {pair: score for pair, score in scores.items() if reached[pair[0]] and reached[pair[1]]}
    return np.flatnonzero(reached).tolist(), inside


def _groups(traits: Traits, members: list[int], scores: dict[Pair, float]) -> list[list[int]]:
    """Members of each cluster in founding order, first the founding mention."""
    founds = traits.founds
    edges = [(i, j) for (i, j), score in scores.items() if score >= LINK_AT and founds[i] and founds[j]]
    groups: list[list[int]] = []
    for component in connected([member for member in members if founds[member]], edges):
        groups += cluster(component, _complete(traits, component, scores), LINK_AT)
    _attach(traits, groups, scores)
    logger.debug("linked mentions=%d pairs=%d clusters=%d", len(members), len(scores), len(groups))
    return groups


def _attach(traits: Traits, groups: list[list[int]], scores: dict[Pair, float]) -> None:
    """Put each mention that founds nothing at the end of the cluster that it fits best."""
    home = {member: number for number, group in enumerate(groups) for member in group}
    fits: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (i, j), score in scores.items():
        for guest, host in ((i, j), (j, i)):
            if not traits.founds[guest] and host in home:
                fits[guest][home[host]].append(score)
    hosts = [sum(traits.founds[member] for member in group) for group in groups]
    for guest in sorted(fits):
        means = {
            number: sum(points) / len(points) for number, points in fits[guest].items() if len(points) == hosts[number]
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


def _candidates(traits: Traits, frontier: Bools) -> Iterator[tuple[Ints, Ints]]:
    """Pairs worth scoring, one of them in the frontier: near in time, and in one country.

    Where one has no country, the two share a name that few others have.
    """
    for country in np.unique(traits.country[traits.country != ABSENT]):
        members = np.flatnonzero(traits.country == country)
        if frontier[members].any():
            for left, right in _within_window(traits, members):
                meets = frontier[left] | frontier[right]
                yield left[meets], right[meets]
    nowhere = set(np.flatnonzero(traits.country == ABSENT).tolist())
    if nowhere:
        yield from _by_name(traits, nowhere, frontier)


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


def _by_name(traits: Traits, nowhere: set[int], frontier: Bools) -> Iterator[tuple[Ints, Ints]]:
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
                    meets &= frontier[left] | frontier[right]
                    yield left[meets], right[meets]

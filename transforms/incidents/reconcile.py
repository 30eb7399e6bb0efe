"""Many claims about one incident to one count each: lowest, most credible and highest figure.

The rules are those of docs/reconciliation.md. Here each claimant's newest figure is found over all its articles; what
the figures of several claimants make together is in `transforms.claims.reconciliation`, as for a single mention.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from transforms.claims.count import Count, add_counts
from transforms.claims.reconciliation import ENEMY, Reading, Total, rank_of, reconcile_totals

QUANTITIES = ("killed", "injured", "abducted")
_CIVILIANS = frozenset({"civilian", "aid worker", "journalist", "child", "woman", "official"})


@dataclass(frozen=True)
class Account:
    """What one article's mention of the incident gives in sum; a missing quantity was not reported.

    `deaths` has the mention's own fatalities of civilians, actor and target where it gives them.
    """

    mention_id: str
    source: str
    published_at: datetime
    actor: str | None
    target: str | None
    counts: Mapping[str, Count]
    deaths: Mapping[str, int]


@dataclass(frozen=True)
class Assertion:
    """A row of the claims table that bounds a count, with the publication of its article.

    `is_vague`: it gives no number ("dozens", "others"), only a bound, and counts only where nobody gives one.
    """

    claim_id: str
    mention_id: str
    article_id: str
    published_at: datetime
    claimant: str
    claimant_type: str
    quantity: str
    count: Count
    victims: str | None
    victims_type: str
    side: str
    part_of: str | None
    start: int
    is_vague: bool = False


@dataclass(frozen=True)
class Reconciled:
    """The counts of one incident; None = not reported, 0 = reported none."""

    killed: Count | None
    injured: Count | None
    abducted: Count | None
    is_conflict: bool
    civilians: int | None
    actor: int | None
    target: int | None
    unknown: int | None


@dataclass(frozen=True)
class NewestFigure:
    """One claimant's newest word on one quantity."""

    claimant: str
    credibility: int
    published_at: datetime
    count: Count


def reconcile(assertions: Sequence[Assertion], accounts: Sequence[Account]) -> Reconciled:
    """Counts of one incident from its claims and its mentions' own sums.

    Both hold current, undenied reports of independent voices only: no running totals, no wire copies.
    Their order does not matter.
    """
    readings = [merge_figures(newest_figures(quantity, assertions, accounts)) for quantity in QUANTITIES]
    killed, injured, abducted = (reading.count.closed() for reading in readings)
    ceiling = killed.best if killed else None
    return Reconciled(
        killed=killed,
        injured=injured,
        abducted=abducted,
        is_conflict=any(reading.is_conflict for reading in readings),
        civilians=_deaths("civilians", assertions, accounts, ceiling),
        actor=_deaths("actor", assertions, accounts, ceiling),
        target=_deaths("target", assertions, accounts, ceiling),
        unknown=_deaths("unknown", assertions, accounts, ceiling),
    )


def merge_figures(figures: Sequence[NewestFigure]) -> Reading:
    """One count of the claimants' newest figures."""
    return reconcile_totals([Total(figure.count, rank) for figure, rank in _ranked(figures)])


def most_credible(figures: Sequence[NewestFigure]) -> NewestFigure:
    """By credibility, then the newest, then the figure that most give, then the higher one."""
    return max(_ranked(figures), key=lambda item: item[1])[0]


def _ranked(figures: Sequence[NewestFigure]) -> list[tuple[NewestFigure, tuple[float | str, ...]]]:
    support = Counter(figure.count.best for figure in figures)
    return [
        (
            figure,
            (
                figure.credibility,
                figure.published_at.timestamp(),
                support[figure.count.best],
                figure.count.size[0],
                figure.claimant,
            ),
        )
        for figure in figures
    ]


def newest_figures(quantity: str, assertions: Sequence[Assertion], accounts: Sequence[Account]) -> list[NewestFigure]:
    """The newest figure of each claimant, and of each publication whose number no claim carries."""
    sums = {account.mention_id: account.counts[quantity] for account in accounts if quantity in account.counts}
    told = [assertion for assertion in assertions if assertion.quantity == quantity]
    told = [assertion for assertion in told if not assertion.is_vague] or told
    summed = _summed_up(told, sums)
    relevant = [assertion for assertion in told if assertion.mention_id not in summed]
    voices: dict[str, set[str]] = defaultdict(set)
    for assertion in relevant:
        voices[assertion.mention_id].add(assertion.claimant)
    # Where one claimant speaks in a mention, the reader's sum is that claimant's total.
    own = {mention_id: count for mention_id, count in sums.items() if len(voices[mention_id]) == 1}
    figures = [
        figure
        for assertions_of_one in _by_claimant(relevant).values()
        if (figure := _newest_figure(assertions_of_one, own, accounts)) is not None
    ]
    bare = [account for account in accounts if account.mention_id in sums and not voices[account.mention_id]]
    return figures + [
        NewestFigure(source, rank_of("media"), newest.published_at, sums[newest.mention_id])
        for source, newest in _newest_by_source(bare).items()
    ]


def _summed_up(told: Sequence[Assertion], sums: Mapping[str, Count]) -> set[str]:
    """Mentions whose own sum no claimant gives: over both sides, people told of one by one, a headline's sum."""
    own: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in told:
        own[assertion.mention_id].append(assertion)
    return {mention_id for mention_id, count in sums.items() if count.size[0] > _largest(own[mention_id]) > 0}


def _largest(told: Iterable[Assertion]) -> int:
    """The most that one of the claimants counts in all; 0 = none gives a whole."""
    wholes = [claims for claims in _by_claimant(told).values() if any(claim.part_of is None for claim in claims)]
    return max((_add_up(claims).size[0] for claims in wholes), default=0)


def _newest_by_source(accounts: Iterable[Account]) -> dict[str, Account]:
    ordered = sorted(accounts, key=lambda account: (account.published_at, account.mention_id))
    return {account.source: account for account in ordered}


def _by_claimant(assertions: Iterable[Assertion]) -> dict[str, list[Assertion]]:
    told: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in sorted(assertions, key=lambda assertion: assertion.claim_id):
        told[assertion.claimant.casefold()].append(assertion)
    return told


def _newest_figure(
    told: Sequence[Assertion], own: Mapping[str, Count], accounts: Sequence[Account]
) -> NewestFigure | None:
    """The claimant's word in its newest article that gives a whole, not only a part."""
    wholes = [assertion for assertion in told if assertion.part_of is None]
    if not wholes:
        return None
    newest = max(wholes, key=lambda assertion: (assertion.published_at, assertion.article_id))
    there = [assertion for assertion in told if assertion.article_id == newest.article_id]
    count = own.get(newest.mention_id) or _add_up(there)
    return NewestFigure(newest.claimant, _credibility(newest, accounts), newest.published_at, count)


def _add_up(assertions: Sequence[Assertion]) -> Count:
    """The article's total for one claimant: the sentence that counts most, never below a part of it."""
    wholes = [assertion for assertion in assertions if assertion.part_of is None]
    total = max((_sum_groups(sentence) for sentence in _by_sentence(wholes)), key=lambda count: count.size)
    floor = max((part.count.low or 0 for part in assertions if part.part_of is not None), default=0)
    low, best, high = (None if bound is None else max(bound, floor) for bound in (total.low, total.best, total.high))
    return replace(total, low=low, best=best, high=high)


def _by_sentence(assertions: Iterable[Assertion]) -> list[list[Assertion]]:
    sentences: dict[tuple[str, int], list[Assertion]] = defaultdict(list)
    for assertion in assertions:
        sentences[assertion.mention_id, assertion.start].append(assertion)
    return list(sentences.values())


def _sum_groups(assertions: Iterable[Assertion]) -> Count:
    """Disjoint groups of one sentence add up; of two figures for one group the larger stands."""
    groups: dict[tuple[str | None, str, str], Count] = {}
    for assertion in assertions:
        group = assertion.victims, assertion.victims_type, assertion.side
        groups[group] = max(groups.get(group, assertion.count), assertion.count, key=lambda count: count.size)
    return add_counts(list(groups.values()))


def _credibility(assertion: Assertion, accounts: Sequence[Account]) -> int:
    """Rank of the claimant, lowered where a party to the violence counts its enemy's dead."""
    actors = {account.actor for account in accounts} - {None}
    targets = {account.target for account in accounts} - {None}
    enemies = {"target": actors, "actor": targets}.get(assertion.side, set())
    is_party = assertion.claimant in enemies or (
        assertion.claimant_type == "armed group" and assertion.side == "target"
    )
    return rank_of(ENEMY if is_party else assertion.claimant_type)


def _deaths(
    group: str, assertions: Sequence[Assertion], accounts: Sequence[Account], ceiling: int | None
) -> int | None:
    """The most credible figure for one group of the dead, at most the figure for all of them."""
    relevant = [assertion for assertion in assertions if assertion.quantity == "killed" and _is_of(group, assertion)]
    figures = []
    for told in _by_claimant(relevant).values():
        newest = max(told, key=lambda assertion: (assertion.published_at, assertion.article_id))
        there = [assertion for assertion in told if assertion.article_id == newest.article_id]
        known = {assertion.claim_id for assertion in there}
        outer = [assertion for assertion in there if assertion.part_of not in known]
        count = max((_sum_groups(sentence) for sentence in _by_sentence(outer)), key=lambda count: count.size)
        figures.append(NewestFigure(newest.claimant, _credibility(newest, accounts), newest.published_at, count))
    if not figures:
        figures = [
            NewestFigure(account.source, rank_of("media"), account.published_at, Count(deaths, deaths, deaths))
            for account in accounts
            if (deaths := account.deaths.get(group)) is not None
        ]
    if not figures:
        return None
    best = most_credible(figures).count.best
    return best if ceiling is None or best is None else min(best, ceiling)


def _is_of(group: str, assertion: Assertion) -> bool:
    if group == "civilians":
        return assertion.victims_type in _CIVILIANS
    if group == "unknown":
        return assertion.side == "unknown" and assertion.victims_type not in _CIVILIANS
    return assertion.side == group

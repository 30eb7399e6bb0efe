"""Accounts → which of them say enough to be mentions, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.accounts import Account, split_accounts
from transforms.accounts.relevance import ENOUGH, Weight, moot_reason, weigh
from transforms.accounts.sentences import ReadText

MOST_MENTIONS = 12


@dataclass(frozen=True)
class Weighed:
    """An account with the weight of its evidence; `rank` None = passed over: moot, or too light."""

    account: Account
    weight: Weight
    moot: str | None
    rank: int | None


def weigh_accounts(read: ReadText) -> list[Weighed]:
    """The article's accounts in order of first telling, each with its weight and the rank that this gives it."""
    weighed = [
        Weighed(account, weigh(account, read, order), moot_reason(account), None)
        for order, account in enumerate(split_accounts(read))
    ]
    enough = [order for order, each in enumerate(weighed) if each.moot is None and each.weight.total >= ENOUGH]
    if all(weighed[order].account.is_retold for order in enough):
        enough = []
    heaviest = sorted(enough, key=lambda order: _rank_key(weighed[order]))[:MOST_MENTIONS]
    ranks = {order: rank for rank, order in enumerate(heaviest, start=1)}
    return [replace(each, rank=ranks.get(order)) for order, each in enumerate(weighed)]


def _rank_key(weighed: Weighed) -> tuple[bool, float]:
    """News before what it retells, then the heavier first."""
    return weighed.account.is_retold, -weighed.weight.total

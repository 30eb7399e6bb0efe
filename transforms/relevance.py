"""Account → is it one of an incident: the weight of its evidence."""

from __future__ import annotations

from transforms.accounts import Account
from transforms.roles import ARMED
from transforms.sentences import ReadText

# An account is kept as a mention from this weight of evidence on; see `weigh`.
ENOUGH = 3.0


def weigh(account: Account, read: ReadText, order: int) -> float:
    """Evidence that the account is of an incident: harm counted, place, day, an armed actor, a place in the title."""
    sentences = account.sentences
    figures = [figure for sentence in sentences for figure in sentence.figures if figure.scope != "cumulative"]
    weight = 2.0 if any(figure.quantity in {"killed", "injured", "abducted"} for figure in figures) else 0.0
    weight += max((trigger.weight for sentence in sentences for trigger in sentence.triggers), default=0.0)
    weight += 0.5 if account.scenes else 0.0
    weight += 0.5 if account.dates else 0.0
    weight += 0.5 if any(actor.type in ARMED for sentence in sentences for actor in sentence.actors) else 0.0
    weight += 1.0 if order == 0 and read.title_triggers else 0.0
    weight += 0.5 if account.first.index <= 2 else 0.0
    weight += 1.0 if _is_in_title(account, read) else 0.0
    return weight + min(len(sentences), 4) * 0.25


def _is_in_title(account: Account, read: ReadText) -> bool:
    """True if the title has a figure of the account's, or a place in it."""
    told = {(figure.quantity, figure.conservative) for figure in read.title_figures}
    counted = {(figure.quantity, figure.conservative) for s in account.sentences for figure in s.figures}
    return bool(told & counted) or any(scene.place in read.title_places for scene in account.scenes)


def is_moot(account: Account) -> bool:
    """True where nothing ties the account to a trigger: a figure alone may be a road accident."""
    return not any(sentence.triggers for sentence in account.sentences)

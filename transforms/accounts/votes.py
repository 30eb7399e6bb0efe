"""What the sides of an account are told from: a telling, and the votes that each rule casts on the actors in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.accounts.sentences import Sentence
from transforms.actors import ActorMention

ARMED = frozenset({"state forces", "police", "armed group", "political militia", "communal militia", "external forces"})
# What a state answers for.
FORCES = frozenset({"state forces", "police", "external forces"})
UNARMED = frozenset({"civilian", "official", "journalist", "aid worker"})
NON_STATE = frozenset({"armed group", "political militia", "communal militia"})
# What a mention is named whose words stand for a group told before: "the same group", "the armed group".
GROUP = "the group"
# How much the parse says: subject or agent of the act, its object, one of its dead, owner of an attack noun.
AGENT, PATIENT, VICTIM, OWNER = 3.0, 3.0, 2.0, 2.5
# A named group with this many votes is who "the gunmen" and "its fighters" are.
NAMED_ENOUGH = 1.0


@dataclass(frozen=True)
class Telling:
    """What is said of one happening: its own sentences in order, and what helps to read who is meant in them.

    `around` are sentences near the account, which may say who is blamed; `before` those of the article ahead of it.
    `country` (ISO 3166-1 alpha-3) and `day` are the incident's, null = not known.
    """

    sentences: Sequence[Sentence]
    country: str | None = None
    around: Sequence[Sentence] = ()
    before: Sequence[Sentence] = ()
    day: date | None = None


@dataclass(frozen=True)
class Ballot:
    """What one rule says of an actor in one sentence: `side` is actor or target, `rule` the rule in words."""

    side: str
    points: float
    rule: str


@dataclass(frozen=True)
class Vote:
    """A ballot cast for a mention in the sentence of this index; its points count less the later it is told."""

    mention: ActorMention
    sentence: int
    ballot: Ballot


VoteSource = Callable[[Telling], Iterable[Vote]]


def identity(mention: ActorMention) -> str:
    """One key for all mentions of an actor; a kind ("gunmen") is keyed by its name."""
    return mention.actor.actor_id if mention.actor else mention.name.casefold()


def weight_of(order: int) -> float:
    """What a vote from the account's sentence of this order counts: earlier sentences weigh more."""
    return 1.0 / (1.0 + 0.5 * order)

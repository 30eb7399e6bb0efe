"""Who operates what in a conflict, as far as it is common knowledge: `lexicon/operators.csv`, with years and sources.

"Barrel bombs" in Syria before 2025 were the state's; "soldiers" in the West Bank are Israel's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from transforms.actors import Actor, load_actors, state_actor
from transforms.actors.validity import Validity, read_validity
from transforms.phrases import read_lexicon, split_cell

SOLDIERS = "soldiers"


@dataclass(frozen=True)
class _Operator:
    means: frozenset[str]
    actor: Actor
    weight: float
    validity: Validity


def find_operator(country: str, lemma: str, sub_event_type: str, day: date | None) -> tuple[Actor, float] | None:
    """The actor known to act in the country by a trigger's lemma or sub-event type, and its weight in votes.

    Null = nobody is known, or several are; without a day every row counts.
    """
    for operator in _operators().get(country, ()):
        if operator.means & {lemma, sub_event_type} and operator.validity.holds(day):
            return operator.actor, operator.weight
    return None


def foreign_force(country: str, day: date | None) -> Actor | None:
    """The army of another state that "soldiers" in the country are; null = they are its own."""
    for operator in _operators().get(country, ()):
        if SOLDIERS in operator.means and operator.validity.holds(day):
            return operator.actor
    return None


@cache
def _operators() -> dict[str, list[_Operator]]:
    operators: dict[str, list[_Operator]] = {}
    for row in read_lexicon("operators"):
        actor = load_actors().get(row["actor_id"]) or state_actor(row["actor_id"][:3].upper(), "military")
        operators.setdefault(row["country"], []).append(
            _Operator(frozenset(split_cell(row["means"])), actor, float(row["weight"]), read_validity(row))
        )
    return operators

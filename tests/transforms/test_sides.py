"""Who did it and whom it hit, where words near them tell of somebody else."""

from __future__ import annotations

from datetime import date

import pytest
from stories import read_story

from transforms.accounts import split_accounts
from transforms.accounts.roles import read_sides
from transforms.accounts.votes import Telling


def _sides(text: str, country: str | None = None) -> tuple[str | None, str | None]:
    """Names of actor and target of the first account."""
    account = split_accounts(read_story(text))[0]
    actor, target = read_sides(Telling(account.sentences, country, day=date(2024, 3, 15)))
    return (actor.name if actor else None), (target.name if target else None)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A car bomb targeted a gendarme post in Diyarbakir.", "police"),
        ("Gunmen killed over 30 persons returning from a fair near Jos.", "civilians"),
        ("Troops killed nine jihadis near Gao.", "militants"),
        ("Troops killed nine subversives near Ayacucho.", "rebels"),
    ],
)
def test_a_target_is_known_by_each_of_its_words(text: str, target: str) -> None:
    assert _sides(text)[1] == target

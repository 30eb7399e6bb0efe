"""The map between the codebooks, and UCDP's type of violence by the two sides."""

from __future__ import annotations

import pytest

from transforms.phrases import read_lexicon
from transforms.schema import EVENT_TYPE_OF
from transforms.triggers.codebooks import GTD_ATTACK_TYPES, load_codebooks, ucdp_type_of_violence


def test_every_sub_event_type_has_its_row_and_source() -> None:
    rows = read_lexicon("codebooks")
    assert sorted(row["sub_event_type"] for row in rows) == sorted(EVENT_TYPE_OF)
    assert [row["sub_event_type"] for row in rows if not row["source"]] == []


def test_codes_are_of_their_codebooks() -> None:
    codes = load_codebooks().values()
    assert {code for each in codes for code in each.gtd} <= set(GTD_ATTACK_TYPES)
    assert {code for each in codes for code in each.ucdp} == {1, 2, 3}
    assert {code for each in codes for code in each.cameo} <= {f"{root:02}" for root in range(1, 21)}


@pytest.mark.parametrize(
    ("sub_event_type", "actor", "target", "kind"),
    [
        ("Armed clash", "state forces", "armed group", 1),
        ("Armed clash", "armed group", "police", 1),
        ("Air/drone strike", "external forces", "armed group", 1),
        ("Armed clash", "armed group", "communal militia", 2),
        ("Attack", "armed group", "civilian", 3),
        ("Shelling/artillery/missile attack", "state forces", "aid worker", 3),
        ("Excessive force against protesters", "police", "protesters", 3),
        ("Mob violence", "rioters", "civilian", None),
        ("Peaceful protest", "protesters", None, None),
        ("Remote explosive/landmine/IED", None, "civilian", None),
        ("Arrests", "police", "civilian", None),
    ],
)
def test_type_of_violence_goes_by_the_sides(
    sub_event_type: str, actor: str | None, target: str | None, kind: int | None
) -> None:
    assert ucdp_type_of_violence(sub_event_type, actor, target) == kind

"""Account → status."""

from __future__ import annotations

import pytest
from stories import accounts_of

from transforms.accounts.status import status_of


def _status(text: str) -> str:
    return status_of(accounts_of(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        (
            "Kenya's army on Thursday denied a claim that al-Shabab had killed 20 soldiers in Mandera, saying that no "
            "such attack had taken place."
        ),
        "The army in Mali denied reports of an attack on the airport of Mopti on Thursday.",
        (
            "Police in Malawi dismissed rumours that gunmen had kidnapped 30 pupils in Lilongwe; there had been no "
            "kidnapping."
        ),
        (
            "The border guard of Chile denied reports of a shoot-out near Arica. Channels wrote that four guards had "
            'been killed. "No shooting took place," it said.'
        ),
    ],
)
def test_a_denied_event_is_denied_with_its_figures(text: str) -> None:
    assert _status(text) == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "The army denied responsibility for a strike that killed 12 people in Nyala, Sudan.",
        "The rebels denied that they were behind an attack in Goma that killed nine people.",
        "The Taliban denied reports that 20 of its fighters were killed in a clash in Kunduz.",
    ],
)
def test_a_denial_of_blame_or_numbers_leaves_the_event(text: str) -> None:
    assert _status(text) == "accomplished"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Police defused a car bomb in Kirkuk, Iraq, on Thursday.", "foiled"),
        ("A bomb in a parked van was made safe by soldiers in Derry, Northern Ireland, on Thursday.", "foiled"),
        ("Police foiled a plot to attack a synagogue in Antwerp and arrested three men.", "foiled"),
        ("A gunman made an attempt on the life of the governor of Kandahar, attacking him in a mosque.", "attempted"),
        ("The group threatened to attack polling stations in Kano, Nigeria, on Thursday.", "threatened"),
        ("Three rockets hit a field near Erbil in Iraq, but nobody was hurt.", "accomplished"),
        ("Police foiled an attack in Kirkuk, but a bomb killed two of them.", "accomplished"),
    ],
)
def test_status_says_how_far_the_act_went(text: str, status: str) -> None:
    assert _status(text) == status

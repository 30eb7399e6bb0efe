"""Who did it and whom it hit, where words near them tell of somebody else."""

from __future__ import annotations

from datetime import date

import pytest
from stories import read_story

from transforms.accounts import split_accounts
from transforms.accounts.roles import read_sides
from transforms.accounts.votes import Telling


def _sides(text: str, country: str | None = None) -> tuple[str | None, str | None]:
    """Names of actor and target of the first account, the rest of the text told around it."""
    read = read_story(text)
    account = split_accounts(read)[0]
    rest = [sentence for sentence in read.sentences if sentence not in account.sentences]
    actor, target = read_sides(Telling(account.sentences, country, rest, day=date(2024, 3, 15)))
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


@pytest.mark.parametrize(
    ("text", "country", "sides"),
    [
        (
            "Two Iraqi soldiers were killed in Mosul, according to the Iraqi army.",
            "IRQ",
            (None, "Military Forces of Iraq"),
        ),
        ("According to Hamas, five people were killed in Rafah.", "PSE", (None, "civilians")),
        ("Citing the Taliban, the agency said nine farmers were shot dead in Kunduz.", "AFG", (None, "civilians")),
        ("According to the Taliban, its fighters killed five farmers in Kunduz.", "AFG", ("Taliban", "civilians")),
    ],
)
def test_whose_word_it_is_did_not_do_it_unless_it_says_so(
    text: str, country: str, sides: tuple[str | None, str]
) -> None:
    assert _sides(text, country) == sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Taliban leader Mullah Nazir was killed in a drone strike in Kunduz.", (None, "Taliban")),
        ("PKK member Ali Hassan was killed in a raid near Dohuk.", (None, "Kurdistan Workers' Party")),
        ("Al-Shabaab senior commander Ahmed Ali was shot dead in Barawe.", (None, "Al Shabaab")),
        ("A blast hit a bus in Goma. Six soldiers were among those killed.", (None, "soldiers")),
        ("A roadside bomb destroyed an army truck in Mosul.", (None, "army")),
    ],
)
def test_whose_dead_they_are_is_hit(text: str, sides: tuple[str | None, str]) -> None:
    assert _sides(text) == sides


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Nine people died in a Boko Haram-led attack on Maiduguri.", "Boko Haram"),
        ("Taliban-led raids killed six policemen in Kunduz.", "Taliban"),
        ("Five farmers were killed by gunfire from the YPG in Manbij.", "Kurdish People's Protection Units"),
        ("Five farmers were killed in militant-infested hills near Wana.", None),
        ("Five farmers were killed in a Saudi-led air raid near Sanaa.", "Saudi-led Coalition"),
    ],
)
def test_who_led_or_fired_did_it_and_who_lives_there_did_not(text: str, actor: str | None) -> None:
    assert _sides(text)[0] == actor


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ('A bomb killed two officers. "The Avengers" claimed responsibility.', "The Avengers"),
        ("The Black Falcons today claimed responsibility for a bomb that killed two officers.", "Black Falcons"),
        ("A bomb killed two officers. A group calling itself Red Wrath has claimed credit.", "Red Wrath"),
        ("A bomb killed two officers. The attack was later claimed by the Brigade of Light.", "Brigade of Light"),
        ("A bomb killed two officers. No group claimed responsibility.", None),
        ("A bomb killed two officers in a valley claimed by South Sudan.", None),
    ],
)
def test_a_group_that_nobody_lists_is_the_actor_where_it_says_so(text: str, owner: str | None) -> None:
    assert _sides(text)[0] == owner


@pytest.mark.parametrize(
    ("text", "country", "target"),
    [
        ("The Turkish military said four of its soldiers were killed in Syria.", "SYR", "Military Forces of Turkey"),
        ("Rwanda said a bomb killed three of its soldiers near Goma.", "COD", "Military Forces of Rwanda"),
        ("The Iraqi army said gunmen killed two of its soldiers.", "IRQ", "Military Forces of Iraq"),
        ("Turkey said gunmen killed two soldiers near Mosul.", "IRQ", "Military Forces of Iraq"),
    ],
)
def test_its_soldiers_are_those_of_the_state_that_speaks(text: str, country: str, target: str) -> None:
    assert _sides(text, country)[1] == target


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The army's Soriano Battalion killed four guerrillas in Soyapango.", ("army", "rebels")),
        ("Rebels killed ten soldiers of the Soriano Battalion in Soyapango.", ("rebels", "soldiers")),
        ("Rebels clashed with the Sawari Martyrs Brigade in Idlib.", ("rebels", "Sawari Martyrs Brigade")),
    ],
)
def test_a_battalion_of_the_army_is_no_armed_group(text: str, sides: tuple[str, str]) -> None:
    assert _sides(text) == sides


@pytest.mark.parametrize(
    ("text", "country", "sides"),
    [
        ("Seven people died in fighting between two rival clans near Galkayo.", "SOM", ("clans", "clans")),
        ("Clashes between rival gangs killed nine people in Carrefour.", "HTI", ("gang", "gang")),
        ("Gangs killed nine people in Carrefour.", "HTI", ("Viv Ansanm", "civilians")),
        ("Clashes between police and rebels killed nine people in Gulu.", "UGA", ("Police Forces of Uganda", "rebels")),
    ],
)
def test_bands_at_odds_are_both_sides(text: str, country: str, sides: tuple[str, str]) -> None:
    assert _sides(text, country) == sides


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Two NATO soldiers were killed by a mine near Kandahar.", "NATO"),
        ("Two coalition soldiers were killed by a mine near Kandahar.", "foreign forces"),
        ("A French coalition soldier was killed by a mine near Kandahar.", "Military Forces of France"),
        ("Islamic State's deputy leader Abu Omar was killed near Kandahar.", "Islamic State"),
    ],
)
def test_soldiers_from_abroad_and_a_groups_leader_are_not_the_countrys(text: str, target: str) -> None:
    assert _sides(text, "AFG")[1] == target


@pytest.mark.parametrize(
    ("text", "country", "sides"),
    [
        (
            "Armenian and Azerbaijani troops exchanged fire near Sotk, killing one.",
            "ARM",
            ("Military Forces of Armenia", "Military Forces of Azerbaijan"),
        ),
        (
            "Rebels and soldiers traded shots in Goma, killing two people.",
            "COD",
            ("rebels", "Military Forces of the Democratic Republic of Congo"),
        ),
        ("Gunmen on a motorcycle fired on a van with teachers, and killed the driver.", "PAK", ("gunmen", "civilians")),
        (
            "A drone of the Turkish army hit a pickup, killing two brothers.",
            "IRQ",
            ("Military Forces of Turkey", "civilians"),
        ),
        ("A man was shot at the end of a march against police violence in Tucson.", "USA", (None, "civilians")),
    ],
)
def test_both_who_fight_each_other_and_who_heads_no_clause_are_read(
    text: str, country: str, sides: tuple[str | None, str]
) -> None:
    assert _sides(text, country) == sides

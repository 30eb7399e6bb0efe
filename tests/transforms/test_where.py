"""Account → where it happened: the scene among the places named, and why it is no more exact."""

from __future__ import annotations

import pytest
from stories import TITLE, read_story

from transforms.accounts import split_accounts
from transforms.accounts.candidates import gather_candidates
from transforms.accounts.scene import place_of_verb, read_role
from transforms.accounts.where import Where, find_where
from transforms.language_model import load_model
from transforms.places import find_places
from transforms.places.gazetteer import open_gazetteer


def _where(text: str, title: str = TITLE) -> Where:
    read = read_story(text, title)
    return find_where(split_accounts(read)[0], read)


def _name(where: Where) -> str | None:
    return where.place.name if where.place else None


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("A man was killed in Mosul.", "Mosul", "scene"),
        ("Mosul police said a man was killed.", "Mosul", "agency"),
        ("Police in Mosul said a man was killed.", "Mosul", "agency"),
        ("The wounded were taken to a hospital in Mosul.", "Mosul", "hospital"),
        ("He died at Mosul General Hospital.", "Mosul", "hospital"),
        ("A Mosul man was killed.", "Mosul", "origin"),
        ("The victim, 34, of Mosul, died.", "Mosul", "origin"),
        ("The suspect was arrested in Mosul.", "Mosul", "custody"),
        ("He was taken to hospital after a shooting in Mosul.", "Mosul", "scene"),
        ("A man appeared in court over a killing in Mosul.", "Mosul", "scene"),
        ("He told reporters in Mosul.", "Mosul", "speech"),
        ("Missiles were fired from the Syrian town of Mosul.", "Mosul", "launch"),
        ("The town lies some 160 km west of the state capital Mosul.", "Mosul", "afar"),
        ("The group said in a statement that bombs fell on Mosul.", "Mosul", "named"),
    ],
)
def test_the_words_around_a_name_tell_its_role(text: str, name: str, role: str) -> None:
    start = text.index(name)
    cue = "in" if f"in {name}" in text else ""
    assert read_role(text, start, start + len(name), cue) == role


def test_neither_hospital_nor_home_town_is_the_scene() -> None:
    text = (
        "A Basra man was killed by a bomb in Samarra in Iraq on Monday. "
        "The wounded were taken to a hospital in Baghdad, police said."
    )
    assert _name(_where(text, "Bomb kills man")) == "Samarra"


def test_a_town_that_only_tells_the_way_is_not_the_scene() -> None:
    text = "A man was killed in Samarra in Iraq on Monday. The town lies about 120 km north of Baghdad."
    assert _name(_where(text, "Bomb kills man")) == "Samarra"


def test_a_district_abroad_is_more_exact_than_its_province() -> None:
    text = "A blast at a mosque in Imam Sahib district of Kunduz province in Afghanistan killed 15 people on Friday."
    assert _name(_where(text, "Blast kills 15")) == "Imam Sahib"


def test_a_town_inside_the_county_that_was_named_is_the_scene() -> None:
    where = _where("Gunmen killed four soldiers in Helmand province in Afghanistan. The attack was in Lashkar Gah.")
    assert _name(where) == "Lashkar Gah"


def test_an_unknown_village_is_set_in_the_unit_told_with_it() -> None:
    where = _where("Gunmen killed four soldiers in the village of Zubrakol in Helmand province in Afghanistan.")
    assert where.place is not None
    assert where.place.admin1 == "Helmand"
    assert (where.precision or 0) >= 2


def test_no_place_says_why() -> None:
    assert _where("Gunmen killed four soldiers on Monday.").reason == "none_named"
    assert _where("Gunmen killed four soldiers in Afghanistan.").reason == "country_only"
    assert _where("Gunmen killed four soldiers in Helmand province in Afghanistan.").reason == "unit_only"
    assert _where("Gunmen killed four soldiers in Kirkuk in Iraq.").reason is None


@pytest.mark.parametrize(
    ("text", "verb", "name"),
    [
        ("Gunmen from Basra killed two men in Kirkuk on Monday.", "killed", "Kirkuk"),
        ("He was captured in Mosul, officials in Baghdad said.", "captured", "Mosul"),
        ("Gunmen killed two men on Monday.", "killed", None),
    ],
)
def test_a_verb_has_the_place_of_its_own_clause(text: str, verb: str, name: str | None) -> None:
    doc = load_model()(text)
    places = find_places(text, [], gazetteer=open_gazetteer())
    start = text.index(verb)
    found = place_of_verb(doc, (start, start + len(verb)), places)
    assert (found.raw if found else None) == name


def test_the_home_of_the_victims_is_not_the_scene() -> None:
    text = (
        "Gunmen opened fire on labourers asleep in their quarters in Tikrit on Monday. "
        "Two labourers, both from Basra in southern Iraq, died on the spot."
    )
    assert _name(_where(text, "Gunmen kill two labourers in Iraq")) == "Tikrit"


def test_a_reporter_who_writes_from_the_capital_is_not_at_the_scene() -> None:
    text = "BAGHDAD - Gunmen killed five policemen in the Sinjar district of Nineveh province on Monday, police said."
    assert _name(_where(text, "Five policemen killed in Iraq")) == "Sinjar"


def test_the_town_after_a_quarter_that_no_gazetteer_has_is_the_scene() -> None:
    text = "Gunmen killed a guard in the Fulan Town area of Samarra in Iraq on Monday."
    assert _name(_where(text, "Gunmen kill guard")) == "Samarra"


def test_a_district_told_with_its_state_is_the_scene() -> None:
    text = "Rebels killed two villagers in Chhattisgarh's Bijapur district on Monday, police in India said."
    assert _name(_where(text, "Rebels kill two in Chhattisgarh")) == "Bijapur"


def test_a_town_that_the_scene_is_far_from_is_not_the_scene() -> None:
    text = "QUITO - Forty inmates were killed at a prison in Santo Domingo de los Tsachilas, about 80 km from Quito."
    assert _name(_where(text, "Riot kills 40 in Ecuador")) == "Santo Domingo de los Tsáchilas"


def test_a_town_s_own_hospital_does_not_speak_against_it() -> None:
    text = (
        "Bombs fell on Kabkabiya in Sudan, some 160 km west of the state capital El Fasher, on Monday. Thirty people "
        "were killed. At Kabkabiya hospital 58 wounded had been treated, a doctor said."
    )
    assert _name(_where(text, "Air strike kills 30 in Sudan")) == "Kabkabiya"


def test_a_river_is_not_the_city_that_has_its_name() -> None:
    text = "Shelling from across the Dnipro river killed three people in Kherson, Ukraine, on Monday."
    assert _name(_where(text, "Shelling kills three")) == "Kherson"


def test_a_town_that_the_headline_passes_over_for_another_counts_less() -> None:
    text = "Police in Basra are looking for a man. He shot two people dead in a market of Samarra in Iraq on Monday."
    read = read_story(text, "Two shot dead at Samarra market")
    found = gather_candidates(split_accounts(read)[0], read)
    assert [each.place.name for each in found if each.place and "untitled" in each.signs] == ["Basra"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("in the Zorvan sector of Kupwara in India", "Kupwara"),
        ("at Zorvan in Srinagar in India", "Srinagar"),
        ("in Zorvan, a farming settlement in Bannu, Pakistan", "Bannu"),
    ],
)
def test_a_name_that_nothing_knows_is_set_in_what_it_is_said_to_lie_in(words: str, name: str) -> None:
    assert _name(_where(f"Gunmen killed two men {words}. The funeral was held in Delhi.", "Two men killed")) == name


def test_a_lead_takes_no_place_from_what_is_told_apart() -> None:
    text = (
        "A bomb killed two soldiers in the Zorvan region of northern Iraq. "
        "Separately, a policeman was wounded by a bomb in Silopi, in Turkey's Sirnak province."
    )
    assert _name(_where(text, "Bomb kills two soldiers")) == "Iraq"


@pytest.mark.parametrize("came", ["crossed from", "crossed over from", "arrived from", "infiltrated from"])
def test_where_the_attackers_came_from_is_not_another_incident(came: str) -> None:
    text = (
        "Gunmen killed 13 people in a camp near Rumbek in South Sudan on Saturday, officials said. "
        f"The raiders, who had {came} Tonj North in Warrap State, attacked the camp at 5 a.m. and took cattle."
    )
    read = read_story(text, "Gunmen kill 13")
    assert [_name(find_where(account, read)) for account in split_accounts(read)] == ["Rumbek"]


def test_the_town_by_which_the_way_is_told_is_not_the_scene() -> None:
    text = "Two men were shot dead during a raid in the town of Qabatiya, south of Jenin, in the West Bank on Monday."
    assert _name(_where(text, "Two killed near Jenin")) == "Qabatiya"


def test_a_headline_may_name_a_province_that_is_called_as_its_capital() -> None:
    text = "Shells killed two people in the Russian town of Shebekino on Monday, governor Oleg Ivanov said."
    assert _name(_where(text, "Two killed in Belgorod")) == "Shebekino"
    text = "Shells killed two people in the Russian city of Belgorod on Monday. A house burned in Shebekino."
    assert _name(_where(text, "Two killed in Belgorod")) == "Belgorod"

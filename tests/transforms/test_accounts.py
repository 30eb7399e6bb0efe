"""Sentences → accounts: one for each distinct happening."""

from __future__ import annotations

import pytest
from stories import accounts_of, indexes, read_story

from transforms.accounts import event_dates, is_event


def test_a_sentence_about_the_same_happening_goes_on_with_it() -> None:
    accounts = accounts_of("A blast killed nine people in Kabul, Afghanistan. Twelve people were hurt in the blast.")
    assert indexes(accounts) == [[0, 1]]


@pytest.mark.parametrize(
    "cue",
    [
        "Separately, a car bomb wounded nine people.",
        "In a separate incident, a car bomb wounded nine people.",
        "Elsewhere, a car bomb wounded nine people.",
        "Nine people were wounded in another attack.",
        "Nine people were wounded in a similar attack.",
    ],
)
def test_a_word_of_separation_opens_a_new_account(cue: str) -> None:
    assert indexes(accounts_of(f"Gunmen killed four soldiers near Kirkuk in Iraq. {cue}")) == [[0], [1]]


def test_another_day_opens_a_new_account() -> None:
    text = "Gunmen killed four soldiers in Kirkuk, Iraq, on Monday. A bomb killed two policemen on Wednesday."
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_the_day_of_the_place_line_is_no_day_of_the_happening() -> None:
    text = "MOGADISHU, March 14 (Wire) - A bomb killed four soldiers. The attack took place on Wednesday."
    assert indexes(accounts_of(text)) == [[0, 1]]


def test_a_far_place_opens_a_new_account() -> None:
    text = "Gunmen killed four soldiers in Kirkuk, Iraq. A bomb killed two policemen in Basra."
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_another_speaker_about_the_attack_goes_on_with_it() -> None:
    text = "A blast killed nine people in Kabul. Meanwhile the mayor said that the attack killed twelve people."
    assert indexes(accounts_of(text)) == [[0, 1]]


def test_meanwhile_opens_an_account_of_what_was_not_told() -> None:
    text = "A blast killed nine people in Kabul. Meanwhile gunmen shot dead two policemen."
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_an_answer_at_a_place_of_its_own_is_another_act() -> None:
    text = (
        "An Israeli air strike killed two people near Nabatieh in Lebanon on Wednesday. "
        "Hezbollah fired rockets at Kiryat Shmona in northern Israel in response."
    )
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_another_speakers_word_for_it_goes_on_with_it_wherever_he_sets_it() -> None:
    text = (
        "Gunmen killed nine soldiers on the road from Kirkuk in Iraq on Wednesday, residents said. "
        "The army said four soldiers were killed in what it called a cowardly attack near Tikrit."
    )
    assert indexes(accounts_of(text)) == [[0, 1]]


def test_a_namesake_abroad_is_no_other_scene() -> None:
    text = (
        "A fight between gangs at a prison in Guayaquil, Ecuador, left 116 inmates dead. "
        "The battle with knives broke out at the Litoral penitentiary in the city."
    )
    assert indexes(accounts_of(text)) == [[0, 1]]


@pytest.mark.parametrize(
    "sentence",
    [
        "The shooting happened in Mosul Road.",
        "It happened late on Tuesday in a car park.",
        "Police came at 9 on Tuesday.",
    ],
)
def test_a_sentence_that_says_when_it_happened_goes_on_with_the_account(sentence: str) -> None:
    assert len(accounts_of(f"Gunmen shot four people in Kirkuk, Iraq. {sentence}")) == 1


@pytest.mark.parametrize(
    "sentence", ["Fifteen men are missing.", "They burned two trucks.", "The UN said 300 families had fled."]
)
def test_a_sentence_that_says_what_else_came_of_it_goes_on_with_the_account(sentence: str) -> None:
    assert indexes(accounts_of(f"Gunmen killed four soldiers in Kirkuk. {sentence} They had no food.")) == [[0, 1]]


def test_a_town_inside_the_province_is_the_same_scene() -> None:
    text = "Gunmen killed four soldiers in Helmand province in Afghanistan. The gunmen attacked a post in Lashkar Gah."
    assert indexes(accounts_of(text)) == [[0, 1]]


def test_the_story_comes_back_to_its_first_account() -> None:
    text = (
        "A blast killed nine people in Kabul on Monday. A car bomb exploded in Kandahar on Tuesday. "
        "Twelve people were hurt in the Kabul blast on Monday."
    )
    assert indexes(accounts_of(text)) == [[0, 2], [1]]


def test_each_paragraph_of_a_round_up_is_an_account_of_its_own() -> None:
    text = (
        "Kirkuk, Iraq: Gunmen killed four soldiers on Monday. The gunmen fled.\n"
        "Kirkuk, Iraq: A car bomb wounded nine people on Monday. Two more people were killed.\n"
        "Kirkuk, Iraq: Gunmen shot dead a judge on Monday."
    )
    starts = [account.first.text.split(":")[1][:8] for account in accounts_of(text)]
    assert starts == [" Gunmen ", " A car b", " Gunmen "]


def test_background_is_in_no_account() -> None:
    text = "A bomb killed four people in Aden on Monday. The war has killed 400,000 people since 2014."
    assert indexes(accounts_of(text)) == [[0]]


def test_a_story_without_violence_has_no_account() -> None:
    assert accounts_of("The minister opened a school in Nairobi on Monday. Pupils sang.") == []


def test_the_day_of_a_statement_is_not_the_day_of_the_happening() -> None:
    sentence = read_story("Gunmen killed four soldiers on Monday, the army said on Wednesday.").sentences[0]
    assert [mention.raw for mention in event_dates(sentence)] == ["Monday"]


def test_the_day_of_an_arrest_is_not_the_day_of_the_killing() -> None:
    sentence = read_story("Two men who shot dead a judge on Monday were arrested on Thursday.").sentences[0]
    assert [mention.raw for mention in event_dates(sentence)] == ["Monday"]


def test_a_month_dates_no_happening() -> None:
    sentence = read_story("Gunmen killed four soldiers in February.").sentences[0]
    assert sentence.dates
    assert event_dates(sentence) == []


def test_a_country_or_its_adjective_is_no_scene() -> None:
    sentence = read_story("A Turkish air strike killed two shepherds near Kirkuk in Iraq.").sentences[0]
    assert [mention.raw for mention in sentence.scenes] == ["Kirkuk"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed four soldiers.", True),
        ("Four people were abducted.", True),
        ("The minister visited the town.", False),
        ("The war has killed 400,000 people since 2014.", False),
    ],
)
def test_only_news_of_harm_or_action_is_an_event(text: str, expected: bool) -> None:
    assert is_event(read_story(text).sentences[0]) is expected


def test_every_sentence_is_in_at_most_one_account() -> None:
    text = (
        "A blast killed nine people in Kabul on Monday. A car bomb exploded in Kandahar on Tuesday. Police came. "
        "Separately, gunmen shot dead a judge in Herat. Twelve people were hurt in the Kabul blast on Monday."
    )
    told = [index for account in indexes(accounts_of(text)) for index in account]
    assert sorted(told) == sorted(set(told))
    assert set(told) == {0, 1, 3, 4}


def test_a_sentence_that_opens_with_its_own_place_and_dead_opens_an_account() -> None:
    text = (
        "Gunmen killed four soldiers at a post near Mayadin in Syria on Tuesday night. "
        "In Busayrah, a landmine killed three children."
    )
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_a_sentence_that_opens_with_a_quarter_of_the_town_goes_on() -> None:
    text = "Shelling killed nine people in Aleppo, Syria. In Aleppo's old city, a shell killed three children."
    assert indexes(accounts_of(text)) == [[0, 1]]


def test_the_night_after_is_another_day_where_it_has_its_own_dead() -> None:
    text = "Gunmen killed four soldiers in Kirkuk, Iraq, on Saturday. On Sunday night a bomb killed two policemen."
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_the_night_before_a_morning_may_be_the_same() -> None:
    text = "Gunmen killed four soldiers in Kirkuk, Iraq, on Sunday. The attack on Saturday night killed two policemen."
    assert indexes(accounts_of(text)) == [[0, 1]]


def test_a_paragraph_that_opens_with_another_town_opens_an_account() -> None:
    text = (
        "A bomb killed two policemen in Quetta, Pakistan, on Sunday.\n"
        "In Turbat, armed men ambushed a patrol. Two guards were killed.\n"
        "In Khuzdar, a teacher was shot dead."
    )
    assert indexes(accounts_of(text)) == [[0], [1, 2], [3]]


def test_two_cities_are_two_scenes() -> None:
    text = (
        "Shelling killed three people in the city of Kherson in Ukraine on Sunday.\n"
        "Overnight, drones attacked the port of Odesa. A watchman was killed."
    )
    assert indexes(accounts_of(text)) == [[0], [1, 2]]


def test_what_a_place_is_far_from_is_no_scene() -> None:
    text = "A jet bombed a monastery in Sagaing, Myanmar, about 50 km northwest of Mandalay, killing nine people."
    (account,) = accounts_of(text)
    assert [scene.raw for scene in account.scenes] == ["Sagaing"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The group told journalists in Mosul that it had killed twelve soldiers.",
        "The group, which claimed the attack in a message to journalists in Mosul, said that twelve soldiers died.",
        "In Baghdad, the defence ministry said that it had lost two soldiers in the attack.",
    ],
)
def test_a_place_of_speaking_is_no_other_scene(sentence: str) -> None:
    assert indexes(accounts_of(f"Gunmen attacked a post near Kirkuk in Iraq, killing four soldiers. {sentence}")) == [
        [0, 1]
    ]


def test_where_those_who_tell_were_hit_is_a_scene() -> None:
    text = "A bomb killed four soldiers near Kirkuk in Iraq. Gunmen shot dead three journalists in Basra."
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_another_hour_in_another_town_is_another_act() -> None:
    text = "A drone killed two drivers near Kirkuk in Iraq. Earlier in the day, Basra had come under mortar fire."
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_the_hour_of_a_live_page_stands_before_the_scene_that_a_sentence_opens_with() -> None:
    text = (
        "12:10 From Jenin: Soldiers shot dead two men during a raid in the West Bank on Thursday.\n"
        "12:40 From Tubas: A drone strike killed three men in a car."
    )
    assert indexes(accounts_of(text)) == [[0], [1]]


def test_the_opening_of_a_round_up_that_counts_nobody_is_no_account() -> None:
    text = (
        "Gunfire broke out in three parts of Kirkuk, Iraq, on Friday.\nRahimawa: Gunmen killed two men.\n"
        "Laylan: A bomb wounded nine people.\nDaquq: A soldier was shot dead."
    )
    assert indexes(accounts_of(text)) == [[1], [2], [3]]


def test_what_others_do_hours_later_is_another_act_and_a_death_is_not() -> None:
    text = (
        "Two brothers were shot dead in Huwara in the West Bank on Sunday. "
        "Hours later, settlers set fire to dozens of cars in the town and wounded nine people."
    )
    assert indexes(accounts_of(text)) == [[0], [1]]
    text = "Two brothers were shot in Huwara in the West Bank on Sunday. Hours later, one of them died in hospital."
    assert indexes(accounts_of(text)) == [[0, 1]]

"""A sentence → why it tells no news; an article's sentences → which retell an old event. Published 15 March 2024."""

from __future__ import annotations

import pytest
from stories import PUBLISHED, TITLE, read_story

from transforms.accounts.background import background_reason
from transforms.accounts.old_news import set_aside_old_news
from transforms.casualties import read_casualties
from transforms.dates import find_dates


def _reason(sentence: str) -> str | None:
    published = PUBLISHED.date()
    return background_reason(sentence, find_dates(sentence, published), read_casualties(sentence), published)


def _reasons(text: str, title: str = TITLE) -> list[str | None]:
    judged = set_aside_old_news(read_story(text, title), title, PUBLISHED.date())
    return [sentence.background for sentence in judged.sentences]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Gunmen killed four soldiers on Monday.", None),
        ("A bomb killed three people in May 2019.", "old_date"),
        ("The war has killed more than 40,000 people since 2009.", "running_total"),
        ("The group has often attacked villages, and similar attacks are common.", "history"),
        ("Bandits have kidnapped thousands in the state.", "history"),
        ("He was convicted of the bombing.", "court"),
        ("She was raped from the ages of 12 to 15.", "history"),
        ("The president is likely to deploy troops against the protests.", "unreal"),
        ("The embassy warned on Wednesday that extremists might attack hotels.", "unreal"),
        ("How many children have been killed?", "unreal"),
        ("Two men convicted of murder were executed on Monday in a prison in Karaj.", "court"),
        ("Fighters executed 12 men convicted by the group of spying on Monday.", None),
    ],
)
def test_a_sentence_is_background_for_a_named_reason(sentence: str, reason: str | None) -> None:
    assert _reason(sentence) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Monday is the anniversary of the bombing that killed 200 people in Bali.", "history"),
        ("A court on Monday sentenced a man to death for the bombing that killed 200 people in Bali.", "court"),
        ("Prosecutors said on Thursday that a man would stand trial for the attack that killed 12 people.", "court"),
        ("Officials warned on Monday that rebels could attack Goma and kill hundreds of people.", "unreal"),
        ("The army said on Monday that the strike may have killed five people.", None),
        ("A man was indicted on Monday in the shooting of two brothers.", None),
    ],
)
def test_the_day_of_the_telling_makes_no_news_of_background(text: str, reason: str | None) -> None:
    assert _reasons(text) == [reason]


def test_a_verdict_of_today_makes_no_news_of_an_old_bombing() -> None:
    text = (
        "A court in Abuja on Thursday sentenced three men for the bombing of a motor park in Zaria, in which 11 people "
        "were killed. The bombers had filmed the gate before the attack."
    )
    assert _reasons(text) == ["court", "old_event"]


def test_an_anniversary_carries_over_to_what_follows() -> None:
    text = (
        "Families lit candles on Wednesday to mark the anniversary of the bombing of a market in Erbil. "
        "The bomber drove a lorry into the crowd and killed 24 people."
    )
    assert _reasons(text) == ["history", "old_event"]


def test_a_months_tally_is_no_incident() -> None:
    text = "Homicides rose by 9 percent in the third quarter, the police say. Gangs killed 47 people in all."
    assert _reasons(text) == ["tally", "old_event"]


def test_a_fresh_day_makes_news_again_after_an_old_lead() -> None:
    text = "A bomb killed 20 people in Kabul in 2016. On Wednesday gunmen killed four policemen. They fled."
    assert _reasons(text)[:2] == ["old_date", None]


def test_background_after_the_news_leaves_the_news_alone() -> None:
    text = (
        "Gunmen killed four policemen in Kabul on Wednesday. In 2016 a bomb killed 20 people there. "
        "Three of the attackers were shot dead."
    )
    assert _reasons(text) == [None, "old_date", None]


def test_a_charge_within_days_reports_the_shooting() -> None:
    text = "A man was charged on Thursday in the shooting that killed a clerk on Saturday. He was shot in the chest."
    assert _reasons(text) == [None, None]


def test_a_number_of_a_block_is_no_year() -> None:
    assert _reasons("A boy was shot in the 1900 block of Payson Street on Monday afternoon.") == [None]


def test_a_title_that_explains_makes_undated_sentences_old() -> None:
    text = "The rebels have fought each other on the islands of the lake. They killed hundreds in Baga."
    assert _reasons(text, "Explainer: Why the war goes on") == ["old_event", "old_event"]


def test_a_follow_up_tells_the_earlier_incident_that_it_dates() -> None:
    text = (
        "A second man was arrested on Thursday over a shooting that wounded ten people at a club. "
        "The shooting happened on January 27. He was sentenced to six years in 2016."
    )
    assert _reasons(text)[:2] == [None, None]


def test_a_trial_that_dates_the_killing_to_a_day_tells_it() -> None:
    text = (
        "A man pleaded guilty on Wednesday to murdering a shopkeeper in Leeds. "
        "Paul Grey shot the shopkeeper dead on November 4, 2023."
    )
    assert _reasons(text) == [None, None]


def test_a_follow_up_leaves_another_old_day_in_the_background() -> None:
    text = (
        "Police arrested a man over the shooting of two brothers on January 27. "
        "He was charged in a stabbing that killed a guard on May 2, 2021."
    )
    assert _reasons(text) == [None, "old_date"]


def test_a_siege_of_long_ago_stays_history() -> None:
    text = "Troops stormed the fort on September 8, 1855. The assault killed 10,000 men. A plaque identifies the spot."
    assert None not in _reasons(text)[:2]


def test_a_text_that_dates_its_events_years_ago_alone_is_history() -> None:
    old = "He killed a woman in 1986, and shot two others in 1991. "
    assert _reasons(f"The house of a murderer still stands. {old}He kidnapped them at night.")[2] == "old_event"
    fresh = "Gunmen killed a farmer in Mosul on Monday. "
    assert _reasons(f"{fresh}{old}They kidnapped two men at night.")[2] is None


def test_a_part_of_a_running_total_is_a_running_total_too() -> None:
    text = (
        "A bomb killed two men in Kirkuk, Iraq, on Friday. Bombs have killed 40 people since the start of the year. "
        "Six of the dead were children."
    )
    judged = set_aside_old_news(read_story(text), TITLE, PUBLISHED.date()).sentences[-1]
    assert judged.background == "running_total"
    assert {figure.scope for figure in judged.figures} == {"cumulative"}

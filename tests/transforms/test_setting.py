"""Account → when and where it happened."""

from __future__ import annotations

from datetime import date

import pytest
from stories import PUBLISHED, TITLE, mentions_of, read_story

from transforms.accounts import split_accounts
from transforms.accounts.setting import When, find_when
from transforms.accounts.where import NOWHERE, Where, find_where


def _when(text: str) -> When:
    return find_when(split_accounts(read_story(text))[0], PUBLISHED.date())


def _where(text: str, title: str = TITLE) -> Where:
    read = read_story(text, title)
    return find_where(split_accounts(read)[0], read)


def test_a_weekday_is_the_last_one_before_publication() -> None:
    assert _when("Gunmen killed four soldiers in Kirkuk on Monday.").day == date(2024, 3, 11)


def test_the_day_of_the_happening_goes_before_that_of_the_statement() -> None:
    when = _when("The army said on Wednesday that gunmen killed four soldiers in Kirkuk on Monday.")
    assert (when.day, when.precision, when.raw) == (date(2024, 3, 11), 1, "Monday")


def test_the_day_of_a_statement_alone_dates_to_within_days() -> None:
    when = _when("Gunmen killed four soldiers in Kirkuk, the army said on Wednesday.")
    assert (when.day, when.precision) == (date(2024, 3, 13), 2)


def test_without_a_day_publication_dates_to_within_days() -> None:
    assert _when("Gunmen killed four soldiers in Kirkuk.") == When(date(2024, 3, 15), 2, None, None)


def test_a_day_told_in_a_later_sentence_dates_the_account() -> None:
    assert _when("Gunmen killed four soldiers in Kirkuk. The attack on Tuesday hit a post.").day == date(2024, 3, 12)


def test_a_day_to_come_dates_nothing() -> None:
    when = _when("Gunmen killed four soldiers in Kirkuk, days before the vote on 20 March 2024.")
    assert when.day == date(2024, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        "A man was arrested on Thursday in the shooting of a clerk in Leeds. The clerk was shot on March 5.",
        "A girl who was shot in Leeds died Wednesday. She was hit on March 5 by a bullet fired at a car.",
        "Police on Thursday identified a boy who was killed in Leeds. He was found shot on March 5.",
    ],
)
def test_what_came_of_the_happening_does_not_date_it(text: str) -> None:
    assert _when(text).day == date(2024, 3, 5)


def test_the_day_of_the_sentence_beside_it_dates_an_account_without_one() -> None:
    text = "Guerrillas kidnapped four soldiers in Arauca, Colombia, the army said Thursday."
    (mention,) = mentions_of(f"{text} The soldiers were taken off a bus on Tuesday morning.")
    assert (mention.when.day, mention.when.precision) == (date(2024, 3, 12), 1)


def test_the_title_s_day_dates_an_account_without_one() -> None:
    (mention,) = mentions_of("Gunmen killed four soldiers in Kirkuk, Iraq.", "Sunday attack kills four in Kirkuk")
    assert (mention.when.day, mention.when.span) == (date(2024, 3, 10), None)


def test_the_lead_s_day_dates_an_incident_without_one_to_within_days() -> None:
    text = (
        "A bomb killed two men in Quetta, Pakistan, on Sunday.\nIn Turbat, armed men ambushed a patrol, killing nine."
    )
    assert {(mention.when.day, mention.when.precision) for mention in mentions_of(text)} == {
        (date(2024, 3, 10), 1),
        (date(2024, 3, 10), 2),
    }


def test_a_weekend_is_made_exact_by_a_day_in_it() -> None:
    when = _when("Two men were shot in Leeds over the weekend. The men were shot on Saturday.")
    assert (when.day, when.precision) == (date(2024, 3, 9), 1)


def test_a_death_alone_dates_to_within_days() -> None:
    when = _when("A girl who was shot in Leeds died Wednesday.")
    assert (when.day, when.precision) == (date(2024, 3, 13), 2)


def test_where_only_a_month_is_told_the_month_dates() -> None:
    when = _when("Police arrested a man on Thursday in a February shooting that wounded ten people in Leeds.")
    assert (when.day, when.precision, when.raw) == (date(2024, 2, 1), 4, "February")


@pytest.mark.parametrize("text", ["Gunmen killed four soldiers in Kirkuk on Monday.", "On Monday a bomb hit Mosul."])
def test_the_words_of_the_day_stand_where_the_span_says(text: str) -> None:
    when = _when(text)
    assert when.span is not None
    assert text[slice(*when.span)] == when.raw == "Monday"


def test_the_place_of_the_act_is_its_most_exact_one() -> None:
    where = _where("Gunmen killed four soldiers in Lashkar Gah in Helmand province in Afghanistan.")
    assert where.place is not None
    assert (where.place.name, where.place.admin1, where.precision) == ("Lashkar Gah", "Helmand", 1)


def test_near_a_town_is_less_exact_than_in_it() -> None:
    assert _where("Gunmen killed four soldiers near Kirkuk in Iraq.").precision == 2


def test_a_province_alone_has_precision_three() -> None:
    where = _where("Gunmen killed four soldiers in Helmand province in Afghanistan.")
    assert (where.raw or "").startswith("Helmand")
    assert where.precision == 3


def test_a_country_alone_has_precision_four() -> None:
    where = _where("Gunmen killed four soldiers in Afghanistan.")
    assert where.place is not None
    assert (where.place.country, where.precision) == ("AFG", 4)


def test_the_dateline_is_where_it_was_written_not_where_it_happened() -> None:
    where = _where("KYIV, Ukraine — Missiles killed four people in Kharkiv province on Thursday.")
    assert where.place is not None
    assert where.place.name == "Kharkiv"


def test_the_dateline_is_the_place_where_no_other_is_told() -> None:
    where = _where("KHARKIV, Ukraine — Missiles hit a market on Thursday, killing four people.")
    assert where.place is not None
    assert where.place.name == "Kharkiv"


def test_a_town_told_later_makes_the_province_exact() -> None:
    where = _where(
        "Gunmen killed four soldiers in Helmand province in Afghanistan. The gunmen attacked a post in Lashkar Gah."
    )
    assert where.place is not None
    assert where.place.name == "Lashkar Gah"


def test_the_speaker_s_capital_is_not_the_scene() -> None:
    where = _where("Gunmen killed four soldiers in Kirkuk in Iraq, a spokesman in Washington said.")
    assert where.place is not None
    assert where.place.name == "Kirkuk"


def test_the_words_of_the_place_stand_where_the_span_says() -> None:
    text = "KYIV, Ukraine — Missiles hit the city of Kharkiv on Thursday, killing four people."
    where = _where(text)
    assert where.span is not None
    assert text[slice(*where.span)] == where.raw


def test_no_place_is_nowhere() -> None:
    assert _where("Gunmen killed four soldiers on Monday.") == NOWHERE

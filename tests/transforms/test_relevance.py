"""Account → is it one of an incident; and the whole of extract over made-up texts of both kinds."""

from __future__ import annotations

import pytest
from sample_texts import read_samples
from stories import accounts_of, mentions_of, read_story

from transforms.accounts.relevance import ENOUGH, moot_reason, weigh
from transforms.extract import Extracted, extract_articles

# What the reader is known to get wrong among the samples; to be lowered, never raised.
MOST_FALSE, MOST_MISSED = 1, 2


@pytest.mark.parametrize(
    "text",
    [
        "The ministry ordered 1,800 missiles and howitzers for bases near Warsaw.",
        "Seven people died on Monday when a bus overturned near Cali.",
        "A military helicopter crashed near Beni on Monday, killing five soldiers, the army said.",
        "An army truck overturned near Gulu on Monday, killing five soldiers and wounding 12.",
        "The rocket flew from the launch pad near Cali, and was used to put a satellite into orbit.",
        "A detainee was found dead in his cell in Cali on Monday in an apparent suicide.",
        "An inmate killed himself in Cali on Monday. Some said that he had been murdered.",
        "Two people were killed on Monday when a house fire broke out near Cali.",
        "The opposition attacked the plan on Monday.",
        "The engine made a noise like shelling on Monday.",
        "Four cooks were killed on Monday when a gas cylinder exploded in a canteen near Cali.",
        "A boiler exploded near Cali on Monday, killing two. Troops came; police ruled out a terrorist attack.",
    ],
)
def test_without_an_act_an_account_is_moot(text: str) -> None:
    assert all(moot_reason(account) is not None for account in accounts_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Three rockets landed near the airport of Erbil in Iraq on Monday.",
        "Gunmen attacked a bus, which overturned near Cali; seven people died.",
        "Fighters attacked a base near Cali on Monday.",
        "A gas cylinder exploded near Cali on Monday, killing two soldiers.",
        "A man killed his wife near Cali on Monday and then took his own life.",
        "A suicide bomber killed a guard near Cali on Monday.",
    ],
)
def test_an_act_is_an_accounts_core(text: str) -> None:
    assert [moot_reason(account) for account in accounts_of(text)] == [None]


def test_word_of_no_victims_speaks_for_a_happening_but_less_than_victims() -> None:
    def weight(text: str) -> float:
        return weigh(accounts_of(text)[0], read_story(text), 0).total

    bomb = "A bomb exploded in Kabul on Monday"
    assert weight(f"{bomb}.") < weight(f"{bomb}, but nobody was killed.") < weight(f"{bomb}, killing two people.")


def test_a_death_of_illness_is_no_harm_done() -> None:
    text = "His first murder is told in the novel, set in Cali. He died {}, his family said."
    ill, shot = (weigh(accounts_of(text.format(how))[0], read_story(text), 0) for how in ("of cancer", "of gunshots"))
    assert "harm" in dict(shot.parts)
    assert "harm" not in dict(ill.parts)


def test_in_a_denial_the_claim_is_no_second_event() -> None:
    text = (
        "The army in Mali denied reports of an attack on the airport of Mopti on Thursday. "
        "A group had said on Wednesday that its fighters stormed the airport and killed 12 soldiers."
    )
    assert [mention.status for mention in mentions_of(text)] == ["denied"]


def test_enough_is_a_harm_and_an_act() -> None:
    text = "Gunmen killed four people."
    assert weigh(accounts_of(text)[0], read_story(text), 1).total >= ENOUGH


def _sites_with_mention(found: Extracted) -> set[str]:
    mentions = found.mentions
    return set(mentions.loc[mentions["status"] != "denied", "url"])


def test_texts_without_an_incident_give_none() -> None:
    samples = read_samples("no_incident")
    assert len(samples) == 120
    assert len(_sites_with_mention(extract_articles(samples))) <= MOST_FALSE


def test_incidents_in_strange_surroundings_are_read() -> None:
    samples = read_samples("incident")
    assert len(samples) == 60
    assert len(_sites_with_mention(extract_articles(samples))) >= len(samples) - MOST_MISSED

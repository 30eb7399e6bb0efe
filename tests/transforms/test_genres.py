"""Title, text, URL → genre."""

from __future__ import annotations

import pytest
from sample_texts import read_samples
from stories import mentions_of

from transforms.accounts.genres import genre_of
from transforms.extract import extract_articles

ELSEWHERE = "https://wire.example/news/1"

FOOTBALL = (
    "Wanderers launched a furious assault and were three goals up by half-time. Striker Paul Ndiaye fired the first "
    "into the top corner. The defence repelled every raid, and goalkeeper Joe Hallam was the hero of the match."
)
BUS = (
    "Nineteen people were killed when a minibus and a lorry collided head-on near Morogoro, police said. The lorry "
    "driver had tried to overtake in the rain. The passengers were on their way home, and the road was closed."
)
FILM = (
    "Colin Farrow plays a hitman in this thriller, and the script gives him nothing to do but kill 26 people. A judge "
    "is shot dead in the first scene, and a child is kidnapped. The film opens on Thursday. Two stars out of five."
)
COPPER = (
    "Copper came under fire as speculators attacked the metal, and shares of miners took a battering. Futures fell 3 "
    "percent. Analysts at a bank said that the market had been massacred, and investors fled to gold."
)
LEOPARD = (
    "A leopard killed 14 goats and attacked a farmer in a village, forest officials said. Foresters have set traps. "
    "Leopards killed 11 people in the state last year, and the animals come closer to the fields."
)


@pytest.mark.parametrize(
    ("genre", "text"),
    [("sport", FOOTBALL), ("accident", BUS), ("review", FILM), ("business", COPPER), ("animals", LEOPARD)],
)
def test_a_genre_is_told_by_its_words(genre: str, text: str) -> None:
    assert genre_of("", text, ELSEWHERE) == genre


@pytest.mark.parametrize(
    "text",
    [
        (
            "A bomb exploded outside a football stadium before the derby, killing three fans, police said. The match "
            "was called off before kick-off, and the goalkeeper and the striker ran for the dressing room."
        ),
        (
            "A gunman opened fire at a film premiere, killing four people in the audience, police said. The director "
            "of the film was grazed by a bullet. The actors hid behind the screen."
        ),
        (
            "A bus plunged into a ravine after gunmen shot the driver, killing 12 passengers, the prosecutor said. The "
            "bus left the road at a curve."
        ),
        (
            "Police opened fire on striking miners, killing three of them, a hospital said. Shares in the company fell "
            "4 percent, and the union called off its talks over pay."
        ),
    ],
)
def test_violence_among_a_genres_words_is_still_read(text: str) -> None:
    assert genre_of("", text, ELSEWHERE) is None


DEBATE = (
    "The parliament debated the budget bill for a second day, and the opposition party called for the finance minister "
    "to resign. The coalition wants to pass the bill before the election. Senators will vote on the amendment, and "
    "voters in the polls put the ruling party ahead."
)


def test_talk_that_ends_with_a_murder_of_the_day_is_read() -> None:
    assert genre_of("", DEBATE, ELSEWHERE) == "politics"
    assert genre_of("", f"{DEBATE} A senator was assassinated in the 1990s.", ELSEWHERE) == "politics"
    assert genre_of("", f"{DEBATE} Meanwhile, a senator's guard was assassinated this afternoon.", ELSEWHERE) is None


@pytest.mark.parametrize(
    "text",
    [
        "Anti-aircraft fire downed a military plane near Beni on Monday, the army said. Both pilots died.",
        "Rebels downed an army transport plane near Beni on Monday. Both pilots died when the plane crashed.",
        "An army helicopter was downed by rebels near Beni on Monday, killing its four crew, the army said.",
    ],
)
def test_aircraft_that_are_brought_down_are_no_accident(text: str) -> None:
    assert genre_of("", text, ELSEWHERE) is None
    assert [mention.sub_event_type for mention in mentions_of(text)] == ["Shelling/artillery/missile attack"]


def test_the_section_of_the_url_alone_makes_no_genre() -> None:
    text = "Gunmen kidnapped a striker from his club's training ground, police said. A guard was stabbed."
    assert genre_of("Striker kidnapped", text, "https://wire.example/sport/football/1") is None


def test_opinion_needs_its_section_and_its_i() -> None:
    text = "I have reported on bandits for years, and my notebooks are full of murder. We must count the dead."
    assert genre_of("", text, "https://wire.example/opinion/1") == "opinion"
    assert genre_of("", text, ELSEWHERE) is None


def test_a_genre_has_a_door_of_its_own_that_names_it() -> None:
    sample = read_samples("no_incident")[:1]
    (outcome,) = extract_articles(sample).outcomes
    assert (outcome.outcome, outcome.is_refusal) == ("other_genre", True)
    assert outcome.example == f"{sample[0].url}: sport"


def test_an_exercise_that_says_so_twice_is_no_fighting() -> None:
    text = (
        "Shortly after dawn armour came out of the wood, and the reservists shot at it with all they had. By noon "
        "umpires had declared 60 of them dead and a bridge lost to an air strike. Then there was soup. Autumn Shield, "
        "the largest exercise of the year, brings together 4,000 troops. Its plot has saboteurs attacking a railway. "
        "Residents may hear explosions at night."
    )
    assert genre_of("Ambush in the bog", text, ELSEWHERE) == "drill"

"""Text → sentences: offsets, boilerplate, the article's country, round-ups."""

from __future__ import annotations

import pytest
from stories import read_story

from transforms.accounts.sentences import is_roundup

WITH_NOTICES = (
    "A bomb killed four people in Mogadishu on Monday.\n"
    "\n"
    "Read more: A deadly attack killed ten in Kismayo\n"
    "  Two policemen were injured in the blast. The army closed the road.\n"
    "Sign up for our daily newsletter today\n"
    "Al-Shabaab claimed the attack."
)


def test_a_sentence_stands_where_its_offsets_say() -> None:
    text = "A bomb killed four people in Mogadishu on Monday. Police closed the road.\n\nTwo men fled."
    sentences = read_story(text).sentences
    assert [text[s.start : s.end] for s in sentences] == [s.text for s in sentences]
    assert [s.text for s in sentences] == [
        "A bomb killed four people in Mogadishu on Monday.",
        "Police closed the road.",
        "Two men fled.",
    ]


def test_boilerplate_lines_give_no_sentence() -> None:
    words = " ".join(sentence.text for sentence in read_story(WITH_NOTICES).sentences)
    assert "Kismayo" not in words
    assert "newsletter" not in words
    assert "closed the road" in words


def test_offsets_hold_after_boilerplate() -> None:
    last = read_story(WITH_NOTICES).sentences[-1]
    assert WITH_NOTICES[last.start : last.end] == last.text == "Al-Shabaab claimed the attack."


def test_whatever_a_sentence_holds_stands_where_its_offsets_say() -> None:
    sentences = read_story(WITH_NOTICES).sentences
    for sentence in sentences:
        for place in sentence.places:
            assert WITH_NOTICES[place.start : place.end] == place.raw
        for actor in sentence.actors:
            assert WITH_NOTICES[actor.start : actor.end] == actor.raw
        for day in sentence.dates:
            assert WITH_NOTICES[day.start : day.end] == day.raw
        for trigger in sentence.triggers:
            assert WITH_NOTICES[trigger.start : trigger.end].casefold() == trigger.raw.casefold()
    injured = next(f for s in sentences for f in s.figures if f.quantity == "injured")
    assert WITH_NOTICES[injured.number_start : injured.number_end] == "Two"


def test_items_of_all_sentences_are_those_of_the_text() -> None:
    sentences = read_story("Gunmen shot a man in Kirkuk. A bomb hit Mosul in Iraq.").sentences
    assert [[place.raw for place in sentence.places] for sentence in sentences] == [["Kirkuk"], ["Mosul", "Iraq"]]


def test_indexes_count_the_sentences() -> None:
    assert [sentence.index for sentence in read_story(WITH_NOTICES).sentences] == [0, 1, 2, 3]


def test_tokens_are_those_under_the_characters() -> None:
    text = "The road was shut.\nGunmen killed four soldiers."
    sentence = read_story(text).sentences[1]
    start = text.index("four soldiers")
    assert [token.text for token in sentence.tokens(start, start + len("four soldiers"))] == ["four", "soldiers"]


def test_the_country_of_an_article_is_that_of_most_places() -> None:
    text = "A bomb hit Mosul. Gunmen attacked Kirkuk in Iraq, said a diplomat in Paris."
    assert read_story(text).country == "IRQ"


def test_an_article_without_places_has_no_country() -> None:
    assert read_story("Gunmen shot two men on Monday.").country is None


def test_the_title_gives_figures_and_triggers() -> None:
    read = read_story("The blast was heard for miles.", title="Bomb kills 14 in Mogadishu")
    assert [(f.quantity, f.best) for f in read.title_figures] == [("killed", 14)]
    assert [mention.place.name for mention in read.title_places if mention.place] == ["Mogadishu"]
    assert read.title_triggers


def test_the_dateline_is_told_apart_from_the_story() -> None:
    text = "KYIV, Ukraine — Missiles hit Kharkiv on Thursday, killing four people."
    read = read_story(text)
    assert text[read.dateline_end :].startswith("Missiles")
    assert "KYIV" in [place.raw for place in read.dateline_places]
    assert "Kharkiv" not in [place.raw for place in read.dateline_places]


def test_a_sentence_of_history_names_its_reason() -> None:
    read = read_story("A bomb killed four people in Aden on Monday. The war has killed 400,000 people since 2014.")
    assert [sentence.background for sentence in read.sentences] == [None, "running_total"]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Security round-up for March", "Gunmen shot a man.", True),
        ("Cattle roundup ends", "Herders went home.", True),
        (
            "Iraq news",
            "Kirkuk, Iraq: Gunmen shot a man.\nMosul, Iraq: A bomb went off.\nBasra: A mine killed two.",
            True,
        ),
        ("Iraq news", "Kirkuk, Iraq: Gunmen shot a man.\nThe man died.\nHis brother was hurt.\nPolice came.", False),
        ("Gunmen shoot man", "Gunmen shot a man in Kirkuk.", False),
    ],
)
def test_a_round_up_is_known_by_its_title_or_its_place_lines(title: str, text: str, expected: bool) -> None:
    assert is_roundup(title, text) is expected


def test_no_text_gives_no_sentence() -> None:
    assert read_story("\n \n").sentences == ()


def test_the_title_names_what_the_text_names() -> None:
    read = read_story("A boy was shot in Bozeman, Montana, on Friday.", title="Bozeman boy shot")
    assert [mention.place.admin1 for mention in read.title_places if mention.place] == ["Montana"]

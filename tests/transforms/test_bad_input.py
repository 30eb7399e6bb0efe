"""What no article should be, and some are: it is read or refused by name, in bounded time, and never crashes."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest
from stories import story

from transforms.extract import LONGEST, Reading, extract_articles, read_article
from transforms.texts.language import is_english

NEWS = (
    "Gunmen killed four soldiers near Kirkuk in Iraq on Monday, police said. A car bomb wounded nine people in Mosul. "
)
GERMAN = (
    "Bei einem Anschlag auf eine Moschee in Kabul sind am Montag neun Menschen getötet worden. Die Polizei teilte mit, "
    "dass ein Attentäter sich in der Menge in die Luft gesprengt habe; zwölf Personen wurden verletzt ins Krankenhaus "
    "gebracht, drei von ihnen schwebten noch am Abend in Lebensgefahr."
)
RIGHT_TO_LEFT = "قتل أربعة جنود في هجوم مسلح قرب كركوك في العراق يوم الاثنين بحسب الشرطة المحلية. " * 5
# CPU seconds; an article of the greatest length takes a tenth of it on an idle machine.
MOST_SECONDS = 5.0


def _read(text: str, title: str = "Report from the region", language: str | None = "en") -> Reading:
    return read_article(replace(story(text, title), language=language))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    read_article(story(NEWS))


@pytest.mark.parametrize(
    ("text", "door"),
    [
        pytest.param(NEWS * 20_000, "cut", id="two megabytes"),
        pytest.param("Gunmen shot at men and women who fled over the bridge and " * 860, "ok", id="one sentence"),
        pytest.param("killed four soldiers in Mosul " * 300, "ok", id="no sentence end"),
        pytest.param("x" * 2_000_000, "cut", id="one word"),
        pytest.param("A bomb hit.\n" * 10_000, "cut", id="short lines"),
        pytest.param("1234567890 " * 4_000, "no_trigger", id="digits"),
        pytest.param("(" * 49_000 + NEWS, "ok", id="brackets"),
        pytest.param("'\"" * 20_000 + NEWS, "ok", id="quotes"),
        pytest.param("A. B. C. D. " * 4_000 + NEWS, "ok", id="initials"),
        pytest.param(", and four, " * 4_000 + NEWS, "ok", id="counts"),
        pytest.param("said police, " * 3_800 + NEWS, "ok", id="speakers"),
        pytest.param(" " * 49_000 + NEWS, "ok", id="spaces"),
    ],
)
def test_no_article_takes_long(text: str, door: str) -> None:
    start = process_time()
    reading = _read(text)
    assert process_time() - start < MOST_SECONDS
    assert reading.door == door


@pytest.mark.parametrize(
    "text",
    [
        "Some 1.000.000 people fled and १२ soldiers were killed in Mosul, Iraq, on Monday, police said.",
        "<p>Gunmen&nbsp;killed four soldiers</p> near Kirkuk in Iraq on Monday, <b>police</b> said.",
        "Gunmen killed\0four soldiers \x07\x1b[31mnear Kirkuk in Iraq on Monday, police said.",
        "Gunmen killed four soldiers \ud83d near Kirkuk in Iraq on Monday\udc00, police said.",
        "\u202eGunmen killed four soldiers near Kirkuk\u202c in Iraq on Monday, police said. كركوك",
        "\ufeffGunmen killed four soldiers near Kirkuk in Iraq on Monday, police said.\r\n\r\n",
    ],
    ids=["digits", "html", "control", "surrogates", "direction", "byte order mark"],
)
def test_odd_characters_spoil_neither_tables_nor_offsets(text: str) -> None:
    found = extract_articles([story(text, "Report \ud800")])
    assert len(found.mentions) == 1
    starts = zip(found.claims["start"], found.claims["end"], found.claims["sentence"], strict=True)
    readable = text.replace("\ud83d", "\ufffd").replace("\udc00", "\ufffd")
    assert all(readable[start:end] in sentence for start, end, sentence in starts)


@pytest.mark.parametrize(("title", "text"), [("", ""), ("", NEWS), ("Bomb kills 14 in Mogadishu", ""), (" ", "\n")])
def test_empty_text_or_title_is_no_fault(title: str, text: str) -> None:
    assert _read(text, title).door in {"ok", "no_trigger", "no_incident"}


@pytest.mark.parametrize("language", ["de", "en", None])
def test_another_language_is_refused_whatever_the_row_says(language: str | None) -> None:
    assert _read(GERMAN, "Anschlag in Kabul", language).door == "language_not_read"
    assert _read(RIGHT_TO_LEFT, "هجوم في كركوك", language).door == "language_not_read"


@pytest.mark.parametrize("language", ["de", "en", None])
def test_english_is_read_whatever_the_row_says(language: str | None) -> None:
    assert _read(NEWS * 2, language=language).door == "ok"


def test_few_words_are_in_the_language_that_the_row_says() -> None:
    assert not is_english("Vier Tote", "de")
    assert is_english("Four dead", "en-GB")
    assert is_english("Four dead", None)


def test_what_was_cut_is_told_with_its_numbers() -> None:
    reading = _read(NEWS * 2_000)
    assert reading.door == "cut"
    assert f"of {len(NEWS) * 2_000:,}; there ok" in (reading.detail or "")
    assert max(mention.evidence[-1].end for mention in reading.mentions) <= LONGEST


def test_notice_of_a_removal_is_not_read_by_the_title_that_still_stands_over_it() -> None:
    assert _read("This story has been removed.", "Bomb kills 14 in Mogadishu").door == "removed"

from datetime import UTC, datetime
from unittest.mock import Mock

import pandas as pd
import pytest

from transforms.articles import duplicates
from transforms.articles.duplicates import mark_duplicates

WIRE = (
    "At least nine soldiers were killed when gunmen attacked an army post near the town of Kessa, officials said. "
    "The attackers came on motorbikes before dawn and burned two vehicles, a local councillor told reporters. "
    "Residents fled to the nearby village of Oru, where aid workers said more than 300 people were sheltering. "
    "The army has lost dozens of men in the region since the start of the year and has closed three bases there."
)
OTHER = (
    "Police in the port of Zarabad arrested four men on Tuesday over a grenade attack on a market last week. "
    "Nobody was hurt in the attack, which damaged a butcher's stall and broke the windows of a nearby bank. "
    "The men will appear before a judge on Thursday, a spokesman said, and two more are being sought by detectives."
)


def frame(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Articles by id, text and hour of publication."""
    return pd.DataFrame(
        [
            {
                "article_id": article_id,
                "version": 1,
                "text": text,
                "published_at": datetime(2026, 11, 19, hour, tzinfo=UTC),
                "duplicate_of": None,
            }
            for article_id, text, hour in rows
        ]
    )


def originals(articles: pd.DataFrame) -> dict[str, str | None]:
    marked = mark_duplicates(articles)
    return {i: None if pd.isna(o) else o for i, o in zip(marked["article_id"], marked["duplicate_of"], strict=True)}


def test_wire_copy_points_at_its_earliest_printing() -> None:
    articles = frame(("a", WIRE, 9), ("b", f"KESSA (AFP) – {WIRE}", 7), ("c", f"KESSA: {WIRE}", 8), ("d", OTHER, 6))

    assert originals(articles) == {"a": "b", "b": None, "c": "b", "d": None}


def test_trimmed_copy_is_found_by_containment() -> None:
    trimmed = WIRE[: WIRE.index("Residents")]

    assert originals(frame(("a", WIRE * 1 + " " + OTHER, 7), ("b", WIRE, 8), ("c", trimmed, 9)))["b"] == "a"


def test_equal_instants_are_decided_by_id() -> None:
    assert originals(frame(("b", WIRE, 7), ("a", WIRE, 7))) == {"b": "a", "a": None}


def test_own_account_of_the_same_attack_is_no_duplicate() -> None:
    own = (
        "Nine soldiers died in a dawn raid on a military post outside Kessa, according to officials there. Two army "
        "vehicles were set on fire by the gunmen, who rode motorbikes. People from the town have gone to Oru."
    )

    assert originals(frame(("a", WIRE, 7), ("b", own, 8))) == {"a": None, "b": None}


def test_row_order_does_not_matter() -> None:
    articles = frame(("a", WIRE, 9), ("b", WIRE, 7), ("c", OTHER, 8), ("d", OTHER, 5))

    assert originals(articles.iloc[::-1]) == originals(articles)


def test_versions_of_one_article_are_not_its_duplicates() -> None:
    articles = pd.concat([frame(("a", WIRE, 7)), frame(("a", WIRE + " He was 40.", 7)).assign(version=2)])

    assert mark_duplicates(articles)["duplicate_of"].isna().tolist() == [True, True]


def test_no_articles_and_empty_texts() -> None:
    assert len(mark_duplicates(frame(("a", "", 7)).iloc[:0])) == 0
    assert originals(frame(("a", "", 7), ("b", "", 8))) == {"a": None, "b": None}


def test_copy_of_an_article_that_is_not_given_stays_one() -> None:
    articles = frame(("a", WIRE, 7), ("b", OTHER, 8)).assign(duplicate_of=["z", "gone"])
    assert mark_duplicates(articles, elsewhere={"z"})["duplicate_of"].tolist()[0] == "z"
    assert mark_duplicates(articles, elsewhere={"z"})["duplicate_of"].isna().tolist() == [False, True]


def test_texts_made_from_a_form_are_not_compared_each_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "TEXTS_OF_A_FORM", 20)
    compare = Mock(wraps=duplicates.is_same_text)
    monkeypatch.setattr(duplicates, "is_same_text", compare)
    forecasts = [
        (f"f{n:02d}", f"Rain is expected in town number {n} until Friday, and the river may rise, the office said.", 1)
        for n in range(60)
    ]
    found = originals(
        frame(*forecasts, ("wire", WIRE, 7), ("copy", f"KESSA (AFP) – {WIRE}", 8), ("g", forecasts[9][1], 9))
    )

    assert {article: other for article, other in found.items() if other} == {"copy": "wire", "g": "f09"}
    assert compare.call_count < len(forecasts)

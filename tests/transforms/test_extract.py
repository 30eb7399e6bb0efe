"""Articles → tables: doors, order, workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest
from stories import story

from transforms.extract import BATCH, Extracted, extract_articles, extractor_version
from transforms.outcomes import check_accounting
from transforms.schema import TABLES
from transforms.texts import ArticleText

TEXTS = (
    "Gunmen killed four soldiers near Kirkuk in Iraq on Monday. Separately, a car bomb wounded nine in Mosul.",
    "Boko Haram fighters abducted 12 girls in Borno, Nigeria, on Tuesday.",
    "The minister opened a school in Nairobi. Pupils sang.",
    "A court sentenced a man for the 2015 attack in Paris.",
    "A blast in Lahore, Pakistan, killed nine people, police said. A doctor said 12 people died.",
)


def _articles(count: int = len(TEXTS)) -> list[ArticleText]:
    """So many articles, each at a URL of its own."""
    return [
        replace(story(TEXTS[number % len(TEXTS)], url=f"https://wire.example/{number}"), article_id=f"art-{number:03}")
        for number in range(count)
    ]


def _doors(found: Extracted) -> dict[str, tuple[bool, int]]:
    return {outcome.outcome: (outcome.is_refusal, outcome.records) for outcome in found.outcomes}


def _sorted_by(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    return frame.sort_values(key, ignore_index=True)


@pytest.fixture(scope="module")
def found() -> Extracted:
    return extract_articles(_articles())


def test_every_article_leaves_by_one_door(found: Extracted) -> None:
    check_accounting(len(TEXTS), found.outcomes)
    assert _doors(found) == {"ok": (False, 3), "no_trigger": (True, 1), "no_incident": (True, 1)}


def test_an_article_in_a_language_not_read_leaves_by_its_name() -> None:
    german = replace(story("Bei einem Anschlag in Kabul starben neun Menschen."), language="de")
    assert _doors(extract_articles([german])) == {"language_not_read": (True, 1)}


def test_where_the_text_tells_nothing_the_title_is_read_without_claims_or_evidence() -> None:
    walled = story("Sign in to go on reading. Your profile was saved.", "Gunmen kill four soldiers in Kirkuk, Iraq")
    found = extract_articles([walled])
    assert found.mentions[["fatalities_best", "location"]].to_numpy().tolist() == [[4, "Kirkuk"]]
    assert [len(evidence) for evidence in found.mentions["evidence"]] == [0]
    assert found.claims.empty


def test_a_text_that_tells_of_an_old_killing_is_not_read_by_its_title() -> None:
    old = story("A court sentenced a man for the 2015 attack in Paris.", "Gunmen kill four soldiers in Kirkuk, Iraq")
    assert _doors(extract_articles([old])) == {"no_incident": (True, 1)}


@pytest.mark.parametrize("language", ["en", "en-GB", "EN", None])
def test_english_in_each_spelling_is_read(language: str | None) -> None:
    article = replace(story(TEXTS[0]), language=language)
    assert _doors(extract_articles([article])) == {"ok": (False, 1)}


def test_tables_have_their_schemas_columns(found: Extracted) -> None:
    assert list(found.mentions.columns) == list(TABLES["mentions"].columns)
    assert list(found.claims.columns) == list(TABLES["claims"].columns)


def test_every_claim_is_of_a_mention(found: Extracted) -> None:
    assert len(found.claims) > 0
    assert set(found.claims["mention_id"]) <= set(found.mentions["mention_id"])


def test_a_part_names_a_claim_of_its_own_mention() -> None:
    article = story("A bomb killed 14 people, including three children, in Mogadishu, Somalia.")
    claims = extract_articles([article]).claims
    mention_of = dict(zip(claims["claim_id"], claims["mention_id"], strict=True))
    parts = claims[claims["part_of"].notna()]
    assert [mention_of[whole] for whole in parts["part_of"]] == list(parts["mention_id"])
    assert len(parts) == 1


def test_rows_come_in_order_of_the_articles(found: Extracted) -> None:
    ids = list(found.mentions["article_id"])
    assert ids == sorted(ids)


def test_the_order_of_articles_changes_no_row(found: Extracted) -> None:
    backwards = extract_articles(_articles()[::-1])
    for name, key in (("mentions", "mention_id"), ("claims", "claim_id")):
        told, told_backwards = getattr(found, name), getattr(backwards, name)
        assert not told.empty
        pd.testing.assert_frame_equal(_sorted_by(told, key), _sorted_by(told_backwards, key))


@pytest.mark.drill
def test_two_workers_find_what_one_finds() -> None:
    articles = _articles(BATCH + 3)
    one, two = extract_articles(articles, workers=1), extract_articles(articles, workers=2)
    pd.testing.assert_frame_equal(one.mentions, two.mentions)
    pd.testing.assert_frame_equal(one.claims, two.claims)
    assert one.outcomes == two.outcomes


def test_progress_is_told_for_every_article() -> None:
    told: list[int] = []
    extract_articles(_articles(BATCH + 3), advance=told.append)
    assert told == [BATCH, 3]


@pytest.mark.parametrize("articles", [[], _articles()[2:3]])
def test_nothing_found_still_has_the_tables_columns(articles: Sequence[ArticleText]) -> None:
    nothing = extract_articles(articles)
    assert (len(nothing.mentions), len(nothing.claims)) == (0, 0)
    assert list(nothing.mentions.columns) == list(TABLES["mentions"].columns)


def test_rows_say_what_read_them(found: Extracted) -> None:
    assert set(found.mentions["extractor_version"]) == {extractor_version()}

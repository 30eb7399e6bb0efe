"""The second reader against an endpoint on loopback: what it may correct, and all that leaves our draft standing."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from stories import story
from stub_endpoint import Stub, serve

from transforms.extract import Draft, extract_articles, read_article
from transforms.second_reader import Endpoint, SecondReader
from transforms.second_reader.endpoint import LONGEST_TEXT, write_draft
from transforms.second_reader.reply import Reply
from transforms.texts import ArticleText

LEAD = "Gunmen killed four soldiers near Kirkuk in Iraq on Monday, the army said."
DOCTOR = "A doctor at Azadi hospital said five soldiers had died."
ARTICLE = story(f"{LEAD} {DOCTOR}", url="https://wire.example/kirkuk")
KEY = "sk-very-secret"


def _draft(article: ArticleText = ARTICLE) -> Draft:
    reading = read_article(article)
    assert reading.mentions
    return Draft(article, reading.mentions)


def _as_drafted() -> dict[str, Any]:
    """A reply that repeats the draft."""
    mentions = json.loads(write_draft(_draft().mentions))
    return {"mentions": [{**mention, "quote": LEAD} for mention in mentions]}


def _reply(**changes: object) -> str:
    reply = _as_drafted()
    reply["mentions"][0].update(changes)
    return json.dumps(reply)


def _claim(quote: str, **changes: object) -> dict[str, object]:
    return {"quantity": "killed", "low": 5, "best": 5, "high": 5, "quote": quote, **changes}


def _read(stub: Stub, folder: Path, *drafts: Draft, **settings: Any) -> Any:
    endpoint = Endpoint(stub.url, "stub", KEY, **{"timeout": 5.0, "deadline": 20.0, **settings})
    return SecondReader(endpoint, folder).look_over(drafts or [_draft()])


def _door(read: Any) -> str:
    (outcome,) = read.outcomes
    return str(outcome.outcome)


def test_a_reply_that_repeats_the_draft_leaves_it_as_it_is(tmp_path: Path) -> None:
    with serve(_reply()) as stub:
        read = _read(stub, tmp_path)
    assert _door(read) == "agreed"
    assert read.drafts == (_draft(),)


def test_the_article_and_the_draft_are_what_is_sent(tmp_path: Path) -> None:
    braces = story(f"{LEAD} He wrote {{{{ secret }}}} on a wall.", url="https://wire.example/braces")
    with serve(_reply()) as stub:
        _read(stub, tmp_path, _draft(braces))
    question = stub.asked[0]
    sent = question["messages"][-1]["content"]
    assert "He wrote {{ secret }} on a wall." in sent
    assert '"claimant"' in sent
    assert KEY not in json.dumps(question)


def test_a_corrected_figure_is_coded_and_counted_by_our_rules(tmp_path: Path) -> None:
    claims = [_claim(DOCTOR, claimant="A doctor at Azadi hospital", victims="soldiers", victims_type="state forces")]
    with serve(_reply(claims=claims, sub_event_type="Armed clash", actor="Gunmen", target="four soldiers")) as stub:
        read = _read(stub, tmp_path)
    assert _door(read) == "corrected"
    ((mention,),) = (draft.mentions for draft in read.drafts)
    assert (mention.fatalities.low, mention.fatalities.best, mention.fatalities.high) == (5, 5, 5)
    assert mention.event_type == "Battles"
    (claim,) = mention.claims
    assert claim.claimant_type == "medical"
    assert ARTICLE.text[claim.start : claim.end] == claim.sentence == DOCTOR


def test_a_mention_left_out_is_gone_and_a_missed_one_is_added(tmp_path: Path) -> None:
    text = f"{LEAD} Nobody had expected the blast in Mosul that wounded six."
    missed = {
        "quote": "Nobody had expected the blast in Mosul that wounded six.",
        "sub_event_type": "Remote explosive/landmine/IED",
        "location": "Mosul",
        "claims": [
            _claim(
                "Nobody had expected the blast in Mosul that wounded six.", quantity="injured", low=6, best=6, high=6
            )
        ],
    }
    with serve(json.dumps({"mentions": [missed]})) as stub:
        read = _read(stub, tmp_path, _draft(story(text, url="https://wire.example/two")))
    ((mention,),) = (draft.mentions for draft in read.drafts)
    assert mention.where.place is not None
    assert (mention.where.place.name, mention.injuries.best, mention.rank) == ("Mosul", 6, 1)


@pytest.mark.parametrize(
    ("changes", "door"),
    [
        ({"status": "done"}, "bad_reply"),
        ({"claims": [_claim(DOCTOR, low=6)]}, "bad_reply"),
        ({"claims": [_claim("A nurse said that five soldiers had died.")]}, "invented_quote"),
        ({"claims": [_claim(LEAD)]}, "invented_quote"),
        ({"actor": "the Fifth Column"}, "invented_quote"),
    ],
    ids=["no such word", "low above best", "quote not in text", "figure not in quote", "actor not in text"],
)
def test_a_reply_that_says_what_the_article_does_not_leaves_our_draft(
    tmp_path: Path, changes: dict[str, object], door: str
) -> None:
    with serve(_reply(**changes)) as stub:
        read = _read(stub, tmp_path)
    assert _door(read) == door
    assert read.drafts == (_draft(),)


@pytest.mark.parametrize(
    ("reply", "door"),
    [("this is no JSON", "bad_reply"), (429, "rate_limited"), (500, "endpoint_failed"), (404, "endpoint_failed")],
)
def test_an_endpoint_that_fails_leaves_our_draft(tmp_path: Path, reply: str | int, door: str) -> None:
    with serve(reply) as stub:
        read = _read(stub, tmp_path)
    assert _door(read) == door
    assert read.drafts == (_draft(),)


@pytest.mark.parametrize("first", ["this is no JSON", 429, 500])
def test_what_can_pass_is_tried_again(tmp_path: Path, first: str | int) -> None:
    with serve(first, _reply()) as stub:
        read = _read(stub, tmp_path)
    assert _door(read) == "agreed"
    assert len(stub.asked) == 2


@pytest.mark.parametrize("reply", ["stall", "drip"])
def test_an_endpoint_that_never_ends_is_not_waited_for(tmp_path: Path, reply: str) -> None:
    started = time.monotonic()
    with serve(reply) as stub:
        read = _read(stub, tmp_path, timeout=0.4, deadline=1.0)
    assert _door(read) in {"timeout", "deadline"}
    assert read.drafts == (_draft(),)
    assert time.monotonic() - started < 5


def test_nothing_is_asked_once_the_tokens_are_spent(tmp_path: Path) -> None:
    other = story(f"{LEAD} {DOCTOR}", url="https://wire.example/other", title="Four soldiers killed near Kirkuk")
    with serve(_reply()) as stub:
        read = _read(stub, tmp_path, _draft(), _draft(other), tokens=50, parallel=1, price_in=10.0, price_out=100.0)
    doors = {outcome.outcome: (outcome.records, outcome.tokens, outcome.cost) for outcome in read.outcomes}
    assert doors["budget"] == (1, 0, 0.0)
    assert sum(tokens for _, tokens, _ in doors.values()) == 110
    assert sum(cost for *_, cost in doors.values()) == pytest.approx(100 * 10e-6 + 10 * 100e-6)
    assert len(stub.asked) == 1


def test_a_question_that_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    with serve(_reply(sub_event_type="Armed clash")) as stub:
        first = _read(stub, tmp_path)
        second = _read(stub, tmp_path)
    assert len(stub.asked) == 1
    assert second.drafts == first.drafts
    assert [outcome.tokens for outcome in second.outcomes] == [0]


def test_a_kept_reply_that_was_damaged_is_asked_for_again(tmp_path: Path) -> None:
    with serve(_reply()) as stub:
        _read(stub, tmp_path)
        (kept,) = tmp_path.rglob("*.json")
        kept.write_text('{"mentions": [', encoding="utf-8")
        _read(stub, tmp_path)
    assert len(stub.asked) == 2


def test_an_article_too_long_or_without_a_mention_is_not_sent(tmp_path: Path) -> None:
    long = replace(_draft(), article=replace(ARTICLE, text=ARTICLE.text + " " * LONGEST_TEXT))
    with serve(_reply()) as stub:
        read = _read(stub, tmp_path, long, Draft(ARTICLE, ()))
    assert {outcome.outcome: outcome.records for outcome in read.outcomes} == {"too_long": 1, "no_draft": 1}
    assert stub.asked == []


def test_extraction_takes_the_corrected_drafts(tmp_path: Path) -> None:
    with serve(_reply(status="denied", quote=LEAD)) as stub:
        second = SecondReader(Endpoint(stub.url, "stub", KEY, timeout=5.0), tmp_path)
        found = extract_articles([ARTICLE], second=second)
    assert found.mentions["status"].tolist() == ["denied"]
    assert [outcome.outcome for outcome in found.second_outcomes] == ["corrected"]


def test_an_address_in_the_clear_is_refused() -> None:
    with pytest.raises(ValueError, match="in the clear"):
        Endpoint("http://models.example/v1", "m", KEY)
    with pytest.raises(ValueError, match="expected an http"):
        Endpoint("ftp://models.example", "m", KEY)
    with pytest.raises(ValueError, match="no model is named"):
        Endpoint("https://models.example/v1", "", KEY)


def test_the_key_is_in_no_message() -> None:
    assert KEY not in repr(Endpoint("https://models.example/v1", "m", KEY))


def test_a_reply_is_checked_against_a_text_only() -> None:
    with pytest.raises(ValidationError, match="the article's text is needed"):
        Reply.model_validate_json(_reply())

"""The trained gate before the parser: what lets an article in, what keeps it out, and how it is trained."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from sample_texts import read_samples
from stories import story

from spiders.outlets import read_outlets, stories_of
from transforms.extract import extract_articles, read_article, read_articles
from transforms.gate import READ, gate_features, judge
from transforms.linear_model import load_model
from transforms.training import Sources, train_part
from transforms.triggers import find_triggers

NEWSROOM = Path(__file__).parents[2] / "data" / "newsroom"
ATTACK = "Gunmen killed five soldiers near Mosul on Monday, police said. Two others were wounded in the attack."
# An essay on trade with one word for violence, far from its opening and in passing.
ESSAY = (
    "The world has made most of its money from what countries sell to one another, and it is still so. "
    "Over the years every government has looked for the best way to support its own people. "
    "That is where the problems begin, because a decision that is good for one country can make life less good "
    "for another. It is possible to do better. In the long run more trade is good for all of us, "
    "but it has to be fair, and it has to include the small as well as the large. "
    "Even so, many who have worked for just that say that the old policy could come back, or that it never left. "
) * 3 + "Some would say that a trade war is an attack on common sense."


def _is_open(title: str, text: str) -> bool:
    return judge(title, text, find_triggers(f"{title}\n{text}")).is_open


def _features(title: str, text: str) -> set[str]:
    return set(gate_features(title, text, find_triggers(f"{title}\n{text}")))


def test_report_of_an_attack_is_let_in() -> None:
    assert _is_open("Gunmen kill five soldiers", ATTACK)


def test_essay_is_kept_out_and_its_score_is_told() -> None:
    reading = read_article(story(ESSAY, "A fair world trade is possible"))
    assert reading.door == "gated"
    assert re.fullmatch(r"0\.\d{3} of 0\.\d{3} needed", reading.detail or "")
    assert not reading.mentions


def test_door_is_counted_as_a_refusal() -> None:
    (outcome,) = extract_articles([story(ESSAY, "A fair world trade is possible")]).outcomes
    assert (outcome.outcome, outcome.is_refusal, outcome.records) == ("gated", True, 1)
    assert "needed" in (outcome.example or "")


def test_without_the_gate_the_essay_is_parsed() -> None:
    (reading,) = read_articles([story(ESSAY, "A fair world trade is possible")], is_gated=False)
    assert reading.door == "no_incident"


def test_trigger_beyond_what_is_read_lets_an_article_in() -> None:
    assert _is_open("A fair", "We met and spoke. " * (READ // 10) + ATTACK)


def test_title_that_counts_victims_lets_an_article_in() -> None:
    assert not _is_open("A fair world trade is possible", ESSAY)
    assert _is_open("Five people wounded at a trade fair", ESSAY)


def test_features_say_where_triggers_and_figures_stand() -> None:
    features = _features("Gunmen kill five soldiers", ATTACK)
    assert {"title trigger kill", "lead trigger kill", "text trigger wound", "lead figure", "text figure"} <= features


def test_capitals_make_no_difference_to_words() -> None:
    def words(text: str) -> set[str]:
        return {feature for feature in _features("", text) if feature.startswith(("word ", "pair "))}

    assert words(ATTACK) == words(ATTACK.upper())


def test_text_without_a_title_has_no_features_of_one() -> None:
    assert not any(feature.startswith("title") for feature in _features("", ATTACK))
    assert "title without trigger" in _features("A report", ATTACK)


def test_model_holds_no_names() -> None:
    words = {
        word for name in load_model("gate").features if name.startswith(("word ", "pair ")) for word in name.split()
    }
    assert words.isdisjoint(["syria", "aleppo", "salvador", "chicago", "washington", "american", "monday", "june"])


def test_every_incident_page_of_the_newsroom_is_let_in() -> None:
    truth = tomllib.loads((NEWSROOM / "truth.toml").read_text(encoding="utf-8"))
    told = {page for incident in truth["incidents"] for state in incident["states"] for page in state["articles"]}
    pages = {
        f"{outlet.name} {page.path}": page
        for outlet in read_outlets(NEWSROOM)
        for page in stories_of(outlet, date(2026, 11, 20))
    }
    assert told <= set(pages)
    assert [name for name in told if not _is_open(pages[name].title, "\n".join(pages[name].paragraphs))] == []


def test_every_sample_of_an_incident_is_let_in() -> None:
    assert [sample.title for sample in read_samples("incident") if not _is_open(sample.title, sample.text)] == []


def test_training_gives_the_same_bytes_and_tells_the_figures(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    _write_gold(tmp_path / "gold")
    lines = train_part("gate", Sources(tmp_path / "gold"), tmp_path / "one")
    train_part("gate", Sources(tmp_path / "gold"), tmp_path / "two")
    assert any(re.match(r"gate: tuned muc4 with incident \d+ of \d+", line) for line in lines)
    for name in ("gate.npz", "gate.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert 0 < load_model("gate", tmp_path / "one").thresholds["incident"] < 1


def _write_gold(folder: Path) -> None:
    """Some made-up rows of each set: reports of an attack, and talk that has a trigger but no incident."""
    talk = "The minister said that every attack on the budget would be met in parliament."
    rows: dict[str, list[dict[str, object]]] = {
        "fa_kes/open.jsonl": [{"id": f"f{n}", "title": "Gunmen kill", "text": ATTACK} for n in range(12)],
        "gva/open.jsonl": [
            {"id": f"g{n}", "title": "Police", "text": ATTACK, "gold": {"incident": str(n)}} for n in range(36)
        ],
        "muc4/open.jsonl": [
            {"id": f"m{n}", "split": "dev", "text": (ATTACK if n % 2 else talk).upper(), "templates": [{}] * (n % 2)}
            for n in range(24)
        ],
        "pages/ground_truth.jsonl": [{"id": f"p{n}", "title": "Budget", "body": talk} for n in range(12)],
    }
    for name, each in rows.items():
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in each), encoding="utf-8")

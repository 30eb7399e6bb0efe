"""Labels: what fits its text is kept for good, what does not is refused by name."""

from __future__ import annotations

import json
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from labelled import NOON, TEXT, attack, claim, label, row, span

from transforms.labels import LabelError
from transforms.labels.file import append_label, parse_label, read_labels


def test_label_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    saved = label(attack())
    append_label(tmp_path / "labels.jsonl", saved)
    assert list(read_labels(tmp_path / "labels.jsonl")) == [saved]
    (mention,) = saved.mentions
    assert [(span.role, TEXT[span.start : span.end]) for span in mention.spans] == [
        ("actor", "Gunmen"),
        ("organisation", "Islamic State"),
        ("victim", "five soldiers"),
    ]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            row(attack(spans=[span("actor", "Gunmen") | {"start": 3}])),
            "mentions[0].spans[0] (actor): 'Gunmen' expected",
        ),
        (row(attack(spans=[span("actor", "Gunmen") | {"quote": "Rebels"}])), "the text has 'Gunmen'"),
        (row(attack(claims=[claim("five", 5) | {"end": 900}])), "mentions[0].claims[0] (killed): 'five' expected"),
        (row(attack(), text_digest="0" * 64), "the text was changed after it was labelled"),
        (row(attack(spans=[span("culprit", "Gunmen")])), "'culprit', expected one of: actor, organisation"),
        (row(attack(fatalities_low=9)), "fatalities: low, best, high are [9, 5, 5], expected to rise"),
        (row(attack(sub_event_type="Raid")), "mentions.0.sub_event_type: Value error, 'Raid', expected one of"),
        (row(attack(fatalities_best=-1)), "mentions.0.fatalities_best"),
        (row(attack(colour="red")), "mentions.0.colour: Extra inputs are not permitted"),
        (row(attack(), labeller=""), "labeller"),
        (row(attack(), format=2), "format: Input should be 1"),
    ],
)
def test_label_that_does_not_fit_is_refused_by_line_and_field(
    broken: dict[str, Any], message: str, tmp_path: Path
) -> None:
    (tmp_path / "labels.jsonl").write_text(f"{json.dumps(row(attack()))}\n{json.dumps(broken)}\n")
    with pytest.raises(LabelError) as refused:
        list(read_labels(tmp_path / "labels.jsonl"))
    assert str(refused.value).startswith("labels.jsonl:2: ")
    assert message in str(refused.value)


def test_the_newest_label_of_an_article_counts(tmp_path: Path) -> None:
    later = NOON + timedelta(hours=1)
    append_label(tmp_path / "a.jsonl", label(attack()))
    append_label(tmp_path / "a.jsonl", label(labelled_at=later.isoformat(), labeller="ben"))
    append_label(tmp_path / "b.jsonl", label(attack(), article_id="art-2"))
    found = list(read_labels(tmp_path))
    assert [(each.article_id, each.labeller, len(each.mentions)) for each in found] == [
        ("art-1", "ben", 0),
        ("art-2", "ana", 1),
    ]


@pytest.mark.parametrize("torn", ["", '{"format": 1, "article_id": "art-9", "tex'])
def test_row_that_a_kill_cut_short_is_passed_over_and_the_next_is_whole(torn: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    append_label(path, label(attack()))
    path.write_text(path.read_text() + torn)
    assert len(list(read_labels(path))) == 1
    append_label(path, label(attack(), article_id="art-2"))
    assert [each.article_id for each in read_labels(path)] == ["art-1", "art-2"]


def test_last_row_without_a_newline_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(row(attack())))
    append_label(path, label(attack(), article_id="art-2"))
    assert [each.article_id for each in read_labels(path)] == ["art-1", "art-2"]


def append_many(path: Path, name: str) -> None:
    for number in range(20):
        append_label(path, label(attack(), article_id=f"{name}-{number}"))


def test_two_labellers_may_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    processes = [get_context("spawn").Process(target=append_many, args=(path, name)) for name in ("ana", "ben")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert len({each.article_id for each in read_labels(path)}) == 40


def test_labels_that_do_not_exist_are_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"nothing\.jsonl: no such file or folder"):
        list(read_labels(tmp_path / "nothing.jsonl"))


def test_row_that_is_no_json_is_refused() -> None:
    with pytest.raises(LabelError, match=r"^row 3: "):
        parse_label("{no", "row 3")

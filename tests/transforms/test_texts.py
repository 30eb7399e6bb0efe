"""Articles that people bring: what is taken on, and what is refused by line and reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.bring import article_frame
from transforms.texts import InputError, RowError, article_texts, read_instant, read_texts

ROW = {
    "url": "https://www.wire.example/a",
    "title": "Blast hits depot",
    "text": "A blast hit a depot on Monday.",
    "published_at": "2024-03-15T09:00:00+02:00",
}


def _lines(path: Path, *rows: object) -> Path:
    """A JSONL file: strings as they are, other values as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def _refusals(path: Path) -> list[tuple[str, str]]:
    return [(reject.record, reject.reason) for reject in read_texts(path)[1]]


def test_a_row_becomes_an_article_with_its_instant_in_utc(tmp_path: Path) -> None:
    articles, rejects = read_texts(_lines(tmp_path / "in.jsonl", ROW))
    assert [(a.url, a.title, a.text) for a in articles] == [(ROW["url"], ROW["title"], ROW["text"])]
    assert articles[0].published_at == datetime(2024, 3, 15, 7, tzinfo=UTC)
    assert rejects == []


def test_the_host_names_the_source_where_no_site_is_given(tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "url": "https://other.example/b", "site": "other_daily"}]
    articles, _ = read_texts(_lines(tmp_path / "in.jsonl", *rows))
    assert [(a.site, a.source) for a in articles] == [(None, "wire.example"), ("other_daily", "other_daily")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"url": ', "not_json"),
        ("[1, 2]", "not_json"),
        ({**ROW, "url": None}, "missing_url"),
        ({key: value for key, value in ROW.items() if key != "title"}, "missing_title"),
        ({**ROW, "text": ""}, "missing_text"),
        ({**ROW, "published_at": None}, "missing_published_at"),
        ({**ROW, "published_at": "last Friday"}, "bad_published_at"),
        ({**ROW, "published_at": "2024-02-30"}, "bad_published_at"),
        ({**ROW, "url": "wire.example/a"}, "bad_url"),
        ({**ROW, "url": "ftp://wire.example/a"}, "bad_url"),
        ({**ROW, "title": 7}, "bad_title"),
        ({**ROW, "language": ["en"]}, "bad_language"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_reason_and_the_rest_go_on(
    tmp_path: Path, row: object, reason: str
) -> None:
    path = _lines(tmp_path / "in.jsonl", row, "", ROW)
    assert _refusals(path) == [("in.jsonl:1", reason)]
    assert [article.url for article in read_texts(path)[0]] == [ROW["url"]]


def test_blank_lines_count_in_the_line_number(tmp_path: Path) -> None:
    assert _refusals(_lines(tmp_path / "in.jsonl", "", "", "{")) == [("in.jsonl:3", "not_json")]


def test_the_same_words_at_one_url_are_refused_as_a_duplicate(tmp_path: Path) -> None:
    same = {**ROW, "text": "A blast  hit a depot\non Monday."}
    assert _refusals(_lines(tmp_path / "in.jsonl", ROW, same)) == [("in.jsonl:2", "duplicate")]


def test_other_words_at_one_url_are_the_next_version(tmp_path: Path) -> None:
    changed = {**ROW, "text": "A blast hit a depot on Monday. Two died."}
    articles, rejects = read_texts(_lines(tmp_path / "in.jsonl", ROW, changed))
    assert [article.version for article in articles] == [1, 2]
    assert len({article.article_id for article in articles}) == 1
    assert rejects == []


def test_the_same_words_at_another_url_are_another_article(tmp_path: Path) -> None:
    articles, _ = read_texts(_lines(tmp_path / "in.jsonl", ROW, {**ROW, "url": "https://mirror.example/a"}))
    assert len({article.article_id for article in articles}) == 2


@pytest.mark.parametrize("instant", [datetime(2024, 3, 15, 7, tzinfo=UTC), "2024-03-15T09:00:00+02:00"])
def test_parquet_rows_read_as_json_lines_do(tmp_path: Path, instant: object) -> None:
    pq.write_table(pa.Table.from_pylist([{**ROW, "published_at": instant}]), tmp_path / "in.parquet")
    from_lines, _ = read_texts(_lines(tmp_path / "in.jsonl", ROW))
    assert read_texts(tmp_path / "in.parquet") == (from_lines, [])


def test_a_parquet_file_without_a_needed_column_is_refused_whole(tmp_path: Path) -> None:
    pq.write_table(pa.table({"url": ["https://wire.example/a"], "title": ["T"]}), tmp_path / "in.parquet")
    with pytest.raises(InputError, match=r"in\.parquet: columns \['text', 'published_at'\] are missing"):
        read_texts(tmp_path / "in.parquet")


def test_bytes_that_are_no_parquet_are_refused_by_file(tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(b"url,title\n")
    with pytest.raises(InputError, match=r"in\.parquet: not a readable Parquet file"):
        read_texts(tmp_path / "in.parquet")


def test_a_folder_is_read_through_in_order_of_its_paths(tmp_path: Path) -> None:
    _lines(tmp_path / "b.jsonl", {**ROW, "url": "https://wire.example/2"})
    _lines(tmp_path / "a" / "late.ndjson", {**ROW, "url": "https://wire.example/1"})
    pq.write_table(pa.Table.from_pylist([{**ROW, "url": "https://wire.example/3"}]), tmp_path / "c.parquet")
    (tmp_path / "notes.txt").write_text("not an article", encoding="utf-8")
    articles, rejects = read_texts(tmp_path)
    assert [article.url[-1] for article in articles] == ["1", "2", "3"]
    assert rejects == []


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.jsonl: no such file"):
        read_texts(tmp_path / "nowhere.jsonl")


def test_a_folder_without_articles_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.jsonl or \.parquet file"):
        read_texts(tmp_path)


def test_a_day_without_a_time_is_midnight_utc() -> None:
    assert read_instant("2024-03-15") == datetime(2024, 3, 15, tzinfo=UTC)


def test_an_instant_that_is_none_says_what_was_expected() -> None:
    with pytest.raises(RowError, match="bad_published_at: 'soon', expected ISO 8601"):
        read_instant("soon")


def test_rows_of_the_articles_table_come_back_as_they_were_brought(tmp_path: Path) -> None:
    brought, _ = read_texts(_lines(tmp_path / "in.jsonl", {**ROW, "site": "wire", "language": "en"}, ROW))
    back = article_texts(article_frame(brought))
    assert [(a.article_id, a.text, a.published_at, a.language) for a in back] == [
        (a.article_id, a.text, a.published_at, a.language) for a in brought
    ]


def test_a_missing_language_in_a_frame_is_none(tmp_path: Path) -> None:
    brought, _ = read_texts(_lines(tmp_path / "in.jsonl", ROW))
    frame = article_frame(brought)
    assert frame["language"].isna().all()
    assert article_texts(pd.DataFrame(frame))[0].language is None

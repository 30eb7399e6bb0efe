"""From a published figure back to the byte that it was read from, and what is said where the way is broken."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lake_rows import NIGHT, TEXT, make_rows, make_state

from spiders.archive import Capture
from spiders.archive_writer import ArchiveWriter
from spiders.warc import Exchange
from transforms.lake import Lake, Release
from transforms.schema import TABLES
from transforms.verify.chain import Step, UnknownIncidentError, trace_incident
from transforms.verify.whole import Verified, verify_release

URL = "https://plain.example/1"
PAGE = f"<html><body><h1>Two soldiers killed</h1><p>{TEXT.replace(' in ', ' <b>in</b> ')}</p></body></html>".encode()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


@pytest.fixture
def capture(raw: Path) -> Capture:
    """The archived page that the lake's article was read from."""
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    answer = Exchange(URL, (), 200, headers, PAGE, datetime(2026, 11, 19, 1, tzinfo=UTC))
    with ArchiveWriter(raw, "plain", NIGHT) as archive:
        return archive.append_response(URL, "article", "ok", answer)


def publish(tmp_path: Path, capture: Capture, **changed: pd.DataFrame) -> Release:
    state = {
        "captures": make_rows("captures", asdict(capture)),
        "articles": make_rows("articles", {"capture_id": capture.capture_id}),
    }
    return Lake(tmp_path / "lake").publish(make_state(**(state | changed)), night=NIGHT, base=None, check=lambda _: [])


def _say_nothing(more: int, total: int) -> None:
    """No bar in tests."""


def verify(release: Release, raw: Path | None) -> Verified:
    return verify_release(Lake(release.path.parents[1]), release, raw, _say_nothing)


def broken(steps: list[Step]) -> list[str]:
    return [step.broken for step in steps if step.broken is not None]


def test_a_sound_release_stands(tmp_path: Path, raw: Path, capture: Capture) -> None:
    verified = verify(publish(tmp_path, capture), raw)
    assert (verified.breaks, verified.records) == ((), 1)
    assert verified.files == verified.rows == len(TABLES)


def test_the_way_leads_from_the_figure_to_the_byte(tmp_path: Path, raw: Path, capture: Capture) -> None:
    steps = trace_incident(publish(tmp_path, capture), raw, "i1")
    assert broken(steps) == []
    said = [(step.depth, step.text) for step in steps]
    assert said[1] == (1, "killed 2 (2 to 3)")
    place = f"capture {capture.capture_id}: {capture.warc_path} at byte {capture.warc_offset}"
    assert (2, f"{place}: {len(PAGE)} bytes, sha256 {capture.payload_digest}") in said
    depth, claim = said[-1]
    assert (depth, claim.endswith(f"characters 0 to {len(TEXT)}, on the page")) == (3, True)


def test_a_merged_incident_is_followed_to_its_heir(tmp_path: Path, raw: Path, capture: Capture) -> None:
    gone = {"incident_id": "i0", "is_current": False, "superseded_by": "i1", "merge_reason": "the same bus"}
    steps = trace_incident(publish(tmp_path, capture, incidents=make_rows("incidents", {}, gone)), raw, "i0")
    assert steps[0].text == "i0 was merged into i1: the same bus"
    assert steps[1].text.startswith("i1 revision 2")


def test_an_incident_that_is_not_there_is_named(tmp_path: Path, raw: Path, capture: Capture) -> None:
    with pytest.raises(UnknownIncidentError, match="i9: not in release 2026-11-19-001"):
        trace_incident(publish(tmp_path, capture), raw, "i9")


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("articles", {"article_id": "a9"}, "is not in the release"),
        ("articles", {"capture_id": "f9"}, "is not in the release"),
        ("claims", {"start": 4}, "the article's text has something else there"),
        ("incidents", {"mention_count": 2}, "counts 2 mentions, has 1"),
        ("incidents", {"injuries_low": 1}, "no current mention has such a figure"),
    ],
)
def test_where_the_way_is_broken_is_said(
    tmp_path: Path, raw: Path, capture: Capture, table: str, row: dict[str, Any], told: str
) -> None:
    kept = {"capture_id": capture.capture_id} if table == "articles" else {}
    release = publish(tmp_path, capture, **{table: make_rows(table, kept | row)})
    assert broken(trace_incident(release, raw, "i1")) == [told]


def test_a_page_that_does_not_have_the_sentence_is_told_apart(tmp_path: Path, raw: Path, capture: Capture) -> None:
    text = TEXT.replace("soldiers", "sailors")
    changed = {
        "articles": make_rows("articles", {"capture_id": capture.capture_id, "text": text}),
        "claims": make_rows("claims", {"sentence": text, "end": len(text)}),
    }
    steps = trace_incident(publish(tmp_path, capture, **changed), raw, "i1")
    assert broken(steps) == []
    assert steps[-1].text.endswith("not on the page word for word")


def test_a_record_that_is_damaged_is_found_from_both_ends(tmp_path: Path, raw: Path, capture: Capture) -> None:
    release = publish(tmp_path, capture)
    path = raw / str(capture.warc_path)
    path.write_bytes(path.read_bytes()[:-40])
    (whole,) = verify(release, raw).breaks
    (step,) = broken(trace_incident(release, raw, "i1"))
    assert f"captures: capture_id={capture.capture_id} url={URL}: {capture.warc_path} at byte" in whole
    assert f"{capture.warc_path} at byte {capture.warc_offset}" in step
    assert verify(release, None).breaks == ()


def test_a_record_of_other_bytes_is_found(tmp_path: Path, raw: Path, capture: Capture) -> None:
    wrong = make_rows("captures", asdict(capture) | {"payload_digest": "0" * 64})
    (whole,) = verify(publish(tmp_path, capture, captures=wrong), raw).breaks
    assert "expected 0000" in whole


def test_a_file_that_no_manifest_names_is_found(tmp_path: Path, raw: Path, capture: Capture) -> None:
    release = publish(tmp_path, capture)
    stray = release.path / "incidents" / ".DS_Store"
    stray.write_bytes(b"")
    assert verify(release, raw).breaks == (f"{stray}: the manifest does not name it",)


def test_a_changed_file_is_found_before_it_is_read(tmp_path: Path, raw: Path, capture: Capture) -> None:
    release = publish(tmp_path, capture)
    (path,) = release.files("incidents")
    path.chmod(0o644)
    path.write_bytes(b"PAR1")
    assert verify(release, raw).breaks == (f"{path}: missing, or not the bytes that were published",)


def test_a_rule_that_is_broken_is_said_with_its_rows(tmp_path: Path, raw: Path, capture: Capture) -> None:
    release = publish(tmp_path, capture, claims=make_rows("claims", {"mention_id": "m9"}))
    assert any("claim_id=c1 mention_id=m9" in told for told in verify(release, raw).breaks)

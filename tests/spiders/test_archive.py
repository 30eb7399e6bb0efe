import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from spiders.archive import (
    INDEX,
    ArchiveError,
    Capture,
    digest,
    list_nights,
    make_capture_id,
    night_folder,
    read_body,
    read_captures,
)
from spiders.archive_writer import ArchiveWriter
from spiders.warc import Exchange
from transforms.schema import TABLES

NIGHT, NEXT_NIGHT = date(2026, 11, 19), date(2026, 11, 20)
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
URL = "https://daily.example/news/1"


def exchange(body: bytes = b"<p>words</p>", url: str = URL, **headers: str) -> Exchange:
    return Exchange(url, (("User-Agent", "nightdesk"),), 200, tuple(headers.items()), body, NOON)


def write(raw: Path, *bodies: bytes, night: date = NIGHT) -> list[Capture]:
    with ArchiveWriter(raw, "daily", night) as archive:
        return [
            archive.append_response(f"{URL}{number}", "article", "ok", exchange(body))
            for number, body in enumerate(bodies)
        ]


def warc_of(raw: Path, capture: Capture) -> Path:
    assert capture.warc_path is not None
    return raw / capture.warc_path


def records_of(warc: Path) -> list[tuple[str, dict[str, str]]]:
    """Kind and headers of each record, the answer's status among them."""
    with warc.open("rb") as file:
        return [
            (
                record.rec_type,
                {
                    **dict(record.rec_headers.headers),
                    "status": (record.http_headers or record.rec_headers).statusline[:3],
                },
            )
            for record in ArchiveIterator(file)
        ]


def test_a_capture_has_exactly_the_columns_of_its_table() -> None:
    assert tuple(field.name for field in fields(Capture)) == TABLES["captures"].columns


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    answer = exchange(
        b"\xff\xfe caf\xe9", **{"Content-Type": "text/html; charset=latin-1", "ETag": '"a"', "X-Place": "Sulaymanîyah"}
    )
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive:
        written = archive.append_response(URL, "article", "ok", answer)
    assert read_captures(tmp_path, "daily", NIGHT) == [written]
    assert (written.capture_id, written.fetched_at) == (make_capture_id("daily", NIGHT, URL), NOON)
    assert (written.content_type, written.etag, written.last_modified) == ("text/html; charset=latin-1", '"a"', None)
    payload = read_body(tmp_path, written)
    assert payload.body == b"\xff\xfe caf\xe9"
    assert payload.content_type == "text/html; charset=latin-1"
    assert payload.headers["etag"] == '"a"'


def test_the_headers_no_longer_speak_of_the_encoding_on_the_wire(tmp_path: Path) -> None:
    answer = exchange(b"plain", **{"Content-Encoding": "gzip", "Transfer-Encoding": "chunked", "Content-Length": "99"})
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive:
        written = archive.append_response(URL, "article", "ok", answer)
    headers = read_body(tmp_path, written).headers
    assert headers == {"content-length": "5"}


def test_any_warc_tool_reads_the_file_and_finds_its_digests_right(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, b"<p>words</p>")
    with warc_of(tmp_path, capture).open("rb") as file:
        iterator = ArchiveIterator(file, check_digests="raise")
        records = [(record.rec_type, record.content_stream().read()) for record in iterator]
    assert [kind for kind, _ in records] == ["warcinfo", "request", "response"]
    assert records[2][1] == b"<p>words</p>"


def test_the_last_capture_of_a_url_wins_and_failures_count(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive:
        archive.append_failure(URL, "article", "timeout", NOON)
        archive.append_failure(f"{URL}2", "article", "timeout", NOON)
        archive.append_response(URL, "article", "ok", exchange())
    captures = read_captures(tmp_path, "daily", NIGHT)
    assert [(capture.url, capture.outcome) for capture in captures] == [(URL, "ok"), (f"{URL}2", "timeout")]


@pytest.mark.parametrize(("status", "profile"), [(304, "server-not-modified"), (200, "identical-payload-digest")])
def test_an_unchanged_page_points_at_the_earlier_night_and_leaves_a_revisit_record(
    tmp_path: Path, status: int, profile: str
) -> None:
    (earlier,) = write(tmp_path, b"words")
    visit = replace(exchange(b"words" if status == 200 else b"", ETag="new"), status=status)
    with ArchiveWriter(tmp_path, "daily", NEXT_NIGHT) as archive:
        unchanged = archive.append_unchanged(URL, "article", earlier, visit)
    assert (unchanged.outcome, unchanged.status, unchanged.night) == ("unchanged", status, NEXT_NIGHT)
    assert (unchanged.capture_id != earlier.capture_id, unchanged.etag) == (True, "new")
    assert read_body(tmp_path, unchanged).body == b"words"
    assert list_nights(tmp_path, "daily") == [NIGHT, NEXT_NIGHT]
    (file,) = night_folder(tmp_path, "daily", NEXT_NIGHT).glob("*.warc.gz")
    kinds, (_, _, revisit) = zip(*records_of(file), strict=True)
    assert kinds == ("warcinfo", "request", "revisit")
    assert revisit["WARC-Profile"].endswith(f"/{profile}")
    assert revisit["WARC-Refers-To-Target-URI"] == earlier.final_url
    assert revisit["WARC-Refers-To-Date"] == "2026-11-19T12:00:00.000000Z"
    original = records_of(warc_of(tmp_path, earlier))[2][1]
    assert revisit["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
    ArchiveWriter(tmp_path, "daily", NEXT_NIGHT).close()
    assert len(records_of(file)) == 3, "a revisit record is vouched for like any other"


def test_every_answer_on_the_way_is_kept_before_the_last(tmp_path: Path) -> None:
    moved = replace(exchange(b"", f"{URL}/old", Location=URL), status=301)
    failed = replace(exchange(b"busy"), status=503)
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive:
        capture = archive.append_response(f"{URL}/old", "article", "ok", exchange(), [moved, failed])
    assert (capture.url, capture.final_url, capture.status) == (f"{URL}/old", URL, 200)
    assert read_body(tmp_path, capture).body == b"<p>words</p>"
    kept = [record for kind, record in records_of(warc_of(tmp_path, capture)) if kind == "response"]
    assert [(record["WARC-Target-URI"], record["status"]) for record in kept] == [
        (f"{URL}/old", "301"),
        (URL, "503"),
        (URL, "200"),
    ]


def test_what_lets_a_stranger_in_is_withheld(tmp_path: Path) -> None:
    answer = replace(
        exchange(b"members", **{"Set-Cookie": "session=s3cret"}),
        request_headers=(("Cookie", "session=s3cret"), ("Authorization", "Basic s3cret"), ("Accept", "*/*")),
    )
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive:
        capture = archive.append_response(URL, "article", "ok", answer)
    with warc_of(tmp_path, capture).open("rb") as file:
        heads = [record.http_headers.to_str() for record in ArchiveIterator(file) if record.http_headers]
    assert "s3cret" not in "".join(heads)
    assert "Cookie: withheld" in heads[0]


def test_an_empty_body_is_a_body(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, b"")
    assert read_body(tmp_path, capture).body == b""


def test_a_night_never_crawled_has_no_captures(tmp_path: Path) -> None:
    assert read_captures(tmp_path, "daily", NIGHT) == []


def test_an_outcome_without_a_meaning_is_refused(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive, pytest.raises(ValueError, match="unknown outcome 'fine'"):
        archive.append_failure(URL, "article", "fine", NOON)


@pytest.mark.parametrize("cut", [1, 8, 100, 200])
def test_a_truncated_warc_is_named_with_its_place(tmp_path: Path, cut: int) -> None:
    (capture,) = write(tmp_path, bytes(range(256)))
    warc = warc_of(tmp_path, capture)
    warc.write_bytes(warc.read_bytes()[:-cut])
    with pytest.raises(ArchiveError) as caught:
        read_body(tmp_path, capture)
    assert str(caught.value).startswith(f"{capture.warc_path} at byte {capture.warc_offset}: the file ends at byte")


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, b"words")
    content = bytearray(warc_of(tmp_path, capture).read_bytes())
    content[-6] ^= 1  # in the checksum
    warc_of(tmp_path, capture).write_bytes(content)
    with pytest.raises(ArchiveError, match="no whole gzip member"):
        read_body(tmp_path, capture)


def test_a_damaged_body_is_refused(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, b"words")
    with pytest.raises(ArchiveError, match=f"has sha256 {digest(b'words')}, expected {digest(b'other')}: damaged"):
        read_body(tmp_path, replace(capture, payload_digest=digest(b"other")))


def test_a_record_of_another_page_is_refused(tmp_path: Path) -> None:
    write(tmp_path, b"same")
    with ArchiveWriter(tmp_path, "daily", NIGHT) as archive:
        elsewhere = archive.append_response(URL, "article", "ok", exchange(b"same", "https://daily.example/x"))
    line = {**json.loads(_lines(tmp_path)[0]), "warc_path": elsewhere.warc_path, "warc_offset": elsewhere.warc_offset}
    (night_folder(tmp_path, "daily", NIGHT) / INDEX).write_text(json.dumps(line) + "\n")
    (misled,) = read_captures(tmp_path, "daily", NIGHT)
    with pytest.raises(ArchiveError, match=f"holds https://daily.example/x, expected {URL}"):
        read_body(tmp_path, misled)


@pytest.mark.parametrize(("offset", "complaint"), [(3, "no whole gzip member"), (0, "no response record but")])
def test_an_offset_that_is_no_response_is_refused(tmp_path: Path, offset: int, complaint: str) -> None:
    (capture,) = write(tmp_path, b"words")
    with pytest.raises(ArchiveError, match=complaint):
        read_body(tmp_path, replace(capture, warc_offset=offset))


def test_a_missing_warc_and_a_failed_capture_are_named(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, b"words")
    warc_of(tmp_path, capture).unlink()
    with pytest.raises(ArchiveError, match="No such file"):
        read_body(tmp_path, capture)
    with ArchiveWriter(tmp_path, "other", NIGHT) as archive:
        failed = archive.append_failure(URL, "article", "timeout", NOON)
    with pytest.raises(ArchiveError, match=r"nothing was archived \(timeout\)"):
        read_body(tmp_path, failed)


def test_a_broken_index_line_is_named_by_number(tmp_path: Path) -> None:
    write(tmp_path, b"one", b"two")
    lines = _lines(tmp_path)
    (night_folder(tmp_path, "daily", NIGHT) / INDEX).write_text(lines[0] + '{"url": 1}\n' + lines[1])
    with pytest.raises(ArchiveError, match=r"captures\.jsonl line 2: not a capture"):
        read_captures(tmp_path, "daily", NIGHT)


def test_cut_at_any_byte_of_the_index_the_archive_reads_and_goes_on(tmp_path: Path) -> None:
    write(tmp_path, b"one", b"two")
    index = night_folder(tmp_path, "daily", NIGHT) / INDEX
    whole = index.read_bytes()
    second = whole.index(b"\n") + 1
    for cut in range(second, len(whole), 37):
        index.write_bytes(whole[:cut])
        assert [capture.url for capture in read_captures(tmp_path, "daily", NIGHT)] == [f"{URL}0"]
    write(tmp_path, b"one", b"three")
    captures = read_captures(tmp_path, "daily", NIGHT)
    assert [read_body(tmp_path, capture).body for capture in captures] == [b"one", b"three"]


def test_killed_at_any_byte_of_the_warc_the_next_writer_leaves_only_whole_records(tmp_path: Path) -> None:
    (first,) = write(tmp_path, b"one")
    warc, index = warc_of(tmp_path, first), night_folder(tmp_path, "daily", NIGHT) / INDEX
    announced, lines = warc.read_bytes(), index.read_bytes()
    (tail,) = write(tmp_path / "aside", b"two")
    record = warc_of(tmp_path / "aside", tail).read_bytes()
    for cut in range(0, len(record) + 1, 97):
        warc.write_bytes(announced + record[:cut])
        index.write_bytes(lines)
        ArchiveWriter(tmp_path, "daily", NIGHT).close()
        assert warc.read_bytes() == announced


def test_a_warc_in_which_nothing_was_announced_goes(tmp_path: Path) -> None:
    folder = night_folder(tmp_path, "daily", NIGHT)
    folder.mkdir(parents=True)
    (folder / "daily-2026-11-19-00000.warc.gz").write_bytes(b"\x1f\x8b half")
    write(tmp_path, b"one")
    assert [path.name for path in folder.glob("*.warc.gz")] == ["daily-2026-11-19-00001.warc.gz"]
    (capture,) = read_captures(tmp_path, "daily", NIGHT)
    assert read_body(tmp_path, capture).body == b"one"


def test_each_writer_has_a_file_of_its_own(tmp_path: Path) -> None:
    (first,) = write(tmp_path, b"one")
    before = warc_of(tmp_path, first).read_bytes()
    (second,) = write(tmp_path, b"two")
    assert warc_of(tmp_path, second).name == "daily-2026-11-19-00001.warc.gz"
    assert warc_of(tmp_path, first).read_bytes() == before


def test_an_announced_record_that_is_cut_stops_the_next_writer(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, b"words")
    warc = warc_of(tmp_path, capture)
    warc.write_bytes(warc.read_bytes()[:-1])
    with pytest.raises(ArchiveError, match="the index says a capture is there"):
        ArchiveWriter(tmp_path, "daily", NIGHT)


def _lines(raw: Path) -> list[str]:
    return (night_folder(raw, "daily", NIGHT) / INDEX).read_text().splitlines(keepends=True)

"""One HTTP exchange <-> two WARC records (ISO 28500), each its own gzip member.

The request is written before the response, so a file whose last response is whole ends exactly there.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_CHUNK_BYTES = 1 << 16
_GZIP_WINDOW = 31
# The body is kept decoded, so headers that describe it on the wire would mislead whoever reads the record.
_WIRE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})

Headers = tuple[tuple[str, str], ...]


class WarcError(Exception):
    """A WARC file that does not hold a whole record where one should start."""


@dataclass(frozen=True)
class Exchange:
    """A request that was answered; `url` is the one that answered, `body` is free of content encodings."""

    url: str
    request_headers: Headers
    status: int
    headers: Headers
    body: bytes


def write_warcinfo(file: BinaryIO, name: str, fields: dict[str, str]) -> None:
    """Write the record that says who made the file and under which terms."""
    writer = WARCWriter(file, gzip=True)
    writer.write_record(writer.create_warcinfo_record(name, fields))


def write_exchange(file: BinaryIO, exchange: Exchange, fetched_at: datetime) -> int:
    """Append request and response at the file's end; returns the response's offset in bytes.

    Nothing is flushed. `fetched_at` is UTC.
    """
    writer = WARCWriter(file, gzip=True)
    dated = {"WARC-Date": fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_response_head(exchange),
        warc_headers_dict=dated,
    )
    about = {**dated, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
    request = writer.create_warc_record(
        exchange.url, "request", http_headers=_request_head(exchange), warc_headers_dict=about
    )
    writer.write_record(request)
    offset = file.tell()
    writer.write_record(response)
    return offset


def read_response(path: Path, offset: int) -> tuple[str, dict[str, str], bytes]:
    """Target URL, headers (names in lower case, repeated ones joined) and body of the response at `offset`.

    Raises WarcError if the file ends before the record does or something else starts there, OSError if the
    file cannot be opened.
    """
    record, _ = _read_member(path, offset)
    warc_head, _, block = record.partition(b"\r\n\r\n")
    version, warc_headers = _parse_head(warc_head)
    if not version.startswith("WARC/") or warc_headers.get("warc-type") != "response":
        raise WarcError(f"no response record but {version!r} {warc_headers.get('warc-type')!r}")
    http_head, _, body = block[: int(warc_headers["content-length"])].partition(b"\r\n\r\n")
    return warc_headers["warc-target-uri"], _parse_head(http_head)[1], body


def end_of_record(path: Path, offset: int) -> int:
    """Offset of the first byte after the record at `offset`. Raises WarcError if the record is not whole."""
    return _read_member(path, offset)[1]


def _read_member(path: Path, offset: int) -> tuple[bytes, int]:
    inflate = zlib.decompressobj(wbits=_GZIP_WINDOW)
    parts: list[bytes] = []
    with path.open("rb") as file:
        file.seek(offset)
        while not inflate.eof:
            chunk = file.read(_CHUNK_BYTES)
            if not chunk:
                raise WarcError(f"the file ends at byte {file.tell()}, inside the record")
            try:
                parts.append(inflate.decompress(chunk))
            except zlib.error as error:
                raise WarcError(f"no whole gzip member: {error}") from error
        return b"".join(parts), file.tell() - len(inflate.unused_data)


def _parse_head(head: bytes) -> tuple[str, dict[str, str]]:
    first, *lines = head.decode("utf-8", errors="replace").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        known = headers.get(name.lower())
        headers[name.lower()] = value.strip() if known is None else f"{known}, {value.strip()}"
    return first, headers


def _request_head(exchange: Exchange) -> StatusAndHeaders:
    parts = urlsplit(exchange.url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = [("Host", parts.netloc), *(pair for pair in exchange.request_headers if pair[0].lower() != "host")]
    return StatusAndHeaders(f"GET {path} HTTP/1.1", headers, is_http_request=True)


def _response_head(exchange: Exchange) -> StatusAndHeaders:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:  # sites invent codes: 520 to 527, 999
        phrase = "Unknown"
    headers = [(name, value) for name, value in exchange.headers if name.lower() not in _WIRE_HEADERS]
    headers.append(("Content-Length", str(len(exchange.body))))
    return StatusAndHeaders(f"{exchange.status} {phrase}", headers, protocol="HTTP/1.1")

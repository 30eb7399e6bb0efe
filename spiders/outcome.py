"""What happened to a request -> the name of its outcome, one of `spiders.archive.OUTCOMES`."""

from __future__ import annotations

import zlib

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_VAGUE_TYPES = ("", "text/plain", "application/octet-stream")
_HTML_MARKS = (b"<!doctype html", b"<html")
_SNIFFED_BYTES = 2048

_NAMES: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too_large"),
    (CannotResolveHostError, "connection_failed"),
    (DownloadConnectionRefusedError, "connection_failed"),
    (DownloadFailedError, "connection_failed"),
    (ResponseDataLossError, "connection_failed"),
    (ConnectError, "connection_failed"),
    (ConnectionDone, "connection_failed"),
    (ConnectionLost, "connection_failed"),
    # Scrapy's word for a body that grows too large when unpacked; the refusals are named before.
    (IgnoreRequest, "too_large"),
    # What unpacking a body raises when it is not packed as its header says.
    (OSError, "bad_encoding"),
    (EOFError, "bad_encoding"),
    (zlib.error, "bad_encoding"),
)


SILENCES = tuple(kind for kind, name in _NAMES if name in ("timeout", "connection_failed"))


class Refused(IgnoreRequest):
    """A request that must not be made, or whose redirect must not be followed; carries the outcome's name."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def outcome_of(error: BaseException | None) -> str:
    """The outcome of a request that ended in an error. Raises the error itself if it is none of the known kinds."""
    if isinstance(error, Refused):
        return error.outcome
    for kind, name in _NAMES:
        if isinstance(error, kind):
            return name
    raise error or ValueError("a failure without an error")


def judge_article(response: Response) -> str:
    """The outcome of an answered article request, unchanged bytes aside."""
    if response.status not in range(200, 300):
        return "http_error"
    if not response.body.strip():
        return "empty_body"
    return "ok" if _is_html(response) else "not_html"


def content_type_of(response: Response) -> str | None:
    """The Content-Type header as sent; null = none."""
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None


def _is_html(response: Response) -> bool:
    declared = (content_type_of(response) or "").partition(";")[0].strip().lower()
    if declared in _HTML_TYPES:
        return True
    head = response.body[:_SNIFFED_BYTES].lower()
    return declared in _VAGUE_TYPES and any(mark in head for mark in _HTML_MARKS)

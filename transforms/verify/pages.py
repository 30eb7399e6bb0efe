"""A row of `captures` → the bytes that it points at, and what they show a reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spiders.archive import ArchiveError, Capture, read_body
from transforms.articles.pages import UndecodableError, decode_page, parse_html

_NOT_WORDS = re.compile(r"\W+")


Archive = Path | Callable[[str], Path]
"""The archive's folder; or what brings a WARC file, named by its `warc_path`, to such a folder and returns that."""


def read_capture(archive: Archive, row: dict[str, Any]) -> tuple[bytes, str | None]:
    """The archived body and its content type; `row` is one of the table `captures`.

    Raises:
        ArchiveError: the record is missing, damaged, or another page's.
    """
    capture = Capture(**row)
    raw = archive if isinstance(archive, Path) else archive(capture.warc_path or "")
    payload = read_body(raw, capture)
    return payload.body, payload.content_type


def is_shown(sentence: str, body: bytes, content_type: str | None) -> bool:
    """True if the page has the sentence's words in a row, whatever marks and spaces lie between them.

    False also where the page cannot be decoded.
    """
    try:
        html = decode_page(body, content_type)
    except UndecodableError:
        return False
    return _fold(sentence) in _fold(str(parse_html(html).text_content()))


def _fold(text: str) -> str:
    return _NOT_WORDS.sub("", text).casefold()


__all__ = ["Archive", "ArchiveError", "is_shown", "read_capture"]

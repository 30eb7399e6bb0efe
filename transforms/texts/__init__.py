"""Articles that people bring themselves (JSON lines, Parquet, or a folder of them) → article rows.

A row needs `url`, `title`, `text` and `published_at` (ISO 8601, a day is enough); `site`, `language` and
`id` are optional, further keys are ignored. A row that cannot be read is refused by file, line and reason;
the rest go on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.outcomes import Reject
from transforms.texts.date_line import find_day

NEEDED = ("url", "title", "text", "published_at")
OPTIONAL = ("site", "language", "id")
# The outcome of an article version whose page is gone, or says no more than that its story was taken down.
REMOVED = "removed"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class ArticleText:
    """What the reader of incidents needs of one article version; `published_at` is zone-aware UTC.

    `zone` is the IANA time zone that the site counts its days in. One that is removed has no text any more, and its
    title is that of the version before.
    """

    article_id: str
    version: int
    url: str
    site: str | None
    source: str
    title: str
    text: str
    published_at: datetime
    language: str | None
    zone: str = "UTC"
    is_removed: bool = False

    @cached_property
    def day(self) -> date:
        """The day that its "yesterday" and "Monday" count from: its date line's, else the site's on publication."""
        published = self.published_at.astimezone(ZoneInfo(self.zone)).date()
        return find_day(self.text, published) or published


class InputError(ValueError):
    """The input as a whole cannot be read."""


class RowError(ValueError):
    """One row cannot be read: `reason` is the name it is counted under."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def without_surrogates(text: str) -> str:
    """The text with a replacement character for each half of a broken pair, which no file can hold; same length."""
    return _SURROGATE.sub("\ufffd", text)


def text_digest(title: str, text: str) -> str:
    """sha256 of title and text with white space folded: equal digests are one version."""
    return hashlib.sha256("\n".join(" ".join(words.split()) for words in (title, text)).encode()).hexdigest()


def make_article_id(site: str, url: str) -> str:
    """One page over all its versions: hash of site and canonical URL."""
    return hashlib.sha256(f"{site}|{url}".encode()).hexdigest()[:24]


def read_texts(path: Path) -> tuple[list[ArticleText], list[Reject]]:
    """Read every article of a JSONL file, a Parquet file or a folder of them, in order.

    The same URL with other words is the next version of the same article; with the same words it is
    refused. Raises InputError if the path is missing, empty of known files, or lacks a needed column.
    """
    articles: list[ArticleText] = []
    rejects: list[Reject] = []
    digests: dict[str, list[str]] = {}
    for record, row in _rows(path):
        if isinstance(row, str):
            rejects.append(Reject(record, "not_json", row))
            continue
        try:
            article = _article(row)
        except RowError as error:
            rejects.append(Reject(record, error.reason, error.detail))
            continue
        digest = text_digest(article.title, article.text)
        seen = digests.setdefault(article.article_id, [])
        if digest in seen:
            rejects.append(Reject(record, "duplicate", f"{article.url}: same title and text as an earlier row"))
            continue
        seen.append(digest)
        articles.append(replace(article, version=len(seen)))
    return articles, rejects


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, object] | str]]:
    """Each row with its name (file:line); a string in place of a row is the reason why it is not one."""
    for file in _files(path):
        if file.suffix == ".parquet":
            yield from _parquet_rows(file)
        else:
            yield from _json_rows(file)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder; expected JSON lines, Parquet or a folder of them")
    if path.is_file():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.suffix in {".jsonl", ".ndjson", ".json", ".parquet"})
    if not files:
        raise InputError(f"{path}: no .jsonl or .parquet file in this folder")
    return files


def _parquet_rows(file: Path) -> Iterator[tuple[str, Mapping[str, object] | str]]:
    try:
        names = pq.read_schema(file).names
        missing = [name for name in NEEDED if name not in names]
        if missing:
            raise InputError(f"{file}: columns {missing} are missing; needed: {list(NEEDED)}")
        table = pq.read_table(file, columns=[name for name in (*NEEDED, *OPTIONAL) if name in names])
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"{file}: not a readable Parquet file ({error})") from error
    for number, row in enumerate(table.to_pylist(), start=1):
        yield f"{file.name}:{number}", row


def _json_rows(file: Path) -> Iterator[tuple[str, Mapping[str, object] | str]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            name = f"{file.name}:{number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                yield name, f"{error}"
                continue
            yield name, row if isinstance(row, dict) else f"expected a JSON object, found {type(row).__name__}"


def _article(row: Mapping[str, object]) -> ArticleText:
    for name in NEEDED:
        if row.get(name) in (None, ""):
            raise RowError(f"missing_{name}", f"needed in every row, as {_expected(name)}")
    url, title, text = (_string(row, name) for name in ("url", "title", "text"))
    host = urlsplit(url).hostname
    if urlsplit(url).scheme not in {"http", "https"} or not host:
        raise RowError("bad_url", f"{url!r}, expected an http(s) URL")
    site = _optional(row, "site")
    return ArticleText(
        article_id=make_article_id(site or host, url),
        version=1,
        url=url,
        site=site,
        source=site or host.removeprefix("www."),
        title=title,
        text=text,
        published_at=read_instant(row["published_at"]),
        language=_optional(row, "language"),
    )


def _expected(name: str) -> str:
    return "ISO 8601 instant or day" if name == "published_at" else "text"


def _string(row: Mapping[str, object], name: str) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise RowError(f"bad_{name}", f"{value!r}, expected text")
    return without_surrogates(value)


def _optional(row: Mapping[str, object], name: str) -> str | None:
    return _string(row, name) if row.get(name) else None


def read_instant(value: object) -> datetime:
    """An ISO 8601 string or a timestamp as UTC; one without a zone is taken as UTC.

    Raises RowError with the value and what was expected.
    """
    try:
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise RowError("bad_published_at", f"{value!r}, expected {_expected('published_at')}") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def article_texts(articles: pd.DataFrame, zones: Mapping[str, str] | None = None) -> list[ArticleText]:
    """Rows of the articles table as the reader takes them; `zones` are the sites' time zones, else UTC."""
    return [_article_text(row, (zones or {}).get(row["site"], "UTC")) for row in articles.to_dict(orient="records")]


def _article_text(row: Mapping[Hashable, Any], zone: str) -> ArticleText:
    return ArticleText(
        article_id=row["article_id"],
        version=int(row["version"]),
        url=row["url"],
        site=row["site"],
        source=row["source"],
        title=row["title"],
        text=row["text"],
        published_at=pd.Timestamp(row["published_at"]).to_pydatetime(),
        language=None if pd.isna(row["language"]) else row["language"],
        zone=zone,
        is_removed=row["outcome"] == REMOVED,
    )

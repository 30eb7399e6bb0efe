"""WARC files of any crawler → the pages in them, one at a time: ISO 28500, whole or gzip, and the older ARC.

The answers of our own crawls are read by their index (`spiders.archive`); this is for files that people bring.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from transforms.articles.pages import MARKUP_TYPES
from transforms.outcomes import Reject

# The longest article page seen has 3 MB; what is longer than this is no page.
LARGEST_PAGE = 16 * 1024 * 1024
WARC_ENDINGS = (".warc", ".warc.gz")


@dataclass(frozen=True)
class SavedPage:
    """One page as saved. `fetched_at` is null where nobody noted it.

    `is_article` = somebody has listed the page as an article; records of a WARC file may be anything.
    """

    id: str
    url: str
    body: bytes
    content_type: str | None
    fetched_at: datetime | None
    is_article: bool


def read_warc_pages(path: Path) -> Iterator[SavedPage | Reject]:
    """Answers that are pages of HTML; feeds, pictures and answers that tell of an error are passed over.

    A record that cannot be read becomes a reject; where the file itself breaks off, the rest of it is one.
    """
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file, arc2warc=True):
                if _is_page(record):
                    yield _read_record(path, record)
        except (ArchiveLoadFailed, zlib.error, EOFError) as error:
            yield Reject(f"{path.name} from byte {file.tell()}", "archive_damaged", str(error))


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return record.http_headers.get_statuscode() == "200" and (not kind or kind in MARKUP_TYPES)


def _read_record(path: Path, record: ArcWarcRecord) -> SavedPage | Reject:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    try:
        body = record.content_stream().read(LARGEST_PAGE + 1)
        fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except (ValueError, zlib.error, EOFError) as error:
        return Reject(url, "archive_damaged", f"{path.name}: {error}")
    if len(body) > LARGEST_PAGE:
        return Reject(url, "too_large", f"{path.name}: more than {LARGEST_PAGE} bytes")
    missing = record.raw_stream.limit
    if missing:
        return Reject(url, "archive_damaged", f"{path.name}: the record breaks off {missing} bytes before its end")
    return SavedPage(url, url, body, record.http_headers.get_header("Content-Type"), fetched_at, is_article=False)

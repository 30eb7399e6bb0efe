"""Archived pages of one site → stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from spiders.archive import Capture
from spiders.site import Site
from transforms.articles import Refusal, Story, read_capture
from transforms.reprocess.batches import READER_FAILED, digest, mark, parts
from transforms.schema import TABLES
from transforms.tables import write_parquet

PAGES_AT_ONCE = 200

# A story's columns as in the table, and those that the table does not have.
_TYPES = dict(zip(TABLES["articles"].schema.names, TABLES["articles"].schema.types, strict=True))
_TYPES |= {"missed": pa.list_(pa.string()), "refused": pa.string(), "detail": pa.string()}
_STORY = pa.schema([(name, _TYPES[name]) for name in (*(field.name for field in fields(Story)), "refused", "detail")])


@dataclass(frozen=True)
class PageBatch:
    """Archived pages of one site."""

    site: Site
    raw: Path
    captures: tuple[Capture, ...]

    def __len__(self) -> int:
        return len(self.captures)

    @cached_property
    def key(self) -> str:
        return digest("pages", self.site.timezone, self.site.canonical_hosts, self.site.layouts, self.captures)

    @property
    def name(self) -> str:
        return self.captures[0].url

    def halves(self) -> tuple[PageBatch, PageBatch]:
        middle = len(self) // 2
        return (
            PageBatch(self.site, self.raw, self.captures[:middle]),
            PageBatch(self.site, self.raw, self.captures[middle:]),
        )

    def read(self, kept: Path) -> None:
        _write_stories([read_capture(self.site, self.raw, capture) for capture in self.captures], mark(kept, self.key))

    def refuse(self, kept: Path, detail: str) -> None:
        _write_stories([Refusal(self.name, READER_FAILED, detail)], mark(kept, self.key))

    def stories(self, kept: Path) -> list[Story | Refusal]:
        """What was read of each page, in order."""
        rows = [row for part in parts(self, kept) for row in pq.read_table(mark(kept, part.key)).to_pylist()]
        return [_story(row) for row in rows]


def _write_stories(stories: Sequence[Story | Refusal], path: Path) -> None:
    rows = [
        {"url": story.url, "refused": story.reason, "detail": story.detail}
        if isinstance(story, Refusal)
        else {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(story).items()}
        for story in stories
    ]
    write_parquet(pa.Table.from_pylist(rows, schema=_STORY), path)


def _story(row: dict[str, Any]) -> Story | Refusal:
    refused, detail = row.pop("refused"), row.pop("detail")
    if refused:
        return Refusal(row["url"], refused, detail)
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Story(**values)

"""Article versions → mentions and claims."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from transforms.extract import extract_articles, frame_of
from transforms.outcomes import Outcome
from transforms.reprocess.batches import READER_FAILED, digest, mark, parts
from transforms.schema import TABLES
from transforms.tables import conform, read_table, replacing, write_parquet
from transforms.texts import ArticleText

TEXTS_AT_ONCE = 128


@dataclass(frozen=True)
class ReadTexts:
    """What was read of a batch of texts: rows of mentions and claims, and the doors that the texts left by."""

    mentions: pd.DataFrame
    claims: pd.DataFrame
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class TextBatch:
    """Article versions, of whatever site."""

    articles: tuple[ArticleText, ...]

    def __len__(self) -> int:
        return len(self.articles)

    @cached_property
    def key(self) -> str:
        return digest("texts", *(tuple(asdict(article).values()) for article in self.articles))

    @property
    def name(self) -> str:
        return self.articles[0].url

    def halves(self) -> tuple[TextBatch, TextBatch]:
        middle = len(self) // 2
        return TextBatch(self.articles[:middle]), TextBatch(self.articles[middle:])

    def read(self, kept: Path) -> None:
        found = extract_articles(self.articles)
        self._keep(kept, ReadTexts(found.mentions, found.claims, found.outcomes))

    def refuse(self, kept: Path, detail: str) -> None:
        door = Outcome("extract", None, READER_FAILED, True, 1, f"{self.name}: {detail}")
        self._keep(kept, ReadTexts(frame_of("mentions", []), frame_of("claims", []), (door,)))

    def found(self, kept: Path) -> list[ReadTexts]:
        """What was read, in order: once for each part that it was read in."""
        return [_read_kept(mark(kept, part.key)) for part in parts(self, kept)]

    def _keep(self, kept: Path, read: ReadTexts) -> None:
        path = mark(kept, self.key)
        write_parquet(conform(read.claims, TABLES["claims"]), path.with_suffix(".claims"))
        with replacing(path.with_suffix(".doors")) as aside:
            aside.write_text(json.dumps([asdict(door) for door in read.outcomes]), encoding="utf-8")
        write_parquet(conform(read.mentions, TABLES["mentions"]), path)


def _read_kept(path: Path) -> ReadTexts:
    doors = json.loads(path.with_suffix(".doors").read_text(encoding="utf-8"))
    return ReadTexts(
        read_table([path], TABLES["mentions"]),
        read_table([path.with_suffix(".claims")], TABLES["claims"]),
        tuple(Outcome(**door) for door in doors),
    )

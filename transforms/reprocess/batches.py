"""Portions of reading that any process can do alone: `page_batch`, `text_batch`.

A portion carries all that it needs but the archive's bytes, and its result lies under a key made of just that, so that
a portion is read once by one reader, whatever was killed in between. Nothing here hangs on the order of portions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, Self, TypeVar

# The door of a page or a text that our own code fails on, or that ends its process.
READER_FAILED = "reader_failed"


class Batch(Protocol):
    """A portion; its result is in `folder`, or in those of its halves."""

    def __len__(self) -> int: ...

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str:
        """Of the first record, for a message."""
        ...

    def halves(self) -> tuple[Self, Self]: ...

    def read(self, kept: Path) -> None:
        """Read the records and keep what comes of them."""
        ...

    def refuse(self, kept: Path, detail: str) -> None:
        """Keep that the one record could not be read."""
        ...


B = TypeVar("B", bound=Batch)


def read_batch(batch: Batch, kept: Path) -> None:
    """What a worker is asked for."""
    batch.read(kept)


def is_kept(batch: Batch, kept: Path) -> bool:
    """Whether the batch was read, or both of its halves were."""
    if mark(kept, batch.key).exists():
        return True
    return len(batch) > 1 and all(is_kept(half, kept) for half in batch.halves())


def parts(batch: B, kept: Path) -> Iterator[B]:
    """The batches, in order, that the batch's result lies under."""
    if mark(kept, batch.key).exists():
        yield batch
        return
    for half in batch.halves():
        yield from parts(half, kept)


def mark(kept: Path, key: str) -> Path:
    """The file that is written last, and makes a result count."""
    return kept / key[:2] / f"{key}.parquet"


def digest(*values: object) -> str:
    """Digest of values by what they print as."""
    return hashlib.sha256("\n".join(map(repr, values)).encode("utf-8", "surrogatepass")).hexdigest()[:32]

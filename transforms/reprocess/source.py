"""Where a reprocess finds what it reads: in the data root, or brought there as it comes to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Protocol

from transforms.reprocess.batches import is_kept
from transforms.reprocess.pages import Unit, page_batches


class Source(Protocol):
    """Sees to it that files are in the data root when they are read, and that what was made there counts."""

    @property
    def pages_at_once(self) -> int | None:
        """So many pages' WARC files are brought at once; null = all are there."""
        ...

    def bring_sites(self, sites: Iterable[str]) -> None:
        """The sites' indexes of captures, erasures and articles, of every night."""
        ...

    def bring_nights(self, nights: Iterable[date]) -> None:
        """What all sites have of the nights: indexes, articles, doors, and what is replaced."""
        ...

    def bring_pages(self, warc_paths: Iterable[str]) -> AbstractContextManager[None]:
        """The WARC files, for as long as the block takes."""
        ...

    def require_unchanged(self) -> None:
        """Raises StepError if something was erased since it was brought."""
        ...

    def give_back(self) -> None:
        """Put what was made in its place."""
        ...


class Here:
    """The data root has all."""

    pages_at_once: int | None = None

    def bring_sites(self, sites: Iterable[str]) -> None:
        pass

    def bring_nights(self, nights: Iterable[date]) -> None:
        pass

    def bring_pages(self, warc_paths: Iterable[str]) -> AbstractContextManager[None]:  # noqa: ARG002 - Source's
        return nullcontext()

    def require_unchanged(self) -> None:
        pass

    def give_back(self) -> None:
        pass


def split_units(units: Sequence[Unit], pages_at_once: int | None) -> Iterator[list[Unit]]:
    """The units in their order, each part with at most so many pages, or a single unit."""
    part: list[Unit] = []
    for unit in units:
        if part and pages_at_once is not None and sum(one.pages for one in part) + unit.pages > pages_at_once:
            yield part
            part = []
        part.append(unit)
    if part:
        yield part


def unread_files(raw: Path, units: Iterable[Unit], kept: Path) -> Iterator[str]:
    """Paths, relative to `raw`, of the WARC files that hold the pages of the units which are not read yet."""
    for batch in page_batches(raw, units):
        if not is_kept(batch, kept):
            yield from {capture.warc_path for capture in batch.captures if capture.warc_path}

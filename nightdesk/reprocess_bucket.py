"""What a reprocess reads of a data root in a bucket, brought as it comes to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from nightdesk.data_root import DataRoot
from transforms.night import StepError

_ERASURES = "raw/site=*/erased.jsonl"
# In this order a kill leaves no night that is linked from other rows than it was told by.
_MADE = ("runs/incidents/**", "runs/rejects/**", "runs/outcomes/**", "runs/articles/**", "runs/extract/**")
# Told last, as by the extract step.
_TOLD = "runs/extract/**/mentions.parquet"


@dataclass(frozen=True)
class BucketSource:
    """The archive of a bucket: `transforms.reprocess.source.Source`. Some gigabytes of it are here at a time."""

    root: DataRoot
    pages_at_once: int | None = 20_000

    def bring_sites(self, sites: Iterable[str]) -> None:
        self.root.take(_ERASURES)
        self.root.take(
            *(
                f"{where}/{what}"
                for site in sites
                for where, what in (
                    (f"raw/site={site}", "**/captures.jsonl"),
                    (f"runs/articles/site={site}", "*.parquet"),
                )
            )
        )

    def bring_nights(self, nights: Iterable[date]) -> None:
        self.root.take(
            *(
                pattern.format(night=night)
                for night in nights
                for pattern in (
                    "raw/site=*/night={night}/captures.jsonl",
                    "runs/articles/site=*/night={night}.parquet",
                    "runs/outcomes/night={night}/*.parquet",
                    "runs/rejects/night={night}/*.jsonl",
                    "runs/extract/night={night}/*.parquet",
                    "runs/incidents/night={night}/touched.json",
                )
            )
        )

    @contextmanager
    def bring_pages(self, warc_paths: Iterable[str]) -> Iterator[None]:
        paths = sorted({f"raw/{path}" for path in warc_paths})
        self.root.take(*paths, keep=False)
        try:
            yield
        finally:
            self.root.drop(*paths)

    def require_unchanged(self) -> None:
        if not self.root.is_current(_ERASURES):
            raise StepError("an article was erased meanwhile; run this again: what was read of the others is kept")

    def give_back(self) -> None:
        self.root.withdraw(_TOLD)
        self.root.give_back(*_MADE)

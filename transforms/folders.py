"""Where things lie under one data root: the only place that spells a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """The folders of one data root; none is made before something is written to it.

    `bucket` is where the releases are shared, `s3://bucket/prefix`; None = they are in the folder `lake` only.
    `lake_copy` is where this machine keeps what it has of them, where that is not `lake`.
    """

    root: Path
    bucket: str | None = None
    lake_copy: Path | None = None

    @property
    def raw(self) -> Path:
        """Bytes as received: WARC files and capture indexes, by site and night."""
        return self.root / "raw"

    @property
    def lake(self) -> Path:
        """Published releases and the pointer to the latest; of a shared lake, this machine's copy."""
        return self.root / "lake" if self.lake_copy is None else self.lake_copy

    @property
    def runs(self) -> Path:
        """What steps leave for one another: staging, outcomes, rejects, logs, Airflow's home."""
        return self.root / "runs"

    def articles(self, site: str, night: date) -> Path:
        return self.runs / "articles" / f"site={site}" / f"night={night}.parquet"

    def night_table(self, step: str, table: str, night: date) -> Path:
        """What `step` made of `table` in one night, before it is published."""
        return self.runs / step / f"night={night}" / f"{table}.parquet"

    def touched(self, night: date) -> Path:
        """Which months of which table the night's incidents step made anew, and from which release."""
        return self.runs / "incidents" / f"night={night}" / "touched.json"

    def message(self, night: date) -> Path:
        """The message of the night that was sent last."""
        return self.runs / "messages" / f"night={night}.txt"

    def log(self, step: str, site: str, night: date) -> Path:
        return self.runs / "logs" / f"night={night}" / f"{step}-{site}.log"

    def article_nights(self) -> Iterator[tuple[str, date, Path]]:
        """Every (site, night, file) that the articles step has written, in order of site and night."""
        for path in sorted((self.runs / "articles").glob("site=*/night=*.parquet")):
            site = path.parent.name.removeprefix("site=")
            yield site, date.fromisoformat(path.stem.removeprefix("night=")), path

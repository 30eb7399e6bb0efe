"""A whole release: its bytes, its schemas, its rules, and every archived record that its captures point at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from spiders.archive import ArchiveError
from transforms.checks import run_checks
from transforms.lake import Lake, Release
from transforms.lake.releases import digest_schema
from transforms.schema import TABLES
from transforms.verify.pages import Archive, read_capture

Progress = Callable[[int, int], None]
_BATCH_ROWS = 5_000


@dataclass(frozen=True)
class Verified:
    """How much was looked at, and every break in words; no break = the release stands."""

    files: int
    rows: int
    records: int
    breaks: tuple[str, ...]


def verify_release(lake: Lake, release: Release, archive: Archive | None, progress: Progress) -> Verified:
    """Reads every byte of a release and, unless `archive` is None, every archived record that it points at."""
    breaks = [f"{path}: missing, or not the bytes that were published" for path in lake.find_damaged(release)]
    if not breaks:
        breaks += _stray_files(release)
        breaks += _wrong_footers(release)
        breaks += [failure.message for failure in run_checks({table: release.files(table) for table in TABLES})]
    records = 0
    if archive is not None and not breaks:
        for count, broken in _walk_archive(release, archive, progress):
            records += count
            breaks += broken
    rows = sum(file.rows for file in release.manifest.files)
    return Verified(len(release.manifest.files), rows, records, tuple(breaks))


def _stray_files(release: Release) -> Iterator[str]:
    """Readers' globs take whatever lies in a table's folder for data."""
    named = {release.path / file.path for file in release.manifest.files}
    for table in TABLES:
        for path in sorted((release.path / table).rglob("*")):
            if path.is_file() and path not in named:
                yield f"{path}: the manifest does not name it"


def _wrong_footers(release: Release) -> Iterator[str]:
    for file in release.manifest.files:
        footer = pq.read_metadata(release.path / file.path)
        if footer.num_rows != file.rows:
            yield f"{release.path / file.path}: {footer.num_rows} rows, the manifest says {file.rows}"
        found, expected = digest_schema(pq.read_schema(release.path / file.path)), release.manifest.schemas[file.table]
        if found != expected:
            yield f"{release.path / file.path}: schema {found}, the manifest says {expected}"


def _walk_archive(release: Release, archive: Archive, progress: Progress) -> Iterator[tuple[int, list[str]]]:
    """Batches of captures: how many records were read, and those that are not what was captured."""
    for path in release.files("captures"):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_BATCH_ROWS):
                archived = pa.Table.from_batches([batch]).filter(pc.field("warc_path").is_valid())
                rows = archived.sort_by([("warc_path", "ascending"), ("warc_offset", "ascending")]).to_pylist()
                yield len(rows), [broken for row in rows if (broken := _look_up(row, archive)) is not None]
                progress(len(rows), file.metadata.num_rows)


def _look_up(row: dict[str, object], archive: Archive) -> str | None:
    try:
        read_capture(archive, row)
    except ArchiveError as error:
        return f"captures: capture_id={row['capture_id']} url={row['url']}: {error}"
    return None

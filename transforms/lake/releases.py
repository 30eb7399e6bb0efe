"""A published release: its files with rows, bytes and sha256 as `manifest.json` says, and the rows in them.

The manifest names no clock and no machine: equal releases have equal manifests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.lake.evolution import read_older
from transforms.schema import SCHEMA_VERSION, TABLES
from transforms.tables import make_file_schema, read_table, replacing


class LakeError(RuntimeError):
    """The lake cannot do what it was asked for, or is not as it should be; nothing was changed."""


@dataclass(frozen=True)
class PublishedFile:
    """One month of one table; `path` is relative to the release, `partition` is the month (`2026-11`)."""

    table: str
    partition: str
    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Document:
    """A file beside the tables, which says what they are (`transforms.package`); `path` is relative to the release."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A release: its files by path, the release it was made from (None = the first), the sha256 of each schema."""

    release: str
    previous: str | None
    night: date
    schema_version: str
    schemas: dict[str, str]
    files: tuple[PublishedFile, ...]
    documents: tuple[Document, ...] = ()

    @property
    def everything(self) -> tuple[PublishedFile | Document, ...]:
        """All that lies in the release but the manifest itself."""
        return (*self.files, *self.documents)


@dataclass(frozen=True)
class Release:
    """One published state of every table; its files never change."""

    path: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        return self.manifest.release

    def files(self, table: str, month: str | None = None) -> list[Path]:
        """The table's files in order of month; one or none if a month is given."""
        return [
            self.path / file.path
            for file in self.manifest.files
            if file.table == table and month in {None, file.partition}
        ]

    def read(
        self, table: str, months: Sequence[str] | None = None, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """The table's rows with Arrow types, all months or those given; months without rows add none."""
        wanted = [None] if months is None else sorted(set(months))
        files = [path for month in wanted for path in self.files(table, month)]
        definition = TABLES[table]
        if not files or self.manifest.schemas[table] == digest_schema(make_file_schema(definition)):
            return read_table(files, definition, columns)
        return read_older(files, definition)[list(definition.columns if columns is None else columns)]

    def older_tables(self) -> list[str]:
        """Tables of other columns or types than `transforms.schema` has now; the next publish writes them anew."""
        firsts = {name: self.files(name)[:1] for name in TABLES}
        return [
            name
            for name, files in firsts.items()
            if files and not pq.read_schema(files[0]).equals(make_file_schema(TABLES[name]))
        ]

    def find_damaged(self) -> list[Path]:
        """Files that are missing or whose bytes are not those that were published."""
        return [
            self.path / file.path
            for file in self.manifest.everything
            if not (self.path / file.path).is_file() or digest_file(self.path / file.path) != file.sha256
        ]


def open_release(path: Path) -> Release:
    """The release in a folder; raises FileNotFoundError where there is none."""
    return Release(path, load_manifest(path / "manifest.json"))


def list_releases(root: Path) -> dict[str, datetime]:
    """The releases in the folder of a lake, and when each was made (UTC)."""
    manifests = (root / "releases").glob("????-??-??-*/manifest.json")
    return {path.parent.name: datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in manifests}


def make_manifest(name: str, night: date, base: Release | None, files: tuple[PublishedFile, ...]) -> Manifest:
    """The manifest of a release that is made with today's schemas."""
    return Manifest(
        release=name,
        previous=None if base is None else base.id,
        night=night,
        schema_version=SCHEMA_VERSION,
        schemas={name: digest_schema(make_file_schema(table)) for name, table in TABLES.items()},
        files=files,
    )


def load_manifest(path: Path) -> Manifest:
    """Reads a manifest.json. Raises LakeError where it is not one."""
    return parse_manifest(path.read_bytes(), str(path))


def parse_manifest(body: bytes, name: str) -> Manifest:
    """The manifest in the bytes of a manifest.json; `name` is what an error calls it.

    Raises:
        LakeError: it is not one.
    """
    try:
        values = json.loads(body)
        return Manifest(
            release=values["release"],
            previous=values["previous"],
            night=date.fromisoformat(values["night"]),
            schema_version=values["schema_version"],
            schemas=values["schemas"],
            files=tuple(PublishedFile(**file) for file in values["files"]),
            documents=tuple(Document(**file) for file in values.get("documents", ())),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise LakeError(f"{name}: not a manifest: {error!r}") from error


def dump_manifest(manifest: Manifest) -> bytes:
    """The bytes of its manifest.json: equal manifests give equal bytes."""
    values = asdict(manifest) | {"night": manifest.night.isoformat()}
    return json.dumps(values, indent=1).encode() + b"\n"


def save_manifest(manifest: Manifest, path: Path) -> None:
    """Writes a manifest.json whole."""
    with replacing(path) as aside:
        aside.write_bytes(dump_manifest(manifest))


def describe_file(root: Path, path: str, table: str, partition: str, rows: int) -> PublishedFile:
    """The manifest's entry for a file that lies under `root`."""
    file = root / path
    return PublishedFile(table, partition, path, rows, file.stat().st_size, digest_file(file))


def digest_file(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest_schema(schema: pa.Schema) -> str:
    """The sha256 of a schema with its metadata, in hexadecimal: equal = the same columns, types and descriptions."""
    return hashlib.sha256(schema.serialize().to_pybytes()).hexdigest()

"""Touched months in, an immutable release and one pointer to it out.

    lake/latest -> releases/<id>
    lake/releases/<id>/manifest.json
    lake/releases/<id>/<table>/event_month=<YYYY-MM>/<table>-<YYYY-MM>.parquet

A release is staged outside the lake, checked, renamed into place and then pointed at; a reader
sees the old state or the new one, and a kill at any moment leaves the old one. Months that did
not change are hard links to the release before. Table folders hold months and nothing else:
readers' globs take every file under them for data.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from transforms.checks import CheckError, Failure, run_checks
from transforms.lake.changes import stage_changes
from transforms.lake.releases import Manifest, PublishedFile, Release, digest_schema, open_release, save_manifest
from transforms.lake.staging import Months, split_months, stage
from transforms.schema import SCHEMA_VERSION, TABLES
from transforms.tables import make_file_schema, sync

__all__ = ["Lake", "LakeError", "Months", "Release", "split_months"]

logger = logging.getLogger(__name__)

Check = Callable[[Mapping[str, list[Path]]], list[Failure]]


class LakeError(RuntimeError):
    """The lake cannot take this publish; nothing was changed."""


class Lake:
    """The releases under `root`; `staging` must lie on the same file system.

    The staging folder belongs to the lake and is emptied by each publish; by default it is
    `runs/staging/lake` beside `root`.
    """

    def __init__(self, root: Path, staging: Path | None = None) -> None:
        self.root = root
        self.staging = root.parent / "runs" / "staging" / "lake" if staging is None else staging

    def latest(self) -> Release | None:
        """The release that the pointer names, pinned: a later publish does not change it. None = nothing published."""
        pointer = self.root / "latest"
        if not pointer.is_symlink():
            return None
        return open_release(self.root / pointer.readlink())

    def publish(
        self, changed: Mapping[str, Months], *, night: date, base: Release | None, check: Check = run_checks
    ) -> Release:
        """Publishes the release `base` with the months in `changed` replaced, and returns it.

        `changed` holds, by table and month, the complete new rows of every touched month; `base` is the
        release that they were made from, None for an empty lake. Where every file would be equal to those
        of `base`, nothing is published and `base` is returned.

        Raises:
            TableError: rows do not fit their table, or a row lies in another month than its own.
            CheckError: the new state breaks a check; it stays in the staging folder until the next publish.
            LakeError: another publish is under way, or the lake has moved on from `base`.
        """
        with self._writing():
            self._sweep()
            self._require_base(base)
            staged = self.staging / "release"
            files = stage(changed, base, staged)
            if base is not None and base.manifest.files == files:
                shutil.rmtree(self.staging)
                logger.info("publish night=%s release=%s unchanged", night, base.id)
                return base
            release_id = self._next_id(night)
            files = stage_changes(files, base, staged, release_id, night)
            self._require_sound(files, staged, check)
            release = Manifest(
                release=release_id,
                previous=None if base is None else base.id,
                night=night,
                schema_version=SCHEMA_VERSION,
                schemas={name: digest_schema(make_file_schema(table)) for name, table in TABLES.items()},
                files=files,
            )
            return self._put_in_place(release, staged)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # flock, not a lock file: it dies with the process that holds it.
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LakeError(f"{self.root}: another publish is under way; run this one again after it") from error
            yield

    def _require_base(self, base: Release | None) -> None:
        latest = self.latest()
        have, want = (None if release is None else release.id for release in (latest, base))
        if have != want:
            raise LakeError(f"{self.root}: rows were made from release {want}, but the latest is {have}; run again")

    def _require_sound(self, files: Sequence[PublishedFile], staged: Path, check: Check) -> None:
        paths: dict[str, list[Path]] = {name: [] for name in TABLES}
        for file in files:
            paths[file.table].append(staged / file.path)
        if failures := check(paths):
            logger.error("publish refused failures=%d; the staged files are kept in %s", len(failures), staged)
            raise CheckError(failures)

    def _next_id(self, night: date) -> str:
        """`<night>-<count>`, greater than every id in use, also when an older night is published again."""
        used = [_split_id(path.name) for path in (self.root / "releases").glob("????-??-??-*")]
        newest_night, count = max(used, default=(night, 0))
        return f"{night}-001" if night > newest_night else f"{newest_night}-{count + 1:03d}"

    def _put_in_place(self, manifest: Manifest, staged: Path) -> Release:
        save_manifest(manifest, staged / "manifest.json")
        for folder, _, _ in os.walk(staged):
            sync(Path(folder))
        releases = self.root / "releases"
        releases.mkdir(exist_ok=True)
        target = releases / manifest.release
        # Names the release before it is in place: if the flip never comes, the next publish removes it.
        self._pending.symlink_to(manifest.release)
        sync(self.staging)
        staged.rename(target)
        sync(releases)
        self._point_at(manifest.release)
        shutil.rmtree(self.staging)
        logger.info("publish night=%s release=%s files=%d", manifest.night, manifest.release, len(manifest.files))
        return Release(target, manifest)

    def _point_at(self, release: str) -> None:
        aside = self.root / ".latest"
        aside.unlink(missing_ok=True)
        aside.symlink_to(Path("releases") / release)
        aside.replace(self.root / "latest")
        sync(self.root)

    @property
    def _pending(self) -> Path:
        return self.staging / "pending"

    def _sweep(self) -> None:
        """Removes what a killed publish left: the staged files and a release that was never pointed at."""
        if self._pending.is_symlink():
            unpointed = self.root / "releases" / self._pending.readlink()
            latest = self.latest()
            if unpointed.is_dir() and (latest is None or latest.path.name != unpointed.name):
                logger.warning("removing release %s of a killed publish", unpointed.name)
                shutil.rmtree(unpointed)
        if self.staging.exists():
            shutil.rmtree(self.staging)
        self.staging.mkdir(parents=True)


def _split_id(release: str) -> tuple[date, int]:
    night, _, count = release.rpartition("-")
    return date.fromisoformat(night), int(count)

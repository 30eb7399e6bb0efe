"""The rules of a lake: who may publish, what is published, where readers are sent, what is removed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from transforms.checks import CheckError, Failure, run_checks
from transforms.lake.bench import Bench
from transforms.lake.bucket import Bucket, OvertakenError, Pointed
from transforms.lake.changes import stage_changes
from transforms.lake.copying import bring_release
from transforms.lake.pointer import Pointer, read_pointer, write_pointer
from transforms.lake.releases import (
    LakeError,
    Manifest,
    PublishedFile,
    Release,
    digest_file,
    list_releases,
    make_manifest,
    open_release,
    save_manifest,
)
from transforms.lake.retention import Retention, choose_expired
from transforms.lake.staging import Months, stage, stage_state, with_documents
from transforms.locks import hold
from transforms.schema import TABLES

logger = logging.getLogger(__name__)

Check = Callable[[Mapping[str, list[Path]]], list[Failure]]


def _now() -> datetime:
    return datetime.now(UTC)


class Lake:
    """The releases under `root`, and in the bucket `shared` if there is one.

    `runs` must lie on the same file system; by default it is `runs` beside `root`. The lake empties
    `runs/staging/lake` with each publish, and keeps what it refused under `runs/refused`. `clock` tells the instant
    at which readers are sent on, for `prune`.
    """

    def __init__(
        self,
        root: Path,
        runs: Path | None = None,
        *,
        shared: Bucket | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.root = root
        self._bench = Bench(root, root.parent / "runs" if runs is None else runs)
        self._shared = shared
        self._clock = clock

    def __str__(self) -> str:
        return str(self.root if self._shared is None else self._shared)

    def latest(self) -> Release | None:
        """The release that the pointer names, pinned: a later publish does not change it. None = nothing published.

        Of a shared lake, what this machine does not have of it is fetched.
        """
        return self._read_latest()[0]

    def publish(
        self, changed: Mapping[str, Months], *, night: date, base: Release | None, check: Check = run_checks
    ) -> Release:
        """Publishes the release `base` with the months in `changed` replaced, and returns it.

        `changed` holds, by table and month, the complete new rows of every touched month; `base` is the
        release that they were made from, None for an empty lake. Where every file would be equal to those
        of `base`, nothing is published and `base` is returned.

        Raises:
            TableError: rows do not fit their table, or a row lies in another month than its own.
            CheckError: the new state breaks a check; it is kept as `runs/refused/night=<night>` until the night
                is published.
            LakeError: another publish is under way, or the lake has moved on from `base`.
        """
        return self._publish(lambda staged: stage(changed, base, staged), night, base, check)

    def adopt(self, state: Release, *, night: date, base: Release | None, check: Check = run_checks) -> Release:
        """As `publish`, of a whole state that was staged from `base` elsewhere on this file system, in any steps."""
        return self._publish(lambda staged: stage_state(state, staged), night, base, check)

    def _publish(
        self, stage_into: Callable[[Path], tuple[PublishedFile, ...]], night: date, base: Release | None, check: Check
    ) -> Release:
        with self._writing():
            self._bench.clear()
            pointed = self._require_base(base)
            files = stage_into(self._bench.staged)
            if base is not None and base.manifest.files == files:
                self._bench.discard()
                logger.info("publish night=%s release=%s unchanged", night, base.id)
                return base
            name = _next_id(night, {_split_id(name) for name in list_releases(self.root) | self.releases()})
            files = stage_changes(files, base, self._bench.staged, name, night)
            self._require_sound(files, night, check)
            manifest = with_documents(make_manifest(name, night, base, files), self._bench.staged)
            release = self._release(manifest, base, pointed)
            logger.info("publish night=%s release=%s files=%d", night, release.id, len(files))
            return release

    def rollback(self, to: str | None = None) -> Release:
        """Sends readers back to release `to`, None = the one that the latest was made from; returns it.

        The release that is left stays until it expires; the next publish builds on the one gone back to.

        Raises:
            LakeError: there is no such release, it is damaged, or another publish is under way.
        """
        with self._writing():
            latest, pointed = self._read_latest()
            if latest is None:
                raise LakeError(f"{self}: nothing is published yet")
            wanted = latest.manifest.previous if to is None else to
            if wanted is None or wanted not in self.releases():
                known = ", ".join(self.releases())
                raise LakeError(f"{self}: no release {wanted} to go back to; there are: {known}")
            release = self._open(wanted)
            if damaged := self.find_damaged(release):
                raise LakeError(f"{damaged[0]}: not the bytes that were published; {latest.id} stays")
            pointer = self._next_pointer(release.id, pointed)
            if self._shared is not None:
                self._shared.move_pointer(pointer, digest_file(release.path / "manifest.json"), instead_of=pointed)
            write_pointer(self.root, pointer)
            logger.warning("rollback from=%s to=%s", latest.id, release.id)
            return release

    def releases(self) -> dict[str, datetime]:
        """The releases that can be gone back to, oldest first, and when each was made (UTC)."""
        made = list_releases(self.root) if self._shared is None else self._shared.list_releases()
        return dict(sorted(made.items()))

    def release(self, name: str) -> Release:
        """A release that is kept; of a shared lake, what this machine does not have of it is fetched.

        Raises:
            LakeError: there is none of that name.
        """
        if name not in self.releases():
            raise LakeError(f"{self}: no release {name}; there are: {', '.join(self.releases())}")
        return self._open(name)

    def prune(self, retention: Retention) -> list[str]:
        """Removes the releases that `retention` keeps no longer, and returns them, oldest first."""
        with self._writing():
            latest, pointed = self._read_latest()
            pointer = read_pointer(self.root) if pointed is None else pointed.pointer
            if latest is None or pointer is None:
                return []
            expired = choose_expired(self.releases(), pointer, retention, self._clock())
            if self._shared is not None:
                for name in expired:
                    self._shared.remove(name)
            for name in choose_expired(list_releases(self.root), pointer, retention, self._clock()):
                self._bench.remove(name)
            logger.info("prune removed=%d kept=%d", len(expired), len(self.releases()))
            return expired

    def find_damaged(self, release: Release) -> list[str]:
        """Files of a release that are missing or changed, in the folder and in the bucket."""
        damaged = [str(path) for path in release.find_damaged()]
        return damaged if self._shared is None else damaged + self._shared.find_damaged(release.manifest)

    def _writing(self) -> TextIO:
        try:
            return hold(self.root / ".lock")
        except BlockingIOError as error:
            raise LakeError(f"{self.root}: another publish is under way; run this one again after it") from error

    def _read_latest(self) -> tuple[Release | None, Pointed | None]:
        """The latest release and, of a shared lake, the pointer as it was read: what a publish may replace."""
        pointed = None if self._shared is None else self._shared.read_pointer()
        if self._shared is None or pointed is None:
            # A bucket that is still empty: what this machine has published is what its first release builds on.
            pointer = read_pointer(self.root)
            return (None if pointer is None else self._open(pointer.release)), None
        release = self._open(pointed.pointer.release)
        if digest_file(release.path / "manifest.json") != pointed.manifest_sha256:
            raise LakeError(
                f"{release.path}: not release {release.id} of {self._shared}: the folder is of another lake; "
                "keep the data of each bucket in a folder of its own"
            )
        if read_pointer(self.root) != pointed.pointer:
            write_pointer(self.root, pointed.pointer)
        return release, pointed

    def _open(self, release: str) -> Release:
        folder = self.root / "releases" / release
        if self._shared is not None and not folder.is_dir():
            bring_release(self._shared, release, self.root, self._bench.copies)
        return open_release(folder)

    def _require_base(self, base: Release | None) -> Pointed | None:
        latest, pointed = self._read_latest()
        have, want = (None if release is None else release.id for release in (latest, base))
        if have != want:
            raise LakeError(f"{self}: rows were made from release {want}, but the latest is {have}; run again")
        return pointed

    def _require_sound(self, files: Sequence[PublishedFile], night: date, check: Check) -> None:
        paths: dict[str, list[Path]] = {name: [] for name in TABLES}
        for file in files:
            paths[file.table].append(self._bench.staged / file.path)
        if failures := check(paths):
            error = CheckError(failures)
            aside = self._bench.refuse(night, str(error))
            logger.error("publish refused night=%s failures=%d kept=%s", night, len(failures), aside)
            raise error

    def _release(self, manifest: Manifest, base: Release | None, pointed: Pointed | None) -> Release:
        """Puts what is staged in place, in the bucket first, and sends readers to it."""
        staged = self._bench.staged
        save_manifest(manifest, staged / "manifest.json")
        pointer = self._next_pointer(manifest.release, pointed)
        if self._shared is not None:
            self._shared.claim(manifest)
            self._shared.upload(manifest, staged, None if base is None or pointed is None else base.manifest)
            try:
                self._shared.move_pointer(pointer, digest_file(staged / "manifest.json"), instead_of=pointed)
            except OvertakenError:
                self._shared.remove(manifest.release)
                raise
        release = Release(self._bench.put_in_place(manifest.release), manifest)
        write_pointer(self.root, pointer)
        self._bench.discard()
        self._bench.forget_refused(manifest.night)
        return release

    def _next_pointer(self, release: str, pointed: Pointed | None) -> Pointer:
        now = read_pointer(self.root) if pointed is None else pointed.pointer
        return Pointer(release) if now is None else now.moved(release, self._clock()).only(self.releases())


def _next_id(night: date, used: set[tuple[date, int]]) -> str:
    """`<night>-<count>`, greater than every id in use, also when an older night is published again."""
    newest_night, count = max(used, default=(night, 0))
    return f"{night}-001" if night > newest_night else f"{newest_night}-{count + 1:03d}"


def _split_id(release: str) -> tuple[date, int]:
    night, _, count = release.rpartition("-")
    return date.fromisoformat(night), int(count)

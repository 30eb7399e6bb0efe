"""Where a release is made before anybody can see it, and where one that is refused is kept."""

from __future__ import annotations

import logging
import os
import shutil
from datetime import date
from pathlib import Path

from transforms.lake.pointer import read_pointer
from transforms.tables import sync

logger = logging.getLogger(__name__)


class Bench:
    """Folders under `runs`, which must lie on the file system of the lake `root`."""

    def __init__(self, root: Path, runs: Path) -> None:
        self._root = root
        self._runs = runs
        self.folder = runs / "staging" / "lake"

    @property
    def staged(self) -> Path:
        """The release that is being made."""
        return self.folder / "release"

    @property
    def copies(self) -> Path:
        """Where releases of a bucket are put together."""
        return self._runs / "staging"

    def clear(self) -> None:
        """Removes what a killed publish left: the staged files and a release that was never pointed at."""
        if self._pending.is_symlink():
            unpointed = self._root / "releases" / self._pending.readlink()
            pointer = read_pointer(self._root)
            if unpointed.is_dir() and (pointer is None or pointer.release != unpointed.name):
                logger.warning("removing release %s of a killed publish", unpointed.name)
                shutil.rmtree(unpointed)
        self.discard()
        self.folder.mkdir(parents=True)

    def discard(self) -> None:
        """Removes the bench with all that lies on it."""
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def refuse(self, night: date, why: str) -> Path:
        """Puts the staged release aside with `failures.txt`, in place of one refused before of that night."""
        aside = self._refused(night)
        self.forget_refused(night)
        aside.parent.mkdir(parents=True, exist_ok=True)
        (self.staged / "failures.txt").write_text(why + "\n", encoding="utf-8")
        self.staged.rename(aside)
        return aside

    def forget_refused(self, night: date) -> None:
        """Removes what was refused of a night."""
        if self._refused(night).exists():
            shutil.rmtree(self._refused(night))

    def put_in_place(self, release: str) -> Path:
        """Renames the staged release to its place among the others, where nothing points at it yet."""
        for folder, _, _ in os.walk(self.staged):
            sync(Path(folder))
        target = self._root / "releases" / release
        target.parent.mkdir(exist_ok=True)
        # Names the release before it is in place: if the flip never comes, the next publish removes it.
        self._pending.symlink_to(release)
        sync(self.folder)
        self.staged.rename(target)
        sync(target.parent)
        return target

    def remove(self, release: str) -> None:
        """Takes a release out of the lake's folder; it vanishes whole."""
        aside = self._runs / "staging" / f"removed-{release}"
        aside.parent.mkdir(parents=True, exist_ok=True)
        (self._root / "releases" / release).rename(aside)
        shutil.rmtree(aside)

    def _refused(self, night: date) -> Path:
        return self._runs / "refused" / f"night={night}"

    @property
    def _pending(self) -> Path:
        return self.folder / "pending"

"""The data root for a command that goes over many nights: the folder, or a folder with what it takes of a bucket.

What such a command reads is known only as it goes on, so it takes files as it comes to them, and gives back those that
it changed in the order that makes a kill harmless. A step of one night has its own place: `nightdesk.workplace`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from nightdesk.settings import settings
from nightdesk.workplace import locked, shared_files
from transforms.folders import Folders
from transforms.shared_files import Put, SharedFiles, Version


@dataclass(frozen=True)
class _Taken:
    """A file as the bucket has it; `version` is null once it was withdrawn there."""

    version: Version | None
    digest: str


@dataclass
class DataRoot:
    """`folders` is where the command works; `shared` is the bucket that it takes from, null = nothing is elsewhere.

    Patterns name files below the root: `*` stands for part of a name, `**` for any names. Every method raises
    StoreError where the bucket does not answer.
    """

    folders: Folders
    shared: SharedFiles | None = None
    _taken: dict[str, _Taken] = field(default_factory=dict)

    def take(self, *patterns: str, keep: bool = True) -> None:
        """Have the files here that were not taken yet; with `keep` this machine has a copy for the next time."""
        if self.shared is None:
            return
        found = [version for path, version in self.shared.find(patterns).items() if path not in self._taken]
        self.shared.fetch(found, self.folders.root, keep=keep)
        self._taken |= {version.path: _Taken(version, self._digest(version.path)) for version in found}

    def drop(self, *patterns: str) -> None:
        """Remove here what was taken, as if it had not been."""
        for path in self._fitting(patterns, self._taken):
            (self.folders.root / path).unlink(missing_ok=True)
            del self._taken[path]

    def withdraw(self, *patterns: str) -> None:
        """Remove from the bucket what was changed or removed here, until it is given back."""
        for path in self._fitting(patterns, self._taken):
            if self.shared is not None and self._is_changed(path):
                self.shared.remove(path)
                self._taken[path] = _Taken(None, "")

    def remove(self, *patterns: str) -> None:
        """Remove from the bucket what is to go though nothing here needs it."""
        if self.shared is not None:
            for path in self.shared.find(patterns):
                self.shared.remove(path)

    def give_back(self, *patterns: str) -> None:
        """Put what is new or changed here, and remove what is gone, in the order of the patterns.

        Raises StoreError if another machine has changed such a file meanwhile; running the command again can pass.
        """
        if self.shared is None:
            return
        for pattern in patterns:
            for path in self._fitting([pattern], {*self._taken, *self._here()}):
                if not (self.folders.root / path).exists():
                    self.shared.remove(path)
                    del self._taken[path]
                elif self._is_changed(path):
                    known = self._taken[path].version if path in self._taken else None
                    self._taken[path] = _Taken(
                        self.shared.put(self.folders.root, path, Put.GROWN, known), self._digest(path)
                    )

    def is_current(self, *patterns: str) -> bool:
        """Whether the bucket still has just those versions of these files that were taken."""
        if self.shared is None:
            return True
        taken = {path: self._taken[path].version for path in self._fitting(patterns, self._taken)}
        return self.shared.find(patterns) == taken

    def _fitting(self, patterns: Iterable[str], paths: Iterable[str]) -> list[str]:
        wide = [pattern.replace("**", "*") for pattern in patterns]
        return sorted(path for path in paths if any(fnmatchcase(path, pattern) for pattern in wide))

    def _here(self) -> Iterator[str]:
        for path in self.folders.root.rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self.folders.root).as_posix()

    def _is_changed(self, path: str) -> bool:
        file = self.folders.root / path
        return path not in self._taken or not file.exists() or self._digest(path) != self._taken[path].digest

    def _digest(self, path: str) -> str:
        with (self.folders.root / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def data_root(command: str, kept: str = "") -> Iterator[DataRoot]:
    """The data root for a command. Of a bucket's, nothing stays here but the folder `kept` of one that was stopped.

    Raises typer.Exit if another process on this machine is at this command with the same bucket.
    """
    told = settings()
    if not told.is_shared:
        yield DataRoot(told.folders)
        return
    place = told.scratch_of_data / "work" / command
    with locked(place.with_name(f"{command}.lock"), command):
        _clear(place, kept)
        try:
            yield DataRoot(Folders(place, told.published.bucket, told.published.lake), shared_files())
        finally:
            _clear(place, kept)


def _clear(place: Path, kept: str) -> None:
    """Remove what is in the folder, but for `kept` and what leads there."""
    place.mkdir(parents=True, exist_ok=True)
    head, _, rest = kept.partition("/")
    for path in place.iterdir():
        if path.name != head:
            shutil.rmtree(path)
        elif rest:
            _clear(path, rest)

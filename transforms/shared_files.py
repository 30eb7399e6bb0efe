"""The files of a data root in an object store: each under the path that it has below the root in a folder.

A key is written whole by one PUT and read whole by one GET, so a reader gets the bytes of one version. `NEW` keys are
written once; a `GROWN` one only by whoever has read the version that it replaces, so that of two machines that append
to it the second is refused; the others are replaced.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from filecmp import cmp
from fnmatch import fnmatchcase
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, PreconditionError

from transforms.object_store import StoreError, at_once, normalize_url, open_store, told

# Of a file that no step has asked for since, another copy is in the store.
DAYS_KEPT = 14
_SECONDS_A_DAY = 86_400
_WILD = re.compile(r"[*?\[]")


class Put(Enum):
    """How a file takes its place in the store."""

    NEW = "written once"
    GROWN = "replaced by whoever read it"
    WHOLE = "replaced"


@dataclass(frozen=True)
class Version:
    """A file as the store has it; `tag` is the store's ETag, which any other bytes of that path would not have."""

    path: str
    tag: str


class SharedFiles:
    """The files under `s3://bucket/prefix`, and this machine's copies of those that it has seen, in `copies`.

    Raises:
        StoreError: from every method, the store refuses or does not answer.
    """

    def __init__(self, url: str, copies: Path) -> None:
        self.url = normalize_url(url)
        self._store = open_store(self.url)
        self._copies = copies

    def find(self, patterns: Iterable[str]) -> dict[str, Version]:
        """The versions that the store has of each path, by path.

        A pattern is a path, in which `*` stands for part of a name and `**` for any names.
        """
        found = at_once(lambda pattern: list(self._match(pattern)), patterns)
        return {version.path: version for versions in found for version in versions}

    def fetch(self, versions: Iterable[Version], root: Path, *, keep: bool = True) -> None:
        """Brings files to their paths under `root`, and keeps a copy for the next time.

        Raises:
            StoreError: one of them has been replaced meanwhile.
        """

        def bring(version: Version) -> None:
            copy, target = self._copy(version), root / version.path
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                os.utime(copy)
                shutil.copyfile(copy, target)
                return
            self._download(version, target)
            if keep:
                self._keep(target, copy)

        at_once(bring, versions)

    def is_changed(self, root: Path, path: str, known: Version | None) -> bool:
        """Whether `root/path` has other bytes than `known`, the version that was fetched; None = there was none."""
        if known is None or not (copy := self._copy(known)).exists():
            return True
        return not cmp(root / path, copy, shallow=False)

    def put(self, root: Path, path: str, how: Put, known: Version | None) -> Version:
        """Sends `root/path`, in place of `known`; returns the version that the store has then.

        Raises:
            StoreError: another machine has written what must be new, or what was not read.
        """
        file = root / path
        with told(self.url):
            try:
                if how is Put.WHOLE:
                    done = obstore.put(self._store, path, file, mode="overwrite", use_multipart=False)
                elif known is None or how is Put.NEW:
                    done = obstore.put(self._store, path, file, mode="create", use_multipart=False)
                else:
                    done = obstore.put(self._store, path, file, mode={"e_tag": known.tag}, use_multipart=False)
            except (AlreadyExistsError, PreconditionError) as error:
                # A request that was sent again after a lost answer meets its own first success.
                if bytes(obstore.get(self._store, path).bytes()) != file.read_bytes():
                    raise StoreError(
                        f"{self.url}/{path}: another machine has written it meanwhile; run this step again"
                    ) from error
                return _version(obstore.head(self._store, path))
        version = Version(path, done["e_tag"] or "")
        self._keep(file, self._copy(version))
        return version

    def remove(self, path: str) -> None:
        """Takes a file out of the store; one that is not there is no error."""
        with told(self.url), suppress(FileNotFoundError):
            obstore.delete(self._store, path)

    def forget(self) -> None:
        """Removes every copy that this machine has: of what was there before, too."""
        for copy in self._copies.glob("*/*"):
            copy.unlink(missing_ok=True)

    def forget_unused(self) -> None:
        """Removes copies that nothing has asked for in DAYS_KEPT days."""
        oldest = time.time() - DAYS_KEPT * _SECONDS_A_DAY
        for copy in self._copies.glob("*/*"):
            with suppress(FileNotFoundError):
                if copy.stat().st_mtime < oldest:
                    copy.unlink()

    def _match(self, pattern: str) -> Iterator[Version]:
        names = pattern.split("/")
        wild = next((place for place, name in enumerate(names) if _WILD.search(name)), None)
        if wild is None:
            yield from self._head(pattern)
            return
        fixed = "/".join(names[:wild])
        if names[wild] == "**":
            yield from self._list(fixed, pattern)
            return
        with told(self.url):
            listed = obstore.list_with_delimiter(self._store, fixed or None)
        if wild == len(names) - 1:
            yield from (_version(meta) for meta in listed["objects"] if fnmatchcase(meta["path"], pattern))
            return
        below = [folder for folder in listed["common_prefixes"] if fnmatchcase(folder, "/".join(names[: wild + 1]))]
        rest = "/".join(names[wild + 1 :])
        for versions in at_once(lambda folder: list(self._match(f"{folder}/{rest}")), below):
            yield from versions

    def _head(self, path: str) -> Iterator[Version]:
        with told(self.url), suppress(FileNotFoundError):
            yield _version(obstore.head(self._store, path))

    def _list(self, folder: str, pattern: str) -> Iterator[Version]:
        with told(self.url):
            listed = obstore.list(self._store, folder or None).collect()
        yield from (_version(meta) for meta in listed if fnmatchcase(meta["path"], pattern.replace("**", "*")))

    def _copy(self, version: Version) -> Path:
        name = hashlib.sha256(f"{version.path}\n{version.tag}".encode()).hexdigest()
        return self._copies / name[:2] / name[2:]

    def _download(self, version: Version, target: Path) -> None:
        aside = _aside(target)
        with told(self.url):
            try:
                got = obstore.get(self._store, version.path, options={"if_match": version.tag})
                with aside.open("wb") as file:
                    for part in got.stream():
                        file.write(part)
            except PreconditionError as error:
                raise StoreError(
                    f"{self.url}/{version.path}: replaced while it was read; run this step again"
                ) from error
        aside.replace(target)

    def _keep(self, file: Path, copy: Path) -> None:
        aside = _aside(copy)
        shutil.copyfile(file, aside)
        aside.replace(copy)


def _version(meta: obstore.ObjectMeta) -> Version:
    return Version(meta["path"], meta["e_tag"] or "")


def _aside(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file.with_name(f".{file.name}.{os.getpid()}.{time.monotonic_ns()}")

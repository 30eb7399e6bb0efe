"""A lake's releases in an object store that speaks S3: keys that are written once, and one pointer that is swapped.

    s3://bucket/prefix/latest.json
    s3://bucket/prefix/releases/<id>/manifest.json
    s3://bucket/prefix/releases/<id>/<table>/event_month=<YYYY-MM>/<table>-<YYYY-MM>.parquet

A Parquet file is read in several requests, so no key that a reader may hold is ever written again. `latest.json` is
written with If-Match: of two publishers that began with the same release, the second is refused by the store.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, PreconditionError

from transforms.lake.pointer import Pointer, parse_left
from transforms.lake.releases import Document, LakeError, Manifest, PublishedFile, dump_manifest
from transforms.object_store import StoreError, at_once, normalize_url, open_store, told

_POINTER = "latest.json"
_RELEASE = re.compile(r"releases/(\d{4}-\d\d-\d\d-\d+)/")


class BucketError(LakeError, StoreError):
    """The bucket refuses or does not answer: running the step again can pass."""


class OvertakenError(BucketError):
    """The pointer was moved by somebody else, and stays where they moved it to."""


@dataclass(frozen=True)
class Pointed:
    """The pointer as it was read: `version` is what the store must still have for it to be replaced."""

    pointer: Pointer
    manifest_sha256: str
    version: str


class Bucket:
    """The releases under `s3://bucket/prefix`.

    Raises:
        LakeError: `url` is not of that form; from every method, the store refuses or does not answer.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = normalize_url(url)
        except ValueError as error:
            raise LakeError(str(error)) from error
        with self._told():
            self._store = open_store(self.url)

    def __str__(self) -> str:
        return self.url

    def read_pointer(self) -> Pointed | None:
        """The pointer and its version; None = nothing was published."""
        with self._told():
            try:
                got = obstore.get(self._store, _POINTER)
            except FileNotFoundError:
                # Also said of a bucket that does not exist; listing one that does never fails.
                obstore.list(self._store, _POINTER).collect()
                return None
            body = bytes(got.bytes())
        return self._parse_pointer(body, got.meta["e_tag"] or "")

    def move_pointer(self, pointer: Pointer, manifest_sha256: str, *, instead_of: Pointed | None) -> None:
        """Sends readers to `pointer.release`, unless somebody else has moved the pointer since `instead_of`."""
        left = {name: at.isoformat() for name, at in pointer.left.items()}
        values = {"release": pointer.release, "manifest_sha256": manifest_sha256, "left": left}
        body = json.dumps(values, indent=1).encode() + b"\n"
        with self._told():
            try:
                if instead_of is None:
                    obstore.put(self._store, _POINTER, body, mode="create")
                else:
                    obstore.put(self._store, _POINTER, body, mode={"e_tag": instead_of.version})
            except (AlreadyExistsError, PreconditionError) as error:
                now = self.read_pointer()
                # A request that was sent again after a lost answer meets its own first success.
                found = None if now is None else now.pointer.release
                if found != pointer.release:
                    raise OvertakenError(
                        f"{self.url}: another publisher moved the pointer to {found} meanwhile; "
                        f"nothing was changed, run this step again"
                    ) from error

    def list_releases(self) -> dict[str, datetime]:
        """Every release of which there is anything, and when the last of it was written."""
        made: dict[str, datetime] = {}
        for path, at in self._list("releases/"):
            if (found := _RELEASE.match(path)) is not None:
                made[found[1]] = max(at, made.get(found[1], at))
        return made

    def read_manifest(self, release: str) -> bytes:
        """The bytes of a release's manifest.json."""
        with self._told():
            return bytes(obstore.get(self._store, f"releases/{release}/manifest.json").bytes())

    def claim(self, manifest: Manifest) -> None:
        """Writes the manifest, which makes the release's id this publisher's own.

        Raises:
            OvertakenError: another publisher has just taken the id.
        """
        body = dump_manifest(manifest)
        with self._told():
            try:
                obstore.put(self._store, _key(manifest.release, "manifest.json"), body, mode="create")
            except AlreadyExistsError as error:
                # A request that was sent again after a lost answer meets its own first success.
                if self.read_manifest(manifest.release) != body:
                    raise OvertakenError(
                        f"{self.url}: another publisher is making {manifest.release}; "
                        "nothing was changed, run this step again"
                    ) from error

    def upload(self, manifest: Manifest, staged: Path, base: Manifest | None) -> None:
        """Writes every file of a release; those that `base` has too are copied inside the store."""
        known = set() if base is None else set(base.everything)

        def bring(file: PublishedFile | Document) -> None:
            key = _key(manifest.release, file.path)
            if base is not None and file in known:
                obstore.copy(self._store, _key(base.release, file.path), key)
            else:
                obstore.put(self._store, key, staged / file.path, mode="overwrite", use_multipart=False)

        with self._told():
            at_once(bring, manifest.everything)

    def download(self, release: str, files: Iterable[PublishedFile | Document], folder: Path) -> None:
        """Brings files of a release into `folder`; raises LakeError for one that is not what was published."""

        def bring(file: PublishedFile | Document) -> None:
            body = bytes(obstore.get(self._store, _key(release, file.path)).bytes())
            found = hashlib.sha256(body).hexdigest()
            if found != file.sha256:
                raise LakeError(f"{self.url}/{_key(release, file.path)}: sha256 {found}, expected {file.sha256}")
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
            target.chmod(0o444)

        with self._told():
            at_once(bring, files)

    def find_damaged(self, manifest: Manifest) -> list[str]:
        """URLs of the release's files that are missing or have other bytes; every file is read."""

        def examine(file: PublishedFile | Document) -> bool:
            try:
                parts = obstore.get(self._store, _key(manifest.release, file.path)).stream()
            except FileNotFoundError:
                return True
            digest = hashlib.sha256()
            for part in parts:
                digest.update(part)
            return digest.hexdigest() != file.sha256

        with self._told():
            damaged = at_once(examine, manifest.everything)
        files = zip(manifest.everything, damaged, strict=True)
        return [f"{self.url}/{_key(manifest.release, file.path)}" for file, is_damaged in files if is_damaged]

    def remove(self, release: str) -> None:
        """Deletes a release, its manifest first: what is left after a kill cannot pass for a whole one."""
        keys = sorted((path for path, _ in self._list(_key(release, ""))), key=lambda path: not path.endswith(".json"))
        with self._told():
            for start in range(0, len(keys), 1_000):
                obstore.delete(self._store, keys[start : start + 1_000])

    def _parse_pointer(self, body: bytes, version: str) -> Pointed:
        try:
            values = json.loads(body)
            pointer = Pointer(values["release"], parse_left(values["left"]))
            return Pointed(pointer, values["manifest_sha256"], version)
        except (ValueError, TypeError, KeyError) as error:
            raise LakeError(f"{self.url}/{_POINTER}: not a pointer of ours: {error!r}") from error

    def _list(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        with self._told():
            found = obstore.list(self._store, prefix.rstrip("/")).collect()
        for meta in found:
            yield meta["path"], meta["last_modified"]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """An error of the store as a BucketError."""
        try:
            with told(self.url):
                yield
        except StoreError as error:
            raise error if isinstance(error, LakeError) else BucketError(str(error)) from error.__cause__


def _key(release: str, path: str) -> str:
    return f"releases/{release}/{path}"

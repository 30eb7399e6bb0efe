"""A release in a bucket → the same in a folder: what the folder has already is linked, the rest is fetched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from transforms.lake.bucket import Bucket
from transforms.lake.releases import LakeError, digest_file, list_releases, open_release, parse_manifest
from transforms.tables import sync


def bring_release(shared: Bucket, release: str, root: Path, staging: Path) -> None:
    """Makes `root/releases/<release>` as it is in the bucket; it is there whole or not at all.

    Raises:
        LakeError: the bucket has no such release, or a file of it is not what was published.
    """
    body = shared.read_manifest(release)
    manifest = parse_manifest(body, f"{shared}/releases/{release}/manifest.json")
    aside = staging / f"copy-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    here = _files_here(root)
    missing = [file for file in manifest.everything if not _link(here.get(file.sha256), file.sha256, aside / file.path)]
    shared.download(release, missing, aside)
    (aside / "manifest.json").write_bytes(body)
    for folder, _, names in os.walk(aside):
        for name in names:
            sync(Path(folder, name))
        sync(Path(folder))
    target = root / "releases" / release
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        aside.rename(target)
    except OSError as error:
        # Another process was quicker; a release is the same whoever brings it.
        shutil.rmtree(aside)
        if not (target / "manifest.json").is_file():
            raise LakeError(f"{target}: cannot be put in place: {error}") from error


def _files_here(root: Path) -> dict[str, Path]:
    """Files of the folder's newest release, by their sha256."""
    names = sorted(list_releases(root))
    if not names:
        return {}
    newest = open_release(root / "releases" / names[-1])
    return {file.sha256: newest.path / file.path for file in newest.manifest.everything}


def _link(source: Path | None, sha256: str, target: Path) -> bool:
    if source is None or not source.is_file() or digest_file(source) != sha256:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.hardlink_to(source)
    return True

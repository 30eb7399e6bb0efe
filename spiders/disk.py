"""What the archive asks of the disk: one process at a time in a night, and bytes that are there once written."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

NIGHT_LOCK = ".lock"


@contextmanager
def night_locked(folder: Path) -> Iterator[None]:
    """Hold the night's lock; it goes with the process, however that ends. Raises BlockingIOError if it is held."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NIGHT_LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def replace_file(path: Path, body: bytes) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    with aside.open("wb") as file:
        file.write(body)
        sync_file(file)
    aside.replace(path)


def sync_file(file: BinaryIO) -> None:
    """Wait until what was written to the open file is on the disk."""
    file.flush()
    os.fsync(file.fileno())

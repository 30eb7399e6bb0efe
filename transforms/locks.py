"""One process at a time."""

from __future__ import annotations

import fcntl
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO


def hold(path: Path) -> TextIO:
    """Take the lock `path`, held until what is returned is closed, or its process has ended; the file stays.

    Raises BlockingIOError if it is held already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        lock = opened.enter_context(path.open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        opened.pop_all()
    return lock

"""A process that must not outlive the one that started it."""

from __future__ import annotations

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(how: signal.Signals) -> None:
    """Ask Linux for that signal when the thread that forked this process ends; elsewhere this is nothing.

    It holds over exec, and not for children of this process.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, how)

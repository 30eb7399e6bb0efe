"""Starts one command, passes its exit code on, and leaves no process of it behind, whoever is killed.

`python keeper.py PARENT GRACE COMMAND…`, in a session of its own. SIGTERM, which it also gets when the process PARENT
dies, asks everything in the session to end; what has not after GRACE seconds is killed. Imports nothing but the
standard library, so that it starts in milliseconds and hears its signals whatever the command is busy with.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from types import FrameType

_PR_SET_PDEATHSIG = 1


def main(parent: int, grace: int, command: list[str]) -> int:
    """Run the command to its end; its exit code, 128 + N if signal N ended it."""
    stopped = False

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's interface
        nonlocal stopped
        if not stopped:
            stopped = True
            signal.alarm(grace)
            os.killpg(0, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGALRM, lambda number, frame: os.killpg(0, signal.SIGKILL))  # noqa: ARG005
    _die_with_parent(parent)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    if stopped:
        child.terminate()
    code = child.wait()
    if not stopped:
        # Workers of a command that was killed would wait for their next task for ever.
        stopped = True
        os.killpg(0, signal.SIGTERM)
    return 128 - code if code < 0 else code


def _die_with_parent(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))

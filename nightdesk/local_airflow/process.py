"""One of Airflow's processes, as the supervisor starts it: `python -m nightdesk.local_airflow.process scheduler`.

Whatever kills it takes everything with it that it has forked: a scheduler that is gone must leave no worker waiting
for work, and no task running that nobody watches. And the scheduler goes with a worker of its own that is killed: a
worker that waits for work holds the lock of their queue (multiprocessing.SimpleQueue), and with it gone no other ever
gets any.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from types import FrameType

from nightdesk.local_airflow.api import await_api
from spiders.parent_death import die_with_parent

SECONDS_FOR_THE_API = 600
_KILLED = (os.CLD_KILLED, os.CLD_DUMPED)


def main() -> None:
    """Wait for the API server, unless this is it, and become the Airflow process that the arguments name."""
    name = sys.argv[1]
    die_with_parent(signal.SIGKILL)
    tie_children()
    if name == "scheduler":
        signal.signal(signal.SIGCHLD, _end_with_a_killed_child)
    if name != "api-server":
        await_api(os.environ["AIRFLOW__API__BASE_URL"], SECONDS_FOR_THE_API)
    sys.argv[0] = "airflow"
    runpy.run_module("airflow", run_name="__main__", alter_sys=True)


def tie_children() -> None:
    """From now on each process that this one forks ends with it."""
    this = os.getpid()

    def tie() -> None:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # A task is forked by one of our workers, and has to stop what it runs; a worker has nothing to put in order.
        die_with_parent(signal.SIGKILL if os.getppid() == this else signal.SIGTERM)

    os.register_at_fork(after_in_child=tie)


def _end_with_a_killed_child(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's call
    # What ended is left to be reaped by whoever started it.
    ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if ended is not None and ended.si_code in _KILLED:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()

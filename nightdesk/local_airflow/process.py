"""One of Airflow's processes, as the supervisor starts it: `python -m nightdesk.local_airflow.process scheduler`.

Whatever kills it takes everything with it that it has forked: a scheduler that is gone must leave no worker waiting
for work, and no task running that nobody watches.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from collections.abc import Callable

from nightdesk.local_airflow.api import await_api
from spiders.parent_death import die_with_parent

SECONDS_FOR_THE_API = 600


def main() -> None:
    """Wait for the API server, unless this is it, and become the Airflow process that the arguments name."""
    die_with_parent(signal.SIGKILL)
    os.register_at_fork(after_in_child=_die_with(os.getpid()))
    if sys.argv[1] != "api-server":
        await_api(os.environ["AIRFLOW__API__BASE_URL"], SECONDS_FOR_THE_API)
    sys.argv[0] = "airflow"
    runpy.run_module("airflow", run_name="__main__", alter_sys=True)


def _die_with(service: int) -> Callable[[], None]:
    def tie() -> None:
        # A task's process is a grandchild and has to stop what it runs; all others are only told what to do.
        die_with_parent(signal.SIGKILL if os.getppid() == service else signal.SIGTERM)

    return tie


if __name__ == "__main__":
    main()

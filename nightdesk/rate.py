"""How far a step of hours is: a bar with rate and time left on a terminal, else a line of the log a minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from nightdesk.terminal import errors, log

SECONDS_BETWEEN_LINES = 60.0


@contextmanager
def show_rate(step: str) -> Iterator[Callable[[int, int], None]]:
    """Called with (done more, of how many), as what `terminal.show_progress` gives."""
    if not errors.is_terminal:
        yield _Lines(step).add
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task(step, total=None)
        yield lambda more, total: progress.update(task, advance=more, total=total)


class _Rate(ProgressColumn):
    """Records a second, over the last half minute."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.0f} a second")


class _Lines:
    def __init__(self, step: str) -> None:
        self._step, self._done, self._told = step, 0, 0
        self._told_at = time.monotonic()

    def add(self, more: int, total: int) -> None:
        self._done += more
        passed = time.monotonic() - self._told_at
        if passed < SECONDS_BETWEEN_LINES:
            return
        rate = (self._done - self._told) / passed
        left = (total - self._done) / rate / 60
        log.info("%s %d of %d, %.0f a second, %.0f minutes left", self._step, self._done, total, rate, left)
        self._told_at, self._told = time.monotonic(), self._done

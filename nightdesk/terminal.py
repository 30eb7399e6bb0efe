"""What the commands say to a person: lines, progress bars, exit codes, the log."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

# Where the output is a file or a task's log, tables may be wider than the 80 columns of an old terminal.
LOG_COLUMNS = 160

log = logging.getLogger("nightdesk")
console = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else LOG_COLUMNS)
errors = Console(stderr=True)


class Exit(IntEnum):
    """Exit codes: what a person or a scheduler can do about it."""

    FAILED = 1
    """Something is wrong that the message names; running again changes nothing until it is mended."""
    USAGE = 2
    """The command line or a setting is wrong."""
    SITE_BROKEN = 3
    """What announces a site's articles cannot be read; every other site's data is published. Mend it, run again."""
    STOPPED = 4
    """A crawl was stopped before its end; run again to finish it."""
    LOCKED = 5
    """Another process crawls this site's night; wait for it."""
    SITE_EMPTY = 6
    """A site was read and announces no article."""
    OUT_OF_BOUNDS = 7
    """A site brings fewer or more articles, or fewer with a date or a text, than its TOML or its own nights promise."""
    REFUSED = 8
    """A site's robots.txt forbids what was asked for."""
    UNREACHABLE = 9
    """A site does not answer, or asked us to come back another time; run again."""
    STORE = 10
    """The bucket does not answer, or another machine was quicker; run again."""


def tell(line: object) -> None:
    """One line on stdout, never wrapped."""
    console.print(str(line), markup=False, highlight=False, soft_wrap=True)


def complain(line: object) -> None:
    """One line on stderr, never wrapped."""
    errors.print(str(line), style="red", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def show_progress(step: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, nothing where the output is no terminal; called with (done more, of how many)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        task = progress.add_task(step, total=None)
        yield lambda more, total: progress.update(task, advance=more, total=total)


def start_logging(level: str) -> None:
    """Lines of the steps and warnings go to stderr; the level INFO or DEBUG adds what the libraries say."""
    lines: logging.Handler = RichHandler(console=errors, show_path=False, markup=False)
    if not errors.is_terminal:
        lines = logging.StreamHandler()
        lines.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=level, handlers=[lines])
    log.setLevel(min(logging.INFO, logging.getLogger().level))

"""Publishes that other processes run, to be killed or read meanwhile."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Set
from pathlib import Path

from lake_rows import NIGHT, make_rows

from transforms.checks import Failure
from transforms.lake import Lake, Months, Release

CHANGES_OF_NAMES = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.chmod"}


def make_batch(number: int) -> dict[str, Months]:
    """Two tables and two months that all carry the batch's number; October never changes."""
    october = {"incident_id": "i0", "event_date": NIGHT.replace(month=10)}
    return {
        "incidents": {
            "2026-10": make_rows("incidents", october),
            "2026-11": make_rows("incidents", {"revision": number}),
        },
        "mentions": {"2026-11": make_rows("mentions", {"rank": number})},
    }


def publish_batch(lake: Lake, number: int) -> Release:
    return lake.publish(make_batch(number), night=NIGHT, base=lake.latest(), check=_pass_all)


def publish_and_die(root: Path, number: int, step: int, events: Set[str]) -> None:
    """Publishes, and is killed just before the step-th of the audit events named."""
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in events:
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    publish_batch(Lake(root), number)


def publish_often(root: Path, first: int, last: int) -> None:
    for number in range(first, last + 1):
        publish_batch(Lake(root), number)


def _pass_all(files: Mapping[str, list[Path]]) -> list[Failure]:
    return []

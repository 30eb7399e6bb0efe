"""Which release readers take, and when those before it were left: the only thing of a lake that ever changes.

In a folder it is the symlink `latest`, with `left.json` beside it; in a bucket both are in `latest.json`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from transforms.tables import replacing, sync


@dataclass(frozen=True)
class Pointer:
    """The release to read, and by release the instant (UTC) until which readers were sent to it."""

    release: str
    left: dict[str, datetime] = field(default_factory=dict)

    def moved(self, release: str, now: datetime) -> Pointer:
        """The pointer to `release` that takes the place of this one at `now`."""
        left = self.left | {self.release: now}
        return Pointer(release, {name: left[name] for name in sorted(left) if name != release})

    def only(self, releases: Container[str]) -> Pointer:
        """The same, with every release forgotten that is not among these."""
        return Pointer(self.release, {name: at for name, at in self.left.items() if name in releases})


def read_pointer(root: Path) -> Pointer | None:
    """The pointer of a lake in a folder; None = nothing was published."""
    link = root / "latest"
    if not link.is_symlink():
        return None
    return Pointer(link.readlink().name, _read_left(root / "left.json"))


def write_pointer(root: Path, pointer: Pointer) -> None:
    """Sends readers to `pointer.release` from one instant to the next."""
    with replacing(root / "left.json") as aside:
        aside.write_text(dump_left(pointer.left) + "\n", encoding="utf-8")
    aside = root / f".latest.{os.getpid()}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(Path("releases") / pointer.release)
    aside.replace(root / "latest")
    sync(root)


def dump_left(left: dict[str, datetime]) -> str:
    """Releases and when they were left, as JSON."""
    return json.dumps({name: at.isoformat() for name, at in left.items()}, indent=1)


def parse_left(values: dict[str, str]) -> dict[str, datetime]:
    """The opposite of `dump_left`, of parsed JSON."""
    return {name: datetime.fromisoformat(at) for name, at in values.items()}


def _read_left(path: Path) -> dict[str, datetime]:
    return parse_left(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

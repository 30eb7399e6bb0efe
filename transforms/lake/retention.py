"""Which old releases may go: pure, asked with what is there and when it was left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from transforms.lake.pointer import Pointer


@dataclass(frozen=True)
class Retention:
    """How long releases are kept after readers were sent on.

    At most the newest `releases`, none for longer than `days`; but every one for `grace`: a reader that
    resolved the pointer just before it moved must be able to finish. Something was erased at `erased_at` (UTC): what
    was made before goes when that time is over, however new.
    """

    releases: int = 30
    days: int = 60
    grace: timedelta = timedelta(hours=24)
    erased_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.releases < 1 or self.days < 1:
            raise ValueError(f"{self.releases} releases and {self.days} days, expected at least one of each")


def choose_expired(made: dict[str, datetime], pointer: Pointer, retention: Retention, now: datetime) -> list[str]:
    """Releases that may be removed, oldest first, never the one that is pointed at.

    `made` says when each release was made. One that readers were never sent to (a publish that failed, or that is
    under way) counts as left then.
    """
    newest = set(sorted(made, reverse=True)[: retention.releases])
    last_read = {name: pointer.left.get(name, at) for name, at in made.items() if name != pointer.release}
    kept_until = now - timedelta(days=retention.days)
    spent = {name for name, at in last_read.items() if name not in newest or at < kept_until}
    if retention.erased_at is not None:
        spent |= {name for name in last_read if made[name] <= retention.erased_at}
    return sorted(name for name in spent if last_read[name] < now - retention.grace)

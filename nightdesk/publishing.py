"""Sending readers on to what a night made, and back; removing old releases."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.arguments import NightOption
from nightdesk.settings import settings
from nightdesk.step_record import StepRecord
from nightdesk.terminal import tell
from nightdesk.workplace import shared_files, workplace

if TYPE_CHECKING:
    from transforms.lake import Retention


def publish(
    night: NightOption,
    any_volume: Annotated[
        bool, typer.Option("--any-volume", help="Publish a night far smaller or larger than those before it.")
    ] = False,
) -> None:
    """Check what the night made and publish it as one release; the same rows publish nothing.

    Releases that NIGHTDESK_KEEP_RELEASES and NIGHTDESK_KEEP_DAYS keep no longer are removed.
    Example: `nightdesk publish --night 2026-11-19`
    """
    from transforms.lake import open_lake
    from transforms.night.incidents import publish_night

    told = settings()
    with StepRecord("publish", night) as step:
        with workplace("publish", night) as folders:
            release, is_new = publish_night(folders, night, any_volume=any_volume)
        expired = open_lake(told.published).prune(retention())
        step.tell(
            f"publish {night}: release {release.id}"
            + ("" if is_new else ", unchanged")
            + (f"; removed {', '.join(expired)}" if expired else "")
        )


def retention() -> Retention:
    """How long releases are kept: by the settings, and those from before an erasure as short as can be."""
    from transforms.lake import Retention

    told = settings()
    if not told.is_shared:
        return Retention(told.keep_releases, told.keep_days, erased_at=_last_erasure(told.folders.raw))
    with TemporaryDirectory() as folder:
        shared = shared_files()
        shared.fetch(shared.find(["raw/site=*/erased.jsonl"]).values(), Path(folder))
        return Retention(told.keep_releases, told.keep_days, erased_at=_last_erasure(Path(folder, "raw")))


def _last_erasure(raw: Path) -> datetime | None:
    from spiders.archive import read_erasures

    sites = [path.parent.name.removeprefix("site=") for path in raw.glob("site=*/erased.jsonl")]
    return max((erasure.erased_at for site in sites for erasure in read_erasures(raw, site)), default=None)


def rollback(
    release: Annotated[
        str | None, typer.Argument(help="The release to go back to; default: the one that the latest was made from.")
    ] = None,
) -> None:
    """Send readers back to an earlier release. Example: `nightdesk rollback 2026-11-19-001`

    The release that is left stays until it expires, so that `nightdesk rollback` with its name goes forward again.
    The next publish builds on the release gone back to.
    """
    from transforms.lake import open_lake

    tell(f"readers are sent to release {open_lake(settings().published).rollback(release).id}")


def releases() -> None:
    """List the releases that can be gone back to, the latest marked. Example: `nightdesk releases`"""
    from transforms.lake import open_lake

    lake = open_lake(settings().published)
    latest = lake.latest()
    for name, made in lake.releases().items():
        mark = "  latest" if latest is not None and name == latest.id else ""
        tell(f"{name}  made {made:%Y-%m-%d %H:%M} UTC{mark}")

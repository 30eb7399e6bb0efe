"""The archive read anew by today's reader."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.arguments import parse_night
from nightdesk.data_root import data_root
from nightdesk.publishing import retention
from nightdesk.rate import show_rate
from nightdesk.settings import settings, site_named
from nightdesk.terminal import Exit, complain, tell
from spiders.parent_death import die_with_parent
from spiders.site import Site, load_sites

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from transforms.reprocess.run import Reprocessed, Workers

SECONDS_FOR_A_WORKER = 60


def reprocess(
    first: Annotated[
        date | None, typer.Option("--from", parser=parse_night, metavar="DAY", help="First night; default: the oldest.")
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", parser=parse_night, metavar="DAY", help="Last night; default: the newest.")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option("--site", help="Site whose pages are read anew; more than one may be named.")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes on this machine.")] = None,
    dask: Annotated[
        str | None, typer.Option("--dask", metavar="ADDRESS", help="Scheduler of a Dask cluster, tcp://host:port.")
    ] = None,
    any_volume: Annotated[
        bool, typer.Option("--any-volume", help="Publish nights far smaller or larger than those before them.")
    ] = False,
) -> None:
    """Read the archive anew with today's reader, fetching nothing, and publish what changes as one release.

    What was read is kept until it is published: killed, it is typed again and goes on. See docs/scale.md.
    Example: `nightdesk reprocess --from 2026-11-01 --to 2026-11-30`
    """
    from nightdesk.reprocess_bucket import BucketSource
    from transforms.lake import open_lake
    from transforms.reprocess.run import Wanted
    from transforms.reprocess.run import reprocess as read_anew

    if first and last and first > last:
        raise typer.BadParameter("the first night is after the last", param_hint="--from")
    if settings().llm_url:
        raise typer.BadParameter(
            "reprocess asks no second reader, and would take back what it corrected: "
            "read these nights by `nightdesk extract`, or unset NIGHTDESK_LLM_URL"
        )
    known, broken = load_sites(settings().sites)
    wanted = Wanted([site_named(name) for name in site] if site else known, known, first, last, any_volume)
    started = time.monotonic()
    with data_root("reprocess", kept="runs/reprocess") as root:
        folders, source = root.folders, BucketSource(root) if root.shared else None
        with _crew(dask, workers or settings().workers, folders.raw) as crew:
            done = read_anew(folders, wanted, crew, show_rate, source)
        open_lake(folders).prune(retention())
        unread = [] if site else [*map(str, broken), *_without_file(known, folders.raw)]
    tell(_summary(done, time.monotonic() - started))
    for trouble in unread:
        complain(f"not read anew: {trouble}")
    for unit in done.lost:
        complain(f"not read anew: {unit.site} {unit.night}: {unit.detail}")
    for record in done.failed:
        complain(f"the reader failed on {record}")
    if unread or done.lost or done.failed:
        raise typer.Exit(Exit.FAILED)


def _without_file(known: Sequence[Site], raw: Path) -> Iterator[str]:
    """Sites of the archive that no TOML file tells of, so that nobody knows their time zone."""
    names = {site.name for site in known}
    for path in sorted(raw.glob("site=*")):
        name = path.name.removeprefix("site=")
        if name not in names and not (settings().sites / f"{name}.toml").exists():
            yield f"{path}: no {name}.toml in {settings().sites}"


def open_pool(workers: int) -> Executor:
    """Processes of this machine, which end with the one that started them."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a fork of a process with threads (Arrow's, DuckDB's) may hang.
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=die_with_parent, initargs=(signal.SIGKILL,))


@contextmanager
def _crew(dask: str | None, workers: int, raw: Path) -> Iterator[Workers]:
    from transforms.reprocess.run import Workers

    if dask is None:
        yield Workers(partial(open_pool, workers), workers)
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise typer.BadParameter("--dask needs the extra dask: uv sync --extra dask") from error
    with Client(dask) as client:
        # A cluster that was started a moment ago; without any worker after that, the next line says so.
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
        _require_alike(client.run(_look_round, raw), raw)
        yield Workers(partial(client.get_executor, pure=False), sum(client.nthreads().values()))


def _look_round(raw: Path) -> tuple[str, bool]:
    """What a worker reads with, and whether it sees the archive."""
    from transforms.reprocess.reader import reader_digest

    return reader_digest(), raw.is_dir()


def _require_alike(workers: Mapping[str, tuple[str, bool]], raw: Path) -> None:
    """Raises StepError unless there are workers, they read as this process does, and all see the data root."""
    from transforms.night import StepError
    from transforms.reprocess.reader import reader_digest

    if not workers:
        raise StepError("the Dask scheduler has no worker; start one: dask worker ADDRESS --nthreads 1")
    for name, (reader, sees_archive) in workers.items():
        if reader != reader_digest():
            raise StepError(
                f"{name}: reads with reader {reader}, this machine with {reader_digest()}; install the same"
            )
        if not sees_archive:
            raise StepError(
                f"{name}: does not see {raw}; all machines need one data folder, or NIGHTDESK_SCRATCH on one"
            )


def _summary(done: Reprocessed, seconds: float) -> str:
    pages, texts = sum(done.pages.values()), sum(done.texts.values())
    overtaken = f", {len(done.overtaken)} of them after the range" if done.overtaken else ""
    return (
        f"reprocess {done.nights[0]} to {done.nights[-1]}: {len(done.nights)} nights{overtaken}, {done.sites} sites; "
        f"{pages} pages ({_doors(done.pages)}); {texts} articles ({_doors(done.texts)}); {seconds / 60:.1f} minutes; "
        f"release {done.release.id}{_told(done)}"
    )


def _told(done: Reprocessed) -> str:
    if not done.is_new:
        return ", unchanged"
    where = f"FROM changes WHERE release = '{done.release.id}'"
    return f': {_doors(done.changes) or "no incident changed"} (nightdesk query "{where}")'


def _doors(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {door}" for door, count in sorted(counts.items()))

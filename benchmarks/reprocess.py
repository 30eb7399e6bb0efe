"""How fast an archive is read anew: by one process, by two, and by Dask with two workers.

    nice python benchmarks/reprocess.py [--sites 20] [--nights 10] [--pages 100] [--compared 2000] [--folder DIR]

An archive of sites x nights x pages is made (`archived_news.py` says of what) and reprocessed whole by two processes:
what each step takes, what was made, and how large it is. Then each crew reads `--compared` of its pages and all of its
texts (`--texts` bounds them). Each crew is a process of its own with its workers. Processor seconds are those of the
crew and its workers together; on a machine that does other work they are what to trust, and the wall says how much of
the machine there was. A folder that is given keeps the archive and what was made of it for the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.reprocess.batches import Batch

# Each worker loads this file again: what the crews read with is loaded where it is used.
CREWS = {"one process": 1, "two processes": 2, "Dask, two workers": 2}


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass
class Clock:
    """Seconds since it was started: on the wall, and of the processor in this process and those that have ended."""

    wall: float = field(default_factory=time.monotonic)
    processor: float = field(default_factory=_processor)

    def read(self) -> tuple[float, float]:
        return time.monotonic() - self.wall, _processor() - self.processor


def main() -> int:
    arguments = _read_arguments()
    if arguments.crew:
        print(json.dumps(measure(arguments.crew, arguments.step, arguments.folder, arguments.most)))
        return 0
    with tempfile.TemporaryDirectory() as aside:
        folder = arguments.folder or Path(aside)
        make(folder, arguments.sites, arguments.nights, arguments.pages)
        if not (folder / "lake").exists():
            print_whole(folder)
        for step in arguments.steps:
            print_crews(step, folder, arguments.compared if step == "pages" else arguments.texts)
    return 0


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--nights", type=int, default=10)
    parser.add_argument("--pages", type=int, default=100, help="of a site's night")
    parser.add_argument("--compared", type=int, default=2_000, help="pages that every crew reads")
    parser.add_argument("--texts", type=int, default=sys.maxsize, help="articles that every crew reads")
    parser.add_argument("--steps", nargs="*", choices=("pages", "texts"), default=("pages", "texts"))
    parser.add_argument("--folder", type=Path)
    for hidden, kind in (("--crew", str), ("--step", str), ("--most", int)):
        parser.add_argument(hidden, type=kind, help=argparse.SUPPRESS)
    return parser.parse_args()


def make(folder: Path, sites: int, nights: int, pages: int) -> None:
    """Make the archive, unless the folder has one."""
    from archived_news import Size, make_archive

    note = folder / "sites.json"
    if note.exists():
        return
    clock = Clock()
    made = make_archive(folder / "raw", Size(sites, nights, pages))
    note.write_text(json.dumps([(site.name, site.source, site.url) for site in made]), encoding="utf-8")
    warc = sum(path.stat().st_size for path in (folder / "raw").rglob("*.warc.gz"))
    total = sites * nights * pages
    print(
        f"archive: {total} pages, {warc / total:.0f} bytes of WARC a page, {clock.read()[1]:.0f} s to make", flush=True
    )


def print_whole(folder: Path) -> None:
    """Reprocess into an empty lake, with what each step took."""
    from nightdesk.reprocess import open_pool
    from spiders.site import Site
    from transforms.folders import Folders
    from transforms.reprocess.run import Wanted, Workers, reprocess

    sites = [Site(*values) for values in json.loads((folder / "sites.json").read_text(encoding="utf-8"))]
    steps = Steps()
    done = reprocess(Folders(folder), Wanted(sites, sites), Workers(partial(open_pool, 2), 2), steps.show)
    for name, (wall, records) in steps.taken.items():
        print(f"whole: {name}: {records} records, {wall:.0f} s on the wall")
    wall, processor = steps.clock.read()
    own = os.times().user + os.times().system
    peak, worker = _peaks()
    print(f"whole: {wall:.0f} s on the wall, {processor:.0f} of the processor, {own:.0f} of them this process's")
    print(f"whole: peak {peak:.0f} MB, {worker:.0f} MB a worker; pages {done.pages}; texts {done.texts}")
    for table in sorted({file.table for file in done.release.manifest.files}):
        files = [file for file in done.release.manifest.files if file.table == table]
        print(f"whole: {table} {sum(file.rows for file in files)} rows, {sum(file.bytes for file in files)} bytes")


@dataclass
class Steps:
    """Takes the place of a progress bar: wall seconds and records of each step."""

    taken: dict[str, tuple[float, int]] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)

    @contextmanager
    def show(self, step: str) -> Iterator[Callable[[int, int], None]]:
        clock, done = Clock(), [0]
        yield lambda more, _: done.append(more)
        self.taken[step] = (clock.read()[0], sum(done))


def print_crews(step: str, folder: Path, most: int) -> None:
    print(
        f"{step:18s} records  wall s  processor s  records/processor s  of one process  peak MB  worker MB", flush=True
    )
    one = 0.0
    for crew in CREWS:
        command = [sys.executable, __file__, "--crew", crew, "--step", step, "--folder", str(folder)]
        done = subprocess.run([*command, "--most", str(most)], check=True, stdout=subprocess.PIPE, text=True)
        told = json.loads(done.stdout)
        one = one or told["wall"]
        rate = told["records"] / told["processor"]
        print(f"{crew:18s} {told['records']:7d} {told['wall']:7.0f} {told['processor']:12.0f} {rate:20.1f}", end="")
        print(f" {one / told['wall']:14.2f}x {told['peak']:8.0f} {told['worker']:10.0f}", flush=True)


def measure(crew: str, step: str, folder: Path, most: int) -> dict[str, float]:
    """One crew over one step, from its start to its end; nothing is kept."""
    from transforms.reprocess.crew import Crew

    kept, done = folder / "measured", [0]
    shutil.rmtree(kept, ignore_errors=True)
    clock = Clock()
    with _open(crew) as start, Crew(start, CREWS[crew], kept) as hands:
        hands.read(_first(_batches(step, folder), most), done.append)
    wall, processor = clock.read()
    shutil.rmtree(kept)
    peak, worker = _peaks()
    return {"records": sum(done), "wall": wall, "processor": processor, "peak": peak, "worker": worker}


def _batches(step: str, folder: Path) -> Iterator[Batch]:
    from spiders.site import Site
    from transforms.folders import Folders
    from transforms.reprocess.pages import archived_nights, find_units, page_batches
    from transforms.reprocess.texts import article_files, text_batches

    folders = Folders(folder)
    sites = [Site(*values) for values in json.loads((folder / "sites.json").read_text(encoding="utf-8"))]
    nights = archived_nights(folders.raw, sites, None, None)
    if step == "pages":
        yield from page_batches(folders.raw, find_units(folders.raw, nights)[0])
        return
    for paths in article_files(folders, Folders(folder / "measured"), {night for _, night in nights}).values():
        yield from text_batches(paths, {})


def _first(batches: Iterable[Batch], records: int) -> Iterator[Batch]:
    for batch in batches:
        if records <= 0:
            return
        records -= len(batch)
        yield batch


@contextmanager
def _open(crew: str) -> Iterator[Callable[[], Executor]]:
    if not crew.startswith("Dask"):
        from nightdesk.reprocess import open_pool

        yield partial(open_pool, CREWS[crew])
        return
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=CREWS[crew], threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield partial(client.get_executor, pure=False)


def _peaks() -> tuple[float, float]:
    """Megabytes: the most of this process, and of the largest that it has waited for."""
    # getrusage's own figure is inherited from the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (own,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(own) / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())

"""The folder that a step works in: the data root, or where that lies in a bucket, a copy of what the step needs of it.

Each step has a place of its own under NIGHTDESK_SCRATCH, so that steps side by side do not see each other's files. What
it made is put into the bucket when it has ended; a step that is killed has put nothing that counts, and is begun again,
on whatever machine.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from filecmp import cmp
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO

import typer

from nightdesk.settings import settings
from nightdesk.step_files import STEPS, StepFiles
from nightdesk.terminal import Exit, complain
from spiders.archive import INDEX, night_folder
from spiders.disk import NIGHT_LOCK
from transforms.folders import Folders
from transforms.locks import hold
from transforms.shared_files import Put, SharedFiles, Version

if TYPE_CHECKING:
    from transforms.verify.pages import Archive

logger = logging.getLogger(__name__)


@contextmanager
def workplace(step: str, night: date, site: str = "") -> Iterator[Folders]:
    """The folders that the step reads and writes; what it made counts once the block has ended.

    A block that raises has made nothing, unless it raises typer.Exit: that a site is broken is a result too.

    Raises:
        typer.Exit: another process on this machine is at this step.
        StoreError: the bucket does not answer, or another machine did the step meanwhile.
    """
    told = settings()
    if not told.is_shared:
        yield told.folders
        return
    files = STEPS[step]
    with _place(told.scratch_of_data / "work", files, "-".join(filter(None, (step, site, str(night))))) as place:
        folders = Folders(place, told.published.bucket, told.published.lake)
        work = _SharedStep(shared_files(), files, folders, site, night)
        work.begin()
        try:
            yield folders
        except typer.Exit:
            work.end()
            raise
        work.end()
        shutil.rmtree(place)


@contextmanager
def _place(work: Path, files: StepFiles, name: str) -> Iterator[Path]:
    """Where the step works: always in the same folder, so that what was killed there is found again."""
    if not files.is_short:
        with locked(work / f"{name}.lock", name):
            yield work / name
        return
    work.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f"{name}-", dir=work, ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "data"


def shared_files() -> SharedFiles:
    """The data root in its bucket."""
    told = settings()
    return SharedFiles(told.data, told.scratch_of_data / "copies")


@contextmanager
def open_archive() -> Iterator[Archive]:
    """The archive to read records from, wherever it lies; of a bucket's, one WARC file at a time is here."""
    told = settings()
    if not told.is_shared:
        yield told.folders.raw
        return
    shared = shared_files()
    with TemporaryDirectory() as folder:
        root = Path(folder)

        def bring(warc_path: str) -> Path:
            path = f"raw/{warc_path}"
            if not (root / path).exists():
                shutil.rmtree(root / "raw", ignore_errors=True)
                shared.fetch(shared.find([path]).values(), root, keep=False)
            return root / "raw"

        yield bring


class _SharedStep:
    """One step's copies under way, and the versions that they were fetched as."""

    def __init__(self, shared: SharedFiles, files: StepFiles, folders: Folders, site: str, night: date) -> None:
        self._shared, self._files, self._folders = shared, files, folders
        self._site, self._night = site, night
        self._known: dict[str, Version] = {}

    def begin(self) -> None:
        """Fetch what the step reads, in place of whatever a killed one left here."""
        root = self._folders.root
        left = root.with_name(f"{root.name}.left")
        self._require_ended(root)
        self._require_ended(left)
        if left.exists():
            # The one before was killed while it fetched: what is worth keeping is still aside.
            shutil.rmtree(root, ignore_errors=True)
        elif root.exists():
            root.rename(left)
        self._shared.forget_unused()
        self._fetch(self._expand(pattern) for pattern in self._files.reads)
        if self._files.find_more is not None:
            self._fetch(self._files.find_more(self._folders, self._site, self._night) - self._known.keys())
        if self._files.grows:
            self._go_on_from(left)
        shutil.rmtree(left, ignore_errors=True)
        root.mkdir(parents=True, exist_ok=True)

    def end(self) -> None:
        """Put what the step made."""
        root, last = self._folders.root, self._expand(self._files.last)
        made = [
            (path, how)
            for pattern, how in self._files.writes
            for path in sorted(str(found.relative_to(root)) for found in root.glob(self._expand(pattern)))
        ]
        changed = [(path, how) for path, how in made if self._shared.is_changed(root, path, self._known.get(path))]
        if last and (root / last).exists() and (changed or self._shared.is_changed(root, last, self._known.get(last))):
            self._shared.remove(last)
            changed.append((last, Put.WHOLE))
        for path, how in changed:
            self._shared.put(root, path, how, self._known.get(path))
        logger.info("put %d of %d files", len(changed), len(made) + bool(last))

    def _fetch(self, patterns: Iterable[str]) -> None:
        found = self._shared.find(patterns)
        self._shared.fetch(found.values(), self._folders.root)
        self._known |= found

    def _require_ended(self, place: Path) -> None:
        """Raises typer.Exit while the crawl of a killed step still ends here."""
        lock = night_folder(place / "raw", self._site, self._night) / NIGHT_LOCK
        if lock.exists():
            with locked(lock, f"crawl-{self._site}-{self._night}"):
                pass

    def _go_on_from(self, left: Path) -> None:
        """Keep what a killed crawl archived here, where it began with the archive that the bucket has."""
        before = night_folder(left / "raw", self._site, self._night)
        here = night_folder(self._folders.raw, self._site, self._night)
        if (before / INDEX).exists() and _goes_on(before, here):
            shutil.rmtree(here, ignore_errors=True)
            here.parent.mkdir(parents=True, exist_ok=True)
            before.rename(here)

    def _expand(self, pattern: str) -> str:
        return pattern.format(site=self._site, night=self._night)


def _goes_on(before: Path, here: Path) -> bool:
    """Whether one folder of a night has all that is in the other, and its index only goes on from there."""
    known = (here / INDEX).read_bytes() if (here / INDEX).exists() else b""
    warcs = [(before / warc.name, warc) for warc in here.glob("*.warc.gz")]
    has_files = all(mine.exists() and cmp(mine, warc, shallow=False) for mine, warc in warcs)
    return has_files and (before / INDEX).read_bytes().startswith(known)


def locked(path: Path, what: str) -> TextIO:
    """Hold a lock. Raises typer.Exit if another process has it."""
    try:
        return hold(path)
    except BlockingIOError as error:
        complain(f"{what}: another process on this machine is at it")
        raise typer.Exit(Exit.LOCKED) from error

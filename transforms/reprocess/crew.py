"""Batches to whoever can read them, few in flight at a time; one that fails is narrowed down to the record at fault.

A crew is processes of this machine, or an executor of many machines: the same batches, the same function.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from transforms.night import StepError
from transforms.reprocess.batches import Batch, is_kept, read_batch

log = logging.getLogger(__name__)

# Batches handed out for each worker: one to read, one to go on with, one under way.
IN_FLIGHT = 3
# More records than this that our own code fails on, and the reader itself is broken.
MOST_FAILED = 20


@dataclass
class Crew:
    """`open` starts an executor of `workers`; `kept` is a folder that all of them write to.

    `failed` are the records that nobody could read, each as a batch of one, with what happened.
    """

    open: Callable[[], Executor]
    workers: int
    kept: Path
    failed: list[tuple[Batch, str]] = field(default_factory=list)
    _pending: dict[Future[None], Batch] = field(default_factory=dict)
    _executor: Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def read(self, batches: Iterable[Batch], advance: Callable[[int], None]) -> None:
        """Read what is not kept yet; `advance` is told how many more records are done.

        Raises StepError if more than MOST_FAILED records fail: then nothing of the last ones is kept.
        """
        waiting = self._unread(batches, advance)
        while True:
            for batch in waiting:
                self._pending[self._submit(batch)] = batch
                if len(self._pending) >= IN_FLIGHT * self.workers:
                    break
            if not self._pending:
                break
            done, _ = wait(self._pending, return_when=FIRST_COMPLETED)
            self._settle({future: self._pending.pop(future) for future in done}, advance)
        for batch, detail in self.failed:
            batch.refuse(self.kept, detail)

    def _unread(self, batches: Iterable[Batch], advance: Callable[[int], None]) -> Iterator[Batch]:
        for batch in batches:
            if is_kept(batch, self.kept):
                advance(len(batch))
            else:
                yield batch

    def _settle(self, done: dict[Future[None], Batch], advance: Callable[[int], None]) -> None:
        """Count what was read; what was not is read again alone, with nothing else in flight to blame."""
        settled = [(batch, future.exception()) for future, batch in done.items()]
        if any(error is not None for _, error in settled):
            settled += [(batch, future.exception()) for future, batch in self._pending.items()]
            self._pending.clear()
        if any(isinstance(error, BrokenProcessPool) for _, error in settled):
            self._close()
        for batch, error in settled:
            if error is not None:
                self._read_alone(batch)
            advance(len(batch))

    def _read_alone(self, batch: Batch) -> None:
        if is_kept(batch, self.kept):
            return
        error = self._submit(batch).exception()
        if error is None:
            return
        if isinstance(error, BrokenProcessPool):
            self._close()
        if len(batch) == 1:
            self._give_up(batch, error)
            return
        for half in batch.halves():
            self._read_alone(half)

    def _give_up(self, batch: Batch, error: BaseException) -> None:
        log.error("reader failed record=%s", batch.name, exc_info=error)
        what = "its process ended" if isinstance(error, BrokenProcessPool) else f"{type(error).__name__}: {error}"
        self.failed.append((batch, what))
        if len(self.failed) > MOST_FAILED:
            examples = "".join(f"\n  {failed.name}: {detail}" for failed, detail in self.failed[:3])
            raise StepError(f"the reader fails on more than {MOST_FAILED} records; nothing is published{examples}")

    def _submit(self, batch: Batch) -> Future[None]:
        if self._executor is None:
            self._executor = self.open()
        try:
            return self._executor.submit(read_batch, batch, self.kept)
        except BrokenProcessPool as error:
            broken: Future[None] = Future()
            broken.set_exception(error)
            return broken

    def _close(self) -> None:
        if self._executor is not None:
            for future in self._pending:
                future.cancel()
            self._executor.shutdown()
            self._executor = None

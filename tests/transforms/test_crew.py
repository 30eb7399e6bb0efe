"""Batches over real processes: what fails costs one record, what was read is not read again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from nightdesk.reprocess import open_pool
from transforms.night import StepError
from transforms.reprocess.batches import is_kept
from transforms.reprocess.crew import IN_FLIGHT, MOST_FAILED, Crew

KILLS, FAILS = "kills", "fails"


@dataclass(frozen=True)
class Words:
    """A batch of words: read, each leaves a line in a file."""

    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)

    @property
    def key(self) -> str:
        return "-".join(self.words)

    @property
    def name(self) -> str:
        return self.words[0]

    def halves(self) -> tuple[Words, Words]:
        middle = len(self) // 2
        return Words(self.words[:middle]), Words(self.words[middle:])

    def read(self, kept: Path) -> None:
        if KILLS in self.words:
            os.kill(os.getpid(), signal.SIGKILL)
        if FAILS in self.words:
            raise LookupError("a word that nobody foresaw")
        self._write(kept, " ".join(self.words))

    def refuse(self, kept: Path, detail: str) -> None:
        self._write(kept, f"refused {detail}")

    def _write(self, kept: Path, line: str) -> None:
        path = kept / self.key[:2] / f"{self.key}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(line, encoding="utf-8")


def one_thread() -> Executor:
    return ThreadPoolExecutor(1)


def lines(kept: Path) -> list[str]:
    return sorted(path.read_text(encoding="utf-8") for path in kept.rglob("*.parquet"))


@pytest.mark.drill
def test_word_that_kills_its_process_costs_only_itself(tmp_path: Path) -> None:
    batches = [Words(("ada", "bo", KILLS, "cy")), Words(("dee", "ed"))]
    done: list[int] = []
    with Crew(partial(open_pool, 2), 2, tmp_path) as crew:
        crew.read(batches, done.append)

    assert lines(tmp_path) == ["ada bo", "cy", "dee ed", "refused its process ended"]
    assert [batch.name for batch, _ in crew.failed] == [KILLS]
    assert sum(done) == 6
    assert all(is_kept(batch, tmp_path) for batch in batches)


def test_word_that_our_code_fails_on_costs_only_itself(tmp_path: Path) -> None:
    with Crew(one_thread, 1, tmp_path) as crew:
        crew.read([Words(("ada", FAILS, "bo"))], lambda _: None)

    assert lines(tmp_path) == ["ada", "bo", "refused LookupError: a word that nobody foresaw"]


def test_reader_that_fails_on_everything_ends_the_run_and_keeps_no_refusal(tmp_path: Path) -> None:
    batches = [Words((FAILS, str(number))) for number in range(MOST_FAILED + 1)]

    with Crew(one_thread, 1, tmp_path) as crew, pytest.raises(StepError, match="the reader fails on more than 20"):
        crew.read(batches, lambda _: None)

    assert not any(line.startswith("refused") for line in lines(tmp_path))


def test_what_is_kept_is_not_read_again(tmp_path: Path) -> None:
    (first, second) = Words(("ada", "bo")).halves()
    first.refuse(tmp_path, "earlier")
    second.refuse(tmp_path, "earlier")
    done: list[int] = []
    with Crew(one_thread, 1, tmp_path) as crew:
        crew.read([Words(("ada", "bo")), Words(("cy",))], done.append)

    assert lines(tmp_path) == ["cy", "refused earlier", "refused earlier"]
    assert done == [2, 1]


def test_few_batches_are_in_memory_at_a_time(tmp_path: Path) -> None:
    made: list[str] = []
    unread: list[int] = []

    def batches() -> Iterator[Words]:
        for number in range(50):
            made.append(f"word{number}")
            unread.append(len(made) - len(lines(tmp_path)))
            yield Words((made[-1],))

    with Crew(one_thread, 1, tmp_path) as crew:
        crew.read(batches(), lambda _: None)

    assert len(lines(tmp_path)) == 50
    assert max(unread) <= IN_FLIGHT + 1

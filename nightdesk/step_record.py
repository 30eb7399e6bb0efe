"""Leaves a record of each step that runs: how it ended, what it told last, how long it took."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from time import monotonic
from types import TracebackType

import typer

from nightdesk.terminal import Exit, complain, tell
from nightdesk.workplace import workplace
from transforms.object_store import StoreError


class StepRecord:
    """`with StepRecord("publish", night) as step:` — what happens inside is that step."""

    def __init__(self, step: str, night: date, site: str | None = None) -> None:
        from transforms.step_runs import StepRun

        self._begun = monotonic()
        self._run = StepRun(step, site, night, datetime.now(UTC).isoformat(timespec="seconds"))

    def __enter__(self) -> StepRecord:
        self._save()
        return self

    def tell(self, line: object) -> None:
        """Tell a line; the last one is kept as what the step came to."""
        self._run = replace(self._run, message=str(line))
        tell(line)

    def complain(self, line: object) -> None:
        """The same for what went wrong."""
        self._run = replace(self._run, message=str(line))
        complain(line)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, typer.Exit):
            self._run = replace(self._run, exit_code=error.exit_code)
        elif isinstance(error, Exception):
            code = Exit.STORE if isinstance(error, StoreError) else Exit.FAILED
            self._run = replace(self._run, exit_code=int(code), message=str(error) or repr(error))
        elif error is None:
            self._run = replace(self._run, exit_code=0)
        self._run = replace(self._run, seconds=round(monotonic() - self._begun, 1))
        self._save()

    def _save(self) -> None:
        from transforms.step_runs import save_step_run

        with workplace("record", self._run.night, self._run.site or "") as folders:
            save_step_run(folders.runs, self._run)

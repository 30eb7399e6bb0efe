"""How each step of a night ended and how long it took: beside the tables, which name no clock.

A step writes its record when it starts and again when it ends; a run of the same step replaces it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from transforms.tables import replacing


@dataclass(frozen=True)
class StepRun:
    """The last run of one step of a night; `site` is None for a step over all sites.

    `exit_code` and `seconds` are None where it has not ended: it runs, or was killed. `message` is what it told last.
    """

    step: str
    site: str | None
    night: date
    started_at: str
    exit_code: int | None = None
    seconds: float | None = None
    message: str = ""


def save_step_run(runs: Path, run: StepRun) -> None:
    """Writes the record of a step's run in place of the one before."""
    path = _folder(runs, run.night) / f"{run.step if run.site is None else f'{run.step}-{run.site}'}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as aside:
        aside.write_text(json.dumps(asdict(run), default=str, ensure_ascii=False, indent=1), encoding="utf-8")


def load_step_runs(runs: Path, night: date) -> list[StepRun]:
    """The last run of every step of a night, in order of its start."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in _folder(runs, night).glob("*.json")]
    steps = [StepRun(**{**values, "night": date.fromisoformat(values["night"])}) for values in found]
    return sorted(steps, key=lambda run: (run.started_at, run.step, run.site or ""))


def _folder(runs: Path, night: date) -> Path:
    return runs / "steps" / f"night={night}"

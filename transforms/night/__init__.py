"""What the steps of one night share: each is replaced whole by what it was made from and is safe to run again.

    night_articles   archived pages → article versions of one site and night
    night_extract    article versions of the night → mentions and claims
    night_incidents  those and what is published → the rows of every month that they touch → a checked release

A step's module is loaded only when it runs: the language model and the page readers take seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from transforms.folders import Folders
from transforms.lake.evolution import read_older
from transforms.outcomes import Outcome
from transforms.schema import TABLES


class StepError(RuntimeError):
    """A step was asked for before the step that it builds on."""


@dataclass(frozen=True)
class StepReport:
    """What one step did: records in, records taken on, and those that left by other doors, by name.

    `fault` says what is wrong with the whole of them, though each left by a door of its own; null if nothing is.
    """

    step: str
    night: date
    taken_on: int
    others: dict[str, int]
    fault: str | None = None

    def __str__(self) -> str:
        others = "".join(f", {count} {door}" for door, count in self.others.items())
        return f"{self.step} {self.night}: {self.taken_on + sum(self.others.values())} in, {self.taken_on} out{others}"


def report_step(step: str, night: date, outcomes: Sequence[Outcome]) -> StepReport:
    """The doors of one step, for a person to read."""
    counts = {outcome.outcome: outcome.records for outcome in outcomes}
    return StepReport(step, night, counts.pop("ok", 0), counts)


def read_night_articles(folders: Folders, night: date) -> pd.DataFrame:
    """Every article version that the night's article files hold, of whatever site and schema."""
    return read_older([path for _, day, path in folders.article_nights() if day == night], TABLES["articles"])

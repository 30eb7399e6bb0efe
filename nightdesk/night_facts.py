"""What a night came to, as its steps left it on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nightdesk.settings import site_names
from nightdesk.step_files import OF_ALL_SITES
from nightdesk.workplace import workplace
from spiders.site import SiteError
from transforms.folders import Folders
from transforms.lake import open_lake
from transforms.night.released import released_changes
from transforms.outcomes import load_outcomes
from transforms.step_runs import StepRun, load_step_runs

if TYPE_CHECKING:
    from transforms.lake import Release

_BY_SITE = ("crawl", "articles")


@dataclass(frozen=True)
class Loss:
    """A step that did not come to its end. `exit_code` is None if it runs, was killed, or never started.

    `site` is None for a step over all sites; `message` is what it told last.
    """

    step: str
    site: str | None
    exit_code: int | None
    message: str


@dataclass(frozen=True)
class Refusal:
    """Records that left a step of the night by a door that ends their way, with one of them."""

    step: str
    reason: str
    records: int
    example: str


@dataclass(frozen=True)
class NightFacts:
    """`release` is what readers see (None = nothing was ever published), `is_of_night` whether this night made it.

    `changes` counts the incidents that it changed, by kind; `site_fault` says why there is no site at all.
    """

    night: date
    sites: tuple[str, ...]
    losses: tuple[Loss, ...]
    release: str | None = None
    is_of_night: bool = False
    changes: dict[str, int] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    site_fault: str | None = None

    @property
    def lost_sites(self) -> list[str]:
        """Sites whose articles, or some of them, the night lacks."""
        return [loss.site for loss in self.losses if loss.site is not None]


def gather_facts(night: date) -> NightFacts:
    """The facts of a night, whatever became of it."""
    with workplace("facts", night) as folders:
        return _read_facts(folders, night)


def _read_facts(folders: Folders, night: date) -> NightFacts:
    runs = {(run.step, run.site): run for run in load_step_runs(folders.runs, night)}
    sites, fault = _sites()
    losses = [loss for site in sites if (loss := _first_loss(runs, _BY_SITE, site))]
    of_all = _first_loss(runs, OF_ALL_SITES, None)
    release = open_lake(folders).latest()
    return NightFacts(
        night=night,
        sites=tuple(sites),
        losses=(*losses, of_all) if of_all else tuple(losses),
        release=release.id if release else None,
        is_of_night=release is not None and release.manifest.night == night,
        changes={} if of_all or release is None else _changes(folders, release, night),
        refusals=tuple(_refusals(folders, night)),
        site_fault=fault,
    )


def _sites() -> tuple[list[str], str | None]:
    try:
        return site_names(), None
    except SiteError as error:
        return [], str(error)


def _first_loss(runs: dict[tuple[str, str | None], StepRun], steps: Iterable[str], site: str | None) -> Loss | None:
    """The first of the steps that did not come to its end; those after it could not."""
    for step in steps:
        run = runs.get((step, site))
        if run is None or run.exit_code != 0:
            return Loss(step, site, run.exit_code if run else None, run.message if run else "it did not start")
    return None


def _changes(folders: Folders, release: Release, night: date) -> dict[str, int]:
    if not folders.touched(night).is_file():
        return {}
    counts = released_changes(folders, release, night)["change_type"].value_counts()
    return {str(kind): int(count) for kind, count in sorted(counts.items())}


def _refusals(folders: Folders, night: date) -> list[Refusal]:
    """The most frequent first."""
    outcomes = load_outcomes(folders.runs, night)
    doors = outcomes[outcomes["is_refusal"]].groupby(["step", "outcome"], as_index=False)
    counted = doors.agg(records=("records", "sum"), example=("example", "first")).sort_values(
        ["records", "step", "outcome"], ascending=[False, True, True]
    )
    return [
        Refusal(row["step"], row["outcome"], int(row["records"]), str(row["example"] or ""))
        for row in counted.to_dict(orient="records")
    ]

"""The incidents and publish steps: the night's mentions and what is published → every month touched → a release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from spiders.archive import read_captures
from transforms.checks import Failure, run_checks
from transforms.checks.volume import check_volume
from transforms.folders import Folders
from transforms.incidents.record import to_frame
from transforms.lake import Months, Release, open_lake, split_months
from transforms.merge import merge_night, published_of, replace_rows
from transforms.night import StepError, StepReport, read_night_articles, report_step
from transforms.outcomes import Outcome, check_accounting, load_outcomes, save_outcomes
from transforms.schema import TABLES
from transforms.tables import conform, empty_frame, read_table, replacing, write_parquet


def link_night(folders: Folders, night: date) -> StepReport:
    """The incidents step: link the night's mentions with the published ones, and make every touched month anew.

    Raises StepError if the night was not extracted.
    """
    base = open_lake(folders).latest()
    mentions, claims = (_extracted(folders, name, night) for name in ("mentions", "claims"))
    merged = merge_night(base, night, read_night_articles(folders, night), mentions, claims)
    outcomes = link_outcomes(merged.own)
    check_accounting(len(mentions), outcomes)
    save_outcomes(folders.runs, night, "incidents", None, outcomes)
    changed = merged.changed | {
        "captures": _captures(folders, base, night),
        "outcomes": _outcomes(folders, base, night),
    }
    _stage(folders, night, base, changed)
    return report_step("incidents", night, outcomes)


def link_outcomes(mentions: pd.DataFrame) -> list[Outcome]:
    """The doors by which one night's mentions left linking: with an incident, or without."""
    alone = mentions[mentions["incident_id"].isna()]
    linked = len(mentions) - len(alone)
    outcomes = [Outcome("incidents", None, "ok", False, linked)] if linked else []
    if len(alone):
        outcomes.append(Outcome("incidents", None, "founds_no_incident", True, len(alone), str(alone["url"].iloc[0])))
    return outcomes


def _extracted(folders: Folders, name: str, night: date) -> pd.DataFrame:
    path = folders.night_table("extract", name, night)
    if not path.is_file():
        raise StepError(f"{path} is missing; run first: nightdesk extract --night {night}")
    return read_table(path, TABLES[name])


def _captures(folders: Folders, base: Release | None, night: date) -> Months:
    """The night's captures of every site, in place of those that were published of it."""
    sites = sorted(path.parent.name.removeprefix("site=") for path in folders.raw.glob(f"site=*/night={night}"))
    rows = [asdict(capture) for site in sites for capture in read_captures(folders.raw, site, night)]
    fresh = to_frame(pa.Table.from_pylist(rows, schema=TABLES["captures"].schema))
    return replace_rows(base, "captures", published_of(base, "captures", [night]), fresh)


def _outcomes(folders: Folders, base: Release | None, night: date) -> Months:
    return replace_rows(base, "outcomes", published_of(base, "outcomes", [night]), load_outcomes(folders.runs, night))


def _stage(folders: Folders, night: date, base: Release | None, changed: dict[str, Months]) -> None:
    """Leave the touched months for publishing; the list of months is written last and makes them count."""
    note = folders.touched(night)
    note.unlink(missing_ok=True)
    for name, months in changed.items():
        rows = pd.concat(list(months.values()), ignore_index=True) if months else empty_frame(TABLES[name])
        write_parquet(conform(rows, TABLES[name]), folders.night_table("incidents", name, night))
    touched = {"base": base.id if base else None, "months": {name: sorted(months) for name, months in changed.items()}}
    with replacing(note) as aside:
        aside.write_text(json.dumps(touched, indent=1), encoding="utf-8")


def publish_night(folders: Folders, night: date, *, any_volume: bool = False) -> tuple[Release, bool]:
    """The publish step: check what the incidents step made and release it; False = nothing had changed.

    `any_volume` lets a night pass that is far smaller or larger than those before it.

    Raises StepError if nothing was made, LakeError if another night was published since, CheckError if a rule breaks.
    """
    note = folders.touched(night)
    if not note.is_file():
        raise StepError(f"{note} is missing; run first: nightdesk incidents --night {night}")
    touched = json.loads(note.read_text(encoding="utf-8"))
    lake = open_lake(folders)
    base = lake.latest()
    if not _builds_on(base, touched["base"], night):
        raise StepError(
            f"night {night} was linked with release {touched['base']}, the latest is {base.id if base else None}; "
            f"run again: nightdesk incidents --night {night}"
        )
    changed: dict[str, Months] = {}
    for name, months in touched["months"].items():
        table = TABLES[name]
        rows = split_months(read_table(folders.night_table("incidents", name, night), table), table)
        changed[name] = {month: rows.get(month, empty_frame(table)) for month in months}

    def check(files: Mapping[str, list[Path]]) -> list[Failure]:
        return run_checks(files) + ([] if any_volume else check_volume(files, night))

    release = lake.publish(changed, night=night, base=base, check=check)
    return release, base is None or release.id != base.id


def _builds_on(latest: Release | None, base: str | None, night: date) -> bool:
    """True if the rows were made from the latest release, or it is what they were published as before."""
    if latest is None or latest.id == base:
        return (latest.id if latest else None) == base
    return latest.manifest.previous == base and latest.manifest.night == night

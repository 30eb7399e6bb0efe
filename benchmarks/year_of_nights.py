"""Nights in order → a lake, as the night's steps make it, with what each night cost and whether ids stayed.

Each night is linked with the published release around it and published as a release of its own.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pandas as pd
from simulated_year import Night

from transforms.checks import Failure, run_checks
from transforms.lake import Lake, Release, Retention
from transforms.merge import merge_night

KEPT_RELEASES = 3
# The simulated places lie where no country is.
PLACE_CHECKS = frozenset({"the coordinates lie inside the country"})


@dataclass(frozen=True)
class NightCost:
    """Processor seconds to link and publish, months of `incidents` that changed, files and megabytes of the release."""

    number: int
    seconds: float
    months: int
    files: int
    mb: float


@dataclass(frozen=True)
class Year:
    """What came of the nights; the ids are those of incidents that any release has had."""

    costs: tuple[NightCost, ...]
    mentions: int
    incidents: int
    given: int
    lost: int
    merged: int
    moved: int
    precision: float
    recall: float

    @property
    def f(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    @staticmethod
    def agreement(found: Mapping[str, str | None], truth: Mapping[str, int]) -> tuple[float, float]:
        """Pairwise precision and recall of the mentions' incidents; a mention of none stands alone."""
        labels = {mention: mention if pd.isna(label) else str(label) for mention, label in found.items()}
        both = _pairs((labels[mention], truth[mention]) for mention in labels)
        return both / max(_pairs(labels.values()), 1), both / max(_pairs(truth[mention] for mention in labels), 1)


def _pairs(labels: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def run_year(nights: Iterable[Night], root: Path) -> Year:
    """Link and publish every night in order below `root`."""
    lake = Lake(root / "lake")
    costs: list[NightCost] = []
    truth: dict[str, int] = {}
    given: dict[str, str | None] = {}
    home: dict[str, str] = {}
    lost = moved = 0
    for number, night in enumerate(nights, start=1):
        started = time.process_time()
        base = lake.latest()
        merged = merge_night(base, night.day, night.articles, night.mentions, night.claims)
        release = lake.publish(merged.changed, night=night.day, base=base, check=_check)
        seconds = time.process_time() - started
        lake.prune(Retention(releases=KEPT_RELEASES, days=1, grace=timedelta(0)))
        costs.append(_cost(number, seconds, base, release))
        truth |= night.truth
        incidents = release.read("incidents", columns=["incident_id", "superseded_by"])
        now = dict(incidents.itertuples(index=False, name=None))
        lost += len(given.keys() - now.keys())
        given = now
        found = _homes(release)
        moved += sum(found[mention] != incident for mention, incident in home.items() if mention in found)
        home = found
    precision, recall = Year.agreement(home, truth)
    merges = sum(not pd.isna(heir) for heir in given.values())
    standing = int(release.read("incidents", columns=["is_current"])["is_current"].sum())
    return Year(tuple(costs), len(home), standing, len(given), lost, merges, moved, precision, recall)


def _cost(number: int, seconds: float, base: Release | None, release: Release) -> NightCost:
    before = set() if base is None else {file.sha256 for file in base.manifest.files}
    months = [file for file in release.manifest.files if file.table == "incidents" and file.sha256 not in before]
    files = [path for path in release.path.rglob("*") if path.is_file()]
    return NightCost(number, seconds, len(months), len(files), sum(path.stat().st_size for path in files) / 1e6)


def _homes(release: Release) -> dict[str, str]:
    """The incident of each current mention that has one."""
    mentions = release.read("mentions", columns=["mention_id", "is_current", "incident_id"])
    held = mentions[mentions["is_current"].astype(bool) & mentions["incident_id"].notna()]
    return dict(zip(held["mention_id"], held["incident_id"], strict=True))


def _check(files: Mapping[str, list[Path]]) -> list[Failure]:
    """Every check but where places lie."""
    return [failure for failure in run_checks(files) if failure.check not in PLACE_CHECKS]

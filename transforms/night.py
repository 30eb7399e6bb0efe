"""The steps of one night, each replaced whole by what it was made from and safe to run again.

articles: archived pages → article versions of one site and night.
extract: article versions of the night → mentions and claims.
link: those and what is published → the rows of every month that they touch.
publish: those rows → checked, released, and the pointer flipped.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd
import pyarrow as pa

from spiders.archive import read_captures
from spiders.site import Site
from transforms.articles import MadeArticles, make_articles
from transforms.extract import extract_articles
from transforms.folders import Folders
from transforms.lake import Lake, Months, Release, split_months
from transforms.merge import merge_night, replace_rows
from transforms.outcomes import Outcome, Reject, check_accounting, load_outcomes, save_outcomes, save_rejects
from transforms.record import to_frame
from transforms.schema import TABLES
from transforms.tables import conform, empty_frame, read_table, replacing, write_parquet
from transforms.texts import article_texts

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


class StepError(RuntimeError):
    """A step was asked for before the step that it builds on."""


@dataclass(frozen=True)
class StepReport:
    """What one step did: records in, records taken on, and those that left by other doors, by name."""

    step: str
    night: date
    taken_on: int
    others: dict[str, int]

    def __str__(self) -> str:
        others = "".join(f", {count} {door}" for door, count in self.others.items())
        return f"{self.step} {self.night}: {self.taken_on + sum(self.others.values())} in, {self.taken_on} out{others}"


def _report(step: str, night: date, outcomes: list[Outcome]) -> StepReport:
    counts = {outcome.outcome: outcome.records for outcome in outcomes}
    return StepReport(step, night, counts.pop("ok", 0), counts)


def make_night_articles(folders: Folders, site: Site, night: date, workers: int) -> StepReport:
    """The articles step: read every archived article page of one site and night.

    Raises ArchiveError if the capture index itself cannot be read; a damaged page is refused by name.
    """
    made = make_articles(site, night, folders.raw, _earlier_articles(folders, site.name, night), workers=workers)
    outcomes = _article_outcomes(site.name, made)
    check_accounting(made.counts["captures"], outcomes)
    rejects = [Reject(refusal.url, refusal.reason, refusal.detail) for refusal in made.refused]
    save_rejects(folders.runs, night, "articles", site.name, rejects)
    save_outcomes(folders.runs, night, "articles", site.name, outcomes)
    write_parquet(conform(made.articles, TABLES["articles"]), folders.articles(site.name, night))
    return _report(f"articles {site.name}", night, outcomes)


def _earlier_articles(folders: Folders, site: str, night: date) -> pd.DataFrame:
    files = [path for name, day, path in folders.article_nights() if name == site and day < night]
    return read_table(files, TABLES["articles"])


def _article_outcomes(site: str, made: MadeArticles) -> list[Outcome]:
    refused = Counter(refusal.reason for refusal in made.refused)
    examples = {refusal.reason: f"{refusal.url}: {refusal.detail}" for refusal in reversed(made.refused)}
    taken = {"ok": made.counts["articles"], "unchanged": made.counts["unchanged"], "repeated": made.counts["repeated"]}
    return [
        *(Outcome("articles", site, door, False, count) for door, count in taken.items() if count),
        *(Outcome("articles", site, door, True, refused[door], examples[door]) for door in sorted(refused)),
    ]


def extract_night(folders: Folders, night: date, workers: int, progress: Progress) -> StepReport:
    """The extract step: read every article version that the night's article files hold, of whatever site."""
    articles = article_texts(_night_articles(folders, night))
    found = extract_articles(articles, workers=workers, advance=lambda more: progress(more, len(articles)))
    check_accounting(len(articles), found.outcomes)
    save_outcomes(folders.runs, night, "extract", None, found.outcomes)
    for name, rows in (("mentions", found.mentions), ("claims", found.claims)):
        write_parquet(conform(rows, TABLES[name]), folders.night_table("extract", name, night))
    return _report("extract", night, list(found.outcomes))


def _night_articles(folders: Folders, night: date) -> pd.DataFrame:
    return read_table([path for _, day, path in folders.article_nights() if day == night], TABLES["articles"])


def link_night(folders: Folders, night: date) -> StepReport:
    """The incidents step: link the night's mentions with the published ones, and make every touched month anew.

    Raises StepError if the night was not extracted.
    """
    base = Lake(folders.lake).latest()
    mentions, claims = (_extracted(folders, name, night) for name in ("mentions", "claims"))
    merged = merge_night(base, night, _night_articles(folders, night), mentions, claims)
    linked = int(merged.linked)
    outcomes = [Outcome("incidents", None, "ok", False, linked)] if linked else []
    if len(mentions) > linked:
        outcomes.append(Outcome("incidents", None, "founds_no_incident", True, len(mentions) - linked, merged.unlinked))
    check_accounting(len(mentions), outcomes)
    save_outcomes(folders.runs, night, "incidents", None, outcomes)
    changed = merged.changed | {
        "captures": _captures(folders, base, night),
        "outcomes": _outcomes(folders, base, night),
    }
    _stage(folders, night, base, changed)
    logger.info("incidents night=%s %s", night, asdict(merged.counts))
    return _report("incidents", night, outcomes)


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
    return replace_rows(base, "captures", _published_of(base, "captures", night), fresh)


def _outcomes(folders: Folders, base: Release | None, night: date) -> Months:
    return replace_rows(base, "outcomes", _published_of(base, "outcomes", night), load_outcomes(folders.runs, night))


def _published_of(base: Release | None, name: str, night: date) -> pd.DataFrame:
    if base is None:
        return empty_frame(TABLES[name])
    rows = base.read(name, [f"{night:%Y-%m}"])
    return rows[rows["night"] == night]


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


def publish_night(folders: Folders, night: date) -> tuple[Release, bool]:
    """The publish step: check what the incidents step made and release it; False = nothing had changed.

    Raises StepError if nothing was made, LakeError if another night was published since, CheckError if a rule breaks.
    """
    note = folders.touched(night)
    if not note.is_file():
        raise StepError(f"{note} is missing; run first: nightdesk incidents --night {night}")
    touched = json.loads(note.read_text(encoding="utf-8"))
    lake = Lake(folders.lake)
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
    release = lake.publish(changed, night=night, base=base)
    return release, base is None or release.id != base.id


def _builds_on(latest: Release | None, base: str | None, night: date) -> bool:
    """True if the rows were made from the latest release, or it is what they were published as before."""
    if latest is None or latest.id == base:
        return (latest.id if latest else None) == base
    return latest.manifest.previous == base and latest.manifest.night == night

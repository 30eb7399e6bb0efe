"""The extract step: article versions of the night → mentions and claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from spiders.site import Site
from transforms.extract import SecondOpinion, extract_articles
from transforms.folders import Folders
from transforms.night import StepReport, read_night_articles, report_step
from transforms.outcomes import check_accounting, save_outcomes
from transforms.schema import TABLES
from transforms.tables import conform, write_parquet
from transforms.texts import article_texts

Progress = Callable[[int, int], None]


def extract_night(
    folders: Folders,
    sites: Sequence[Site],
    night: date,
    workers: int,
    progress: Progress,
    second: SecondOpinion | None = None,
) -> list[StepReport]:
    """The extract step: read every article version that the night's article files hold, of whatever site.

    `sites` tell the time zones that their days are counted in; an article of another site is read in UTC.
    `second` looks over what was read; its doors are saved, and reported, as the step `second_read`.
    """
    articles = article_texts(read_night_articles(folders, night), {site.name: site.timezone for site in sites})
    found = extract_articles(
        articles, workers=workers, advance=lambda more: progress(more, len(articles)), second=second
    )
    check_accounting(len(articles), found.outcomes)
    save_outcomes(folders.runs, night, "extract", None, found.outcomes)
    save_outcomes(folders.runs, night, "second_read", None, found.second_outcomes)
    for name, rows in (("mentions", found.mentions), ("claims", found.claims)):
        write_parquet(conform(rows, TABLES[name]), folders.night_table("extract", name, night))
    reports = [report_step("extract", night, found.outcomes)]
    if second is not None:
        reports.append(report_step("second_read", night, found.second_outcomes))
    return reports

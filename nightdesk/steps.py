"""The steps of a night, one by one: what each makes, it replaces whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from nightdesk.arguments import NightOption, SiteArgument, parse_night
from nightdesk.second_reader import second_reader
from nightdesk.settings import settings, site_named
from nightdesk.step_record import StepRecord
from nightdesk.terminal import Exit, show_progress, tell
from nightdesk.workplace import workplace
from spiders.dated_urls import Span
from spiders.site import load_sites


def crawl(
    site: SiteArgument,
    night: NightOption,
    again: Annotated[bool, typer.Option("--again", help="Crawl again though the night is complete.")] = False,
    first: Annotated[
        date | None, typer.Option("--from", parser=parse_night, metavar="DAY", help="Backfill: first day of articles.")
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", parser=parse_night, metavar="DAY", help="Backfill: last day of articles.")
    ] = None,
) -> None:
    """Fetch one site's new pages into the archive. Ends with 3 or 6 to 9 if something is wrong with the site.

    A night that is complete is not asked for again. Example: `nightdesk crawl voa --night 2026-11-19`

    With --from and --to it fetches instead what the site published on those days, by its dated listings, dated
    addresses and sitemaps, and archives it in the night. Ends with 4 while there is more; run again to go on.
    """
    from spiders.crawl import Scope, crawl_outcomes, crawl_site
    from transforms.outcomes import Outcome, save_outcomes

    scope = Scope(_span(first, last))
    with StepRecord("crawl", night, site) as step:
        with workplace("crawl", night, site) as folders:
            result = crawl_site(
                settings().sites / f"{site}.toml",
                night,
                folders.raw,
                log=folders.log("crawl", site, night),
                allow_loopback=settings().allow_loopback,
                again=again,
                scope=scope,
            )
            doors = crawl_outcomes(folders.raw, site, night)
            outcomes = [
                Outcome("crawl", site, door, refused, count, example)
                for door, (count, refused, example) in doors.items()
            ]
            save_outcomes(folders.runs, night, "crawl", site, outcomes)
        step.tell(f"crawl {site} {night}: {result.message}")
        if result.exit_code:
            raise typer.Exit(result.exit_code)


def _span(first: date | None, last: date | None) -> Span | None:
    if first is None and last is None:
        return None
    if first is None or last is None or first > last:
        raise typer.BadParameter("a backfill needs --from and --to, the first day not after the last")
    return Span(first, last)


def articles(site: SiteArgument, night: NightOption) -> None:
    """Read the articles of one site's archived pages. Ends with 7 if too few of them have a date or a text.

    What was read is kept. Example: `nightdesk articles voa --night 2026-11-19`
    """
    from transforms.night.articles import make_night_articles

    with StepRecord("articles", night, site) as step:
        with workplace("articles", night, site) as folders:
            report = make_night_articles(folders, site_named(site), night, workers=settings().workers)
        step.tell(report)
        if report.fault:
            step.complain(f"articles {site} {night}: site out of bounds: {report.fault}")
            raise typer.Exit(Exit.OUT_OF_BOUNDS)


def extract(
    night: NightOption,
    texts: Annotated[
        Path | None, typer.Argument(help="Articles of your own: JSON lines, Parquet, or a folder of them.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the tables made of your own articles.")] = None,
) -> None:
    """Read mentions and claims: of one night's articles, or of articles of your own.

    `nightdesk extract ARTICLES.jsonl --out DIR` reads `url`, `title`, `text`, `published_at` (and `site`,
    `language`, `id` if given) of each row and writes `mentions`, `claims` and `incidents` as Parquet;
    rows that cannot be read are in `rejects.jsonl` with their line and the reason.
    """
    if texts is None:
        from transforms.night.extract import extract_night

        sites, _ = load_sites(settings().sites)
        with StepRecord("extract", night) as step:
            with workplace("extract", night) as folders, show_progress("extract") as advance:
                made = extract_night(folders, sites, night, settings().workers, advance, second_reader())
            for report in made:
                step.tell(report)
        return
    if out is None:
        raise typer.BadParameter("articles of your own need a folder to write to: --out DIR")
    from transforms.bring import extract_folder

    with show_progress("extract") as advance:
        summary = extract_folder(texts, out, settings().workers, advance, second_reader())
    tell(summary)


def incidents(night: NightOption) -> None:
    """Link the night's mentions with what is published. Example: `nightdesk incidents --night 2026-11-19`"""
    from transforms.night.incidents import link_night

    with StepRecord("incidents", night) as step:
        with workplace("incidents", night) as folders:
            linked = link_night(folders, night)
        step.tell(linked)

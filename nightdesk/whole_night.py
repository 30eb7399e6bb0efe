"""All steps of a night in a row."""

from __future__ import annotations

from datetime import date

import typer

from nightdesk.arguments import NightOption
from nightdesk.dataset import report
from nightdesk.publishing import publish
from nightdesk.settings import site_names
from nightdesk.steps import articles, crawl, extract, incidents
from nightdesk.terminal import Exit, complain, log
from spiders.archive import ArchiveError
from spiders.site import SiteError


def night(night: NightOption) -> None:
    """All steps of one night, for every site. A broken site fails alone; the run then ends with 3.

    Example: `nightdesk night --night 2026-11-19`
    """
    broken = [name for name in site_names() if not _run_site(name, night)]
    log.info("extract night=%s", night)
    extract(night)
    log.info("incidents night=%s", night)
    incidents(night)
    log.info("publish night=%s", night)
    publish(night)
    report(night)
    if broken:
        complain(f"{len(broken)} sites failed: {', '.join(broken)}. Mend them and run this night again.")
        raise typer.Exit(Exit.SITE_BROKEN)


def _run_site(name: str, night: date) -> bool:
    """Crawl and read one site; its failure is told and stays its own."""
    try:
        log.info("crawl site=%s night=%s", name, night)
        crawl(name, night)
        log.info("articles site=%s night=%s", name, night)
        articles(name, night)
    except typer.Exit:
        return False
    except (SiteError, ArchiveError) as error:
        complain(error)
        return False
    return True

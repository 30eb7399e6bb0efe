"""The sites that are crawled."""

from __future__ import annotations

import typer

from nightdesk.settings import settings
from nightdesk.terminal import Exit, complain, tell
from spiders.site import SiteError, load_sites


def list_sites() -> None:
    """List the sites, with what each is discovered by. Example: `nightdesk sites list`"""
    sites, broken = load_sites(settings().sites)
    for site in sites:
        ways = ((len(site.feeds), "feeds"), (len(site.sitemaps), "sitemaps"), (len(site.sections), "sections"))
        tell(f"{site.name:20} {site.url:40} " + ", ".join(f"{count} {way}" for count, way in ways if count))
    _show_broken(broken)


def check_sites() -> None:
    """Check every TOML file; ends with 1 and names what is wrong. Example: `nightdesk sites check`"""
    sites, broken = load_sites(settings().sites)
    tell(f"{len(sites)} sites are right, {len(broken)} are not, in {settings().sites}")
    _show_broken(broken)


def _show_broken(broken: list[SiteError]) -> None:
    for error in broken:
        complain(error)
    if broken:
        raise typer.Exit(Exit.FAILED)

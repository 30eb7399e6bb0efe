"""The sites that are crawled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.settings import settings
from nightdesk.terminal import Exit, complain, tell
from spiders.site import Site, SiteError, check_name, host_of, load_site, load_sites

if TYPE_CHECKING:
    from spiders.visit import Visit

# Each is another host's: politeness is to a host.
VISITS_AT_A_TIME = 4


def list_sites() -> None:
    """List the sites, with what each is discovered by. Example: `nightdesk sites list`"""
    sites, broken = load_sites(settings().sites)
    for site in sites:
        ways = ((len(site.feeds), "feeds"), (len(site.sitemaps), "sitemaps"), (len(site.sections), "sections"))
        found = ", ".join(f"{count} {way}" for count, way in ways if count)
        tell(f"{site.name:20} {site.url:40} {found}" + ("" if site.verified else "; not verified"))
    _show_broken(broken)


def check_sites(
    names: Annotated[list[str] | None, typer.Argument(help="Sites to visit; all if none is named.")] = None,
    files: Annotated[bool, typer.Option("--files", help="Check the TOML files only; ask no site.")] = False,
    mark: Annotated[bool, typer.Option("--mark", help="Write verified = true where a site works.")] = False,
) -> None:
    """Visit sites: what answered, what was found, what a first article looks like. Ends with 3 if one does not work.

    A TOML file that is wrong is named first, and ends it with 1. Example: `nightdesk sites check rudaw dawn`
    """
    sites, broken = _chosen(names)
    if files or broken:
        tell(f"{len(sites)} sites are right, {len(broken)} are not, in {settings().sites}")
        _show_broken(broken)
        return
    with ThreadPoolExecutor(VISITS_AT_A_TIME) as pool:
        visits = pool.map(_visit, sites)
        faults = [site.name for site, visit in zip(sites, visits, strict=True) if not _show_visit(site, visit, mark)]
    tell(f"{len(sites) - len(faults)} of {len(sites)} sites work")
    if faults:
        complain(f"these do not: {', '.join(faults)}")
        raise typer.Exit(Exit.SITE_BROKEN)


def add_site(
    url: Annotated[str, typer.Argument(help="Address of the site's home page, in the language wanted.")],
    name: Annotated[str | None, typer.Option("--name", help="Name of the site; default: by its host.")] = None,
) -> None:
    """Find a site's feeds and sitemaps and write a first TOML: what was found, and what is guessed.

    Then visit it as `sites check` does. Example: `nightdesk sites add https://www.dawn.com/ --name dawn`
    """
    from spiders.proposal import propose_toml
    from spiders.scout import scout_site

    address = url if "://" in url else f"https://{url}"
    path = settings().sites / f"{name or host_of(address).partition(':')[0].partition('.')[0]}.toml"
    check_name(path)
    if path.exists():
        raise SiteError(f"{path}: there is such a site; choose another --name, or check it: sites check {path.stem}")
    with TemporaryDirectory(prefix="nightdesk-") as scratch:
        today = datetime.now(UTC).date()
        scouted = scout_site(address, today, Path(scratch), allow_loopback=settings().allow_loopback)
    text = propose_toml(scouted)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    tell(f"{path}:")
    tell(text)
    site = load_site(path)
    _show_visit(site, _visit(site), mark=False)
    tell(f"Correct what is guessed, then: nightdesk sites check {site.name} --mark")


def _chosen(names: list[str] | None) -> tuple[list[Site], list[SiteError]]:
    """The sites named, or all, and what is wrong with a file among them. Raises SiteError if a name has no file."""
    if not names:
        return load_sites(settings().sites)
    return [load_site(settings().sites / f"{name}.toml") for name in names], []


def _visit(site: Site) -> Visit:
    from spiders.visit import visit_site

    with TemporaryDirectory(prefix="nightdesk-") as scratch:
        return visit_site(
            settings().sites / f"{site.name}.toml",
            datetime.now(UTC).date(),
            Path(scratch),
            allow_loopback=settings().allow_loopback,
        )


def _show_visit(site: Site, visit: Visit, mark: bool) -> bool:
    """Tell what a visit found; whether the site works."""
    from nightdesk.site_visits import judge_visit, mark_verified

    judgement = judge_visit(visit)
    tell(f"{site.name}: {judgement.fault or 'works'}")
    for line in judgement.lines:
        tell(line)
    if judgement.fault is None and mark and mark_verified(settings().sites / f"{site.name}.toml"):
        tell("  verified = true is written")
    return judgement.fault is None


def _show_broken(broken: list[SiteError]) -> None:
    for error in broken:
        complain(error)
    if broken:
        raise typer.Exit(Exit.FAILED)

"""Taking an article out for good."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.settings import settings, site_named
from nightdesk.terminal import Exit, complain, tell

if TYPE_CHECKING:
    from transforms.lake import Lake
    from transforms.night.erase import Subject


def erase(
    site: Annotated[str, typer.Argument(help="Name of the site: its TOML file's name without .toml.")],
    url: Annotated[str, typer.Argument(help="The article's address.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Take an article out of archive, runs and releases, and keep it out. It cannot be undone.

    What is kept of an incident that nobody else tells of is a retracted row of codes and figures. Run again, it goes on
    where it was stopped, and removes the earlier releases that readers have left for a day.
    Example: `nightdesk erase two-rivers https://two-rivers.example/news/2026/11/19/market`
    """
    from spiders.archive import Erasure, read_erasures
    from spiders.erasure import note_erasure, page_digest
    from transforms.lake import open_lake
    from transforms.night.erase import Subject, find_articles, find_copies

    site_named(site)
    folders = settings().folders
    lake = open_lake(folders)
    release = lake.latest()
    articles = find_articles(release, folders, site, url)
    if not articles and page_digest(url) not in {each.page for each in read_erasures(folders.raw, site)}:
        complain(f"{url}: no article of {site} is known under this address")
        raise typer.Exit(Exit.FAILED)
    if not yes:
        typer.confirm(f"Erase {url} for good?", abort=True)
    noted = note_erasure(folders.raw, site, Erasure(page_digest(url), tuple(sorted(articles)), datetime.now(UTC)))
    subject = Subject(site, url, frozenset(noted.articles))
    copies = find_copies(release, subject.articles) if release else []
    try:
        _erase(subject, lake)
    except BlockingIOError:
        complain(f"{site} is being crawled; run this again after it")
        raise typer.Exit(Exit.LOCKED) from None
    for copy in copies:
        tell(f"the same text stays at {copy}")


def _erase(subject: Subject, lake: Lake) -> None:
    from spiders.erasure import erase_page
    from transforms.night.erase import erase_published, erase_runs, find_nights

    folders = settings().folders
    archived = erase_page(folders.raw, subject.site, subject.url)
    # Not as it was before the person was asked: a night may have been published meanwhile.
    release = lake.latest()
    published = find_nights(release, folders, subject) if release else set()
    nights = sorted({*archived, *published})
    erase_runs(folders, subject, nights)
    erase_published(lake, folders, subject, nights)
    tell(f"erased from {len(nights)} nights of {subject.site}: {', '.join(map(str, nights)) or 'nothing was left'}")
    _tell_releases(lake)


def _tell_releases(lake: Lake) -> None:
    """Remove the releases that hold what was erased, and say which stay for readers under way."""
    from nightdesk.publishing import retention

    lake.prune(retention())
    latest = lake.latest()
    if latest is not None and (held := [name for name in lake.releases() if name != latest.id]):
        tell(f"earlier releases stay a day for readers under way, then publish removes them: {', '.join(held)}")

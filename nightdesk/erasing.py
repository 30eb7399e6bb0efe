"""Taking an article out for good."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.data_root import DataRoot, data_root
from nightdesk.settings import settings, site_named
from nightdesk.step_files import OF_ALL_SITES
from nightdesk.terminal import Exit, complain, tell
from nightdesk.workplace import locked

if TYPE_CHECKING:
    from transforms.lake import Lake
    from transforms.night.erase import Subject

# A step that began longer ago and has not ended was killed: Airflow gives it three hours.
LONGEST_STEP = timedelta(hours=4)


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
    site_named(site)
    try:
        with data_root(f"erase-{site}") as root:
            _erase_known(root, site, url, is_sure=yes)
    except BlockingIOError:
        complain(f"{site} is being crawled; run this again after it")
        raise typer.Exit(Exit.LOCKED) from None


def _erase_known(root: DataRoot, site: str, url: str, *, is_sure: bool) -> None:
    from spiders.archive import Erasure, erasures_path, read_erasures
    from spiders.erasure import note_erasure, page_digest
    from transforms.lake import open_lake
    from transforms.night.erase import Subject, find_articles, find_copies

    folders = root.folders
    note = erasures_path(folders.raw, site).relative_to(folders.root).as_posix()
    root.take(note, f"runs/articles/site={site}/*.parquet")
    lake = open_lake(folders)
    release = lake.latest()
    articles = find_articles(release, folders, site, url)
    if not articles and page_digest(url) not in {each.page for each in read_erasures(folders.raw, site)}:
        complain(f"{url}: no article of {site} is known under this address")
        raise typer.Exit(Exit.FAILED)
    if not is_sure:
        typer.confirm(f"Erase {url} for good?", abort=True)
    noted = note_erasure(folders.raw, site, Erasure(page_digest(url), tuple(sorted(articles)), datetime.now(UTC)))
    # Before anything is looked for: what begins from now on knows of it.
    root.give_back(note)
    _require_idle(root, site)
    subject = Subject(site, url, frozenset(noted.articles))
    copies = find_copies(release, subject.articles) if release else []
    _erase(root, subject, lake)
    for copy in copies:
        tell(f"the same text stays at {copy}")


def _require_idle(root: DataRoot, site: str) -> None:
    """Raises typer.Exit while what may hold the article works on its copies: here, or a step on whatever machine."""
    from transforms.step_runs import load_step_runs

    if root.shared is None:
        return
    with locked(settings().published.root / "work" / "reprocess.lock", "reprocess"):
        pass
    steps = (f"crawl-{site}", f"articles-{site}", *OF_ALL_SITES)
    root.take(*(f"runs/steps/night=*/{step}.json" for step in steps))
    since = (datetime.now(UTC) - LONGEST_STEP).isoformat()
    for folder in (root.folders.runs / "steps").glob("night=*"):
        night = date.fromisoformat(folder.name.removeprefix("night="))
        for run in load_step_runs(root.folders.runs, night):
            if run.exit_code is None and run.started_at > since:
                complain(
                    f"{run.step} {run.site or ''} {night} began at {run.started_at} and has not ended: run this again "
                    f"after it, or where it was killed, after {LONGEST_STEP}"
                )
                raise typer.Exit(Exit.LOCKED)


def _erase(root: DataRoot, subject: Subject, lake: Lake) -> None:
    from spiders.erasure import erase_page
    from transforms.night.erase import NAMED_IN, OF_ANY_NIGHT, erase_published, erase_runs, find_nights

    folders = root.folders
    root.take(f"raw/site={subject.site}/**", keep=False)
    archived = erase_page(folders.raw, subject.site, subject.url)
    # Not as it was before the person was asked: a night may have been published meanwhile.
    release = lake.latest()
    published = find_nights(release, folders, subject) if release else set()
    nights = sorted({*archived, *published})
    root.take(*(f"runs/{kind}/night={night}/**" for kind in NAMED_IN for night in nights))
    root.take(*(folders.message(night).relative_to(folders.root).as_posix() for night in nights))
    erase_runs(folders, subject, nights)
    erase_published(lake, folders, subject, nights)
    root.remove(*(f"runs/{kept}/**" for kept in (*OF_ANY_NIGHT, *(f"extract/night={night}" for night in nights))))
    # The archive last, and its indexes after their records: by them it is found again what is still to be done.
    root.give_back("runs/**", "raw/**.warc.gz", "raw/**")
    if root.shared is not None:
        root.shared.forget()
        _forget_work(subject.site)
    tell(f"erased from {len(nights)} nights of {subject.site}: {', '.join(map(str, nights)) or 'nothing was left'}")
    _tell_releases(lake)


def _forget_work(site: str) -> None:
    """Remove what steps that were killed on this machine left of a bucket's data, and what they keep for themselves."""
    from transforms.night.erase import OF_ANY_NIGHT

    published = settings().published
    for step in (f"crawl-{site}", f"articles-{site}", *OF_ALL_SITES):
        for place in (published.root / "work").glob(f"{step}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"):
            if place.is_dir():
                shutil.rmtree(place)
    for kept in (published.root / "work" / "reprocess", *(published.runs / kept for kept in OF_ANY_NIGHT)):
        shutil.rmtree(kept, ignore_errors=True)
    tell("on other machines delete NIGHTDESK_SCRATCH while nothing runs there")


def _tell_releases(lake: Lake) -> None:
    """Remove the releases that hold what was erased, and say which stay for readers under way."""
    from nightdesk.publishing import retention

    lake.prune(retention())
    latest = lake.latest()
    if latest is not None and (held := [name for name in lake.releases() if name != latest.id]):
        tell(f"earlier releases stay a day for readers under way, then publish removes them: {', '.join(held)}")

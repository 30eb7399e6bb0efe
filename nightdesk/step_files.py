"""What each step of a night reads and writes below the data root, for the machine that works on a copy of it.

A pattern's `*` stands for part of a name, `**` for any names. `docs/architecture.md` says the same for people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from transforms.folders import Folders
from transforms.shared_files import Put

OF_ALL_SITES = ("extract", "incidents", "publish")
"""The steps of a night that are run once, over all its sites, in their order."""


@dataclass(frozen=True)
class StepFiles:
    """Patterns of one step of a site's night, `{site}` and `{night}` in them.

    `writes` are put in their order. `last` is one more, which makes them count together: it is taken away before the
    first is put; empty = what is put counts at once. `find_more` names what the files that were read point at.
    `is_short` says that several may be at it on one machine, and that nothing is lost if it is killed.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[tuple[str, Put], ...] = ()
    last: str = ""
    find_more: Callable[[Folders, str, date], set[str]] | None = None
    is_short: bool = False

    @property
    def grows(self) -> bool:
        """Whether it adds to what it has put before, so that what a killed one made here is worth keeping."""
        return any(how is Put.GROWN for _, how in self.writes)


def _pages_of_links(folders: Folders, site: str, night: date) -> set[str]:
    """WARC files of earlier nights that hold feeds, sitemaps and sections which may answer that they are unchanged."""
    from spiders.memory import Memory

    with Memory(folders.raw, site, night) as memory:
        return {f"raw/{capture.warc_path}" for capture in memory.pages_of_links()}


def _article_pages(folders: Folders, site: str, night: date) -> set[str]:
    """WARC files that hold the articles of the night, of earlier nights too where one is unchanged."""
    from spiders.archive import read_captures

    captures = read_captures(folders.raw, site, night)
    return {
        f"raw/{capture.warc_path}" for capture in captures if capture.capture_kind == "article" and capture.warc_path
    }


_ARCHIVE = "raw/site={site}/night={night}"
STEPS = {
    "crawl": StepFiles(
        reads=(
            f"{_ARCHIVE}/**",
            "raw/site={site}/**/captures.jsonl",
            "raw/site={site}/**/crawl.json",
            "raw/site={site}/memory.sqlite",
            "raw/site={site}/erased.jsonl",
            "runs/logs/night={night}/crawl-{site}.log",
        ),
        writes=(
            (f"{_ARCHIVE}/*.warc.gz", Put.NEW),
            (f"{_ARCHIVE}/captures.jsonl", Put.GROWN),
            ("raw/site={site}/memory.sqlite", Put.WHOLE),
            ("runs/outcomes/night={night}/crawl-{site}.parquet", Put.WHOLE),
            ("runs/logs/night={night}/crawl-{site}.log", Put.WHOLE),
            (f"{_ARCHIVE}/backfill-*.json", Put.WHOLE),
            (f"{_ARCHIVE}/crawl.json", Put.WHOLE),
        ),
        find_more=_pages_of_links,
    ),
    "articles": StepFiles(
        reads=(
            f"{_ARCHIVE}/captures.jsonl",
            "raw/site={site}/erased.jsonl",
            "runs/articles/site={site}/*.parquet",
        ),
        writes=(
            ("runs/rejects/night={night}/articles-{site}.jsonl", Put.WHOLE),
            ("runs/outcomes/night={night}/articles-{site}.parquet", Put.WHOLE),
            ("runs/articles/site={site}/night={night}.parquet", Put.WHOLE),
        ),
        find_more=_article_pages,
    ),
    "extract": StepFiles(
        reads=("runs/articles/site=*/night={night}.parquet",),
        writes=(
            ("runs/outcomes/night={night}/extract.parquet", Put.WHOLE),
            ("runs/outcomes/night={night}/second_read.parquet", Put.WHOLE),
            ("runs/extract/night={night}/claims.parquet", Put.WHOLE),
        ),
        last="runs/extract/night={night}/mentions.parquet",
    ),
    "incidents": StepFiles(
        reads=(
            "raw/site=*/night={night}/captures.jsonl",
            "runs/articles/site=*/night={night}.parquet",
            "runs/outcomes/night={night}/*.parquet",
            "runs/extract/night={night}/*.parquet",
        ),
        writes=(
            ("runs/outcomes/night={night}/incidents.parquet", Put.WHOLE),
            ("runs/incidents/night={night}/*.parquet", Put.WHOLE),
        ),
        last="runs/incidents/night={night}/touched.json",
    ),
    "publish": StepFiles(reads=("runs/incidents/night={night}/*",), is_short=True),
    "record": StepFiles(writes=(("runs/steps/night={night}/*.json", Put.WHOLE),), is_short=True),
    "facts": StepFiles(
        reads=(
            "runs/steps/night={night}/*.json",
            "runs/outcomes/night={night}/*.parquet",
            "runs/incidents/night={night}/touched.json",
        ),
        is_short=True,
    ),
    "message": StepFiles(
        reads=("runs/messages/night={night}.txt",),
        writes=(("runs/messages/night={night}.txt", Put.WHOLE),),
        is_short=True,
    ),
}
"""By the name of the command, and of what is told of a night. Releases go to their bucket by `transforms.lake`."""

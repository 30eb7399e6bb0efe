"""Saved pages of one's own to articles."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from nightdesk.settings import settings
from nightdesk.terminal import show_progress, tell
from spiders.site import load_sites


def read(
    pages: Annotated[
        Path, typer.Argument(help="Manifest (JSON lines with id, file, url), WARC file, or a folder of WARC files.")
    ],
    out: Annotated[Path, typer.Option("--out", help="File for the articles, JSON lines; rejects go beside it.")],
    memory: Annotated[int, typer.Option("--memory", help="Megabytes that one process may take.", min=200)] = 1000,
    seconds: Annotated[float, typer.Option("--seconds", help="CPU seconds that one page may take.", min=0.1)] = 10.0,
) -> None:
    """Read the articles of saved pages. Example: `nightdesk read pages.jsonl --out articles.jsonl`"""
    from transforms.articles.bring_pages import read_saved_pages
    from transforms.articles.page_pool import Bounds, Setting

    known, _ = load_sites(settings().sites)
    zones = {host: site.timezone for site in known for host in site.hosts}
    layouts = {host: site.layouts for site in known for host in site.hosts if site.layouts}
    with show_progress("read") as progress:
        summary = read_saved_pages(
            pages,
            out,
            Setting(zones, datetime.now(UTC), layouts),
            bounds=Bounds(seconds, memory),
            workers=settings().workers,
            advance=lambda more: progress(more, 0),
        )
    tell(summary)

"""Whether what is published is as it should be."""

from __future__ import annotations

from typing import Annotated

import typer

from nightdesk.dataset import latest_release
from nightdesk.settings import CHECKOUT, settings
from nightdesk.terminal import Exit, complain, tell


def check(
    docs: Annotated[
        bool, typer.Option("--docs", help="Check that the generated pages of docs/ say what the code says.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="With --docs: write them.")] = False,
) -> None:
    """Check the latest release against every rule, its bytes against the manifest. Example: `nightdesk check`"""
    from transforms.checks import run_checks
    from transforms.schema import TABLES

    if docs:
        _check_documents(write)
        return
    release = latest_release(settings().folders)
    damaged = release.find_damaged()
    failures = run_checks({table: release.files(table) for table in TABLES})
    for path in damaged:
        complain(f"{path}: not the bytes that were published")
    for failure in failures:
        complain(f"{failure.table}: {failure.check}: {failure.message}")
    if damaged or failures:
        raise typer.Exit(Exit.FAILED)
    rows = sum(file.rows for file in release.manifest.files)
    tell(f"release {release.id}: {len(release.manifest.files)} files, {rows} rows, every check holds")


def _check_documents(write: bool) -> None:
    from transforms.documents import DOCUMENTS

    for name, render in DOCUMENTS.items():
        path = CHECKOUT / "docs" / name
        if write:
            path.write_text(render(), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != render():
            complain(f"{path} is behind the code; write it with: nightdesk check --docs --write")
            raise typer.Exit(Exit.FAILED)

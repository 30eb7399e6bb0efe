"""Whether what is published is as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nightdesk.dataset import latest_release
from nightdesk.settings import CHECKOUT, settings
from nightdesk.terminal import Exit, complain, show_progress, tell
from nightdesk.workplace import open_archive

if TYPE_CHECKING:
    from transforms.lake.releases import Release
    from transforms.verify.pages import Archive


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
    release = latest_release(settings().published)
    _require_present_schema(release)
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
    from nightdesk.settings.page import render_settings
    from transforms.documents import DOCUMENTS

    for name, render in {**DOCUMENTS, "settings.md": render_settings}.items():
        path = CHECKOUT / "docs" / name
        if write:
            path.write_text(render(), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != render():
            complain(f"{path} is behind the code; write it with: nightdesk check --docs --write")
            raise typer.Exit(Exit.FAILED)


def verify(
    incident: Annotated[
        str | None, typer.Argument(help="An incident_id: show the way from its figures back to the archived bytes.")
    ] = None,
    archive: Annotated[bool, typer.Option(help="Read every archived record too, or the release alone.")] = True,
) -> None:
    """Walk the latest release back to the bytes that it was made from; ends with 1 where anything does not hold.

    Reads every published file and every record of the archive that a capture points at.
    Example: `nightdesk verify`, `nightdesk verify inc-4a6ae6a3bedc1c88`
    """
    release = latest_release(settings().published)
    with open_archive() as raw:
        if incident is None:
            _verify_whole(release, raw if archive else None)
        else:
            _verify_incident(release, raw, incident)


def _verify_incident(release: Release, archive: Archive, incident: str) -> None:
    from transforms.verify.chain import trace_incident

    steps = trace_incident(release, archive, incident)
    for step in steps:
        tell(f"{'  ' * step.depth}{step.text}")
        if step.broken is not None:
            complain(f"{'  ' * step.depth}BROKEN: {step.broken}")
    if any(step.broken is not None for step in steps):
        raise typer.Exit(Exit.FAILED)


def _verify_whole(release: Release, archive: Archive | None) -> None:
    from transforms.lake import open_lake
    from transforms.verify.whole import verify_release

    _require_present_schema(release)
    with show_progress("verify") as advance:
        verified = verify_release(open_lake(settings().published), release, archive, advance)
    for broken in verified.breaks:
        complain(broken)
    if verified.breaks:
        raise typer.Exit(Exit.FAILED)
    tell(
        f"release {release.id}: {verified.files} files, {verified.rows} rows, {verified.records} archived records, "
        "everything holds"
    )


def _require_present_schema(release: Release) -> None:
    """The rules speak of today's columns; a release of before has others until it is written anew."""
    if older := release.older_tables():
        complain(
            f"release {release.id} was published with other columns of {', '.join(older)}; "
            "the next publish writes every month of them anew, check it then"
        )
        raise typer.Exit(Exit.FAILED)

"""The change log of meaning: what a column or a rule means otherwise than it did before, by schema version.

A schema version is raised with each entry here. A column's definition is in `transforms.schema`; this says when an
older figure must not be compared with a newer one without thought.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a reader of the tables has to do about it."""

    ADDED = "added"
    """New; null in rows of before, where it is a column."""
    MEANING = "meaning"
    """The same name means something else: do not compare across it."""
    REMOVED = "removed"
    """No longer there."""


@dataclass(frozen=True)
class Change:
    """One change of what a table says. `column` None = the table as a whole."""

    version: str
    table: str
    column: str | None
    kind: Kind
    what: str


CHANGES = (
    Change(
        "4",
        "articles",
        "changes",
        Kind.MEANING,
        "A page that is gone (HTTP 410, or 404 twice running), or says no more than that its story was taken down, is "
        "a version too: `removal` is among its changes, its `outcome` is `removed`. Before, it made no row, and what "
        "the version before told stayed current.",
    ),
    Change(
        "3", "articles", "agencies", Kind.ADDED, "News agencies apart from people, who stay in `authors` beside them."
    ),
    Change("3", "articles", "section", Kind.ADDED, "The publication's own section."),
    Change("3", "articles", "tags", Kind.ADDED, "The publication's own keywords."),
    Change("3", "articles", "is_paywalled", Kind.ADDED, "What the page says of payment."),
    Change("3", "articles", "is_live_blog", Kind.ADDED, "Live blogs told apart."),
    Change("3", "articles", "is_round_up", Kind.ADDED, "Round-ups told apart."),
    Change(
        "3",
        "articles",
        "changes",
        Kind.ADDED,
        "What changed since the version before, corrections and removals by name.",
    ),
    Change(
        "2",
        "incidents",
        "valid_from",
        Kind.ADDED,
        "The night of the present state: with revisions it gives the dataset of any earlier night.",
    ),
    Change(
        "2",
        "revisions",
        "valid_from",
        Kind.MEANING,
        "The night that published the state. Before, the first state of an incident that was split from another was "
        "dated by its oldest report, which may lie earlier.",
    ),
    Change("2", "changes", None, Kind.ADDED, "Which incidents each release added, changed, merged and retracted."),
    Change("1", "incidents", None, Kind.ADDED, "The first version: all tables but changes."),
)

_INTRODUCTION = """# Changes of meaning

Written by `transforms/meaning.py`; do not edit. The newest version first. A release names its version in
`manifest.json` (`schema_version`) and in the metadata of each file; a copy of this page lies in the release.

| version | where | kind | what |
|---|---|---|---|
"""


def render_changes_of_meaning() -> str:
    """The page as Markdown."""
    rows = []
    for change in CHANGES:
        where = change.table if change.column is None else f"{change.table}.{change.column}"
        rows.append(f"| {change.version} | `{where}` | {change.kind} | {change.what} |\n")
    return _INTRODUCTION + "".join(rows)

"""A site's `[[article]]` tables -> checked layouts: where its pages show the story, while a layout lasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise

from spiders.site_keys import Check, SiteError, convert_table, day, list_of, selector


@dataclass(frozen=True)
class Layout:
    """Where pages that were fetched on or before `until` show their story; null = still so.

    All but `until` are CSS selectors. What `body`, `title`, `authors` and `published` match is taken in place of what
    the reader finds by itself; null = the reader's. What `exclude` matches is cut out before anything is read.
    """

    until: date | None = None
    body: str | None = None
    title: str | None = None
    authors: str | None = None
    published: str | None = None
    exclude: tuple[str, ...] = ()


def read_layouts(file: str, tables: Sequence[Mapping[str, object]]) -> tuple[Layout, ...]:
    """The layouts, each until later than the one before; raises SiteError on the first thing wrong."""
    layouts = []
    for number, values in enumerate(tables, start=1):
        if not values.keys() - {"until"}:
            raise SiteError(f"{file}: article[{number}]: names no place: give at least one of {', '.join(_PLACES)}")
        layouts.append(Layout(**convert_table(file, _CHECKS, values, f"article[{number}].")))
    for number, (before, after) in enumerate(pairwise(layouts), start=2):
        if before.until is None or (after.until is not None and after.until <= before.until):
            raise SiteError(
                f"{file}: article[{number}].until: expected a day after {before.until}, got {after.until}: "
                "the oldest layout comes first, and only the last may go without until"
            )
    return tuple(layouts)


_CSS: Check = ("a CSS selector such as 'div.story > p'", selector)
_PLACES: dict[str, Check] = {
    "body": _CSS,
    "title": _CSS,
    "authors": _CSS,
    "published": _CSS,
    "exclude": ("a list of CSS selectors", list_of(selector)),
}
_CHECKS: dict[str, Check] = {"until": ("a day such as 2026-05-31", day), **_PLACES}
if _CHECKS.keys() != {field.name for field in fields(Layout)}:
    raise AssertionError("a key of [[article]] has no check, or a check no key")

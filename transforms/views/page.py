"""The views of other codebooks in, `docs/codebooks.md` out: each column, and where it differs."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.views import VIEWS, View

_INTRODUCTION = """# The incidents in the columns of other datasets

Written by `transforms/views/page.py` from the views themselves; do not edit. How to use them:
[export.md](export.md).

Each view has every column of its codebook, by name and in its order. A column whose meaning we cannot give is
null, and listed below with the reason; nothing is filled in to look complete. Where other datasets write 0, -9 or
-99 for "not known", we have null: **null = not reported, 0 = reported none.** The rows are machine-read from news
and vetted by nobody: a view makes your scripts run, it does not make the rows ACLED's, UCDP's or GTD's.
"""


def render_codebooks() -> str:
    """The page as Markdown."""
    return "\n".join([_INTRODUCTION, *(line for view in VIEWS.values() for line in _render(view))]) + "\n"


def _render(view: View) -> Iterator[str]:
    empty = sum(len(group.names) for group in view.absent)
    yield f"## {view.name}"
    yield ""
    yield f"After: {view.codebook}. {len(view.header)} columns, {empty} of them null."
    yield ""
    yield f"**Rows.** {view.scope}"
    yield ""
    yield "| column | type | where it differs |"
    yield "|---|---|---|"
    for column in view.given:
        yield f"| `{column.name}` | {column.type.lower()} | {column.deviation} |"
    yield ""
    yield "| always null | why |"
    yield "|---|---|"
    for group in view.absent:
        yield f"| {', '.join(f'`{name}`' for name in group.names)} | {group.reason} |"
    yield ""

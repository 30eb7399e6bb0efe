"""The table schemas in, `docs/data-dictionary.md` out."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from transforms.schema import EVENT_TYPE_OF, SCHEMA_VERSION, SUB_EVENT_TYPES, TABLES, Table

_INTRODUCTION = f"""# Data dictionary

Written by `transforms/dictionary.py` from `transforms/schema/` (schema version {SCHEMA_VERSION}); do not edit.
The same descriptions stand in every Parquet file, as metadata of its columns.

The same name means the same thing in every table. `_id` refers to a row or a lexicon entry, `_code` is
coded, `_raw` is as printed, `_at` is an instant in UTC, `_date` a day, `is_` true or false.
**null = not reported, 0 = reported none.** How to read the tables: [query.md](query.md).
"""

_EVENT_TYPES = "|".join(EVENT_TYPE_OF)


def render_dictionary() -> str:
    """The data dictionary as Markdown: every table and column, and the event types."""
    index = "\n".join(f"- [{table.name}](#{table.name}): {table.row}" for table in TABLES.values())
    tables = [_render_table(table) for table in TABLES.values()]
    return "\n".join([_INTRODUCTION, index, "", *tables, _render_event_types()])


def _render_table(table: Table) -> str:
    folder = f"`{table.name}/{table.partition_key}=YYYY-MM/`, the month of `{table.partition}`"
    lines = [
        f"## {table.name}",
        "",
        f"A row: {table.row}",
        "",
        f"- Key: {_name_all(table.key)}",
        f"- Order in a file: {_name_all(table.sort)}; nulls last",
        f"- Files: {folder}",
        "",
        "| column | type | unit | null | meaning |",
        "|---|---|---|---|---|",
        *(_render_column(field) for field in table.schema),
        "",
    ]
    return "\n".join(lines)


def _render_column(field: pa.Field) -> str:
    metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
    meaning = " ".join([metadata["description"], *_render_limits(metadata)])
    null = "yes" if field.nullable else "no"
    cells = [f"`{field.name}`", _name_type(field.type), metadata.get("unit", ""), null, meaning]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _render_limits(metadata: dict[str, str]) -> Iterator[str]:
    low, high = metadata.get("minimum"), metadata.get("maximum")
    if low is not None and high is not None:
        yield f"From {low} to {high}."
    elif low is not None:
        yield f"At least {low}."
    if vocabulary := metadata.get("vocabulary"):
        listed = (
            "a sub-event type [below](#event-types)" if vocabulary == _EVENT_TYPES else vocabulary.replace("|", ", ")
        )
        yield f"One of: {listed}."


def _render_event_types() -> str:
    lines = ["## Event types", "", "ACLED's event types with their sub-event types.", ""]
    lines += ["| `event_type` | `sub_event_type` |", "|---|---|"]
    lines += [f"| {kind} | {', '.join(subs)} |" for kind, subs in SUB_EVENT_TYPES.items()]
    return "\n".join(lines) + "\n"


def _name_all(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _name_type(type_: pa.DataType) -> str:
    if pa.types.is_timestamp(type_):
        return "timestamp (UTC)"
    if pa.types.is_date(type_):
        return "date"
    if pa.types.is_list(type_):
        return f"list of {_name_type(type_.value_type)}"
    if pa.types.is_struct(type_):
        return "struct (" + ", ".join(f"{field.name} {_name_type(field.type)}" for field in type_) + ")"
    return str(type_)

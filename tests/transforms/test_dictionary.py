from __future__ import annotations

from pathlib import Path

from transforms.dictionary import render_dictionary
from transforms.schema import TABLES

DOCS = Path(__file__).parents[2] / "docs"


def test_the_dictionary_in_docs_is_that_of_the_schema() -> None:
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == render_dictionary()


def test_every_column_of_every_table_has_its_line() -> None:
    sections = render_dictionary().split("\n## ")
    for table in TABLES.values():
        (section,) = [section for section in sections if section.startswith(f"{table.name}\n")]
        lines = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
        assert lines == list(table.columns)

from __future__ import annotations

from pathlib import Path

import pytest

from transforms.documents import DOCUMENTS
from transforms.meaning import CHANGES, render_changes_of_meaning
from transforms.schema import SCHEMA_VERSION, TABLES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_page_in_docs_is_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == DOCUMENTS[name]()


def test_the_schema_version_is_that_of_the_newest_change_of_meaning() -> None:
    versions = [int(change.version) for change in CHANGES]
    assert versions == sorted(versions, reverse=True)
    assert str(versions[0]) == SCHEMA_VERSION


def test_a_change_of_meaning_names_a_column_that_is_there_unless_it_was_removed() -> None:
    for change in CHANGES:
        assert change.kind == "removed" or change.column in {None, *TABLES[change.table].columns}
        assert change.what in render_changes_of_meaning()

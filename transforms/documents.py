"""The pages of `docs/` that are written from the code: what each is made by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from transforms.dictionary import render_dictionary
from transforms.meaning import render_changes_of_meaning
from transforms.views.page import render_codebooks

DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "data-dictionary.md": render_dictionary,
    "codebooks.md": render_codebooks,
    "changes-of-meaning.md": render_changes_of_meaning,
}

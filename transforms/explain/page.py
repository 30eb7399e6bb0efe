"""Explanations as one self-contained HTML page: no network, styles and script inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import jinja2

from transforms.explain.explanation import Explanation, IncidentReading
from transforms.explain.findings import bounds_text
from transforms.explain.marks import STYLES, Piece, mark_text


def render_page(
    explanations: Sequence[Explanation], incident: IncidentReading | None = None, changes: Sequence[str] = ()
) -> str:
    """The page for these articles, and the published incident that they tell of if one was asked for.

    `changes` are told first: what was published otherwise than it is read now.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["bounds"] = bounds_text
    return environment.get_template("page.html").render(
        pages=[(explanation, _paragraphs(explanation)) for explanation in explanations],
        incident=incident,
        changes=changes,
        styles=STYLES,
    )


def _paragraphs(explanation: Explanation) -> list[list[Piece]]:
    """The marked pieces, a list for each line of the text that has words."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in mark_text(explanation):
        start = piece.start
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                paragraphs.append([])
            if line:
                paragraphs[-1].append(replace(piece, start=start, text=line))
            start += len(line) + 1
    return [paragraph for paragraph in paragraphs if any(piece.text.strip() for piece in paragraph)]

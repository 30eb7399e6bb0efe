"""Which figures of one sentence add up, and which are parts of a total told with them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from transforms.casualties.figure import Figure, add_all

# After a figure: those are others than whom the sentence counts before them.
_ALSO: Final = re.compile(r"[^.;,:]{0,60}?\b(?:was|were|(?:has|have|had) been) also\b")

# How a figure counts people whom nobody needs to have counted before.
_COUNTED: Final = frozenset({"count", "single"})
# Between two figures: the second stands in a clause beside that of the first, up to its number.
_BESIDE: Final = re.compile(
    r"(?:,? and|;|,? while|,? whereas|,? but)\b"
    r"(?!.*\b(?:and|after|before|when|since|which|who|whom|where|that|including|said|says|from|of|as)\b)"
)
# What happened before the news adds nothing to it.
_OF_OLD: Final = re.compile(
    r"\b(?:earlier|previous(?:ly)?|ago|last (?:week|month|year)|(?:19|20)\d\d|since|so far|total|toll)\b", re.IGNORECASE
)
_ANOTHER: Final = re.compile(r"\b(?:another|further|additional|more(?! than)|others?)\b", re.IGNORECASE)
_PLACE: Final = re.compile(r"\b(?:in|at|near|outside)\s(?:(?!on\b|of\b|by\b)[a-z]+\s){0,4}(?![A-Z]\w+day\b)([A-Z]\w+)")


def with_also(sentence: str, figures: list[Figure]) -> list[Figure]:
    """Figures put in the chain of one that they add to: "killed two guards, while six children were also killed"."""
    told: list[Figure] = []
    for figure in figures:
        before = next((f for f in told if f.quantity == figure.quantity and f.scope == figure.scope == "total"), None)
        is_more = before is not None and (
            _ALSO.match(sentence, figure.number_end) or _is_told_beside(sentence, before, figure)
        )
        told.append(replace(figure, chain=before.chain) if before is not None and is_more else figure)
    return told


def _is_told_beside(sentence: str, before: Figure, figure: Figure) -> bool:
    """True for others in a clause beside: "10 died in Goma and four in Beni", "23 rebels died, while four soldiers …".

    They are others if they are another's men, if the words call them so, or if they died elsewhere.
    """
    if (
        not {figure.form, before.form} <= _COUNTED
        or figure.best is None
        or before.chain == figure.chain
        or before.number_end > figure.start
    ):
        return False
    joint = _BESIDE.search(sentence, before.number_end, figure.number_start)
    if joint is None or _OF_OLD.search(sentence, before.number_end):
        return False
    if _camp(before) and _camp(figure) and _camp(before) != _camp(figure):
        return True
    if _ANOTHER.search(sentence[figure.number_start : figure.number_end + 12]):
        return True
    there, here = _places(sentence[before.number_end : joint.start()]), _places(sentence[joint.end() :])
    return bool(there and here) and there.isdisjoint(here)


def _camp(figure: Figure) -> str:
    """Whose people they are, as far as their kind tells; '' = it may be anybody's."""
    if figure.victims_type in ("unknown", "state forces", "armed group"):
        return figure.victims_type.removesuffix("unknown")
    return "civilian"


def _places(clause: str) -> set[str]:
    return {found[1] for found in _PLACE.finditer(clause)}


def without_sums(figures: list[Figure]) -> list[Figure]:
    """Mark parts that a total before them already counts: "six people, four women and two men, were killed"."""
    if len(figures) < 3:
        return figures
    first, *rest = figures
    same = [figure for figure in rest if figure.chain == first.chain and figure.quantity == first.quantity]
    if len(same) < 2 or first.best is None or first.best != add_all([figure.best for figure in same]):
        return figures
    return [replace(figure, scope="subset") if figure in same else figure for figure in figures]

"""Two captures of one page to what changed in the story: title, figures, text; corrections and removals by name.

What changes around the story (related stories, comments, advertising) changes nothing here, as only the body is
compared, and neither do spacing, case and marks.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass

from transforms.articles.site_names import fold
from transforms.texts.removals import tells_removal

# So many pages are remembered, the latest read ones: some kilobytes each.
MOST_PAGES = 20_000
# A body that has lost this share of its paragraphs, and gained a notice or little else, was taken down.
LOST = 0.7

CHANGES = {
    "title": "The headline has other words.",
    "figures": "A number of the title or the body came, went or became another.",
    "text": "A paragraph of the body came, went or has other words.",
    "correction": "A notice came that says that something was wrong before.",
    "removal": "The story was taken down: a notice says so, or most of it is gone.",
}
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?)\b")
_CORRECTION = re.compile(
    r"\b(?:correction|clarification|editor's note|erratum)s?\b\s*[:.–—(]|\ban earlier version of this\b|"
    r"\bthis (?:article|story|report|piece|headline) (?:was|has been) (?:\w+ )?"
    r"(?:amended|corrected|updated to correct)\b|"
    r"^(?:berichtigung|korrektur|rectificatif|correctif|fe de errores|rettelse|rättelse|correzione)\b",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Version:
    """What is kept of one reading to compare the next with; notices are whether the text has such a line."""

    title: str
    figures: frozenset[str]
    paragraphs: frozenset[int]
    has_correction: bool
    has_removal: bool


def make_version(title: str | None, text: str) -> Version:
    """The marks of one reading."""
    folded = (fold(line) for line in text.split("\n"))
    words = f"{title or ''}\n{text}".replace("’", "'")
    return Version(
        title=fold(title or ""),
        figures=frozenset(_FIGURE.findall(words.lower())),
        paragraphs=frozenset(hash(line) for line in folded if line),
        has_correction=bool(_CORRECTION.search(words)),
        has_removal=tells_removal(words),
    )


def find_changes(before: Version, after: Version) -> tuple[str, ...]:
    """Names of CHANGES, in that order; none where the story stayed as it was."""
    lost = len(before.paragraphs - after.paragraphs)
    is_gutted = lost >= LOST * len(before.paragraphs) and len(after.paragraphs) <= (1 - LOST) * len(before.paragraphs)
    found = {
        "title": before.title != after.title,
        "figures": before.figures != after.figures,
        "text": before.paragraphs != after.paragraphs,
        "correction": after.has_correction and not before.has_correction,
        "removal": is_gutted or (after.has_removal and not before.has_removal),
    }
    return tuple(name for name in CHANGES if found[name])


class Versions:
    """The pages read so far, by canonical URL, the longest unread forgotten first."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[int, Version]] = OrderedDict()

    def add(self, url: str, version: Version) -> tuple[int, tuple[str, ...]]:
        """Number of this version of the page, from 1, and what changed; an unchanged page keeps its number."""
        number, before = self._known.pop(url, (0, version))
        changes = find_changes(before, version)
        number += bool(changes) or number == 0
        self._known[url] = (number, version)
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return number, changes

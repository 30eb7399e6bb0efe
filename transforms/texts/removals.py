"""A text that says that its story was taken down."""

from __future__ import annotations

import re

# A notice has fewer words; a longer text that says so somewhere has a story of its own to tell.
LONGEST_NOTICE = 60
_REMOVAL = re.compile(
    r"\bthis (?:article|story|report|page|content) (?:was|has been|is) "
    r"(?:\w+ )?(?:removed|withdrawn|retracted|deleted|taken down|unpublished|no longer available)\b",
    re.IGNORECASE,
)


def tells_removal(text: str) -> bool:
    """Whether a notice in the text says that the story was taken down."""
    return bool(_REMOVAL.search(text.replace("’", "'")))


def is_notice(text: str) -> bool:
    """Whether the text says that it was taken down, and nothing more."""
    return len(text.split()) < LONGEST_NOTICE and tells_removal(text)

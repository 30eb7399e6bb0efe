"""Aircraft that somebody brings down: "downed an army transport plane", but "downed a beer", "brought down by fog"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from transforms.patterns import cued

# The row of `lexicon/triggers.csv` that such words stand for.
DOWN: Final = "down"
_AIRCRAFT: Final = (
    r"(?:(?:air|aero|war)?planes?|aircraft|(?:fighter |war)?jets?|(?:heli)?copters?|choppers?|gunships?|airliners?)\b"
)
_DOWNED = cued(
    rf"\b(?:downed|downing)(?= (?:of )?(?:[\w'’-]+ ){{0,5}}?{_AIRCRAFT})"
    rf"|(?<=\bbrought )down(?= (?:an? |the )?(?:[\w'’-]+ ){{0,2}}(?:military|army|air force|fighter|enemy|government)"
    rf" (?:[\w'’-]+ )?{_AIRCRAFT})"
    rf"|\b{_AIRCRAFT}(?: [\w'’-]+){{0,4}}? (?:was|were|been|being) (?:\w+ )?(?P<passive>downed|brought down)\b"
    r"(?! (?:by|in|due to|because of) (?:\w+ ){0,2}(?:storms?|weather|winds?|fog|faults?|failures?|birds?|technical"
    r"|mechanical|engine|lightning|snow))",
    re.IGNORECASE,
)


def find_downed(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each verb by which aircraft are brought down."""
    for match in _DOWNED.finditer(text):
        yield match.span("passive" if match["passive"] else 0)

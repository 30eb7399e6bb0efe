"""The day that a text itself says it is of: "Posted: Monday, Jan. 5, 2016", "… AFP Sunday 1 Feb 2015 At least …".

Its weekdays count from that day. Pages brought from elsewhere often have another day beside them: when they were
archived, when they were changed, or day and month the wrong way round.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates import find_dates

# How far into the text its date line can stand, in characters, and how far it may lie from publication, in days.
HEAD, NEAR_DAYS = 200, 31

# A day with one of these before it is told in a sentence ("on 3 May 2016"), or is a later change's ("Updated: …").
_IN_SENTENCE = re.compile(
    r"(?:\b(?:on|in|of|since|the|until|till|by|from|and|to|before|after|between|for|during|last|this|late|early|dated"
    r"|born|around|about|updated?(?: at| on)?|modified)|,)\W*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")


def find_day(text: str, published: date) -> date | None:
    """The day of the date line in the head of the text; null where there is none within a month of publication."""
    head = text[:HEAD]
    if not _YEAR.search(head):
        return None
    for mention in find_dates(head, published):
        in_sentence = mention.raw.lower().startswith("the ") or _IN_SENTENCE.search(head[: mention.start])
        if mention.kind != "absolute" or not _YEAR.search(mention.raw) or in_sentence:
            continue
        return mention.low if abs((mention.low - published).days) <= NEAR_DAYS else None
    return None

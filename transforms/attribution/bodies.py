"""Bodies that no lexicon has, by the shape of their names: "the Kenya Medical Association".

They are kept as printed. Without them the country in the name would be taken for its government, and "network" for the
group that was named last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = r"[A-Z][\w’'.-]*"
_HEADS = (
    r"(?:Associations?|Networks?|Unions?|Society|Committees?|Foundation|Council|Cent(?:er|re)|Syndicate|Federation|League"
    r"|Institute|Initiative|Organi[sz]ation|Commission|Observatory|Directorate|Authority|Bureau|Services?|Department"
    r"|Operations Room|Forum|Alliance for \w+|Watch|Monitor)"
)
_NAME = re.compile(
    rf"(?<![\w’'-])(?:{_WORD} (?:and |(?:for|of|on) (?:the )?)?){{1,5}}{_HEADS}"
    rf"(?: (?:of|for|in) (?:the )?{_WORD}(?: {_WORD})?)?\b"
)
_LEADING = re.compile(r"(?:The|A|An|In|On|At|But|And|Meanwhile|However) ")
# The kind of body by words of its name, the first that fits.
_KINDS = (
    ("medical", re.compile(r"\b(?:Doctors?|Medical|Nurses?|Health|Hospitals?|Physicians?|Ambulance|Emergency)\b")),
    ("monitor", re.compile(r"\b(?:Observatory|Monitor(?:ing)?|Watch|Documentation)\b")),
    (
        "ngo",
        re.compile(r"\b(?:Human Rights|Rights|Relief|Aid|Charity|Society|Association|Foundation|Network|Initiative)\b"),
    ),
    (
        "state",
        re.compile(r"\b(?:Commission|Directorate|Authority|Bureau|Services?|Department|Council|Counter-Terrorism)\b"),
    ),
)


def find_bodies(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each such name, "the" left out, and the kind of claimant that it is."""
    for match in _NAME.finditer(text):
        start, end = match.span()
        while leading := _LEADING.match(text, start, end):
            start = leading.end()
        if " " in text[start:end]:
            yield start, end, _kind(text[start:end])


def _kind(name: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "unknown")

"""Is a day the name of a place or of a body? "14th of July Bridge", "the 17 February Martyrs Brigade"."""

from __future__ import annotations

import re
from typing import Final

_NOUNS: Final = (
    "neighborhood|neighbourhood|district|quarter|suburb|street|road|avenue|boulevard|square|bridge|city|village|camp"
    "|stadium|park|hospital|university|school|airport|roundabout|crossing|dam|brigade|brigades|battalion|battalions"
    "|regiment|movement|front|party|group|coalition|alliance|committee|organisation|organization|martyrs|cell"
)
# "the May 24 school shooting" is of that day, whatever the school is called.
_NO_ACT: Final = (
    r"\b(?!\s(?:\w+\s)?(?:shoot|attack|assault|bomb|blast|explosion|massacre|killing|murder|raid|strike|clash|siege"
    r"|riot|protest|fire\b|stabb|hostage|meeting|conference|summit|congress))"
)
_PROPER: Final = re.compile(rf"\s(?:[A-Z][\w'’-]*\s){{0,2}}(?:{'|'.join(map(str.title, _NOUNS.split('|')))}){_NO_ACT}")
_COMMON: Final = re.compile(rf"\s(?:\w+\s)?(?:{_NOUNS}){_NO_ACT}", re.IGNORECASE)


def is_name(match: re.Match[str]) -> bool:
    """True where what follows the day is called after it; in small letters only behind "the"."""
    text, end = match.string, match.end()
    if _PROPER.match(text, end):
        return True
    return match.group().lower().startswith("the ") and _COMMON.match(text, end) is not None

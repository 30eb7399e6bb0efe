"""Armed groups that the lexicon does not know, by the shape of their names: "the Sawari Martyrs Brigade".

They are kept as printed, without an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.patterns import cued

_WORD = r"[A-Z][\w'’]+(?:-[\w'’]+)*"
_HEADS = (
    r"(?:Brigades?|Battalion|Liberation (?:Army|Front|Movement|Tigers)|Resistance (?:Front|Movement|Army)|Militia"
    r"|Cartel|Mujahide+n|Revolutionary (?:Army|Front)|Self-Def[ae]n[cs]e (?:Forces?|Groups?)|Insurgent Army"
    r"|(?:Action|Restoration|Liberation|Patriotic|Volunteer) Forces?)"
)
_OPENERS = (
    r"(?:Liwa|Jaysh|Jaish|Katibat|Katiba|Harakat|Jabhat|Jund|Saraya|Kata'?ib|Lashkar|Jama'?at|Tehreek|Tehrik)"
    r"[ -](?:al-|ul-|e-|i-)?"
)
_NAME = cued(
    rf"\b(?:(?!The )(?:{_WORD} (?:of |for |the |al-)?){{1,4}}{_HEADS}(?: of (?:the )?{_WORD}(?: {_WORD})?)?"
    rf"|{_OPENERS}{_WORD}(?: {_WORD})?)\b"
)
# Units of a state's army, and brigades that put out fires.
_REGULAR = re.compile(
    r"\b(?:Airborne|Armou?red|Artillery|Assault|Border|Coast|Commando|Fire|Golani|Guards?|Infantry|Marine|Mechani[sz]ed"
    r"|Motori[sz]ed|Mountain|Navy|Parachute|Paratroopers?|Police|Presidential|Rescue|Republican|Rifle|Royal|Special|Tank"
    r"|Army|Air|Territorial|International|Salvation|Division|First|Second|Third|Fourth|Fifth)\b"
)


def find_unlisted(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name that has the shape of an armed group's."""
    for match in _NAME.finditer(text):
        name = match.group()
        if not _REGULAR.search(name) and not name.isupper():
            yield match.span()

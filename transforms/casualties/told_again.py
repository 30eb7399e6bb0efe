"""What a sentence says of people whom another sentence counted: four of the six were children, the fifth this year."""

from __future__ import annotations

import re
from typing import Final

from transforms.casualties.numbers import ORDINALS, Number, find_numbers

# The people of a kind of which a part of the dead may be.
_KIND: Final = (
    r"(?:children|minors|girls|boys|babies|infants|teenagers|women|civilians|soldiers|policemen|fighters|militants"
    r"|students|pupils|relatives|siblings|members of (?:the same|one) family)"
)
_WERE: Final = r"(?:,[^,.;]{2,40},)? (?:were|are|was|is)(?: said to be)?(?: all)?"
_PART: Final = re.compile(rf" of the (?P<whole>[\w-]+){_WERE} (?P<kind>{_KIND})\b", re.IGNORECASE)
# The first of a year says nothing of others.
_FURTHER: Final = "|".join(word for word, number in ORDINALS.items() if number > 1)
_NTH: Final = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{_FURTHER})) "
    r"(?:(?:such|similar) )?(?:[\w-]+ ){0,2}?"
    r"(?P<act>(?:killing|murder|homicide|slaying|assassination|femicide|fatal shooting)\b"
    r"|[\w-]+ (?:to be )?(?:killed|murdered|slain|assassinated)\b)?"
    r"[^.;]{0,60}?\b(?:this year|of the year|of (?:19|20)\d\d|so far in (?:19|20)\d\d|since (?:the start|January))\b",
    re.IGNORECASE,
)


def find_part(sentence: str) -> tuple[Number, Number, str] | None:
    """The four, the six and the children of "Four of the six were children"; null = nothing of the kind is said."""
    if " of the " not in sentence or not _PART.search(sentence):
        return None
    numbers = find_numbers(sentence)
    for number in numbers:
        said = _PART.match(sentence, number.end)
        whole = next((other for other in numbers if said and other.start == said.start("whole")), None)
        if said and whole and (number.best or 0) < (whole.best or 0):
            return number, whole, said["kind"]
    return None


def without_nth(sentence: str) -> str:
    """The sentence, its offsets kept, without "the 12th journalist killed this year": the year is not the others'."""
    found = _NTH.search(sentence)
    if found is None or found["act"] is None:
        return sentence
    return sentence[: found.start()] + " " * len(found[0]) + sentence[found.end() :]


def find_nth(sentence: str) -> Number | None:
    """How many killings the year had where a sentence calls one the nth of the year, up to its word for the act."""
    found = _NTH.search(sentence)
    if found is None or found["act"] is None:
        return None
    number = int(found["digits"]) if found["digits"] else ORDINALS[found["word"].lower()]
    if number < 2:
        return None
    start, end = found.start(), found.end("act")
    return Number(start, end, number, number, number, sentence[start:end], None, number)

"""The first words of a story to its dateline: where it was written and which agency sent it.

Styles: 'ERBIL, Kurdistan Region — ', 'MAIDUGURI, Nigeria (AP) — ', 'KABUL, Feb 4 (Reuters) - ',
'ISLAMABAD: ', 'Kabul, Afghanistan – ', 'SAN SALVADOR, 3 JAN 90 (AFP) -- [TEXT] ', 'Imphal, June 27: ',
'New Delhi, June 27 (PTI) ', 'Bunia, Thursday, 18 July 2024. ', 'Baghdad/ Mesra News/ '.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The dateline opens the story, but a kicker or a summary may stand above it.
LINES_SEARCHED = 3

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?: (?:\d{{4}}|\d\d))?)"
_AGENCY = r"\((?P<agency>[^()\n]{2,60})\)"
_DASH = r"\s*(?:—|–|--+|―|(?<=\s)-(?=\s)|(?<=\))-(?=\s))\s*"
_LINK_WORDS = r"(?:de|del|la|el|al|of|the|and|des|du|le|les|dos|da|do|bin|y)"
_CAPITALISED = r"[^\W\d_a-z][\w.'’-]*"
_PLACE_PART = rf"{_CAPITALISED}(?:[ ](?:{_CAPITALISED}|{_LINK_WORDS}(?=[ ]{_CAPITALISED}))){{0,4}}"
_PLACE = rf"(?P<place>{_PLACE_PART}(?:(?:,[ ]?|[ ]?/[ ]?){_PLACE_PART}){{0,3}})"

_WITH_DASH = re.compile(
    rf"(?:[-–—]+ )?(?:{_PLACE})?(?:,?\s+(?P<day>(?i:{_DAY}))\b)?,?\s*(?:{_AGENCY})?{_DASH}(?:\[TEXT\]\s*)?", re.UNICODE
)
_WITH_COLON = re.compile(rf"{_PLACE}(?:,?\s+(?P<day>(?i:{_DAY}))\b)?(?:\s*{_AGENCY})?:\s+")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# With neither dash nor colon only a whole date or the agency's mark ends it.
_WITH_DATE = re.compile(rf"{_PLACE},?\s+(?:{_WEEKDAY},?\s+)?(?P<day>(?i:{_DAY}))(?:(?<=\d{{4}})\.\s+|\s*{_AGENCY}\s+)")
_WITH_SLASH = re.compile(
    rf"(?:(?P<place>{_PLACE_PART})\s?/\s?)?(?P<agency>{_CAPITALISED}(?: {_CAPITALISED}){{0,2}} "
    r"(?:News|Agency|Press|Media))\s?/\s+"
)
_TRAILING_DAY = re.compile(rf",?\s+{_DAY}$|,?\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.IGNORECASE)
_STARTS_SENTENCE = re.compile(r"[\"'“‘«\[(]?(?:[^\W\d_a-z]|\d)")
# Labels that stand where a place would.
_LABELS = frozenset(
    "alert analysis breaking by comment correction editor editorial exclusive explainer factbox feature file for "
    "interview live mobile news note obituary opinion photos pictures police posted profile published q&a report "
    "update updated urgent video warning watch witness witnesses on in at by from the mr mrs ms dr chief".split()
)
# Police departments ('SAPD') and other bodies, whose letters spell no word.
_ACRONYM = re.compile(r"[A-Z]{1,3}PD|[^AEIOUYaeiouy]+|[A-Z]{2,3}")


@dataclass(frozen=True)
class Dateline:
    """Where a story was written; `end` is where the story itself starts, in characters of the text.

    `place_raw` is null where only the agency is named, `agency` where none is.
    """

    place_raw: str | None
    agency: str | None
    end: int


def find_dateline(text: str) -> Dateline | None:
    """The dateline in one of the first lines; null where the story opens without one."""
    start = 0
    for line in text.split("\n")[:LINES_SEARCHED]:
        found = _read_line(line)
        if found:
            return Dateline(found.place_raw, found.agency, start + found.end)
        start += len(line) + 1
    return None


def _read_line(line: str) -> Dateline | None:
    match = _WITH_DASH.match(line)
    if match and _is_dateline(match, line):
        return _dateline(match)
    match = _WITH_COLON.match(line)
    if match and not _is_label(match["place"]) and _is_marked(match) and _STARTS_SENTENCE.match(line, match.end()):
        return _dateline(match)
    match = _WITH_DATE.match(line) or _WITH_SLASH.match(line)
    if match and not (match["place"] and _is_label(match["place"])) and _STARTS_SENTENCE.match(line, match.end()):
        return _dateline(match)
    return None


def _is_marked(match: re.Match[str]) -> bool:
    """Whether a place before a colon is shouted, dated or an agency's: 'PESHAWAR: ', 'Kabul (TNI): '."""
    words = match["place"].split()
    is_sent = bool(match["agency"]) and match["agency"][0].isupper() and len(words) <= 2
    return bool(match["day"]) or is_sent or all(map(_is_shouted, words))


def _dateline(match: re.Match[str]) -> Dateline:
    place = _TRAILING_DAY.sub("", match["place"] or "").strip(" ,")
    return Dateline(place or None, (match["agency"] or "").strip() or None, match.end())


def _is_dateline(match: re.Match[str], line: str) -> bool:
    """A dash after capitals alone proves little ('Joe Biden — who …'): shout, agency, day or region do."""
    place, agency = match["place"], match["agency"]
    if not (place or agency) or not _STARTS_SENTENCE.match(line, match.end()):
        return False
    if agency and not place:
        return agency[:1].isupper()
    if agency:
        return True
    return not _is_label(place) and bool(match["day"] or "," in place or " " not in place or _is_shouted(place))


def _is_label(words: str) -> bool:
    """Whether the words say what kind of piece follows, or who speaks: 'BREAKING', 'WATCH LIVE', 'Police', 'SAPD'."""
    return re.split(r"[ ,/'’]", words.lower())[0] in _LABELS or bool(_ACRONYM.fullmatch(words))


def _is_shouted(words: str) -> bool:
    letters = [letter for letter in re.split("[,/]", words)[0] if letter.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)

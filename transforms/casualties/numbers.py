"""Number words and digits in running text turned into counts with their bounds.

The bounds follow UCDP's low, best and high: "at least 19" is low 19, best 19, high open; "more
than 40" is low 41; "dozens" has a low bound only. ACLED's codebook wants one figure even then:
`conservative` carries it ("dozens" = 12). Years, ages, clock times, dates, money, measures,
durations, road, unit and house numbers, and ordinals are no counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.patterns import cued


@dataclass(frozen=True, slots=True)
class Number:
    """One count as printed.

    `start` and `end` are offsets of the whole phrase with its modifier. A null bound is open or
    not said. `conservative` is the single figure that ACLED's codebook would code; never null.
    """

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    raw: str
    modifier_raw: str | None
    conservative: int


_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
}
# "The fourteenth killing this year", "a fifth policeman": no counts, but so many with those before.
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DOZENS = {"half a dozen": 6, "a half-dozen": 6, "half-dozen": 6, "a dozen": 12, "dozen": 12}
# Vague words: (low, ACLED's figure).
_VAGUE = {
    "hundreds of thousands": (100_000, 100_000),
    "tens of thousands": (10_000, 10_000),
    "hundreds": (100, 100),
    "thousands": (1_000, 1_000),
    "millions": (1_000_000, 1_000_000),
    "dozens": (12, 12),
    "scores": (20, 20),
    "tens": (10, 10),
    "several hundred": (200, 200),
    "several thousand": (2_000, 2_000),
    "a few hundred": (200, 200),
    "several dozen": (24, 24),
    "a few dozen": (24, 24),
    "several": (3, 3),
    "a few": (2, 3),
    "a handful": (2, 3),
    "a number": (2, 3),
    "a large number": (2, 3),
    "large numbers": (2, 3),
    "a small number": (2, 3),
    "multiple": (2, 3),
    "numerous": (2, 3),
    "many": (2, 3),
}

_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEN = "|".join(_TENS)
_SCALE = "|".join(_SCALES)
_SMALL = rf"(?:(?:{_TEN})(?:[- ](?:{_UNIT})\b)?|(?:{_UNIT}))"
_WORDS = rf"(?:{_SMALL}|a(?=\s(?:{_SCALE})\b))(?:\s(?:{_SCALE})\b(?:\s(?:and\s)?{_SMALL}\b)?)*"
# "1,000,000" and, as much of Europe and Latin America writes it, "1.000.000"; "1.5 million" has a fraction.
_DIGITS = rf"\d{{1,10}}(?:(?:\.\d{{3}}){{2,}}|(?:,\d{{3}})*(?:\.\d+)?)(?:\s(?:{_SCALE})\b)?"
_DOZEN = r"half a dozen|a half-dozen|half-dozen|(?:a|one|two|three|four|five|\d+)\sdozen|dozen"
_PAIR = r"an? (?:(?:married|elderly|young|retired) )?couple"
_COUNT = rf"(?:{'|'.join(_VAGUE)}|{_DOZEN}|{_PAIR}|{_DIGITS}|{_WORDS})"

_OPEN_UP = "at least|no fewer than|no less than|not fewer than|not less than|a minimum of|at the very least|minimum of"
_ABOVE = "more than|over|upwards of|in excess of|well over|just over|exceeding"
_OPEN_DOWN = "up to|as many as|at most|a maximum of|no more than|not more than"
_BELOW = "fewer than|less than|just under"
_NEARLY = "nearly|almost|close to|just short of"
_ABOUT = "about|around|approximately|roughly|some|an estimated|estimated|circa"
_PLAIN = "only|just|a total of|all|both|another|a further|an additional|yet another|at some"
_BY_DOTS = re.compile(r"\b\d{1,3}(?:\.\d{3}){2,}\b")
_MODIFIER = "|".join((_OPEN_UP, _ABOVE, _OPEN_DOWN, _BELOW, _NEARLY, _ABOUT, _PLAIN))
_PHRASE = cued(
    rf"(?:(?<=\w--)|(?<![\w$£€#.,:/’'-]))(?P<modifier>(?:(?:{_MODIFIER})\s){{0,3}})"
    rf"(?:between\s(?P<from>{_COUNT})(?:\s(?:and|to)\s|\s?[-–]\s?)(?P<until>{_COUNT})"
    rf"|(?P<count>{_COUNT})(?:(?:\s?[-–—]\s?|\sto\s|\sor\s)(?P<top>{_COUNT})(?=\s[a-z]))?)"
    r"(?P<more>\+|-plus|\s(?:or|and)\smore\b|\sor\sso\b)?(?![\w/]|[-–]\d|[.,:]\d|[’'](?!s?\s))",
    re.IGNORECASE,
)
# More than the world has people is no count of anything here.
MOST = 2_000_000_000
# A cheap test before the full pattern: something that may be a number is there at all.
_QUICK = cued(rf"\d|\b(?:{_UNIT}|{_TEN}|{_SCALE}|{'|'.join(_VAGUE)}|dozen|couple|half-dozen)\b", re.IGNORECASE)
_UNITS_OF_MEASURE = (
    r"years?|yrs?|months?|weeks?|days?|nights?|hours?|hrs?|minutes?|mins?|seconds?|decades?|centur(?:y|ies)|"
    r"km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m|ft|feet|foot|yards?|inch(?:es)?|mm|cm|kg|kilos?|kilograms?|"
    r"tons?|tonnes?|pounds?|lbs?|percent|per\s?cent|degrees?|acres?|hectares?|barrels?|lit(?:er|re)s?|gallons?|"
    r"dollars?|euros?|liras?|rupees?|dinars?|riyals?|rubles?|a\.?m|p\.?m|o[’']clock|gmt|utc|hours|"
    r"cal(?:iber|ibre)?|times|votes?|points?|square|st|nd|rd|th|block|percentage"
)
_NOT_AFTER = re.compile(
    rf"\s?%|[-–\s]*(?:of\s)?(?:{_UNITS_OF_MEASURE})\b|-[a-z]|(?:\s(?:more|consecutive|straight|full|long))\s?(?:{_UNITS_OF_MEASURE})\b"
    r"|\s(?:[NSEW]\.?\s)?(?:[A-Z][a-z]+\s){1,2}(?:Street|Avenue|Road|Drive|Lane|Boulevard|St\.?|Ave\.?|Blvd\.?|Rd\.?|Dr\.?)(?!\w)"
    r"|\s(?:million|billion)\s(?:dollars|euros)|\s(?:of\s)?(?:another|the\sother)\b(?<=one\sanother)",
    re.IGNORECASE,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_MONTHS}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_NOT_BEFORE = re.compile(
    rf"(?:\b{_MONTH}|\b(?:Highway|Hwy|Route|Interstate|Unit|Section|Article|No\.|Resolution|Flight|Grade|Chapter|Page|"
    r"Exit|Channel|Apt\.?|Apartment|Pier|Phase|Level|Room|Gate|Zone|District|Checkpoint|Area|Line|Ward|Precinct|"
    r"Battalion|Formula|Boeing|Airbus|Windows|World\sWar|Type|Category|Group\sof|number|age|aged|ages|age\sof|"
    r"under|the\sage\sof|half|no|any|this|that|which|each|every|the)"
    r"|[$£€])\s?$"
)
_ARTICLE = re.compile(r"\b(?:the|that|this|which|each|every|any|no|half)\s$", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"\s(?:of\s)?(?:{_MONTH})(?![a-z])")
_AGE_BEFORE = re.compile(r"[A-Z][\w.’'-]*,\s$|\($|\b(?:[A-Z][\w.’'-]+\s){2}$")
_AGE_AFTER = re.compile(r"[,);.]|\s(?:of(?!\s(?:them|whom|the)\b)|from|was|died|is|has)\b|$")
_AGE_ASIDE = re.compile(r"[a-z]{3,},\s\d{1,2},")
# "Image 2 of 8".
_OF_SERIES = re.compile(r"(?:.*\s)?(?:Image|Photo|Picture|Slide|Page|Part|Episode)\s$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PEOPLE_AFTER = re.compile(r"\s(?:\w+\s){0,2}(?:people|civilians|soldiers|troops|families|fighters|militants)\b")


def find_numbers(text: str) -> list[Number]:
    """Every count in `text`, in order, not overlapping."""
    if not _QUICK.search(text):
        return []
    numbers = (_number(match) for match in _PHRASE.finditer(text) if _is_count(text, match))
    return [number for number in numbers if number.conservative <= MOST]


def read_count(words: str) -> int | None:
    """The value of digits or number words ("1,170", "twenty-three", "two dozen"); null = not a plain number."""
    folded = _BY_DOTS.sub(lambda match: match[0].replace(".", ""), " ".join(words.lower().split()))
    if folded.endswith("couple"):
        return 2
    if folded in _DOZENS:
        return _DOZENS[folded]
    if folded.endswith(" dozen"):
        count = read_count(folded.removesuffix(" dozen"))
        return None if count is None else 12 * count
    total, current = 0.0, 0.0
    for part in folded.replace("-", " ").replace(",", "").split():
        if part in _SCALES:
            current = max(current, 1) * _SCALES[part]
            if _SCALES[part] >= 1_000:
                total, current = total + current, 0.0
        elif part != "and":
            value = _part(part)
            if value is None:
                return None
            current += value
    return round(total + current)


def _part(word: str) -> float | None:
    if word == "a":
        return 1
    if word in _UNITS or word in _TENS:
        return _UNITS.get(word, _TENS.get(word, 0))
    return float(word) if re.fullmatch(r"\d+(?:\.\d+)?", word) else None


def _is_count(text: str, match: re.Match[str]) -> bool:
    count = match["count"] or match["until"]
    core = match.start("count") if match["count"] else match.start("from")
    before, after = text[max(0, core - 24) : core], text[match.end() : match.end() + 40]
    if _NOT_AFTER.match(after):
        return False
    if not count[0].isdigit():
        return not before.lower().endswith(" aged ") and not (
            count.lower() == "one" and _is_pronoun_one(text[max(0, core - 24) : core], after)
        )
    if after[:2] in ("'s", "’s") or (_OF_SERIES.match(before) and after.startswith(" of ")):
        return False
    if "." in count and not _BY_DOTS.match(count) and not count.lower().endswith(tuple(_SCALES)):
        return False
    if match["modifier"]:
        return not _YEAR.fullmatch(count) or bool(_PEOPLE_AFTER.match(after))
    return not (_names_something(before) or _is_day(after, count) or _is_age_or_year(before, after, count))


def _is_pronoun_one(before: str, after: str) -> bool:
    is_said = after.startswith(" of ") and before.lower().endswith("that ")
    return (bool(_ARTICLE.search(before)) and not is_said) or after.startswith(
        (" another", " day", " way", " time", " side", "'s", "’s")
    )


def _names_something(before: str) -> bool:
    return bool(_NOT_BEFORE.search(before)) and not _ARTICLE.search(before)


def _is_day(after: str, count: str) -> bool:
    return len(count) <= 2 and bool(_DAY_AFTER.match(after))


def _is_age_or_year(before: str, after: str, count: str) -> bool:
    if _YEAR.fullmatch(count):
        return not _PEOPLE_AFTER.match(after)
    if len(count) > 2:
        return False
    is_aside = bool(_AGE_ASIDE.search(before + count + after[:1]))
    return is_aside or (bool(_AGE_BEFORE.search(before)) and bool(_AGE_AFTER.match(after)))


def _number(match: re.Match[str]) -> Number:
    modifier = " ".join(match["modifier"].split()) or None
    more = (match["more"] or "").strip().lower()
    if match["from"] or match["top"]:
        low, best, high, conservative = _range(match["from"] or match["count"], match["until"] or match["top"])
        modifier = "between" if match["from"] else modifier
    else:
        words = " ".join(match["count"].lower().split())
        low, best, high, conservative = _bounds(words, (modifier or "").lower(), more)
    return Number(match.start(), match.end(), low, best, high, match[0], modifier or more or None, conservative)


def _range(first: str, last: str) -> tuple[int | None, int | None, int | None, int]:
    bottom, top = _least(first), _least(last)
    if top < bottom:
        return top, None, bottom, top
    return bottom, None, top, bottom


def _least(words: str) -> int:
    folded = " ".join(words.lower().split())
    return _VAGUE[folded][0] if folded in _VAGUE else read_count(folded) or 0


def _bounds(words: str, modifier: str, more: str) -> tuple[int | None, int | None, int | None, int]:
    if words in _VAGUE:
        low, conservative = _VAGUE[words]
        return low, None, None, conservative
    value = read_count(words) or 0
    if modifier.startswith(tuple(_OPEN_UP.split("|"))) or more in ("+", "-plus", "or more", "and more"):
        return value, value, None, value
    if modifier.startswith(tuple(_ABOVE.split("|"))):
        return value + 1, value + 1, None, value
    if modifier.startswith(tuple(_BELOW.split("|"))):
        return None, None, value - 1, value - 1
    if modifier.startswith((*_OPEN_DOWN.split("|"), *_NEARLY.split("|"))):
        return None, value, value, value
    return value, value, value, value

"""A line that names a day in any language → the day, and the time of day beside it: 'Publié le 30 août 2023 à 14h52'.

Names of months are those of Unicode's CLDR (https://cldr.unicode.org), through Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from babel import Locale, UnknownLocaleError

# What else a language calls its months: in the Levant and Iraq, in the Maghreb.
_VARIANTS = {"ar": ("ar", "ar_SY", "ar_DZ"), "no": ("nb",), "ku": ("ku", "ckb"), "sr": ("sr", "sr_Latn")}
# Between day, month and year some languages write a word: 3 de mayo de 2022, 3. dubna 2022, 3 ta' Mejju 2022.
_JOIN = r"[\s.,]*(?:(?:de|del|of|ta'|tháng|năm)\s+|d')?"
_ORDINAL = r"(?:st|nd|rd|th|er|[.º°ª])?"
_ISO = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.:/-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
# A year of two digits: 05.04.21, 4/5/21; with dots only where all three have two digits, as versions have dots, too.
SHORT_YEAR = re.compile(
    r"(?<![\d.:/-])(?:(\d{2})(\.)(\d{2})\.(\d{2})|(\d{1,2})\s?(/)\s?(\d{1,2})/(\d{2}))(?![\d/]|[.:-]\d)"
)
# In these languages it comes first: 21-02-04, 21.02.04.
YEAR_FIRST = ("ja", "ko", "zh")
SHORT_YEAR_FIRST = re.compile(r"(?<![\d.:/-])(\d{2})([./-])(\d{2})\2(\d{2})(?![\d/]|[.:-]\d)")
_CLOCK = (
    r"(?P<hour>\d{1,2})\s?[:.hHч時시点]\s?(?P<minute>\d{2}|\d(?=\s?[分분]))(?!\d)(?:[:.]\d{2})?"
    r"(?:\s?(?P<half>[ap]\.?\s?m\b|[πμ]\.μ\.|[صم](?!\w)))?"
)
# What stands for p.m.: the first letter behind the time, or a word before it.
_AFTERNOON, _AFTERNOON_WORD = frozenset("pμم"), re.compile(r"오후|下午|午後|晚上")
_TIME_AFTER = re.compile(rf"^\D{{0,14}}?(?<!\d){_CLOCK}(?P<rest>.{{0,24}})", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"(?<![\d.])(?:{_CLOCK.replace('.hHч', 'hHч')})(?P<rest>\D{{0,16}})$", re.IGNORECASE)
# Letters that Arabic and Persian pages write for each other, or without their mark: أغسطس and اغسطس.
_LETTERS = str.maketrans("أإآٱیىک", "ااااييك")
# Thai years count from the Buddha's death: 2564 is 2021. No other date lies so far ahead.
BUDDHIST_ERA, FIRST_BUDDHIST_YEAR = 543, 2500


@dataclass(frozen=True)
class PrintedDate:
    """A day as printed; `clock` is null where no time stands beside it, `zone` the words behind the time."""

    day: date
    clock: time | None
    zone: str


def find_printed_date(words: str, language: str | None, *, month_first: bool) -> PrintedDate | None:
    """The first day that the words name with day, month and year; null where they name none.

    Months are looked for in the `language` (ISO 639-1) and in English. `month_first` is how 05/04/2025 is
    read; 05.04.2025 is always day first, and so is what else can be no month.
    """
    words = words.translate(_LETTERS)
    for start, end, year, month, day in sorted(_days(words, language, month_first=month_first)):
        try:
            found = date(year - BUDDHIST_ERA if year >= FIRST_BUDDHIST_YEAR else year, month, day)
        except ValueError:
            continue
        clock, zone = _find_clock(words[:start], words[end:])
        return PrintedDate(found, clock, zone)
    return None


def _days(words: str, language: str | None, *, month_first: bool) -> Iterator[tuple[int, int, int, int, int]]:
    """Start, end, year, month and day of all that look like a day."""
    for match in _ISO.finditer(words):
        year, month, day = map(int, match.groups())
        yield *match.span(), year, month, day
    is_year_first = language in YEAR_FIRST
    for match in SHORT_YEAR_FIRST.finditer(words) if is_year_first else ():
        year, month, day = (int(match[group]) for group in (1, 3, 4))
        yield *match.span(), year + 2000, month, day
    for match in (*_NUMBERS.finditer(words), *(() if is_year_first else SHORT_YEAR.finditer(words))):
        numbers = [group for group in match.groups() if group]
        first, second, year = (int(numbers[place]) for place in (0, 2, 3))
        is_american = month_first and numbers[1] != "." and first <= 12
        parts = (first, second) if is_american or second > 12 else (second, first)
        yield *match.span(), year + 2000 * (year < 100), *parts
    for code in dict.fromkeys((language or "en", "en")):
        names = _months(code)
        for pattern in _patterns(code):
            for match in pattern.finditer(words):
                month = names[match["month"].lower()]
                yield *match.span(), int(match["year"]), month, int(match["day"])


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = "|".join(map(re.escape, sorted(_months(language), key=len, reverse=True)))
    # Arabic pages print a month by two of its names: آب/أغسطس, أيار (مايو).
    month = rf"(?P<month>{names})(?!\w)(?:\s?[/(]\s?(?:{names})(?!\w)\)?)?"
    day, year = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?<!\d){day}{_ORDINAL}{_JOIN}(?<!\w){month}{_JOIN}{year}(?!\d)",
            rf"(?<!\w){month}{_JOIN}{day}{_ORDINAL}[\s.,]+{year}(?!\d)",
            rf"(?<!\d){year}[\s.,]+(?:m\.\s)?{month}[\s.,]+{day}(?!\d)",
        )
    )


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months in one language, in small letters and without a last dot, with their numbers."""
    names: dict[str, int] = {}
    for code in _VARIANTS.get(language, (language,)):
        try:
            months = Locale.parse(code).months
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    names.setdefault(name.lower().rstrip(".").translate(_LETTERS), number)
    if language == "he":  # 4 במאי 2024: "in May" is one word
        names |= {f"ב{name}": number for name, number in names.items()}
    return names or _months("en")


def _find_clock(before: str, after: str) -> tuple[time | None, str]:
    """The time of day behind the day or before it, and what may be its zone."""
    match = _TIME_AFTER.match(after) or _TIME_BEFORE.search(before)
    if match is None:
        return None, ""
    hour, minute, half = int(match["hour"]), int(match["minute"]), (match["half"] or "").lower()[:1]
    before_hour = match.string[match.start() : match.start("hour")]
    is_afternoon = half in _AFTERNOON or bool(_AFTERNOON_WORD.search(before_hour))
    if (half or is_afternoon) and 1 <= hour <= 12:
        hour = hour % 12 + 12 * is_afternoon
    if hour > 23 or minute > 59:
        return None, ""
    return time(hour, minute), match["rest"].strip()

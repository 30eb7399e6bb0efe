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
_JOIN = r"[\s.,]*(?:(?:de|del|of|ta'|tháng)\s+|d')?"
_ORDINAL = r"(?:st|nd|rd|th|er|[.º°ª])?"
_ISO = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.:/-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_CLOCK = (
    r"(?P<hour>\d{1,2})\s?[:.hHч時시点]\s?(?P<minute>\d{2}|\d(?=\s?[分분]))(?!\d)(?:[:.]\d{2})?"
    r"(?:\s?(?P<half>[ap])\.?m\b)?"
)
_TIME_AFTER = re.compile(rf"^\D{{0,14}}?(?<!\d){_CLOCK}(?P<rest>.{{0,24}})", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"(?<![\d.])(?:{_CLOCK.replace('.hHч', 'hHч')})(?P<rest>\D{{0,16}})$", re.IGNORECASE)


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
    for start, end, year, month, day in sorted(_days(words, language, month_first=month_first)):
        try:
            found = date(year, month, day)
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
    for match in _NUMBERS.finditer(words):
        first, second, year = (int(match[group]) for group in (1, 3, 4))
        is_american = month_first and match[2] != "." and first <= 12
        yield *match.span(), year, *((first, second) if is_american or second > 12 else (second, first))
    for code in dict.fromkeys((language or "en", "en")):
        names = _months(code)
        for pattern in _patterns(code):
            for match in pattern.finditer(words):
                month = names[match["month"].casefold()]
                yield *match.span(), int(match["year"]), month, int(match["day"])


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = sorted(_months(language), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(map(re.escape, names))})(?!\w)"
    day, year = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?<!\d){day}{_ORDINAL}{_JOIN}(?<!\w){month}{_JOIN}{year}(?!\d)",
            rf"(?<!\w){month}{_JOIN}{day}{_ORDINAL}[\s.,]+{year}(?!\d)",
            rf"(?<!\d){year}[\s.,]+{month}[\s.,]+{day}(?!\d)",
        )
    )


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months in one language, case folded and without a last dot, with their numbers."""
    names: dict[str, int] = {}
    for code in _VARIANTS.get(language, (language,)):
        try:
            months = Locale.parse(code).months
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return names or _months("en")


def _find_clock(before: str, after: str) -> tuple[time | None, str]:
    """The time of day behind the day or before it, and what may be its zone."""
    match = _TIME_AFTER.match(after) or _TIME_BEFORE.search(before)
    if match is None:
        return None, ""
    hour, minute, half = int(match["hour"]), int(match["minute"]), (match["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    if hour > 23 or minute > 59:
        return None, ""
    return time(hour, minute), match["rest"].strip()

"""Words that name an instant → the instant: '2021-02-04T10:54Z', 'Feb. 4, 2021, 9:05 a.m. ET', '4 شباط 2021'."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import dateutil.parser

from transforms.articles.date_words import FIRST_BUDDHIST_YEAR, SHORT_YEAR_FIRST, YEAR_FIRST, find_printed_date

# Newsrooms' clocks may run ahead of ours by this much.
CLOCK_SKEW = timedelta(minutes=5)
# No place's clock is further ahead of UTC: what a site of unknown zone prints may lie so far after the fetch.
FURTHEST_AHEAD = timedelta(hours=14)
# The web is no older; earlier dates are a CMS's empty value (0001-01-01, 1970-01-01).
OLDEST_YEAR = 1990

# Abbreviations as news sites use them, in hours from UTC. Ambiguous ones are read in the site's
# own zone first, then as here: AMT is Armenia's, IST India's, CST and AST North America's.
_ABBREVIATIONS: dict[str, float] = {
    "ut": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "wat": 1, "cest": 2, "eet": 2, "cat": 2, "sast": 2, "eest": 3,
    "idt": 3, "msk": 3, "trt": 3, "eat": 3, "irst": 3.5, "gst": 4, "amt": 4, "azt": 4, "get": 4, "aft": 4.5, "pkt": 5,
    "uzt": 5, "ist": 5.5, "npt": 5.75, "bdt": 6, "mmt": 6.5, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "myt": 8,
    "pht": 8, "pht8": 8, "wita": 8, "awst": 8, "jst": 9, "kst": 9, "wit": 9, "acst": 9.5, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "adt": -3, "clt": -4, "vet": -4, "ast": -4, "edt": -4, "est": -5,
    "cot": -5, "pet": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip

# What says a zone and leaves open whether its clocks are in summer time.
_GENERAL = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
# Who prints these zones prints the month first.
_AMERICAN = re.compile(r"\d\s?(?:[ap]\.?m\.?)?\s(?:[ECMP][SD]?T)\b", re.IGNORECASE)

_LABEL = re.compile(
    r"^\W*(?:(?:first|last|article|story) )?(?:published|posted|updated?|modified|edited|created|released|date)"
    r"(?: (?:date|time|at|on))*\s*[:\-–|]?\s*",
    re.IGNORECASE,
)
_GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?\b", re.IGNORECASE)
_DOTTED = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2}\b)")
_SLASHED = re.compile(r"\b\d{1,2}\s?([/-])\s?\d{1,2}\s?\1\s?(?:\d{4}|\d{2}\b)")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_DAY_ONLY_ISO = re.compile(r"^\d{4}-?\d{2}-?\d{2}$")
_NOISE = re.compile(r"[|•·]|\s[-–—]\s|\([^)]*\)")
_ZONE = re.compile(r"^[\s,.(]*((?:GMT|UTC)?\s?[+-]\d{1,2}:?\d{2}|[A-Z]{2,5})\b")


@dataclass(frozen=True)
class Instant:
    """A point in time, in the offset said or the site's, and the words read.

    `is_day` = only the day was said; `is_zoned` = the words say the offset themselves.
    """

    at: datetime
    raw: str
    is_day: bool
    is_zoned: bool = False


@dataclass(frozen=True)
class Clock:
    """How a page's printed times are read: the site's zone, when the page was fetched, and in which language."""

    zone: ZoneInfo
    fetched_at: datetime
    language: str | None

    def read(self, raw: str) -> Instant | None:
        """The instant that the words name; null where they name none, or one after the fetch.

        The zone UTC may only mean that nobody has told the site's; a time that lies ahead of the fetch by no more
        than clocks differ then tells the day.
        """
        instant = parse_instant(raw, self.zone, self.language)
        if instant is None or instant.at <= self.fetched_at + CLOCK_SKEW:
            return instant
        if instant.is_zoned or self.zone.key != "UTC" or instant.at > self.fetched_at + FURTHEST_AHEAD:
            return None
        return replace(instant, at=datetime.combine(instant.at, time.min, self.zone), is_day=True)


def parse_instant(raw: str, zone: ZoneInfo, language: str | None = None) -> Instant | None:
    """One printed instant; null where it names no complete day.

    Naive times are in `zone`, a day alone is that day's start there. 05.04.2025 is day first;
    05/04/2025 is day first except on American sites. Months are read in the `language` and in English.
    """
    words = " ".join(raw.split())
    if _EPOCH.match(words):
        return Instant(datetime.fromtimestamp(int(words[:10]), UTC), raw, is_day=False, is_zoned=True)
    try:
        parsed = datetime.fromisoformat(words)
        is_day = bool(_DAY_ONLY_ISO.match(words))
    except ValueError:
        is_year_first = language in YEAR_FIRST and SHORT_YEAR_FIRST.search(words)
        found = (None if is_year_first else _parse_prose(words, zone)) or _find_day(words, zone, language)
        if found is None:
            return None
        parsed, is_day = found
    if parsed.year < OLDEST_YEAR:
        return None
    return Instant(_at_zone(parsed, zone), raw, is_day, is_zoned=parsed.tzinfo is not None)


def _parse_prose(words: str, zone: ZoneInfo) -> tuple[datetime, bool] | None:
    """A date in words and whether it is a day alone; null unless year, month and day are all said."""
    words = _GMT_OFFSET.sub(_iso_offset, _NOISE.sub(" ", _LABEL.sub("", words))).strip()
    day_first = bool(_DOTTED.search(words)) or (bool(_SLASHED.search(words)) and not _is_american(zone, words))
    readings = []
    # What the words leave open is filled from the default, so two defaults show what was left open.
    for default in (datetime(2000, 1, 1, 0, 0), datetime(2004, 2, 2, 1, 1)):  # noqa: DTZ001
        try:
            readings.append(dateutil.parser.parse(words, default=default, dayfirst=day_first, tzinfos=_offset))
        except (ValueError, OverflowError):
            return None
    one, two = readings
    # A year of the Buddhist era may have a day that the common year has not.
    if one.date() != two.date() or one.year >= FIRST_BUDDHIST_YEAR:
        return None
    local = _in_own_abbreviation(one, words, zone)
    return local, one.hour != two.hour


def _find_day(words: str, zone: ZoneInfo, language: str | None) -> tuple[datetime, bool] | None:
    """The day that a line names among other words, and whether no time stands beside it."""
    found = find_printed_date(words, language, month_first=_is_american(zone, words))
    if found is None:
        return None
    said = _ZONE.match(_GMT_OFFSET.sub(_iso_offset, found.zone))
    parsed = datetime.combine(found.day, found.clock or time.min)
    if said and (offset := _offset(said[1], None) or _read_offset(said[1])):
        parsed = _in_own_abbreviation(parsed.replace(tzinfo=offset), said[1], zone)
    return parsed, found.clock is None


def _is_american(zone: ZoneInfo, words: str) -> bool:
    return zone.key.startswith(("America/", "US/")) or bool(_AMERICAN.search(words))


def _read_offset(words: str) -> tzinfo | None:
    try:
        return datetime.strptime(words.replace(" ", ""), "%z").tzinfo
    except ValueError:
        return None


def _iso_offset(match: re.Match[str]) -> str:
    sign, hours, minutes = match.groups()
    return f"{sign}{int(hours):02}:{minutes or '00'}"


def _offset(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    word = (name or "").lower()
    if word in _GENERAL:
        return ZoneInfo(_GENERAL[word])
    hours = _ABBREVIATIONS.get(word)
    return None if hours is None else timezone(timedelta(hours=hours))


def _in_own_abbreviation(parsed: datetime, words: str, zone: ZoneInfo) -> datetime:
    """Read an abbreviation that the site's own zone uses (IST in Jerusalem) as that zone's."""
    local = parsed.replace(tzinfo=zone)
    own = local.tzname() or ""
    return local if own.isalpha() and re.search(rf"\b{own}\b", words) else parsed


def _at_zone(parsed: datetime, zone: ZoneInfo) -> datetime:
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)

"""The forms of date phrases as one pattern, each form with its reading."""

from __future__ import annotations

import re
from typing import Final

from transforms.dates.calendar import HOLIDAYS
from transforms.dates.readings import (
    Resolver,
    read_absolute,
    read_ago,
    read_holiday,
    read_iso,
    read_month,
    read_neighbour,
    read_overnight,
    read_period,
    read_recent,
    read_simple,
    read_slashed,
    read_weekday,
    read_year,
)
from transforms.patterns import cued

_DAY: Final = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?(?=,?\s\d|\s[A-Z]|,\s[A-Z]))"
)
_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
YEAR: Final = r"(?:19|20)\d\d"
# After a day and a month any year of modern history is one: "September 8, 1855".
_FULL_YEAR: Final = r"(?:1[4-9]|20)\d\d"
_NTH: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_COUNT: Final = (
    r"(?:a\scouple\sof|a\sfew|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|\d+)"
)
_PART: Final = r"(?:morning|afternoon|evening|night|dawn|dusk|noon|midnight)"
_HOLIDAY: Final = "|".join(HOLIDAYS).replace("'", "[’']")
# "a Christmas market", "Thanksgiving dinner": the holiday names a thing, and dates nothing.
_NO_THING: Final = (
    r"(?:(?<=Day)|(?<=Eve)|(?<=July)"
    r"|(?!\s(?!in\b|at\b|and\b|when\b|by\b|on\b|with\b|morning|night|evening|weekend|week)[a-z]))"
)
_ABSOLUTE_PREFIX: Final = rf"(?:{_DAY},?\s)?(?:the\s)?"


_FORMS: Final[tuple[tuple[str, str, Resolver], ...]] = (
    ("as_iso", rf"(?P<iy>{YEAR})-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)", read_iso),
    ("as_slashed", r"(?P<s1>\d{1,2})/(?P<s2>\d{1,2})/(?P<sy>\d{4}|\d\d)(?!\d)", read_slashed),
    (
        "as_monthday",
        rf"{_ABSOLUTE_PREFIX}(?P<m1>{_MONTH})\s(?P<d1>{_NTH})(?:\s?[-–]\s?(?P<e1>{_NTH}))?(?![\d:,]\d)(?:,?\s(?P<y1>{_FULL_YEAR}))?\b",
        read_absolute,
    ),
    (
        "as_daymonth",
        rf"{_ABSOLUTE_PREFIX}(?P<d2>{_NTH})(?:\s?(?:[-–]|to|and)\s?(?P<e2>{_NTH}))?\s(?:of\s)?(?P<m2>{_MONTH})(?:,?\s(?P<y2>{_FULL_YEAR}))?(?!\w)",
        read_absolute,
    ),
    (
        "as_holidayday",
        rf"(?P<holiday>{_HOLIDAY})\b(?:,?\s(?P<holiday_year>{YEAR}))?(?-i:{_NO_THING})",
        read_holiday,
    ),
    (
        "as_monthonly",
        (
            rf"(?:(?P<month_part>early|mid|late|last|this|next|(?:the\s)?(?:beginning|start|middle|end)\sof)[\s-](?:in\s)?)?"
            rf"(?P<month>{_MONTH})(?:,?\s(?:of\s)?(?P<month_year>{YEAR}))?(?!\w|\s\d\d?(?:st|nd|rd|th)?\b(?!:))"
        ),
        read_month,
    ),
    (
        "as_overnight",
        (
            rf"(?:overnight\s(?:from\s(?P<night_from>{_DAY})\s(?:in)?to\s(?P<night_to>{_DAY})|(?:in)?to\s(?P<night_into>{_DAY})"
            rf"|(?:on\s)?(?P<night_of>{_DAY}))|overnight)"
        ),
        read_overnight,
    ),
    (
        "as_weekday",
        (
            rf"(?:(?P<day_before>last|previous|past|next|this\scoming|coming)\s)?(?P<day>{_DAY})(?:[’']s)?"
            rf"(?P<day_after>\s(?:last\sweek|{_PART}))?\b"
        ),
        read_weekday,
    ),
    (
        "as_ago",
        (
            rf"(?:(?P<ago_count>{_COUNT})\s)?(?P<ago_unit>minute|hour|day|week|month|year|decade)s?\s"
            r"(?P<ago_word>ago|earlier|before(?=[,.;]|$)|later|after(?=\s\w))"
        ),
        read_ago,
    ),
    (
        "as_neighbour",
        r"(?P<neighbour>the\s(?:next|following|previous)\sday|(?:a|one|the)\sday\s(?:earlier|later|before(?!\syesterday)|after))",
        read_neighbour,
    ),
    (
        "as_recent",
        rf"(?:the\s(?:past|last|previous)|recent)\s(?:(?P<recent_count>{_COUNT})\s)?(?P<recent_unit>hours?|days?|weeks|months|years|decades?)(?<!the\slast\sday)",
        read_recent,
    ),
    (
        "as_period",
        r"(?:earlier\s|later\s)?(?:(?P<which>this|last|next|previous|the)\s(?:past\s)?(?P<period>week(?:end)?|month|year))\b",
        read_period,
    ),
    (
        "as_simple",
        rf"(?P<simple>the\sday\sbefore\syesterday|yesterday|today|tonight|tomorrow|last\snight|(?:earlier\s)?this\s{_PART}|earlier\sin\sthe\sday)",
        read_simple,
    ),
    (
        "as_yearonly",
        rf"(?<![\d,.$£€#/-])(?:(?P<year_part>early|mid|late|(?:the\s)?(?:beginning|start|middle|end)\sof)[\s-])?(?P<year>{YEAR})(?![\d,]\d|[\d%/:]|-\w|\.\d|\s(?:people|civilians|soldiers|houses|block|hours))",
        read_year,
    ),
)
RESOLVERS: Final = {name: resolver for name, _, resolver in _FORMS}
# How any form begins: the forms themselves are tried at these words alone, which makes the search twice as fast.
_BEGINNINGS: Final = (
    r"(?=\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|the|early|mid|late|last|this"
    r"|next|beginning|start|middle|end|overnight|into|to|on|previous|past|coming|a|several|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|twenty|thirty|minute|hour|day|week|month|year|decade|recent|earlier|later"
    rf"|yesterday|{'|'.join(sorted({name.split()[0] for name in HOLIDAYS}))}".replace("'", "[’']")
    + r")"
)
PATTERN: Final = cued(
    r"(?<![\w/-])" + _BEGINNINGS + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _FORMS) + ")",
    re.IGNORECASE,
)

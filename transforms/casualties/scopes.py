"""Over what a sentence's figures are counted: one happening, more of it, or a war or a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from transforms.casualties.figure import Figure
from transforms.patterns import cued

_MONTH: Final = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_CUMULATIVE: Final = cued(
    r"(?<!deadliest )(?<!worst )\bsince\s(?:the\s(?:start|beginning|outbreak|onset)\sof\s(?:the\s|this\s)?(?:[\w-]+\s)?"
    r"(?:war|conflict|uprising|revolution|insurgency|crisis|year|month|week|century)|the\s(?:start|beginning)\sof\s"
    rf"{_MONTH}|(?:the\s|its\s|his\s)?(?:[\w-]+\s){{0,4}}(?:broke\sout|erupted|began|flared|started)\b"
    rf"(?=[^.;]{{0,25}}\b(?:{_MONTH}|(?:19|20)\d\d|last (?:year|month)|\w+ (?:months|years) ago)\b)"
    r"|(?:its|his|their|[A-Z]\w+[’']s)\s(?:[\w-]+\s){0,2}(?:invasion|offensive|takeover|coup|war)\b|the\s(?:[\w-]+\s)?(?:fall|war|conflict|"
    r"uprising|revolution|coup|invasion|insurgency|group[’']s)\b|(?:(?:early|late|mid)[\s-])?(?:[a-z]+\s)?(?:19|20)\d\d"
    r"|(?:last|this)\s(?:year|month))"
    r"|\bso far this (?:year|month)\b|\bthis year\b|\bevery (?:year|month|day)\b|\b(?:per|each) (?:year|month)\b"
    r"|\b(?:over|in|during|for) the (?:past|last|previous) (?:\w+\s)?(?:years?|months?|decades?)\b"
    r"|\bduring (?:the year )?(?:19|20)\d\d\b|\b(?:in|over|during) the \w+ (?:years|months) (?:before|since|after)\b"
    r"|\b(?:over|in|during) the same (?:months|period|time|span)\b"
    rf"|\bfrom {_MONTH}(?: \d{{4}})? to (?:the \w+ of |mid-)?{_MONTH}(?! \d{{1,2}}\b(?!\d))"
    rf"|\bbetween {_MONTH}(?: \d{{4}})? and (?:the \w+ of |mid-)?{_MONTH}(?! \d{{1,2}}\b(?!\d))"
    r"|\bin the (?:first|last|second) (?:half|quarter|(?:\w+ )?months) of "
    r"(?:the year|last year|this year|(?:19|20)\d\d)\b"
    r"|\b(?:years?|months|decades?) of (?:\w+ )?"
    r"(?:fighting|war|conflict|violence|bloodshed|insurgency|unrest|clashes)\b"
    r"|\bin recent (?:years|months)\b|\bresponsible for the deaths? of\b|\bin the (?:first|second|third|last) quarter\b"
    rf"|\bthere were (?=[\w ,]+ in {_MONTH}\b)"
    r"|\b\w+-(?:year|month)(?:-long|-old)? (?:civil )?(?:war|conflict|insurgency|uprising)\b",
    re.IGNORECASE,
)
# "Since January" and "since the army first entered the province": no few days.
_SINCE_THEN: Final = cued(
    rf"(?<!deadliest )(?<!worst )\b[Ss]ince (?:{_MONTH}(?! ?\d)|{_MONTH} \d{{1,2}},? when\b"
    r"|(?:[\w’'-]+ ){1,5}?(?:(?:first )?entered|invaded|withdrew|pulled out|(?:took|seized|came to|returned to) power"
    r"|launched (?:an?|the|its|their) (?:\w+ )?(?:offensive|campaign|war|invasion))\b"
    r"(?![^.;]{0,30}(?:day|overnight|dawn)\b))",
)
# "Shot dead in a town where more than 50 people have died": not of these shots.
_WHERE: Final = re.compile(
    r"\b(?P<region>city|town|region|province|state|area|country|district|valley)?,? where [^,.;]{0,40}$"
)
_HAVE_DIED: Final = re.compile(
    r"[^,.;]{0,40}\bhave (?:died|been (?:killed|murdered|shot dead|shot))\b(?![^.;]{0,40}day\b)"
)
_RECORD: Final = re.compile(
    r"\b(?:deadliest|worst|biggest|largest|bloodiest|first|heaviest|highest|most)\b[^,.;]*$", re.IGNORECASE
)
_OTHER_CLAUSE: Final = re.compile(r";|\b(?:that|which|where|who)\b", re.IGNORECASE)
_WAR: Final = cued(r"\b(?:war|conflict|insurgency|uprising|genocide|civil war)\b", re.IGNORECASE)
# Thousands are no one day's: "2,800 people have been killed since the unrest broke out".
_LASTING: Final = re.compile(r"\b(?:since|so far|to date)\b")
_WAR_SCALE: Final = 1_000
# So many are no one happening's, whatever the sentence says.
_NO_ONE_DAY: Final = {"killed": 10_000, "injured": 10_000}
# Between two figures of one kind: the second is of an earlier day's attack.
_LATER_THAN: Final = re.compile(r"\b(?:days?|weeks?|months?) (?:after|since)\b", re.IGNORECASE)
_OF_ALL: Final = re.compile(r"\btotal (?:number|toll) of [^.;,]{3,60}\b(?:killed|dead|deaths)\b[^.;,]{0,40}\bto $")
_ONE_MORE: Final = re.compile(r"\b(?:another|further|additional|more(?! than))\b", re.IGNORECASE)


def with_scopes(sentence: str, figures: list[Figure]) -> list[Figure]:
    """The figures, in order of place, each with its scope as the words of the whole sentence tell it."""
    patterns = (_CUMULATIVE, _SINCE_THEN) if figures else ()
    spans = [match.start() for pattern in patterns for match in pattern.finditer(sentence)]
    scopes = [_scope(sentence, figure, figures[:at], spans) for at, figure in enumerate(figures)]
    return [
        figure if scope == figure.scope else replace(figure, scope=scope)
        for figure, scope in zip(figures, scopes, strict=True)
    ]


def _scope(sentence: str, figure: Figure, earlier: list[Figure], spans: Sequence[int]) -> str:
    """The figure's scope; `spans` is where the sentence names spans of time over which figures are summed."""
    if figure.is_denied:
        return figure.scope
    if _is_cumulative(sentence, figure, spans) or _is_earlier(sentence, figure, earlier):
        return "cumulative"
    if figure.scope == "total" and _ONE_MORE.search(sentence[figure.number_start : figure.number_end + 12]):
        others = {other.quantity for other in earlier}
        if not others or figure.quantity in others:
            return "increment"
    return figure.scope


def _is_earlier(sentence: str, figure: Figure, told: list[Figure]) -> bool:
    """True for the toll of another day's attack ("a day after strikes left 35 dead"), and for that of all of them."""
    before = sentence[: figure.number_start]
    if _OF_ALL.search(before):
        return True
    where = _WHERE.search(before)
    if where and (told or where["region"]) and _HAVE_DIED.match(sentence, figure.number_end):
        return True
    same = [other for other in told if other.quantity == figure.quantity and other.scope in ("total", "update")]
    return bool(same) and _LATER_THAN.search(sentence[same[-1].end : figure.start]) is not None


def _is_cumulative(sentence: str, figure: Figure, spans: Sequence[int]) -> bool:
    for start in spans:
        clause = sentence[min(figure.end, start) : start]
        if not _RECORD.search(sentence[:start]) and not _OTHER_CLAUSE.search(clause):
            return True
    size = figure.best or figure.low or 0
    if size >= _NO_ONE_DAY.get(figure.quantity, size + 1):
        return True
    is_of_war = _WAR.search(sentence) or _LASTING.search(sentence, figure.number_end)
    return size >= _WAR_SCALE and figure.quantity in ("killed", "displaced") and bool(is_of_war)

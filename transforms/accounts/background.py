"""Is a sentence news, or background to it? Anniversaries, trials, histories and running totals are no incidents.

GDELT's best-known fault is to code such sentences as events of the day (badhessian.org; johnbeieler.org);
the rules here name the reason, so that a passed-over sentence can be traced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from transforms.accounts.days import ACT, PLAIN
from transforms.casualties.figure import Figure
from transforms.dates import DateMention
from transforms.patterns import cued

# A report is about what happened in the last two weeks; what it dates earlier it tells as history.
NEWS_DAYS = 14

_RUNNING_TOTAL = cued(
    r"\bsince (?:(?:early|mid|late)[- ])?(?:the (?:start|beginning|outbreak|uprising|war|conflict|fall|launch)"
    r"|[A-Z][a-z]+ (?:of )?\d{4}|\d{4}|its? (?:began|beginning|start)|last (?:year|month))"
    r"|\bso far (?:this|in)\b|\bthis year alone\b|\b(?:over|in|during) (?:the )?(?:past|last|recent) "
    r"(?:\w+ )?(?:years?|months?|decades?|weeks)\b|\bbrought? (?:the )?(?:annual|yearly)\b",
)
# "In a similar raid, gunmen killed two soldiers" is news of another act.
_HISTORY = cued(
    r"\banniversar|\bcommemorat|\bin recent (?:years|months|weeks)\b|\byears? ago\b|\bdecades? (?:ago|of|long)\b"
    r"|\bmonths ago\b|\blast (?:year|new year|christmas|summer|winter|autumn|spring|decade|century)\b"
    r"|\b(?:earlier|previous|(?<!\bin a )similar|past) (?:attacks?|bombings?|incidents?|strikes?|raids?)\b"
    r"|\bthe (?:worst|deadliest|bloodiest|largest|first such) (?:\w+ ){0,4}(?:since|in (?:years|months|decades))\b"
    r"|\bwar (?:that )?(?:has )?(?:killed|claimed|left)\b|\bconflict (?:that|which) (?:has )?(?:killed|claimed|left)\b"
    r"|\b(?:has|have) (?:killed|kidnapped|abducted|displaced)(?: (?:or|and) \w+)? (?:hundreds|(?:tens of )?thousands)\b"
    r"|\bhas (?:long )?(?:waged|been fighting|been battling|carried out (?:many|numerous|dozens|several|frequent))\b"
    r"|\b(?:have|has) (?:repeatedly|often|frequently|regularly|routinely)\b"
    r"|\b(?:from|between) the ages? of \d+ (?:to|and|until) \d+\b|\bas a (?:child|girl|boy|teenager|schoolgirl)\b"
    r"|\b(?:often|frequently|regularly|routinely) (?:attacks?|targets?|kidnaps?|raids?|carry|carries)\b",
    re.IGNORECASE,
)
_COURT = cued(
    r"\bsentenced\b|\bconvicted\b|\bpleaded guilty\b|\b(?:on|stand|stood) trial\b|\btrial of\b|\bverdict\b"
    r"|\bacquitted\b|\bappeals? court\b",
    re.IGNORECASE,
)
# What a state's executioner does is no attack, whenever it was: "executed two men convicted of murder".
_EXECUTED = cued(r"\bexecut(?:ed|es|ions?)\b|\bhanged\b|\bput to death\b", re.IGNORECASE)
_CONVICTED = cued(
    r"\bconvict(?:ed|s)?\b|\bsentenced\b|\bcondemned\b|\bfound guilty\b|\bdeath (?:row|sentences?|penalty)\b",
    re.IGNORECASE,
)
_BY_LAW = cued(
    r"\b(?:judiciary|prisons?|jail|death (?:row|penalty)|supreme court|justice ministry|lethal injection|drugs?"
    r"|murder)\b",
    re.IGNORECASE,
)
# What a court does within days of the act: of this week it is news of the act.
_CHARGE = cued(r"\bpleaded not guilty\b|\bindict(?:ed|ment)\b", re.IGNORECASE)
_UNREAL = cued(
    r"^\W*(?:how many|what if|if only)\b|\bcall(?:ed|s|ing)? for (?:an? |the )?(?:\w+ ){0,2}(?:truce|cease-?fire|end)\b"
    r"|\b(?:could|might|would|may) (?:be )?(?:attack|kill|strike|bomb|regain|launch|target|carry|shell)\w*"
    r"|\b(?:is|are) likely (?:to (?:attack|kill|strike|bomb|deploy|launch|invade|storm)|coming)\b"
    r"|\b(?:may|might|could) have been murdered\b"
    r"|\bin the event of\b|\bthreat of (?:attack|terror)|\b(?:fears?|risk|warn(?:s|ed|ing)?) (?:of|about) "
    r"(?:an? |new |more |further )?(?:\w+ )?(?:attack|violence|bomb|strike)",
    re.IGNORECASE,
)
# A warning is of something to come, whatever its own day.
_WARNING = cued(
    r"\bwarn(?:s|ed)\b[^.]*\b(?:could|might|may|against|possible)\b"
    r"|\b(?:could|might|may) (?:\w+ )?(?:attack|strike|target)\b",
    re.IGNORECASE,
)


def background_reason(
    sentence: str, dates: Sequence[DateMention], figures: Sequence[Figure], published: date
) -> str | None:
    """Why the sentence tells no news: running_total, old_date, history, court, unreal; None = it may be news."""
    recent = published - timedelta(days=NEWS_DAYS)
    lately = [mention for mention in dates if mention.high >= recent and mention.precision <= 3]
    is_recent = any(mention.role in {ACT, PLAIN} for mention in lately)
    if figures and all(figure.scope == "cumulative" for figure in figures):
        return "running_total"
    if _RUNNING_TOTAL.search(sentence) and not is_recent:
        return "running_total"
    # "2014, the year in which …": a whole year or month told by its distance dates nothing.
    told = [mention for mention in dates if mention.precision < 4 or mention.kind != "relative"]
    if told and all(mention.high < recent for mention in told):
        return "old_date"
    certain = _dayless_reason(sentence, figures)
    if certain or is_recent:
        return certain
    return _undated_reason(sentence) or ("court" if not lately and _CHARGE.search(sentence) else None)


def _dayless_reason(sentence: str, figures: Sequence[Figure]) -> str | None:
    """Why the sentence tells no news whatever its day: an execution by law, a warning."""
    if all(pattern.search(sentence) for pattern in (_EXECUTED, _CONVICTED, _BY_LAW)):
        return "court"
    return "unreal" if not figures and _WARNING.search(sentence) else None


def _undated_reason(sentence: str) -> str | None:
    reasons = (("history", _HISTORY), ("court", _COURT), ("unreal", _UNREAL))
    return next((reason for reason, pattern in reasons if pattern.search(sentence)), None)

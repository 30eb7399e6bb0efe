"""An article's sentences once more, with those set aside that retell an old event: trials, anniversaries, histories.

`background` judges a sentence alone. Here the lead decides for those after it: where the first event told is an old
one, what follows without a day of its own is about it too ("He then shot dead 69 people"). A follow-up (an arrest, a
ruling, a trial) that dates the earlier incident is kept as an account of it; one that dates nothing is background, and
so are anniversaries, tallies and histories.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.accounts import event_dates
from transforms.accounts.background import NEWS_DAYS
from transforms.accounts.days import ACT, DEATH, PLAIN
from transforms.accounts.sentences import HARM, ReadText, Sentence
from transforms.dates import DateMention
from transforms.patterns import cued

_COURT = cued(
    r"\b(?:sentenc(?:ed|es|ing)|jailed|jails \w+ for|found guilty|pleads? guilty|pleaded (?:not )?guilty|acquitted"
    r"|(?:on|stood|stand|goes to) trial|trial (?:of|over|for|opened|began)|(?:upheld|upholds|overturned) (?:\w+ ){0,3}"
    r"(?:sentences?|convictions?|verdict|ruling)|verdict|inquest|inquiry (?:into|found|heard)|tribunal|jurors?|jury"
    r"|life in prison|life imprisonment|death (?:penalty|sentences?)|convicted (?:of|for|over|in|on)"
    r"|the (?:court|accused|convicted))\b",
    re.IGNORECASE,
)
_MANY = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|\d+)"
# "Nine of the dead were children", told of a running total: a part of it.
_OF_THE_DEAD = re.compile(
    r"\W*(?:(?:at least|about|some|nearly|more than) )?[\w-]+ of (?:the (?:dead|victims|killed|wounded|injured|deaths)"
    r"|them|those|these)\b",
    re.IGNORECASE,
)
_REMEMBRANCE = cued(
    r"\banniversar\w+|\bcommemorat\w+|\bminute(?:'s|’s)? (?:of )?silence|\b(?:memorial|monument|tribute)s? (?:to|for)\b"
    rf"|\b{_MANY} years (?:since|after|on|later)\b|\bdecades? (?:since|after|later)\b|\ba year (?:since|on from)\b"
    r"|\bremember(?:s|ed|ing)? (?:the|its|their)\b|\bin memory of\b|\bcompensation (?:for|to)\b"
    r"|\b(?:received|won|wins|awarded|accepted) (?:the|a|an|this)\b[^.]{0,40}\b(?:prize|award|medal)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MORE = r"(?:fell|rose|risen|fallen|dropped|increased|decreased|declined|jumped)"
_TALLY = cued(
    rf"\b{_MORE} (?:by )?(?:\w+ )?\d[\d.,]* ?(?:percent|per cent|%)|\b{_MORE} (?:by .{{1,20}} )?to (?:a|its|the) "
    rf"(?:record|highest|lowest)\b|\b(?:in|from|during) {_MONTH} (?:alone|to {_MONTH}|and {_MONTH})\b"
    r"|\b(?:annual|yearly|monthly|quarterly) (?:report|figures|survey|tally|count)\b"
    r"|\b(?:first|second|third|fourth) quarter\b"
    r"|\bonce a (?:month|year|week)\b|\b(?:every|each|per) (?:month|year)\b"
    r"|\b\d[\d,]* (?:\w+ )?a (?:year|month)\b(?! ago|-)"
    r"|\b(?:up|down) from [\d,]+\b|\bthan (?:in )?the (?:same|previous) (?:month|period|quarter|year)\b"
    r"|\bin \d+ countries\b|\blast year\b",
)
_FRAMES = (("court", _COURT), ("remembrance", _REMEMBRANCE), ("tally", _TALLY))
_YEAR = cued(
    r"(?:\b(?:in|of|since|by|until|from|late|early|the|mid)|,) (1[5-9]\d\d|20\d\d)\b(?! (?:block|hours?|people|\w+s\b))"
)
# An old day of more than two months ago makes an old story; one of last month may be a slow report's.
STORY_DAYS = 60
# So many events of more than a year ago make a history of a text that has no day of these weeks.
OLD_EVENTS, YEAR_DAYS = 2, 365
# A month without a year that would lie further back than this may as well be the coming one.
HALF_YEAR = 183
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})
# Reasons that make the lead's event an old one, whenever it was.
_OLD = frozenset({"court", "remembrance", "tally", "history"})
# What a follow-up about an earlier incident may take up again, and what is background whatever else is told.
_REOPENED = frozenset({"old_date", "old_event", "court"})
_NEVER_REOPENED = frozenset({"remembrance", "tally", "history", "running_total"})
# What lies further back than this is history, though a court hears it. A month dates an incident only in its year.
HISTORY_YEARS = 5
LEAD_SENTENCES = 4
# UCDP's precision of a date that is a month.
MONTH = 4
_FOLLOW_UP = cued(
    r"\b(?:arrest|charg|sentenc|plead|pled|plea|court|hearing|trial|indict|custody|suspect|accus|investigat|identif"
    r"|coroner|autopsy|ruled|lawsuit|sues?\b|prosecut|died|dies\b|death of|video of|footage|recover|bail|bond|jail"
    r"|prison|extradit|bodycam|verdict|convict|guilty|warrant|manhunt|reward)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:explainer|analysis|opinion|timeline|factbox|profile|q&a|comment|editorial|feature|history|photos?|obituary)\b\s*[:|–—-]"
    r"|^(?:what|who|why|how) (?:is|are|was|were|does|do|did) .*\?$|^\w+ (?:things|facts|questions) (?:to know|about)\b"
    r"|\bin numbers\b|\bby the numbers\b|\byears (?:on|later|after|since)\b|\banniversary\b|\bremembers?\b",
    re.IGNORECASE,
)


def set_aside_old_news(read: ReadText, title: str, published: date) -> ReadText:
    """The text with `background` filled in where a sentence, by itself or by its lead, retells what is old."""
    is_old = _TITLE.search(title) is not None or _dates_old_alone(read, published)
    judged = tuple(_with_parts(_judged(read, is_old, published)))
    if not is_old and _FOLLOW_UP.search(" ".join([title, *(s.text for s in judged[:LEAD_SENTENCES])])):
        judged = tuple(_with_earlier_incident(judged, published))
    return replace(read, sentences=judged)


def _dates_old_alone(read: ReadText, published: date) -> bool:
    """True for a text that dates events of other years, and neither them nor its lead by a day of the last weeks."""
    lead = read.sentences[:LEAD_SENTENCES]
    told = [sentence for sentence in read.sentences if _tells_event(sentence)]
    recent = published - timedelta(days=NEWS_DAYS)
    days = [mention for sentence in (*lead, *told) for mention in sentence.dates if mention.precision <= 3]
    if any(mention.high >= recent for mention in days) or any(_counts_here(sentence) for sentence in lead):
        return False
    return sum(_is_dated_before(sentence, published, YEAR_DAYS) for sentence in told) >= OLD_EVENTS


def _counts_here(sentence: Sentence) -> bool:
    """True if the sentence counts victims at a place."""
    return bool(sentence.scenes) and any(figure.quantity in HARM for figure in sentence.figures)


def _with_parts(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, those that count a part of the running total before them made running totals too."""
    before: Sentence | None = None
    for sentence in sentences:
        follows = before is not None and before.paragraph == sentence.paragraph and _is_running(before)
        if follows and sentence.figures and not sentence.scenes and _OF_THE_DEAD.match(sentence.text):
            parts = tuple(replace(figure, scope="cumulative") for figure in sentence.figures)
            before = replace(sentence, figures=parts, background="running_total")
        else:
            before = sentence
        yield before


def _is_running(sentence: Sentence) -> bool:
    return sentence.background == "running_total" and any(f.scope == "cumulative" for f in sentence.figures)


def _with_earlier_incident(sentences: Sequence[Sentence], published: date) -> Iterator[Sentence]:
    """The sentences of a follow-up with the earlier incident made news again, where the story dates it.

    A story with a fresh day of its own is about that; remembrance, tallies and histories stay background. Sentences
    about some other old day do too.
    """
    day = _earlier_day(sentences, published)
    for sentence in sentences:
        is_told = (
            day is not None
            and sentence.background in _REOPENED
            and all(mention.low <= day.high and day.low <= mention.high for mention in _happening_days(sentence))
        )
        yield replace(sentence, background=None) if is_told else sentence


def _earlier_day(sentences: Sequence[Sentence], published: date) -> DateMention | None:
    """The day, else the month, that the story dates the earlier incident by; None where a fresh day is told first."""
    if any(sentence.background in _NEVER_REOPENED for sentence in sentences[:LEAD_SENTENCES]):
        return None
    told = [
        mention
        for sentence in sentences
        if sentence.background in _REOPENED or sentence.background is None
        for mention in _happening_days(sentence)
        if (_tells_event(sentence) or mention.role == ACT) and _is_earlier(mention, sentence, published)
    ]
    if not told or told[0].high >= published - timedelta(days=NEWS_DAYS):
        return None
    return min(told, key=lambda mention: (mention.precision > 3, mention.start))


def _is_earlier(mention: DateMention, sentence: Sentence, published: date) -> bool:
    """True for a day of the last years or a month of the last one; the fresh day of a verdict is no earlier day."""
    years = HISTORY_YEARS if mention.precision <= 3 else 1
    if not published - timedelta(days=365 * years) <= mention.low <= published:
        return False
    return sentence.background is None or mention.high < published - timedelta(days=NEWS_DAYS)


def _happening_days(sentence: Sentence) -> list[DateMention]:
    return [mention for mention in sentence.dates if mention.precision <= 4 and mention.role in {ACT, PLAIN}]


def _judged(read: ReadText, is_old: bool, published: date) -> Iterator[Sentence]:
    """Each sentence in turn; `is_old` = the event being told is an old one, until a fresh one is."""
    has_news = False
    for sentence in read.sentences:
        if not _tells_event(sentence):
            is_old = is_old or (sentence.index == 0 and _frame(sentence) is not None)
            yield sentence
            continue
        reason = sentence.background or _reason(sentence, published)
        if reason is None and is_old and not _is_fresh(sentence, published):
            reason = "old_event"
        if reason is None and has_news and _is_of_last_month(sentence, published):
            reason = "old_date"
        if reason is None:
            has_news, is_old = True, False
        elif not has_news and (reason in _OLD or _is_long_ago(sentence, published)):
            is_old = True
        yield replace(sentence, background=reason)


def _reason(sentence: Sentence, published: date) -> str | None:
    """Why the sentence by itself retells something old; None = it may be news."""
    if _is_fresh(sentence, published):
        return None
    return _frame(sentence) or ("old_date" if _is_dated_before(sentence, published, NEWS_DAYS) else None)


def _is_dated_before(sentence: Sentence, published: date, days: int) -> bool:
    """True if a day or a year in the sentence lies more than so many days before publication."""
    limit = published - timedelta(days=days)
    years = [int(match[1]) for match in _YEAR.finditer(sentence.text)]
    days_told = [
        mention for mention in sentence.dates if mention.kind != "year" and not _may_be_next(mention, published)
    ]
    return any(mention.high < limit for mention in days_told) or any(year < limit.year for year in years)


def _is_of_last_month(sentence: Sentence, published: date) -> bool:
    """True if all that dates the sentence is an earlier month: "Last month a watchman was killed here"."""
    first = published.replace(day=1)
    told = [mention for mention in sentence.dates if mention.role in {ACT, PLAIN, DEATH}]
    return bool(told) and all(mention.precision == MONTH and mention.high < first for mention in told)


def _may_be_next(mention: DateMention, published: date) -> bool:
    """True for "September" or "Sept. 28" read as last year's when it may be the coming one."""
    return not re.search(r"\d{4}", mention.raw) and mention.high < published - timedelta(days=HALF_YEAR)


def _is_long_ago(sentence: Sentence, published: date) -> bool:
    return _is_dated_before(sentence, published, STORY_DAYS)


def _frame(sentence: Sentence) -> str | None:
    return next((name for name, pattern in _FRAMES if pattern.search(sentence.text)), None)


def _tells_event(sentence: Sentence) -> bool:
    return bool(sentence.triggers or any(figure.quantity in HARM for figure in sentence.figures))


def _is_fresh(sentence: Sentence, published: date) -> bool:
    """True if the sentence dates an event within the last two weeks; the day of a verdict or a ceremony is none."""
    recent = published - timedelta(days=NEWS_DAYS)
    fresh = [mention for mention in event_dates(sentence) if mention.high >= recent and mention.low <= published]
    is_plain = _frame(sentence) is None and not _is_dated_before(sentence, published, NEWS_DAYS)
    return any(is_plain or _dates_event(sentence, mention) for mention in fresh)


def _dates_event(sentence: Sentence, mention: DateMention) -> bool:
    """True if the verb that the date hangs on is the event, or has it for subject: "the attack took place"."""
    events = {token.i for trigger in sentence.triggers for token in sentence.tokens(trigger.start, trigger.end)}
    for token in sentence.tokens(mention.start, mention.end)[:1]:
        verb = next((head for head in (token, *token.ancestors) if head.tag_.startswith(("VB", "MD"))), None)
        if verb is not None:
            return bool({verb.i, *(child.i for child in verb.children if child.dep_ in _ARGUMENTS)} & events)
    return False

"""Account → when it happened, with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.accounts import Account, is_event
from transforms.accounts.days import ACT, AHEAD, BOUND, DEATH, PLAIN
from transforms.accounts.sentences import Sentence
from transforms.dates import DateMention


@dataclass(frozen=True)
class When:
    """Local day of the happening, the first if it is a range; `precision` on UCDP's scale; span of the words."""

    day: date
    precision: int
    raw: str | None
    span: tuple[int, int] | None


def find_when(
    account: Account,
    published: date,
    beside: Sequence[Sentence] = (),
    title: Sequence[DateMention] = (),
    lead: Sequence[DateMention] = (),
) -> When:
    """The day that the account dates itself by, else the week or month; else what came of it; else publication.

    Where its own sentences tell no day, that of a sentence beside it counts ("They were taken off a bus on Tuesday"),
    then that of the title, then the `lead`'s, which sums up what the others tell. The day that somebody died of it, was
    arrested for it or spoke of it, the lead's and the day of publication are no more than near misses: their precision
    is 2 (two to six days).
    """
    told = [mention for sentence in account.sentences for mention in sentence.dates if mention.low <= published]
    nearby = [mention for sentence in beside if _is_plain(sentence) for mention in sentence.dates]
    for dated in (_happening_days(told), _happening_days(nearby, published)):
        if dated:
            mention = _finest(min(dated, key=_coarseness), dated)
            return When(mention.low, mention.precision, mention.raw, (mention.start, mention.end))
    if titled := _happening_days(title, published):
        return When(titled[0].low, titled[0].precision, titled[0].raw, None)
    days = [mention for mention in told if mention.precision == 1 and mention.role not in {AHEAD, BOUND}]
    if days:
        mention = min(days, key=lambda mention: (mention.role != DEATH, mention.start))
        return When(mention.low, 2, mention.raw, (mention.start, mention.end))
    if dated := _happening_days(lead, published):
        return When(dated[0].low, 2, dated[0].raw, (dated[0].start, dated[0].end))
    return When(published, 2, None, None)


def _happening_days(mentions: Sequence[DateMention], published: date | None = None) -> list[DateMention]:
    """Days, weeks and months that date the happening; of sentences beside it days alone, up to publication."""
    precision = 4 if published is None else 1
    return [
        mention
        for mention in mentions
        if mention.role in {ACT, PLAIN}
        and mention.precision <= precision
        and (published is None or mention.low <= published)
    ]


def _is_plain(sentence: Sentence) -> bool:
    """True for a sentence that tells no event and is no background: it goes on about the one before."""
    return sentence.background is None and not is_event(sentence)


def _finest(told: DateMention, dated: Sequence[DateMention]) -> DateMention:
    """The first day told within it, where it is a weekend, a week or a month."""
    within = (mention for mention in dated if told.low <= mention.low and mention.high <= told.high)
    return next((mention for mention in within if mention.precision < told.precision), told)


def _coarseness(mention: DateMention) -> tuple[bool, bool, bool, int]:
    """A day before a week before a month, one tied to the act before one tied to nothing, the first told."""
    return (mention.precision > 3, mention.precision > 2, mention.role != ACT, mention.start)

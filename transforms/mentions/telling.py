"""An account → the sentences that its sides and claims are read from."""

from __future__ import annotations

import re
from datetime import date

from transforms.accounts import Account, is_event
from transforms.accounts.denial import without_counter_stories
from transforms.accounts.retold import find_retold
from transforms.accounts.sentences import ReadText, Sentence
from transforms.accounts.votes import Telling
from transforms.attribution import responsibility
from transforms.dates import DateMention

_FOR_ALL = re.compile(r"\b(?:both|all (?:the |of )?(?:\w+ )?(?:attacks?|incidents?|them|three|four))\b")
# Who is blamed may be told so many sentences after the account.
BLAME_REACH = 3


def sentences_of(account: Account, read: ReadText, rank: int) -> list[Sentence]:
    """The account's sentences, and the running totals around it: kept as claims, summed nowhere.

    Of a round-up they go with what their paragraph tells; where it tells nothing else, with what the article is about.
    """
    if account.is_retold or not (rank == 1 or read.is_roundup):
        return list(account.sentences)
    own = {sentence.index: sentence for sentence in account.sentences}
    retold = {sentence.index for sentence in find_retold(read.sentences)}
    paragraphs = _paragraphs_of(account, read, rank) if read.is_roundup else set()
    return [
        own.get(sentence.index, sentence)
        for sentence in read.sentences
        if sentence.index in own
        or (
            sentence.index > account.first.index
            and (not read.is_roundup or sentence.paragraph in paragraphs)
            and _sums_up_more(sentence)
            and sentence.index not in retold
        )
    ]


def _paragraphs_of(account: Account, read: ReadText, rank: int) -> set[int]:
    """The paragraphs of a round-up whose running totals go with the account; with the first, those of no incident."""
    own = {account.first.paragraph}
    if rank > 1:
        return own
    telling = {sentence.paragraph for sentence in read.sentences if is_event(sentence)}
    return own | {sentence.paragraph for sentence in read.sentences} - telling


def _sums_up_more(sentence: Sentence) -> bool:
    """True for a running total, and for a history that counts people: "Some 60 people were killed here last year"."""
    if any(figure.scope == "cumulative" for figure in sentence.figures):
        return True
    is_history = sentence.background in {"history", "old_date", "running_total"}
    return is_history and any(figure.form == "count" and figure.scope == "total" for figure in sentence.figures)


def make_telling(account: Account, read: ReadText, country: str | None, day: date) -> Telling:
    """What the sides of the account are read from; `country` and `day` as in `Telling`."""
    before = [sentence for sentence in read.sentences if sentence.index < account.first.index]
    return Telling(without_counter_stories(account.sentences), country, sentences_around(account, read), before, day)


def days_of_lead(read: ReadText) -> tuple[DateMention, ...]:
    """The dates of the first sentence that tells an event."""
    lead = next((sentence for sentence in read.sentences if is_event(sentence)), None)
    return lead.dates if lead is not None else ()


def sentences_around(account: Account, read: ReadText) -> list[Sentence]:
    """Sentences near the account that are not of it, in a round-up of the same paragraph.

    Who owns up may do so at the end of the piece, where nothing else was told since, or for all that it tells.
    """
    own = {sentence.index for sentence in account.sentences}
    last = max(own)
    after = [s for s in read.sentences if s.index not in own and s.index > account.first.index]
    near = [sentence for sentence in after if sentence.index <= last + BLAME_REACH]
    if read.is_roundup:
        return [sentence for sentence in near if sentence.paragraph == account.first.paragraph]
    owners = [s for s in after if s.index > last + BLAME_REACH and responsibility(s.text) is not None]
    if not owners:
        return near
    others = (s.index for s in after if s.index > last and is_event(s) and responsibility(s.text) is None)
    until = next(others, len(read.sentences))
    return near + [sentence for sentence in owners if sentence.index < until or _FOR_ALL.search(sentence.text)]

"""Account → when and where it happened, with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.accounts import Account, event_dates, is_scene
from transforms.gazetteer import Place
from transforms.places import PlaceMention, containing, geo_precision
from transforms.sentences import ReadText


@dataclass(frozen=True)
class When:
    """Local day of the happening, the first if it is a range; `precision` on UCDP's scale; span of the words."""

    day: date
    precision: int
    raw: str | None
    span: tuple[int, int] | None


@dataclass(frozen=True)
class Where:
    """Most exact place of the happening; `place` None = named but not resolved."""

    place: Place | None
    precision: int | None
    raw: str | None
    span: tuple[int, int] | None


NOWHERE = Where(None, None, None, None)


def find_when(account: Account, published: date) -> When:
    """The first day that the account dates itself by; else the day somebody spoke of it; else publication.

    The last two are no more than near misses, so their precision is 2 (two to six days).
    """
    told = [mention for sentence in account.sentences for mention in event_dates(sentence) if mention.low <= published]
    if told:
        mention = min(told, key=lambda mention: (mention.precision > 2, mention.start))
        return When(mention.low, mention.precision, mention.raw, (mention.start, mention.end))
    spoken = [
        mention
        for sentence in account.sentences
        for mention in sentence.dates
        if mention.precision == 1 and mention.low <= published
    ]
    if spoken:
        mention = spoken[0]
        return When(mention.low, 2, mention.raw, (mention.start, mention.end))
    return When(published, 2, None, None)


def find_where(account: Account, read: ReadText) -> Where:
    """The most exact place of the earliest sentence that has one; the dateline's only if there is no other."""
    named = [
        (order, mention)
        for order, sentence in enumerate(account.sentences)
        for mention in sentence.places
        if is_scene(mention)
    ]
    told = [(order, mention) for order, mention in named if mention.start >= read.dateline_end]
    candidates = [(order, mention) for order, mention in told if _is_local(mention)] or told or named
    if not candidates:
        return _fallback(read)
    best = min(candidates, key=lambda item: (item[0], _coarseness(item[1]), item[1].start))[1]
    return _where(_refined(best, candidates))


def _fallback(read: ReadText) -> Where:
    """No place in the account: the first in the article's lead, else its country, as no more than a province."""
    lead = [mention for sentence in read.sentences[:3] for mention in sentence.places if is_scene(mention)]
    return _where(lead[0]) if lead else NOWHERE


def _is_local(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.kind != "country"


def _coarseness(mention: PlaceMention) -> int:
    order = ("city", "admin2", "region", "admin1", "country")
    return order.index(mention.place.kind) if mention.place else len(order)


def _refined(best: PlaceMention, candidates: Sequence[tuple[int, PlaceMention]]) -> PlaceMention:
    """A later sentence's town inside a province that the earlier one named is the same scene, told more exactly."""
    if best.place is None or best.place.kind not in {"admin1", "region", "country"}:
        return best
    inner = [
        mention
        for _, mention in candidates
        if mention.place is not None and mention.place.kind == "city" and containing(best.place, mention.place)
    ]
    return inner[0] if inner else best


def _where(mention: PlaceMention) -> Where:
    return Where(mention.place, geo_precision(mention), mention.raw, (mention.start, mention.end))

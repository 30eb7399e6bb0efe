"""Account → when and where it happened, with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.accounts import Account, is_event, is_scene
from transforms.accounts.days import ACT, AHEAD, BOUND, DEATH, PLAIN
from transforms.accounts.sentences import ReadText, Sentence
from transforms.dates import DateMention
from transforms.places import PlaceMention, containing, geo_precision
from transforms.places.gazetteer import Place


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

# Votes for a place; set on two thirds of FA-KES' open articles.
EARLY, LOCATIVE, EXACT, TITLED, ABROAD = 1.0, 0.4, 0.2, 0.8, 1.2
LEAD_SENTENCES = 8
# A dateline's town weighs as one told so many sentences on.
DATELINE_ORDER = 2


def find_when(
    account: Account, published: date, beside: Sequence[Sentence] = (), title: Sequence[DateMention] = ()
) -> When:
    """The day that the account dates itself by, else the week or month; else what came of it; else publication.

    Where its own sentences tell no day, that of a sentence beside it counts ("They were taken off a bus on Tuesday"),
    then that of the title. The day that somebody died of it, was arrested for it or spoke of it, and the day of
    publication, are no more than near misses: their precision is 2 (two to six days).
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


def find_where(account: Account, read: ReadText) -> Where:
    """The likeliest place of the account; where it names none below a country, the title's or the lead's.

    Votes: told early, with a locative word, exactly, in the title, in the country that the article is about. A
    capital that stands for its government loses to any place at home; the dateline's place counts only alone.
    """
    told = [
        (order, mention)
        for order, sentence in enumerate(account.sentences)
        for mention in sentence.places
        if is_scene(mention) and mention.start >= read.dateline_end
    ]
    local = [item for item in told if _is_local(item[1])] or list(enumerate(_elsewhere(read))) or told
    local += [(DATELINE_ORDER, mention) for mention in read.dateline_places if local and _is_local(mention)]
    if not local:
        return _where(read.dateline_places[0]) if read.dateline_places else NOWHERE
    best = max(local, key=lambda item: (_likelihood(item[0], item[1], read), -item[1].start))[1]
    return _where(_refined(best, local))


def _likelihood(order: int, mention: PlaceMention, read: ReadText) -> float:
    place = mention.place
    if place is None:
        return 0.0
    titled = any(_same_unit(place, other) for other in read.title_places)
    return (
        EARLY / (1.0 + 0.5 * order)
        + (LOCATIVE if mention.cue and mention.cue != "dateline" else 0.0)
        + (EXACT if place.kind == "city" else 0.0)
        + (TITLED if titled else 0.0)
        - (ABROAD if read.country and place.country != read.country else 0.0)
    )


def _same_unit(a: Place, b: Place) -> bool:
    return a.country == b.country and (a.name == b.name or bool(a.admin1 and a.admin1 == b.admin1))


def _elsewhere(read: ReadText) -> list[PlaceMention]:
    """Places below a country named first outside the account: in the lead, then after it."""
    return [
        mention
        for sentence in read.sentences[:LEAD_SENTENCES]
        for mention in sentence.places
        if is_scene(mention)
        and _is_local(mention)
        and mention.start >= read.dateline_end
        and mention.place is not None
        and mention.place.country == read.country
    ]


def _is_local(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.kind != "country"


def _refined(best: PlaceMention, candidates: Sequence[tuple[int, PlaceMention]]) -> PlaceMention:
    """A later sentence's town inside a province that the earlier one named is the same scene, told more exactly."""
    if best.place is None or best.place.kind == "city":
        return best
    inner = [
        mention
        for _, mention in candidates
        if mention.place is not None and mention.place.kind == "city" and containing(best.place, mention.place)
    ]
    return inner[0] if inner else best


def _where(mention: PlaceMention) -> Where:
    return Where(mention.place, geo_precision(mention), mention.raw, (mention.start, mention.end))

"""Our own reading of an article in the form of labels: what a labeller is shown first, and what is scored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transforms.actors import ActorMention, find_actors
from transforms.claims.claim import Claim
from transforms.extract import extractor_version, read_article
from transforms.labels import LabelledClaim, LabelledMention, LabelledSpan
from transforms.mentions import Mention
from transforms.texts import ArticleText

_ARMED = frozenset(
    {"state forces", "police", "armed group", "political militia", "communal militia", "external forces"}
)
_SAME_ROLE = frozenset({"event", "date", "location", "weapon"})


@dataclass(frozen=True)
class Draft:
    """The reader's mentions, what it was read by, and a digest: equal digests are the same reading."""

    mentions: tuple[LabelledMention, ...]
    reader: str
    digest: str


def draft_article(article: ArticleText) -> Draft:
    """Read the article and put every mention in the form of a label, in order of rank."""
    mentions = tuple(_mention(article.text, mention) for mention in read_article(article).mentions)
    told = json.dumps([mention.model_dump(mode="json") for mention in mentions], sort_keys=True)
    return Draft(mentions, extractor_version(), hashlib.sha256(told.encode()).hexdigest())


def _mention(text: str, mention: Mention) -> LabelledMention:
    place = mention.where.place
    has_unit = place is not None and place.kind != "country"
    counts = {"fatalities": mention.fatalities, "injuries": mention.injuries, "abducted": mention.abducted}
    return LabelledMention(
        status=mention.status,
        sub_event_type=mention.sub_event_type,
        event_date=mention.when.day,
        event_date_precision=mention.when.precision,
        country=place.country if place else None,
        admin1=(place.admin1 or None) if place and has_unit else None,
        location=place.name if place else None,
        actor=mention.actor.name if mention.actor else None,
        target=mention.target.name if mention.target else None,
        weapon_type=mention.weapon_type,
        fatalities_civilians=mention.fatalities_civilians,
        **{
            f"{name}_{bound}": getattr(count, bound)
            for name, count in counts.items()
            for bound in ("low", "best", "high")
        },
        spans=tuple(_once(_spans(text, mention))),
        claims=tuple(_claim(text, claim) for claim in mention.claims),
    )


def _spans(text: str, mention: Mention) -> Iterator[LabelledSpan]:
    """Where the values stand."""
    if not mention.evidence:
        return  # read from the title alone: none of its words stands in the text
    for span in mention.evidence:
        if span.role in _SAME_ROLE:
            yield _span(text, span.role, span.start, span.end)
    if mention.actor is not None:
        yield from _actor_spans(text, mention.actor)
    if mention.target is not None:
        yield _span(text, "victim", mention.target.start, mention.target.end)


def _actor_spans(text: str, actor: ActorMention) -> Iterator[LabelledSpan]:
    """The words for who did it; where they only name a kind ("gunmen"), the organisation's own name besides."""
    is_organised = not actor.is_generic and actor.type in _ARMED
    is_named = is_organised and any(not found.is_generic for found in find_actors(actor.raw))
    yield _span(text, "organisation" if is_named else "actor", actor.start, actor.end)
    start = text.find(actor.name)
    if is_organised and not is_named and start >= 0:
        yield _span(text, "organisation", start, start + len(actor.name))


def _span(text: str, role: str, start: int, end: int) -> LabelledSpan:
    return LabelledSpan(role=role, start=start, end=end, quote=text[start:end])


def _once(spans: Iterable[LabelledSpan]) -> list[LabelledSpan]:
    return sorted(set(spans), key=lambda span: (span.start, span.end, span.role))


def _claim(text: str, claim: Claim) -> LabelledClaim:
    start, end = claim.number
    return LabelledClaim(
        claimant=claim.claimant if claim.claimant_raw else None,
        claimant_type=claim.claimant_type,
        quantity=claim.quantity,
        low=claim.low,
        best=claim.best,
        high=claim.high,
        victims_type=claim.victims_type,
        side=claim.side,
        is_subset=claim.part_of is not None,
        is_cumulative=claim.is_cumulative,
        start=start,
        end=end,
        quote=text[start:end],
    )

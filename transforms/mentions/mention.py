"""One account of an incident as the tables have it, and the spans of the text that say it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.accounts.setting import When
from transforms.accounts.where import Where
from transforms.actors import ActorMention
from transforms.claims.claim import Claim
from transforms.claims.count import NOT_REPORTED, Count
from transforms.texts import ArticleText


@dataclass(frozen=True)
class Span:
    """Characters of the article's text that say a value; `role` names the value."""

    role: str
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """One article's account of one incident; columns as in `transforms.schema`, counts as UCDP triples."""

    mention_id: str
    rank: int
    status: str
    event_type: str
    sub_event_type: str
    when: When
    where: Where
    actor: ActorMention | None
    target: ActorMention | None
    weapon_type: str | None
    weapon_raw: str | None
    damage_raw: str | None
    responsibility_claimed_by: str | None
    confidence: float
    evidence: tuple[Span, ...]
    claims: tuple[Claim, ...]
    is_retold: bool = False
    fatalities: Count = NOT_REPORTED
    injuries: Count = NOT_REPORTED
    abducted: Count = NOT_REPORTED
    counts_conflict: bool = False
    fatalities_civilians: int | None = None
    fatalities_actor: int | None = None
    fatalities_target: int | None = None


def type_of(party: ActorMention | None) -> str | None:
    """The party's type; null where there is no party, or none is known."""
    return party.type if party else None


def make_mention_id(article: ArticleText, rank: int) -> str:
    """The same for the same version of an article and rank, whatever reads it."""
    key = f"{article.article_id}|{article.version}|{rank}"
    return "men-" + hashlib.sha256(key.encode()).hexdigest()[:16]


def with_evidence(mention: Mention, told: Sequence[Span]) -> Mention:
    """The mention with the spans of its values besides those that say where it is `told`, in order of the text."""
    spans = list(told)
    for role, span in (("date", mention.when.span), ("location", mention.where.span)):
        if span:
            spans.append(Span(role, *span))
    for role, party in (("actor", mention.actor), ("target", mention.target)):
        if party:
            spans.append(Span(role, party.start, party.end))
    spans.extend(Span(claim.quantity, *claim.number) for claim in mention.claims if not claim.is_cumulative)
    return replace(mention, evidence=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.role))))

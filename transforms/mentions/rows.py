"""Mentions → rows of the tables `mentions` and `claims`."""

from __future__ import annotations

from transforms.actors import ActorMention
from transforms.claims.count import Count
from transforms.mentions.mention import Mention, type_of
from transforms.texts import ArticleText
from transforms.triggers.codebooks import ucdp_type_of_violence


def mention_row(article: ArticleText, mention: Mention, extractor_version: str) -> dict[str, object]:
    """The mention as a row of the mentions table; incident_id is filled by linking."""
    place = mention.where.place
    has_unit = place is not None and place.kind != "country"
    return {
        "mention_id": mention.mention_id,
        "article_id": article.article_id,
        "article_version": article.version,
        "is_current": True,
        "is_retold": mention.is_retold,
        "url": article.url,
        "site": article.site,
        "source": article.source,
        "published_at": article.published_at,
        "incident_id": None,
        "rank": mention.rank,
        "status": mention.status,
        "event_type": mention.event_type,
        "sub_event_type": mention.sub_event_type,
        "ucdp_type_of_violence": ucdp_type_of_violence(
            mention.sub_event_type, type_of(mention.actor), type_of(mention.target)
        ),
        "event_date": mention.when.day,
        "event_date_precision": mention.when.precision,
        "event_date_raw": mention.when.raw,
        "country": place.country if place else None,
        "admin1": (place.admin1 or None) if place and has_unit else None,
        "admin2": (place.admin2 or None) if place and has_unit else None,
        "location": place.name if place else None,
        "location_raw": mention.where.raw,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geo_precision": mention.where.precision,
        "geo_reason": mention.where.reason,
        "geonames_id": place.geonames_id if place else None,
        **_party_columns("actor", mention.actor),
        **_party_columns("target", mention.target),
        "weapon_type": mention.weapon_type,
        "weapon_raw": mention.weapon_raw,
        **_count_columns("fatalities", mention.fatalities),
        "counts_conflict": mention.counts_conflict,
        "fatalities_civilians": mention.fatalities_civilians,
        "fatalities_actor": mention.fatalities_actor,
        "fatalities_target": mention.fatalities_target,
        **_count_columns("injuries", mention.injuries),
        **_count_columns("abducted", mention.abducted),
        "damage_raw": mention.damage_raw,
        "responsibility_claimed_by": mention.responsibility_claimed_by,
        "confidence": mention.confidence,
        "evidence": [{"role": span.role, "start": span.start, "end": span.end} for span in mention.evidence],
        "extractor_version": extractor_version,
    }


def _party_columns(side: str, party: ActorMention | None) -> dict[str, object]:
    return {
        side: party.name if party else None,
        f"{side}_id": party.actor.actor_id if party and party.actor else None,
        f"{side}_type": party.type if party else None,
        f"{side}_raw": party.raw if party else None,
    }


def _count_columns(name: str, count: Count) -> dict[str, object]:
    return {f"{name}_low": count.low, f"{name}_best": count.best, f"{name}_high": count.high}


def claim_rows(article: ArticleText, mention: Mention) -> list[dict[str, object]]:
    """The mention's claims as rows of the claims table."""
    return [
        {
            "claim_id": claim.claim_id,
            "mention_id": mention.mention_id,
            "article_id": article.article_id,
            "article_version": article.version,
            "is_current": True,
            "incident_id": None,
            "event_date": mention.when.day,
            "claimant": claim.claimant,
            "claimant_type": claim.claimant_type,
            "claimant_raw": claim.claimant_raw,
            "quantity": claim.quantity,
            "low": claim.low,
            "best": claim.best,
            "high": claim.high,
            "modifier_raw": claim.modifier_raw,
            "victims": claim.victims,
            "victims_type": claim.victims_type,
            "victims_raw": claim.victims_raw,
            "side": claim.side,
            "part_of": claim.part_of,
            "is_cumulative": claim.is_cumulative,
            "sentence": claim.sentence,
            "start": claim.start,
            "end": claim.end,
        }
        for claim in mention.claims
    ]

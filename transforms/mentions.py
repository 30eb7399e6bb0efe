"""Article → mentions: one article's accounts of incidents, coded, ranked and traceable to its words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from transforms.accounts import Account, split_accounts
from transforms.accounts.blame import find_owner
from transforms.accounts.days import days_of_title
from transforms.accounts.denial import without_counter_stories
from transforms.accounts.relevance import ENOUGH, Weight, moot_reason, weigh
from transforms.accounts.retold import find_retold
from transforms.accounts.roles import read_sides
from transforms.accounts.sentences import ReadText, Sentence
from transforms.accounts.setting import When, find_when
from transforms.accounts.status import status_of
from transforms.accounts.votes import ARMED, Telling
from transforms.accounts.where import Where, find_where
from transforms.actors import ActorMention
from transforms.casualties import Figure
from transforms.claims import Parties, bind_parts, read_claims
from transforms.claims.claim import Claim
from transforms.claims.count import NOT_REPORTED, Count
from transforms.claims.counts import read_people
from transforms.claims.victims import count_civilians, count_side
from transforms.schema import EVENT_TYPE_OF
from transforms.texts import ArticleText
from transforms.triggers import Trigger
from transforms.triggers.codebooks import ucdp_type_of_violence
from transforms.triggers.event_types import classify

MOST_MENTIONS = 12
_ABDUCTION = "Abduction/forced disappearance"
# Who is blamed may be told so many sentences after the account.
BLAME_REACH = 3

_DAMAGE = re.compile(
    r"\b(?:set(?:ting)?|burn(?:ed|ing|t)?|torch(?:ed|ing)?|destroy(?:ed|ing)?|damag(?:ed|ing)|raz(?:ed|ing)|wreck(?:ed|ing)"
    r"|collapsed|flattened)\b[^.;]{2,80}",
)
# Words that leave open whether those who are hit bear arms.
_PEOPLE = frozenset("people person persons man men".split())
# Trigger words of fighting in which both sides shoot.
_FIGHTS = frozenset({"clash", "fighting", "battle", "fight"})


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


@dataclass(frozen=True)
class Weighed:
    """An account with the weight of its evidence; `rank` None = passed over: moot, or too light."""

    account: Account
    weight: Weight
    moot: str | None
    rank: int | None


def read_mentions(article: ArticleText, read: ReadText) -> list[Mention]:
    """The article's accounts that say enough to be incidents, rank 1 = what the article is about."""
    ranked = {weighed.rank: weighed.account for weighed in weigh_accounts(read) if weighed.rank is not None}
    mentions = [_mention(article, read, ranked[rank], rank) for rank in sorted(ranked)]
    return [_without_sum(mentions), *mentions[1:]] if mentions else []


def _without_sum(mentions: Sequence[Mention]) -> Mention:
    """The first mention without the headline's toll, where that is of all that the article tells of.

    "10 killed in attacks on Aleppo and Deir Ezzor", of which six are told of in the one and four in the other.
    """
    first, *others = mentions
    told = [other.fatalities.best for other in others if not other.is_retold and other.status == "accomplished"]
    total, elsewhere = first.fatalities.best, sum(best for best in told if best)
    is_told = any(c.quantity == "killed" and not c.person and c.best == (total or 0) - elsewhere for c in first.claims)
    if not total or not elsewhere or not is_told:
        return first
    claims = [replace(claim, part_of=None) for claim in first.claims]
    sums = [claim for claim in claims if claim.quantity == "killed" and claim.best == total]
    claims = bind_parts([replace(claim, is_cumulative=True) if claim in sums else claim for claim in claims])
    counted = count_mention(replace(first, claims=tuple(claims)), ())
    return counted if counted.fatalities.best == total - elsewhere else first


def weigh_accounts(read: ReadText) -> list[Weighed]:
    """The article's accounts in order of first telling, each with its weight and the rank that this gives it."""
    weighed = [
        Weighed(account, weigh(account, read, order), moot_reason(account), None)
        for order, account in enumerate(split_accounts(read))
    ]
    enough = [order for order, each in enumerate(weighed) if each.moot is None and each.weight.total >= ENOUGH]
    if all(weighed[order].account.is_retold for order in enough):
        enough = []
    heaviest = sorted(enough, key=lambda order: _rank_key(weighed[order]))[:MOST_MENTIONS]
    ranks = {order: rank for rank, order in enumerate(heaviest, start=1)}
    return [replace(each, rank=ranks.get(order)) for order, each in enumerate(weighed)]


def _rank_key(weighed: Weighed) -> tuple[bool, float]:
    """News before what it retells, then the heavier first."""
    return weighed.account.is_retold, -weighed.weight.total


def _mention(article: ArticleText, read: ReadText, account: Account, rank: int) -> Mention:
    where = find_where(account, read)
    titled = days_of_title(article.title, article.day) if rank == 1 or read.is_roundup else ()
    when = find_when(account, article.day, _around(account, read), titled)
    country = (where.place.country if where.place else None) or read.country
    day = when.day or article.day
    told = make_telling(account, read, country, day)
    parties = Parties(*read_sides(told))
    mention_id = make_mention_id(article, rank)
    claims = read_claims(_telling(account, read, rank), parties, article, mention_id)
    triggers = [each for sentence in told.sentences for each in sentence.triggers]
    status = status_of(account)
    event_type, sub_event_type = _kind(status, triggers, parties)
    weapon_type, weapon_raw, weapon_span = _weapon(account, triggers)
    mention = Mention(
        mention_id=mention_id,
        rank=rank,
        status=status,
        event_type=event_type,
        sub_event_type=sub_event_type,
        when=when,
        where=where,
        actor=parties.actor,
        target=parties.target,
        weapon_type=weapon_type,
        weapon_raw=weapon_raw,
        damage_raw=_damage(account),
        responsibility_claimed_by=_responsibility(account, read, parties.target),
        confidence=_confidence(account, where, when, parties),
        evidence=(),
        claims=tuple(claims),
        is_retold=account.is_retold,
    )
    mention = with_evidence(mention, _account_spans(account, weapon_span))
    return _with_deaths_told(count_mention(mention, read.title_figures))


def _with_deaths_told(mention: Mention) -> Mention:
    """An abduction in which people were killed is an attack: ACLED codes one without further violence as abduction."""
    if mention.sub_event_type != _ABDUCTION or not (mention.fatalities.best or mention.fatalities.low):
        return mention
    return replace(mention, event_type=EVENT_TYPE_OF["Attack"], sub_event_type="Attack")


def count_mention(mention: Mention, title: Sequence[Figure]) -> Mention:
    """The mention with the counts that its claims make; the title's figures bear on rank 1 only.

    The figures of a mention that is denied stay claims: they count nobody.
    """
    counted = () if mention.status == "denied" else mention.claims
    title = title if mention.rank == 1 else ()
    readings = [read_people(counted, quantity, title) for quantity in ("killed", "injured", "abducted")]
    killed, injured, abducted = (reading.count for reading in readings)
    return replace(
        mention,
        fatalities=killed,
        injuries=injured,
        abducted=abducted,
        counts_conflict=any(reading.is_conflict for reading in readings),
        fatalities_civilians=count_civilians(counted, killed, is_fight=_type(mention.target) in ARMED),
        fatalities_actor=count_side(counted, "actor", killed),
        fatalities_target=count_side(counted, "target", killed),
    )


def _kind(status: str, triggers: Sequence[Trigger], parties: Parties) -> tuple[str, str]:
    """ACLED's event and sub-event type; a bomb that was defused is "Disrupted weapons use", a threat "Other"."""
    if status == "foiled":
        return EVENT_TYPE_OF["Disrupted weapons use"], "Disrupted weapons use"
    if status == "threatened":
        return EVENT_TYPE_OF["Other"], "Other"
    actor_raw = parties.actor.raw if parties.actor else None
    return classify(triggers, _type(parties.actor), _type_hit(triggers, parties), actor_raw)


def _type_hit(triggers: Sequence[Trigger], parties: Parties) -> str | None:
    """The target's type; null where a fight is told and only "people" are said to be hit: they may be fighters."""
    target, is_fight = parties.target, any(trigger.lemma in _FIGHTS for trigger in triggers)
    is_vague = target is not None and bool(_PEOPLE.intersection(target.raw.casefold().split()))
    return None if is_fight and is_vague and _type(parties.actor) in ARMED else _type(target)


def _type(party: ActorMention | None) -> str | None:
    return party.type if party else None


def make_mention_id(article: ArticleText, rank: int) -> str:
    key = f"{article.article_id}|{article.version}|{rank}"
    return "men-" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _telling(account: Account, read: ReadText, rank: int) -> list[Sentence]:
    """The account's sentences, and the running totals around it: kept as claims, summed nowhere.

    Of a round-up they go with what their paragraph tells, else with what the article is about.
    """
    if account.is_retold or not (rank == 1 or read.is_roundup):
        return list(account.sentences)
    own = {sentence.index: sentence for sentence in account.sentences}
    retold = {sentence.index for sentence in find_retold(read.sentences)}
    return [
        own.get(sentence.index, sentence)
        for sentence in read.sentences
        if sentence.index in own
        or (
            (not read.is_roundup or sentence.paragraph == account.first.paragraph)
            and sentence.index > account.first.index
            and (_sums_up_more(sentence) and sentence.index not in retold)
        )
    ]


def _sums_up_more(sentence: Sentence) -> bool:
    """True for a running total, and for a history that counts people: "Some 60 people were killed here last year"."""
    if any(figure.scope == "cumulative" for figure in sentence.figures):
        return True
    is_history = sentence.background in {"history", "old_date", "running_total"}
    return is_history and any(figure.form == "count" and figure.scope == "total" for figure in sentence.figures)


def make_telling(account: Account, read: ReadText, country: str | None, day: date) -> Telling:
    """What the sides of the account are read from; `country` and `day` as in `Telling`."""
    before = [sentence for sentence in read.sentences if sentence.index < account.first.index]
    return Telling(without_counter_stories(account.sentences), country, _around(account, read), before, day)


def _around(account: Account, read: ReadText) -> list[Sentence]:
    """Sentences near the account that are not of it, in a round-up of the same paragraph."""
    own = {sentence.index for sentence in account.sentences}
    return [
        sentence
        for sentence in read.sentences
        if sentence.index not in own
        and account.first.index < sentence.index <= max(own) + BLAME_REACH
        and (not read.is_roundup or sentence.paragraph == account.first.paragraph)
    ]


def _weapon(account: Account, triggers: Sequence[Trigger]) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """Weapon type, words and span: the first weapon named, else what the trigger implies ("shelling")."""
    named = [weapon for sentence in account.sentences for weapon in sentence.weapons]
    implied = [trigger for trigger in triggers if trigger.weapon_type]
    if named:
        return named[0].weapon_type, named[0].raw, (named[0].start, named[0].end)
    if implied:
        return implied[0].weapon_type, implied[0].raw, (implied[0].start, implied[0].end)
    return None, None, None


def _damage(account: Account) -> str | None:
    for sentence in account.sentences:
        if any(figure.quantity == "destroyed" for figure in sentence.figures) and (
            found := _DAMAGE.search(sentence.text)
        ):
            return found.group().strip()
    return None


def _responsibility(account: Account, read: ReadText, target: ActorMention | None) -> str | None:
    """The named group that says it did it, in the account or just after it; what it did to others is another deed."""
    own = [*account.sentences, *_around(account, read)]
    owners = (owner.name for sentence in own if (owner := find_owner(sentence)) is not None)
    return next((name for name in owners if target is None or name != target.name), None)


def _confidence(account: Account, where: Where, when: When, parties: Parties) -> float:
    """How sure the reader is, from what it found; an ordering, not yet a calibrated probability."""
    exact_place = where.precision is not None and where.precision <= 2
    named = parties.actor is not None and not parties.actor.is_generic
    counted = any(claim for sentence in account.sentences for claim in sentence.figures)
    attributed = any(sentence.attribution for sentence in account.sentences)
    found = (exact_place, when.precision == 1, named, counted, attributed, len(account.sentences) > 1)
    return round(0.35 + 0.1 * sum(found), 2)


def _account_spans(account: Account, weapon: tuple[int, int] | None) -> list[Span]:
    """Where the account tells of the act, with what, and in which sentences."""
    spans = [Span("event", trigger.start, trigger.end) for trigger in account.first.triggers[:1]]
    if weapon:
        spans.append(Span("weapon", *weapon))
    return spans + [Span("sentence", sentence.start, sentence.end) for sentence in account.sentences]


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
            mention.sub_event_type, _type(mention.actor), _type(mention.target)
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

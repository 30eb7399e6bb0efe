"""Article → mentions: one article's accounts of incidents, coded, ranked and traceable to its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.accounts import Account
from transforms.accounts.blame import find_owner
from transforms.accounts.days import days_of_title
from transforms.accounts.roles import OPENING, read_sides
from transforms.accounts.sentences import ReadText, Sentence
from transforms.accounts.setting import When, find_when
from transforms.accounts.status import status_of
from transforms.accounts.votes import ARMED
from transforms.accounts.where import Where, find_where
from transforms.actors import ActorMention
from transforms.claims import Parties, read_claims
from transforms.mentions.counting import count_mention, without_sum
from transforms.mentions.mention import Mention, Span, make_mention_id, type_of, with_evidence
from transforms.mentions.telling import days_of_lead, make_telling, sentences_around, sentences_of
from transforms.mentions.weighing import weigh_accounts
from transforms.schema import EVENT_TYPE_OF
from transforms.texts import ArticleText
from transforms.triggers import Trigger
from transforms.triggers.event_types import classify
from transforms.triggers.hauls import lies_in_haul

_ABDUCTION = "Abduction/forced disappearance"
_DAMAGE = re.compile(
    r"\b(?:set(?:ting)?|burn(?:ed|ing|t)?|torch(?:ed|ing)?|destroy(?:ed|ing)?|damag(?:ed|ing)|raz(?:ed|ing)|wreck(?:ed|ing)"
    r"|collapsed|flattened)\b[^.;]{2,80}",
)
# Words that leave open whether those who are hit bear arms.
_PEOPLE = frozenset("people person persons man men".split())
# Trigger words of fighting in which both sides shoot.
_FIGHTS = frozenset({"clash", "fighting", "battle", "fight"})


def read_mentions(article: ArticleText, read: ReadText) -> list[Mention]:
    """The article's accounts that say enough to be incidents, rank 1 = what the article is about."""
    ranked = {weighed.rank: weighed.account for weighed in weigh_accounts(read) if weighed.rank is not None}
    mentions = [_mention(article, read, ranked[rank], rank) for rank in sorted(ranked)]
    return [without_sum(mentions), *mentions[1:]] if mentions else []


def _mention(article: ArticleText, read: ReadText, account: Account, rank: int) -> Mention:
    where = find_where(account, read)
    titled = days_of_title(article.title, article.day) if rank == 1 or read.is_roundup else ()
    lead = () if account.is_retold else days_of_lead(read)
    when = find_when(account, article.day, sentences_around(account, read), titled, lead)
    country = (where.place.country if where.place else None) or read.country_of(account.first)
    day = when.day or article.day
    told = make_telling(account, read, country, day)
    parties = Parties(*read_sides(told))
    mention_id = make_mention_id(article, rank)
    claims = read_claims(sentences_of(account, read, rank), parties, article, mention_id)
    triggers = _used(told.sentences)
    status = status_of(account)
    opening = [each for sentence in told.sentences[:OPENING] for each in sentence.triggers]
    event_type, sub_event_type = _kind(status, triggers, opening, parties, account.first.triggers)
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
        responsibility_claimed_by=_responsibility(account, told.around, parties.target),
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


def _kind(
    status: str, triggers: Sequence[Trigger], opening: Sequence[Trigger], parties: Parties, lead: Sequence[Trigger]
) -> tuple[str, str]:
    """ACLED's event and sub-event type; a bomb that was defused is "Disrupted weapons use", a threat "Other"."""
    if status == "foiled":
        return EVENT_TYPE_OF["Disrupted weapons use"], "Disrupted weapons use"
    if status == "threatened":
        return EVENT_TYPE_OF["Other"], "Other"
    actor_raw = parties.actor.raw if parties.actor else None
    return classify(triggers, type_of(parties.actor), _type_hit(opening, parties), actor_raw, lead)


def _type_hit(opening: Sequence[Trigger], parties: Parties) -> str | None:
    """The target's type; null where a fight opens the account and only "people" are hit: they may be fighters."""
    target, is_fight = parties.target, any(trigger.lemma in _FIGHTS for trigger in opening)
    is_vague = target is not None and bool(_PEOPLE.intersection(target.raw.casefold().split()))
    may_fight = parties.actor is None or type_of(parties.actor) in ARMED
    return None if is_fight and is_vague and may_fight else type_of(target)


def _used(sentences: Sequence[Sentence]) -> list[Trigger]:
    """The triggers, without weapons that were only taken from somebody where anything else is told."""
    triggers = [each for sentence in sentences for each in sentence.triggers]
    taken = {
        each
        for sentence in sentences
        for each in sentence.triggers
        if each.weapon_type is not None and _is_taken(each.start, sentence)
    }
    return [each for each in triggers if each not in taken] or triggers


def _is_taken(start: int, sentence: Sentence) -> bool:
    return lies_in_haul(sentence.text, start - sentence.start)


def _weapon(account: Account, triggers: Sequence[Trigger]) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """Weapon type, words and span: the first weapon named, else what the trigger implies ("shelling")."""
    named = [
        weapon for sentence in account.sentences for weapon in sentence.weapons if not _is_taken(weapon.start, sentence)
    ]
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


def _responsibility(account: Account, around: Sequence[Sentence], target: ActorMention | None) -> str | None:
    """The named group that says it did it, in the account or just after it; what it did to others is another deed."""
    own = [*account.sentences, *around]
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

"""A checked reply → mentions: coded by our own lexicons and gazetteer, counted by our own rules.

The second reader says which words mean what; what they are called and how figures make a count is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from transforms.accounts.sentences import main_country, read_title
from transforms.accounts.setting import When
from transforms.accounts.where import NOWHERE, Where
from transforms.actors import ActorMention, find_actors
from transforms.attribution.claimants import find_claimants
from transforms.claims import make_claim_id
from transforms.claims.claim import Claim
from transforms.claims.parts import find_whole
from transforms.mentions import Mention, Span, count_mention, make_mention_id, with_evidence
from transforms.places import PlaceMention, find_places, geo_precision
from transforms.places.gazetteer import Gazetteer
from transforms.schema import EVENT_TYPE_OF
from transforms.second_reader.reply import Reply, ReplyClaim, ReplyMention
from transforms.texts import ArticleText

# Confidence in a mention that the draft did not have.
MISSED = 0.5
# An incident told as news is no older than this; an earlier date is a slip of the second reader.
OLDEST = timedelta(days=3 * 365)


def apply_reply(
    article: ArticleText, draft: Sequence[Mention], reply: Reply, gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """The article's mentions as the reply has them, ranked in its order; a mention that it left out is gone.

    A reply that differs from the draft in nothing gives the draft itself.
    """
    drafted = {mention.mention_id: mention for mention in draft}
    coder = _Coder(article, gazetteer)
    return tuple(
        coder.correct(drafted.get(told.mention_id or ""), told, rank)
        for rank, told in enumerate(reply.mentions, start=1)
    )


class _Coder:
    """Codes what a reply says of one article."""

    def __init__(self, article: ArticleText, gazetteer: Gazetteer) -> None:
        self._article = article
        self._gazetteer = gazetteer

    @cached_property
    def _places(self) -> list[PlaceMention]:
        return find_places(self._article.text, [], title=self._article.title, gazetteer=self._gazetteer)

    @cached_property
    def _actors(self) -> list[ActorMention]:
        return find_actors(self._article.text, country=main_country(self._places))

    def correct(self, drafted: Mention | None, told: ReplyMention, rank: int) -> Mention:
        """The draft with what the reply says otherwise, counted again where anything did."""
        base = drafted if drafted is not None else self._blank(told)
        mention_id = make_mention_id(self._article, rank)
        corrected = replace(
            base,
            mention_id=mention_id,
            rank=rank,
            status=told.status,
            event_type=EVENT_TYPE_OF[told.sub_event_type],
            sub_event_type=told.sub_event_type,
            when=self._when(told.event_date, base.when),
            where=self._where(told, base.where),
            actor=self._party(told.actor, told, base.actor),
            target=self._party(told.target, told, base.target),
        )
        corrected = replace(corrected, claims=tuple(self._claims(told, corrected)))
        if corrected == drafted:
            return drafted
        start = self._article.text.index(told.quote)
        shown = with_evidence(corrected, [Span("sentence", start, start + len(told.quote))])
        return count_mention(shown, read_title(self._article.title))

    def _blank(self, told: ReplyMention) -> Mention:
        """A mention that the draft missed: dated by its article until the reply dates it."""
        return Mention(
            mention_id="",
            rank=0,
            status=told.status,
            event_type=EVENT_TYPE_OF[told.sub_event_type],
            sub_event_type=told.sub_event_type,
            when=When(self._article.day, 2, None, None),
            where=NOWHERE,
            actor=None,
            target=None,
            weapon_type=None,
            weapon_raw=None,
            damage_raw=None,
            responsibility_claimed_by=None,
            confidence=MISSED,
            evidence=(),
            claims=(),
        )

    def _when(self, day: date | None, drafted: When) -> When:
        published = self._article.day
        if day is None or day == drafted.day or not published - OLDEST <= day <= published:
            return drafted
        return When(day, 1, None, None)

    def _where(self, told: ReplyMention, drafted: Where) -> Where:
        if told.location is None or told.location == drafted.raw:
            return drafted
        start = self._locate(told.location, told)
        found = [place for place in self._places if start <= place.start < start + len(told.location)]
        coded = next((place for place in found if place.place is not None), None)
        if coded is None:
            return drafted
        return Where(coded.place, geo_precision(coded), told.location, (start, start + len(told.location)))

    def _party(self, words: str | None, told: ReplyMention, drafted: ActorMention | None) -> ActorMention | None:
        """Who the words name in the lexicon, else the words themselves; null = the article names nobody."""
        if words is None or (drafted is not None and words == drafted.raw):
            return drafted if words is not None else None
        start = self._locate(words, told)
        end = start + len(words)
        found = [actor for actor in self._actors if start <= actor.start < end]
        if found:
            return min(found, key=lambda actor: (actor.is_generic, actor.start))
        return ActorMention(start, end, words, None, "unknown", words, is_generic=False)

    def _locate(self, words: str, told: ReplyMention) -> int:
        """Where the words stand: in the mention's quote if there, else where the article first has them."""
        quote = self._article.text.index(told.quote)
        inside = told.quote.find(words)
        return quote + inside if inside >= 0 else self._article.text.index(words)

    def _claims(self, told: ReplyMention, mention: Mention) -> list[Claim]:
        claims = [
            replace(self._claim(claim, mention), claim_id=make_claim_id(mention.mention_id, number))
            for number, claim in enumerate(told.claims)
        ]
        return [_bound(claim, claims) for claim in claims]

    def _claim(self, told: ReplyClaim, mention: Mention) -> Claim:
        drafted = next((claim for claim in mention.claims if _is_same(claim, told)), None)
        if drafted is not None:
            return replace(drafted, part_of=None, scope="subset" if told.is_part else drafted.scope)
        start = self._article.text.index(told.quote)
        claimant = find_claimants(told.claimant) if told.claimant else []
        return Claim(
            claim_id="",
            claimant=(claimant[0].value.name if claimant else None) or told.claimant or self._article.source,
            claimant_type=claimant[0].value.type if claimant else ("unknown" if told.claimant else "media"),
            claimant_raw=told.claimant,
            quantity=told.quantity,
            low=told.low,
            best=told.best,
            high=told.high,
            modifier_raw=told.modifier,
            victims=told.victims,
            victims_type=told.victims_type,
            victims_raw=told.victims,
            side=told.side,
            part_of=None,
            is_cumulative=told.is_cumulative,
            sentence=told.quote,
            start=start,
            end=start + len(told.quote),
            scope="cumulative" if told.is_cumulative else "subset" if told.is_part else "total",
            form="count",
            chain=start,
            number=(start, start + len(told.quote)),
        )


def _is_same(claim: Claim, told: ReplyClaim) -> bool:
    """True if the reply repeats the draft's claim."""
    return (
        (claim.quantity, claim.low, claim.best, claim.high, claim.is_cumulative, claim.side)
        == (told.quantity, told.low, told.best, told.high, told.is_cumulative, told.side)
        and claim.claimant_raw == told.claimant
        and (told.quote in claim.sentence or claim.sentence in told.quote)
        and (claim.part_of is not None) == told.is_part
        and claim.victims_type == told.victims_type
    )


def _bound(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A part with the figure that it is a part of."""
    if claim.scope != "subset":
        return claim
    others = [other for other in claims if other.quantity == claim.quantity and other.scope != "cumulative"]
    whole = find_whole(claim, others)
    return replace(claim, part_of=whole.claim_id) if whole else claim

"""Accounts of an article → why each became a mention or not, and why its mention says what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.accounts.relevance import ENOUGH
from transforms.accounts.roles import cast_votes
from transforms.accounts.sentences import ReadText
from transforms.accounts.setting import When
from transforms.accounts.status import read_status
from transforms.accounts.votes import Vote, identity
from transforms.accounts.where import Where
from transforms.actors import ActorMention
from transforms.explain.counts import read_claim, read_counts
from transforms.explain.explanation import AccountReading, Candidate, MentionReading, Part, Value
from transforms.explain.findings import PRECISIONS, place_text
from transforms.explain.reasons import MOOT, PLACES, STATUSES, word_for
from transforms.mentions import MOST_MENTIONS, Mention, Weighed, make_telling

GEO_PRECISIONS = {1: "the place itself", 2: "near it or part of a district", 3: "a province or region", 4: "a country"}


def read_accounts(read: ReadText, weighed: Sequence[Weighed], mentions: Sequence[Mention]) -> Iterator[AccountReading]:
    """Each account in order of first telling, with its mention if it has become one."""
    of_rank = {mention.rank: mention for mention in mentions}
    for number, each in enumerate(weighed, start=1):
        mention = of_rank.get(each.rank or 0)
        yield AccountReading(
            number=number,
            sentences=tuple(sentence.index for sentence in each.account.sentences),
            weight=tuple(Part(name, points) for name, points in each.weight.parts),
            total=each.weight.total,
            needed=ENOUGH,
            why=_why(each),
            mention=None if mention is None else _mention(read, each, mention),
        )


def _why(each: Weighed) -> str:
    if each.moot is not None:
        return word_for(MOOT, each.moot)
    if not each.weight.parts:
        return "passed over: the article opens with a denial, and this tells what is denied"
    if each.weight.total < ENOUGH:
        return "passed over: too little speaks for an incident"
    if each.rank is None:
        return f"passed over: {MOST_MENTIONS} weightier accounts come first"
    return "what the article is about" if each.rank == 1 else f"the article's incident number {each.rank} by weight"


def _mention(read: ReadText, each: Weighed, mention: Mention) -> MentionReading:
    where = mention.where.place
    country = (where.country if where else None) or read.country
    votes = cast_votes(make_telling(each.account, read, country, mention.when.day))
    actors = _candidates(votes, "actor", mention.actor)
    targets = _candidates(votes, "target", mention.target)
    by_id = {claim.claim_id: claim for claim in mention.claims}
    return MentionReading(
        mention_id=mention.mention_id,
        rank=mention.rank,
        title=_title(mention),
        values=tuple(_values(each, mention, actors, targets)),
        actors=actors,
        targets=targets,
        places=(),
        claims=tuple(read_claim(claim, by_id) for claim in mention.claims),
        counts=read_counts(
            mention.claims,
            read.title_figures if mention.rank == 1 else (),
            is_denied=mention.status == "denied",
        ),
    )


def _title(mention: Mention) -> str:
    sides = [party.name if party else "unknown" for party in (mention.actor, mention.target)]
    where = mention.where.place
    return f"{mention.sub_event_type}: {' → '.join(sides)}, {where.name if where else 'place unresolved'}"


def _values(
    each: Weighed, mention: Mention, actors: Sequence[Candidate], targets: Sequence[Candidate]
) -> Iterator[Value]:
    triggers = [trigger for sentence in each.account.sentences for trigger in sentence.triggers]
    words = ", ".join(dict.fromkeys(f"“{trigger.raw}”" for trigger in triggers))
    status = read_status(each.account)
    cue = f": “{status.words}”" if status.words else ""
    yield Value("status", mention.status, word_for(STATUSES, status.reason) + cue)
    yield Value("type", mention.sub_event_type, f"ACLED's, from {words} and the kinds of the two sides")
    yield _when(mention.when)
    yield _where(each, mention.where)
    yield _party("actor", mention.actor, actors)
    yield _party("target", mention.target, targets)
    yield Value("weapon", mention.weapon_type, f"“{mention.weapon_raw}”" if mention.weapon_raw else "none is named")
    claimed = mention.responsibility_claimed_by
    yield Value("claimed by", claimed, "says that it did it" if claimed else "nobody named says so")
    yield Value("confidence", f"{mention.confidence:g}", "an ordering by how much was found, not a probability")


def _when(when: When) -> Value:
    precision = f"precision {when.precision} ({PRECISIONS[when.precision]})"
    why = f"“{when.raw}”, {precision}" if when.raw else f"no day is told: that of publication, {precision}"
    return Value("day", f"{when.day:%a} {when.day}", why, *(when.span or (None, None)))


def _where(each: Weighed, where: Where) -> Value:
    if where.raw is None:
        return Value("place", None, "no place is named")
    named = (mention for sentence in each.account.sentences for mention in sentence.places)
    reason = next((mention.reason for mention in named if (mention.start, mention.end) == where.span), "")
    why = [f"“{where.raw}”"]
    why += [word_for(PLACES, reason)] if reason else ["named outside the account"]
    if where.precision is not None:
        why.append(f"precision {where.precision} ({GEO_PRECISIONS[where.precision]})")
    return Value(
        "place", place_text(where.place) if where.place else None, ", ".join(why), *(where.span or (None, None))
    )


def _party(side: str, party: ActorMention | None, candidates: Sequence[Candidate]) -> Value:
    if party is None:
        return Value(side, None, "none of those with a vote can be" if candidates else "no vote for anybody")
    is_voted = any(candidate.is_taken for candidate in candidates)
    why = "the votes below" if is_voted else "of a clash told only by its dead, the other of the two armed sides"
    return Value(side, f"{party.name} ({party.type})", f"“{party.raw}”: {why}", party.start, party.end)


def _candidates(votes: Sequence[Vote], side: str, taken: ActorMention | None) -> tuple[Candidate, ...]:
    """Everybody with a vote for the side, most votes first, each with the rules that spoke and where."""
    cast: dict[str, list[Vote]] = {}
    for vote in votes:
        if vote.ballot.side == side:
            cast.setdefault(identity(vote.mention), []).append(vote)
    candidates = [
        Candidate(
            name=f"{own[0].mention.name} ({own[0].mention.type})",
            points=round(sum(vote.ballot.points for vote in own), 2),
            parts=tuple(
                Part(f"{vote.ballot.rule}, sentence {vote.sentence + 1}", round(vote.ballot.points, 2)) for vote in own
            ),
            is_taken=taken is not None and identity(taken) == key,
        )
        for key, own in cast.items()
    ]
    return tuple(sorted(candidates, key=lambda candidate: -candidate.points))

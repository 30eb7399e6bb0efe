"""Account → who did it and whom it hit: the votes of `SOURCES`, added up for each actor.

Each source is a rule, or a model, that casts votes on the actors named in a telling; a further one joins the tuple.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from transforms.accounts.blame import blame_votes, owner_votes, usual_votes
from transforms.accounts.clauses import clause_votes
from transforms.accounts.denial import denier_votes
from transforms.accounts.known import known_votes
from transforms.accounts.reference import resolve
from transforms.accounts.things import thing_votes
from transforms.accounts.victims import victim_votes
from transforms.accounts.votes import (
    ARMED,
    FORCES,
    NAMED_ENOUGH,
    NON_STATE,
    UNARMED,
    Telling,
    Vote,
    VoteSource,
    identity,
)
from transforms.actors import ActorMention
from transforms.casualties.nouns import THINGS

# Name → source of votes; a source that knows least comes last, and is told what the others voted.
SOURCES: tuple[tuple[str, VoteSource], ...] = (
    ("clause", clause_votes),
    ("victim", victim_votes),
    ("thing", thing_votes),
    ("owner", owner_votes),
    ("blame", blame_votes),
    ("denier", denier_votes),
    ("usual", usual_votes),
)
# Words that tell an attacker's part and no more: any armed kind ("herders") with half their votes goes before them.
_NOBODY = frozenset({"gunmen", "attackers", "fighters"})
# What a band's own men are called when they fall.
_OWN_MEN = frozenset({"militants", "attackers", "gunmen"})
# Words that no force of a state goes by.
_NO_FORCE = frozenset({"gunmen", "militants", "attackers", "suicide bomber"})
# An exactly named target with this many votes goes before "people", however often these are told of.
EXACT_ENOUGH = 1.5
# People who bear no arms ("a Toledo man") did it where a clause of the first sentences says so, and nobody else did.
ACTED = 1.5
# Soldiers among the dead are whom it hit only with more than this share of the votes of "people".
ARMED_ENOUGH = 0.5
# "people", "children": of all that an account names, the vaguest word for whom it hit.
VAGUE_TARGETS = frozenset({"civilians", "children", "women"})

_CLASH = "Armed clash"
# Sentences of an account in which it says what it is about.
OPENING = 2
# The words before bands that fight each other, and these.
_RIVALS = re.compile(
    r"\b(?:between (?:the )?(?:two|three|armed|local) |rival |opposing |warring |feuding )(?:[\w-]+ ){0,2}\w+s$"
)
# Kinds that attack as bands and are hit as people.
_LIVELIHOODS = frozenset("herders herdsmen tribesmen hunters settlers".split())
# Words for people of whom nothing else is said, and those of them that say where they live.
_LOCALS = frozenset("residents citizens locals civilians".split())
VAGUE_PEOPLE = frozenset(
    "people person persons men man couple others victim victims residents citizens locals civilians civilian".split()
)

Votes = list[tuple[ActorMention, float]]


def read_roles(telling: Telling) -> tuple[Votes, Votes]:
    """Votes for actor and for target, best first; each mention is the first by which its actor was named.

    In the telling's country "the army" and "police" are the state's own, unless others act in the account.
    """
    votes = cast_votes(telling)
    return rank_votes(votes, "actor"), rank_votes(votes, "target")


def cast_votes(telling: Telling) -> list[Vote]:
    """Every vote, one for each rule that speaks, on the actors as they are meant."""
    votes = resolve([vote for _, source in SOURCES for vote in source(telling)], telling)
    return [*votes, *known_votes(telling, rank_votes(votes, "actor"), rank_votes(votes, "target"))]


def rank_votes(votes: Sequence[Vote], side: str) -> Votes:
    """Points for one side, "actor" or "target", best first; each mention is the first of its actor that got a vote.

    Of people of one kind it is whom most speaks for: "traders" before "a market", either before "people".
    """
    total: dict[str, float] = defaultdict(float)
    first: dict[str, ActorMention] = {}
    for vote in votes:
        key = identity(vote.mention)
        first.setdefault(key, vote.mention)
        if vote.ballot.side == side:
            total[key] += vote.ballot.points
    ranked = sorted(total.items(), key=lambda item: (-item[1], first[item[0]].start))
    return [(_said_best(votes, side, first[key]), vote) for key, vote in ranked if vote > 0]


def _said_best(votes: Sequence[Vote], side: str, first: ActorMention) -> ActorMention:
    """Of the words for one kind of unarmed people those with most points for the side, the first of equal ones."""
    if not first.is_generic or first.type not in UNARMED:
        return first
    points: dict[str, float] = defaultdict(float)
    said: dict[str, ActorMention] = {}
    for vote in votes:
        if vote.ballot.side == side and identity(vote.mention) == identity(first):
            words = vote.mention.raw.casefold()
            said.setdefault(words, vote.mention)
            points[words] += vote.ballot.points
    return said[max(said, key=lambda words: (_exactness(words), points[words]))] if said else first


def _exactness(words: str) -> int:
    """2 = who they are ("farmers"), 1 = of what sort ("a 60-year-old man"), 0 = "people", or where they were."""
    if VAGUE_PEOPLE.intersection(words.split()):
        return 1 if " " in words or words in _LOCALS else 0
    return 0 if words.rsplit(maxsplit=1)[-1] in THINGS else 2


def best_actor(votes: Votes) -> ActorMention | None:
    """The likeliest to have done it; a named group before "gunmen" if anything says that it is they.

    Police are near every incident, and speak of it: that alone makes them no actor. "Warplanes" are somebody's: any
    named force goes before them.
    """
    able = [
        (mention, vote)
        for mention, vote in votes
        if mention.type not in UNARMED and (vote >= NAMED_ENOUGH or mention.type != "police")
    ]
    if not able:
        return next((mention for mention, vote in votes if mention.type == "civilian" and vote >= ACTED), None)
    top, most = able[0]
    if not top.is_generic:
        return top
    named = [
        (mention, vote)
        for mention, vote in able
        if not mention.is_generic
        and not (top.name in _NO_FORCE and mention.type in FORCES and vote <= most)
        and (vote >= 0.5 * most or (vote >= NAMED_ENOUGH and mention.type == top.type) or _flies(top, mention, vote))
    ]
    if not named and top.name in _NOBODY:
        named = [(m, vote) for m, vote in able if m.type in NON_STATE and m.name not in _NOBODY and vote >= 0.5 * most]
    return named[0][0] if named else top


def read_sides(telling: Telling) -> tuple[ActorMention | None, ActorMention | None]:
    """Who did it and whom it hit; null = nobody is named.

    Where both sides of a fight are told only as its dead, the second one stands as the actor.
    """
    actors, targets = read_roles(telling)
    actor = best_actor(actors)
    is_fight = _is_fight(telling)
    if actor is None and is_fight:
        armed = [mention for mention, _ in targets if mention.type in ARMED]
        actor = armed[1] if len(armed) > 1 else None
    target = best_target(targets, actor, is_fight=is_fight)
    if (
        is_fight
        and actor is not None
        and (target is None or target.name in VAGUE_TARGETS)
        and _are_at_odds(actor, telling)
    ):
        return actor, actor
    return actor, target


def _are_at_odds(actor: ActorMention, telling: Telling) -> bool:
    """True for bands of one kind that fight each other: "clashes between two rival clans", "between gangs"."""
    if not actor.is_generic or not actor.raw.endswith("s"):
        return False
    sentence = next((each for each in telling.sentences if each.start <= actor.start < each.end), None)
    return sentence is not None and _RIVALS.search(sentence.text, 0, actor.end - sentence.start) is not None


def _is_fight(telling: Telling) -> bool:
    """True if the account tells of a fight where it begins, or again and again: not of one shot fired back."""
    fights = [any(t.sub_event_type == _CLASH for t in sentence.triggers) for sentence in telling.sentences]
    return any(fights[:OPENING]) or sum(fights) > 1


def _as_civilians(mention: ActorMention) -> ActorMention:
    """Herders and tribesmen who are hit outside a fight are people of that living, not an armed band."""
    if not mention.is_generic or mention.raw.casefold().split()[-1] not in _LIVELIHOODS:
        return mention
    return replace(mention, name="civilians", type="civilian")


def _are_others(mention: ActorMention, actor: ActorMention) -> bool:
    """True for other people of the actor's kind: "a man" who shot "two customers"."""
    return actor.is_generic and actor.type == "civilian" and mention.raw.casefold() != actor.raw.casefold()


def _flies(aircraft: ActorMention, force: ActorMention, vote: float) -> bool:
    return (
        aircraft.type == "unknown" and force.type in {"state forces", "external forces"} and vote >= 0.5 * NAMED_ENOUGH
    )


def best_target(votes: Votes, actor: ActorMention | None, *, is_fight: bool = False) -> ActorMention | None:
    """Who was hit: the most votes but the actor's; "people" only where nobody is named more exactly.

    In a fight the other armed side goes before "people" with as few votes as anybody.
    """
    taken = identity(actor) if actor else None
    others = [
        (mention, vote)
        for mention, vote in votes
        if identity(mention) != taken or (actor is not None and _are_others(mention, actor))
    ]
    if actor is not None and actor.type in NON_STATE:
        others = [each for each in others if each[0].name not in _OWN_MEN] or others
    if not others:
        return None
    if not is_fight:
        others = [(_as_civilians(mention), vote) for mention, vote in others]
    top, most = others[0]
    enough = min(0.4 * most, EXACT_ENOUGH)
    exact = [
        mention
        for mention, vote in others
        if mention.name not in VAGUE_TARGETS
        and mention.type != "unknown"
        and (vote > ARMED_ENOUGH * most if mention.type in ARMED and not is_fight else vote >= enough)
    ]
    return exact[0] if exact and top.name in VAGUE_TARGETS else top

"""What was hit where its people are not named, as whom it hit: "threw a grenade at a shop", "a church was bombed".

A place or thing has few votes: anybody who is told by more than "people" goes before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.accounts.clauses import role_in_clause, trigger_tokens
from transforms.accounts.sentences import Sentence
from transforms.accounts.votes import Ballot, Telling, Vote, weight_of
from transforms.actors import ActorMention

POINTS = 0.5
# Where people live, work, pray and travel. What moves on wheels alone is as often the weapon.
_HELD_BY_PEOPLE = frozenset(
    "shop shops store stores market marketplace mall supermarket kiosk office offices building buildings compound "
    "settlement settlements village villages hamlet hamlets farm farms farmhouse community communities camp camps "
    "neighbourhood neighborhood church churches mosque mosques temple synagogue shrine cathedral seminary monastery "
    "school schools university college campus dormitory kindergarten hospital hospitals clinic clinics pharmacy "
    "restaurant restaurants cafe bar nightclub club hotel hotels guesthouse house houses home homes residence "
    "apartment apartments mansion bus buses minibus train trains ferry convoy convoys station stadium park "
    "courthouse court parliament embassy consulate airport port depot refinery plant factory mine pipeline bakery "
    "crowd crowds gathering procession rally funeral wedding vigil ceremony queue".split()
)
# Whose people bear arms more often than not.
_HELD_BY_FORCES = frozenset("checkpoint checkpoints outpost outposts barracks base bases garrison headquarters".split())
_AIMED = frozenset(
    "threw thrown throwing hurled hurling lobbed lobbing fired firing shot shooting aimed launched".split()
)
_CARE = frozenset({"hospital", "hospitals", "clinic", "clinics"})
_CARED_FOR = frozenset(
    "died dies dead succumbed taken rushed treated brought transferred pronounced recovering admitted".split()
)
_HELD = _HELD_BY_PEOPLE | _HELD_BY_FORCES


def thing_votes(telling: Telling) -> Iterator[Vote]:
    """A small vote for each place or thing that an act of the account is aimed at."""
    for order, sentence in enumerate(telling.sentences):
        things = [token for token in sentence.parsed if token.lower_ in _HELD]
        triggers = trigger_tokens(sentence) if things else set()
        for token in things:
            mention = None if _is_care(token) else _mention(token, sentence)
            role = role_in_clause(token, triggers, is_armed=False) if mention else None
            if mention is not None and role is not None and role.side == "target" and not _is_scene(token):
                ballot = Ballot("target", POINTS * weight_of(order), role.rule)
                yield Vote(mention, sentence.index, ballot)


def _is_scene(token: Token) -> bool:
    """True for the market at which somebody was beaten; a grenade is thrown at a shop."""
    return token.dep_ == "pobj" and token.head.lower_ == "at" and token.head.head.lower_ not in _AIMED


def _is_care(token: Token) -> bool:
    """True for the hospital where somebody "died", and to which the wounded "were taken"."""
    if token.lower_ not in _CARE or token.dep_ != "pobj" or token.head.lower_ not in {"at", "in", "to"}:
        return False
    return any(verb.lower_ in _CARED_FOR for verb in token.ancestors)


def _mention(token: Token, sentence: Sentence) -> ActorMention | None:
    """The thing with its modifiers and its "of" phrase; null within an actor's words."""
    is_armed = token.lower_ in _HELD_BY_FORCES
    words = [left for left in token.lefts if left.dep_ in {"compound", "amod"}]
    start = sentence.start + (words[0].idx if words else token.idx)
    end = sentence.start + _end(token)
    if any(actor.start < end and start < actor.end for actor in sentence.actors):
        return None
    raw = sentence.text[start - sentence.start : end - sentence.start]
    name, kind = (raw, "unknown") if is_armed else ("civilians", "civilian")
    return ActorMention(start, end, raw, None, kind, name, is_generic=True)


def _end(token: Token) -> int:
    """Where the words for it end: after the name that an "of" gives it."""
    for child in token.rights:
        named = next((right for right in child.rights if right.dep_ == "pobj"), None)
        if child.lower_ == "of" and named is not None and named.i - child.i <= 4:
            return named.idx + len(named)
    return token.idx + len(token)

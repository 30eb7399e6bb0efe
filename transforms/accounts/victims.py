"""Victims whom the actor lexicons do not know, as those whom it hit: "customers", "a waitress", "Luis Ortega".

The words are those of the account's figures, their kind that of `transforms.casualties.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.accounts.heads import MODIFIERS
from transforms.accounts.sentences import HARM, Sentence
from transforms.accounts.votes import VICTIM, Ballot, Telling, Vote, weight_of
from transforms.actors import ActorMention
from transforms.casualties.figure import Figure
from transforms.casualties.nouns import CASUALTY_NOUNS, PEOPLE

_NAME = "name"
# Fewer than one in so many of those who were hit are not whom it hit: "a deacon" among eighteen dead.
A_FEW = 3
# Words that take up people told of before.
_NOBODY_MORE = frozenset("couple others another".split())
# Words for people that no lexicon of actors has: told so by police, or by whose they are, they may be anybody.
_ANYBODY = frozenset("persons individuals brothers sisters siblings cousins relatives friends colleagues".split())
# What the hurt count beside the dead.
HURT = 0.5
# Victim type → the kind of actor that such people are, and its type.
_KINDS = {
    "civilian": ("civilians", "civilian"),
    "child": ("children", "civilian"),
    "woman": ("women", "civilian"),
    "journalist": ("journalists", "journalist"),
    "aid worker": ("aid workers", "aid worker"),
    "official": ("officials", "official"),
}


def victim_votes(telling: Telling) -> Iterator[Vote]:
    """A vote for the words of each figure in which no actor is named; soldiers and fighters are known by theirs."""
    most = _most(telling)
    for order, sentence in enumerate(telling.sentences):
        for figure in sentence.figures:
            is_told = _counts(figure) and _size(figure) * A_FEW >= most[figure.quantity]
            mention = _mention(figure, sentence) if is_told else None
            if mention is not None:
                is_hurt = figure.quantity == "injured" and "killed" in most
                points = VICTIM * weight_of(order) * (HURT if is_hurt else 1.0)
                yield Vote(mention, sentence.index, Ballot("target", points, "among the victims counted"))


def _most(telling: Telling) -> dict[str, int]:
    most: dict[str, int] = {}
    for figure in (figure for sentence in telling.sentences for figure in sentence.figures):
        if _counts(figure):
            most[figure.quantity] = max(most.get(figure.quantity, 0), _size(figure))
    return most


def _size(figure: Figure) -> int:
    return (figure.best if figure.best is not None else figure.low) or 0


def _counts(figure: Figure) -> bool:
    return figure.quantity in HARM and figure.scope != "cumulative" and _size(figure) > 0


def _mention(figure: Figure, sentence: Sentence) -> ActorMention | None:
    """The victims' words as an actor; null where they name nobody's kind, or where an actor is read in them."""
    words = figure.victims_raw
    at = sentence.text.find(words, figure.start - sentence.start) if words else -1
    if not words or at < 0 or words.casefold() in _NOBODY_MORE:
        return None
    start, end = sentence.start + at, sentence.start + at + len(words)
    if any(actor.start < end and start < actor.end for actor in sentence.actors) or sentence.names_speaker(start):
        return None
    tokens = sentence.tokens(start, end)
    if not tokens or tokens[-1].dep_ in MODIFIERS:
        return None
    if figure.form == _NAME:
        return ActorMention(start, end, words, None, "civilian", words, is_generic=False)
    is_trade = figure.victims_type == "unknown" and figure.form == "count" and _is_trade(words)
    is_anybody = is_trade or words.casefold() in _ANYBODY
    if figure.victims_type not in _KINDS and not is_anybody:
        return None
    name, kind = _KINDS["civilian" if is_anybody else figure.victims_type]
    if words[0].isupper():
        name = words
    return ActorMention(start, end, words, None, kind, name, is_generic=True)


def _is_trade(words: str) -> bool:
    """True for people by what they do or whose they are: "municipal tax collectors", "Palestinians"."""
    head = words.rsplit(maxsplit=1)[-1]
    is_known = head.casefold() in PEOPLE or head.casefold() in CASUALTY_NOUNS
    return head.endswith("s") and (head[0].isupper() == is_known)

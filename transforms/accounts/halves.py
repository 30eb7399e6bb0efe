"""A sentence of two acts in two places, each with a subject and victims of its own → its halves, one an act.

"Gunmen killed three people in Kano while a suicide bomber killed nine in Maiduguri" is two incidents; "five were
killed in Goma and four in Bukavu", one verb, is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from operator import gt, le

from spacy.tokens import Token

from transforms.accounts.days import ACT, PLAIN
from transforms.accounts.overlap import is_near
from transforms.accounts.scene import role_of
from transforms.accounts.sentences import HARM, Sentence
from transforms.patterns import cued
from transforms.places import PlaceMention

_EDGE = cued(r";|,? (?:and|but|while|whereas)\b", re.IGNORECASE)
# These set one act beside another though nobody is counted there: "while in Basra saboteurs blew up a pipeline".
_SETS_BESIDE = re.compile(r";|,? (?:while|whereas)", re.IGNORECASE)
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_AUXILIARIES = frozenset({"was", "were", "been", "be", "is", "are", "has", "have", "had", "being"})
_OBJECTS = frozenset({"CD", "DT", "JJ", "JJS", "NN", "NNS", "NNP", "PRP", "PRP$", "RB", "RP"})
# "Shelling wounded four" is parsed as a verb's form.
_NOUNS = frozenset({"VBG", "NN", "NNS", "NNP", "NNPS", "PRP", "CD"})
_NOT_OWN = frozenset({"cumulative", "subset"})
# "A man who was shot", and "seven others", who are of those told before.
_TIED = frozenset({"who", "whom", "which", "that", "whose", "where", "when", "others"})
# "In Kano gunmen killed three and in Katsina they abducted four": the same men.
_BESIDE = frozenset({"speech", "hospital", "origin", "custody", "launch", "afar"})
_SAME = frozenset({"they", "he", "she"})


def split_halves(sentence: Sentence) -> list[Sentence]:
    """The sentence alone, or one part for each act in order."""
    halves = next(_cuts(sentence), None)
    return [halves[0], *split_halves(halves[1])] if halves else [sentence]


def _cuts(sentence: Sentence) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentence cut at each word that sets one act beside another."""
    if len(sentence.triggers) < 2 or len(sentence.places) < 2:
        return
    for found in _EDGE.finditer(sentence.text):
        edge = sentence.start + found.end()
        first, second = part(sentence, partial(gt, edge)), part(sentence, partial(le, edge))
        if not (first.triggers and second.triggers and _counts_there(first)):
            continue
        if not (_counts_there(second) or _SETS_BESIDE.fullmatch(found.group())):
            continue
        subject = _subject(second, edge)
        here, there = places_of(first), places_of(second)
        if subject and here and there and not any(is_near(a, b) for a in here for b in there):
            yield _with_days(first, second), _with_actors(_with_days(second, first), first, subject)


def _subject(half: Sentence, edge: int) -> list[str]:
    """The words of who or what does or suffers the half's first act, in lower case; none = it has no verb of its own.

    "And in Bukavu a bomb killed four" has one, "and wounded four in Bukavu" and "a man who was shot in Bukavu" none.
    """
    tokens = half.tokens(edge, half.end)
    acts = {token.i for trigger in half.triggers for token in half.tokens(trigger.start, trigger.end)}
    verb = next((at for at, token in enumerate(tokens) if token.i in acts and _is_finite(tokens, at)), 0)
    before = tokens[:verb]
    if any(token.lower_ in _TIED for token in before):
        return []
    beside = [(place.start, place.end) for place in half.places]
    beside += [(day.start, day.end) for day in half.dates]
    return [
        token.lower_
        for token in before
        if token.tag_ in _NOUNS and not any(start <= token.idx + half.start < end for start, end in beside)
    ]


def _is_finite(tokens: Sequence[Token], at: int) -> bool:
    """True for "killed four" and "were killed", not for "ten wounded near Bukavu"."""
    if tokens[at].tag_ != "VBN":
        return tokens[at].tag_ in _FINITE
    is_passive = any(token.lower_ in _AUXILIARIES for token in tokens[max(at - 3, 0) : at])
    return is_passive or (at + 1 < len(tokens) and tokens[at + 1].tag_ in _OBJECTS)


def _counts_there(half: Sentence) -> bool:
    return any(f.quantity in HARM and f.scope not in _NOT_OWN and (f.best or f.low) for f in half.figures)


def places_of(half: Sentence) -> list[PlaceMention]:
    """The half's scenes, else the countries that it is set in; not those of the place line or of who speaks."""
    scenes = [scene for scene in half.scenes if _is_told(scene, half)]
    return scenes or [
        place for place in half.places if place.place is not None and not place.is_adjective and _is_told(place, half)
    ]


def _is_told(place: PlaceMention, half: Sentence) -> bool:
    return place.cue != "dateline" and not place.is_metonym and role_of(place, half) not in _BESIDE


def _with_days(half: Sentence, other: Sentence) -> Sentence:
    """The half, with the other's days where it has none: "on Monday" is said once for both."""
    own = [mention for mention in half.dates if mention.role in (ACT, PLAIN)]
    return half if own else replace(half, dates=(*half.dates, *other.dates))


def _with_actors(half: Sentence, other: Sentence, subject: list[str]) -> Sentence:
    actors = (*other.actors, *half.actors) if _SAME & set(subject) else half.actors
    return replace(half, actors=actors, is_later_half=True)


def part(sentence: Sentence, is_in: Callable[[int], bool]) -> Sentence:
    """The sentence with what starts at these characters alone."""
    return replace(
        sentence,
        triggers=tuple(each for each in sentence.triggers if is_in(each.start)),
        figures=tuple(each for each in sentence.figures if is_in(each.start)),
        dates=tuple(each for each in sentence.dates if is_in(each.start)),
        places=tuple(each for each in sentence.places if is_in(each.start)),
        actors=tuple(each for each in sentence.actors if is_in(each.start)),
        weapons=tuple(each for each in sentence.weapons if is_in(each.start)),
    )

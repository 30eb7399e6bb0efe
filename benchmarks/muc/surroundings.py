"""One place of a phrase → features of what stands around it and of its own form, finer than the product's.

Words are those of training, so the verb that a phrase hangs on is a feature whether or not the lexicon counts it as
violence, and so are what else hangs on that verb, the verb above it, the parts of the phrase, and where its ends are.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.role_model.candidates import Occurrence
from transforms.role_model.features import base_of
from transforms.role_model.nouns import OTHER, class_of

# Steps up from a phrase in which a verb is looked for.
HIGH = 6
# A passive verb has one of these beside it.
_PASSIVE = frozenset({"auxpass", "nsubjpass"})
_SIDES = frozenset({"nsubj", "nsubjpass", "agent", "dobj", "pobj", "attr", "dative"})
_ENDINGS = ("ings", "ing", "edly", "ed", "es", "s")
SHORTEST_STEM = 3


def surrounding_features(found: Occurrence, kind: str) -> Iterator[str]:
    base = base_of(found.head)
    yield from _form_features(found, kind)
    verb, way = _verb_above(base)
    if verb is None:
        return
    stem = stem_of(verb.text)
    voice = "passive" if any(child.dep_ in _PASSIVE for child in verb.children) else "active"
    yield f"verb {stem}"
    yield f"verb {way} {stem}"
    yield f"verb {way} {stem} {voice}"
    yield f"verb {kind} {way} {stem}"
    yield f"verb {way} {voice}"
    yield f"verb form {verb.tag_}"
    if any(child.dep_ == "neg" for child in verb.children):
        yield "verb denied"
    yield from _others(found, base, verb, f"{way} {stem}", way)
    above, further = _verb_above(verb)
    if above is not None:
        yield f"above {further} {stem_of(above.text)}"
        yield f"above {way} {further} {stem_of(above.text)}"


def verb_of(found: Occurrence) -> Token | None:
    """The verb that the phrase hangs on; null = none."""
    return _verb_above(base_of(found.head))[0]


def stem_of(word: str) -> str:
    """A word without its ending, cut the same way everywhere; no word of a dictionary."""
    word = word.lower()
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= SHORTEST_STEM), "")
    stem = word.removesuffix(ending)
    if ending and len(stem) > SHORTEST_STEM and stem[-1] == stem[-2]:
        stem = stem[:-1]
    return stem[:-1] if stem.endswith("e") and len(stem) > SHORTEST_STEM else stem


def _verb_above(token: Token) -> tuple[Token | None, str]:
    """The verb that the token hangs on, and the last two relations on the way up to it."""
    steps: list[str] = []
    for _ in range(HIGH):
        if token.head is token:
            break
        steps.append(f"{token.dep_}:{token.head.lower_}" if token.dep_ == "pobj" else token.dep_)
        token = token.head
        if token.tag_.startswith("VB"):
            return token, ">".join(steps[-2:])
    return None, ""


def _others(found: Occurrence, base: Token, verb: Token, on: str, way: str) -> Iterator[str]:
    """What else hangs on the verb: its subject, its object, what follows its prepositions."""
    for child in verb.children:
        is_own = found.first <= child.i < found.last
        if child.dep_ in _SIDES and child is not base and not is_own:
            yield f"beside {way} {child.dep_} {_class(child)}"
            yield f"beside {on} {child.dep_} {_class(child)}"
        elif child.dep_ == "prep":
            objects = [other for other in child.children if other.dep_ == "pobj" and other is not base]
            yield from (f"beside {way} {child.lower_} {_class(other)}" for other in objects)


def _class(token: Token) -> str:
    noun = class_of(token.lower_)
    return noun if noun != OTHER else token.ent_type_ or token.tag_


def _form_features(found: Occurrence, kind: str) -> Iterator[str]:
    doc, head = found.doc, found.head
    for child in head.children:
        if found.first <= child.i < found.last:
            yield f"part {child.dep_} {stem_of(child.text)}"
        else:
            yield f"left out {child.dep_} {_class(child)}"
    yield f"stem {stem_of(head.text)}"
    yield f"stem {stem_of(head.text)} {found.form} {found.last - found.first}"
    yield f"ends {doc[found.first].tag_} {doc[found.last - 1].tag_}"
    if found.last < len(doc):
        after = doc[found.last]
        yield f"cut {found.form} {doc[found.last - 1].tag_} {after.tag_}"
        yield f"cut {kind} {found.form} {'' if after.tag_.startswith('NNP') else after.lower_}"
    if found.first:
        yield f"cut before {found.form} {doc[found.first - 1].tag_} {doc[found.first].tag_}"
    yield from (f"ending {head.lower_[-length:]}" for length in (2, 3, 4))
    yield f"tenth {10 * head.i // len(doc)}"

"""A phrase and where it stands → named features: what it is, how it hangs on words of violence, what is near it.

Two sorts: those without any word of the phrase itself (class of its noun, kind of name, path to a trigger, words
beside it), which hold in any decade and country; and its own words, which are only of use near what was trained on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from transforms.actors import find_actors
from transforms.role_model.candidates import Occurrence
from transforms.role_model.nouns import OTHER, class_of
from transforms.triggers import find_triggers

NEAR, FAR = 3, 8
LONGEST_PATH = 4
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text with its triggers: token → (lemma, event type); `order` counts from the text's start."""

    span: Span
    order: int
    triggers: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def lemmas(self) -> list[str]:
        return sorted({lemma for lemma, _ in self.triggers.values()})


@dataclass(frozen=True)
class Scene:
    """A parsed part of a text: its sentences, and the type of known actor that each token belongs to."""

    doc: Doc
    sentences: tuple[Sentence, ...]
    actors: dict[int, str]

    def sentence(self, token: Token) -> Sentence:
        return next(sentence for sentence in self.sentences if token.i < sentence.span.end)


def read_scene(doc: Doc, order: int = 0) -> Scene:
    """Triggers and actors of a parsed text, whose first sentence is the `order`th of the article."""
    places: dict[int, tuple[str, str]] = {}
    for trigger in find_triggers(doc.text):
        for token in _tokens(doc, trigger.start, trigger.end):
            places[token.i] = (trigger.lemma, trigger.sub_event_type)
    actors = {
        token.i: mention.type for mention in find_actors(doc.text) for token in _tokens(doc, mention.start, mention.end)
    }
    sentences = tuple(
        Sentence(span, order + place, {i: places[i] for i in range(span.start, span.end) if i in places})
        for place, span in enumerate(doc.sents)
    )
    return Scene(doc, sentences, actors)


def _tokens(doc: Doc, start: int, end: int) -> Sequence[Token]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return list(span) if span is not None else []


def context_features(found: Occurrence, scene: Scene) -> Iterator[str]:
    """Features without any word of the phrase."""
    head, sentence = found.head, scene.sentence(found.head)
    kind = kind_of(found, scene)
    base = base_of(head)
    yield from _shape(found, scene, kind)
    yield f"relation {base.dep_}"
    yield f"kind {kind} relation {base.dep_}"
    for path in _paths(base, sentence.triggers):
        yield f"path {path}"
        yield f"kind {kind} path {path}"
    yield from _governors(base, kind, sentence.triggers)
    yield from _neighbours(found)
    for lemma in sentence.lemmas:
        yield f"sentence {lemma}"
        yield f"kind {kind} sentence {lemma}"
    if not sentence.triggers:
        yield f"kind {kind} sentence calm"
    yield f"order {_bucket(sentence.order)}"


def kind_of(found: Occurrence, scene: Scene) -> str:
    """What the phrase names: a known actor's type, a class of noun, a kind of name."""
    actor = scene.actors.get(found.last - 1, "")
    noun = class_of(found.head.lower_)
    if noun == OTHER and found.form in ("of", "from", "for", "in"):
        noun = f"of {class_of(found.doc[found.last - 1].lower_)}"
    if noun != OTHER and found.doc[found.last - 1] is not found.head and found.form == "title":
        noun = class_of(found.doc[found.last - 1].lower_)
    if noun == OTHER:
        noun = actor or found.head.ent_type_ or found.head.tag_
    return noun


def _shape(found: Occurrence, scene: Scene, kind: str) -> Iterator[str]:
    words = [found.doc[i] for i in range(found.first, found.last)]
    labels = {word.ent_type_ for word in words if word.ent_type_}
    yield f"form {found.form}"
    yield f"kind {kind}"
    yield f"kind {kind} form {found.form}"
    yield f"tag {found.head.tag_}"
    yield f"words {min(len(words), 6)}"
    yield f"kind {kind} words {min(len(words), 4)}"
    for label in sorted(labels):
        yield f"entity {label}"
        yield f"entity {label} form {found.form}"
    if all(word.ent_type_ in _NAMES for word in words):
        yield f"all entity {words[-1].ent_type_}"
        yield f"all entity {words[-1].ent_type_} words {min(len(words), 4)}"
    for actor in sorted({scene.actors[word.i] for word in words if word.i in scene.actors}):
        yield f"actor {actor}"
        yield f"actor {actor} whole {all(word.i in scene.actors for word in words)}"
    classes = sorted({class_of(word.lower_) for word in words[:-1]} - {OTHER})
    yield from (f"with {name} kind {kind}" for name in classes)
    if any(word.tag_ == "CD" for word in words):
        yield "counted"
    if all(word.text.isupper() for word in words):
        yield "acronym"
    capitals = sum(word.text[0].isupper() for word in words)
    yield f"capitals {'all' if capitals == len(words) else 'some' if capitals else 'none'} kind {kind}"


def base_of(token: Token) -> Token:
    """The token that stands in the clause for this one: the first of a list, the noun of a name's title."""
    for _ in range(4):
        if token.dep_ not in {"conj", "appos", "compound", "nmod"}:
            break
        token = token.head
    return token


def _label(token: Token, triggers: dict[int, tuple[str, str]]) -> str:
    return triggers[token.i][1] if token.i in triggers else ""


def _paths(base: Token, triggers: dict[int, tuple[str, str]]) -> Iterator[str]:
    """Relations from the phrase up to a trigger, or up and one down: "dobj>Attack", "pobj by>agent>Attack"."""
    steps: list[str] = []
    token = base
    for _ in range(LONGEST_PATH):
        if token.head is token:
            break
        steps.append(f"{token.dep_} {token.head.lower_}" if token.dep_ == "pobj" else token.dep_)
        token = token.head
        if token.i in triggers:
            lemma, event = triggers[token.i]
            yield ">".join([*steps, event])
            yield ">".join([*steps, lemma])
            return
        for child in token.children:
            if child.i in triggers and child.i != base.i and len(steps) <= 2:
                yield ">".join([*steps, f"<{child.dep_}", triggers[child.i][1]])
                yield ">".join([*steps, f"<{child.dep_}", triggers[child.i][0]])


def _governors(base: Token, kind: str, triggers: dict[int, tuple[str, str]]) -> Iterator[str]:
    """The words that the phrase hangs on, names left out."""
    governor, link = base.head, base.dep_
    if base.dep_ == "pobj":
        link = governor.lower_
        yield f"after {link}"
        yield f"kind {kind} after {link}"
        governor = governor.head
    if governor.ent_type_ not in _NAMES:
        yield f"hangs {link} on {governor.lower_}"
        yield f"kind {kind} hangs {link} on {governor.lower_}"
        yield f"on {governor.lower_}"
    if governor.i in triggers:
        yield f"kind {kind} hangs {link} on {triggers[governor.i][1]}"
    for child in governor.children:
        if child.dep_ in {"dobj", "nsubj", "nsubjpass", "agent"} and child is not base:
            yield f"kind {kind} hangs {link} beside {child.dep_} {class_of(child.lower_)}"
    for child in base.children:
        if child.dep_ in {"acl", "relcl", "prep"} and child.ent_type_ not in _NAMES:
            yield f"has {child.dep_} {child.lower_}"
            yield f"kind {kind} has {child.dep_} {_label(child, triggers) or child.tag_}"


def _neighbours(found: Occurrence) -> Iterator[str]:
    doc = found.doc
    before = doc[found.first - 1].lower_ if found.first else "^"
    after = doc[found.last].lower_ if found.last < len(doc) else "$"
    earlier = doc[found.first - 2].lower_ if found.first > 1 else "^"
    later = doc[found.last + 1].lower_ if found.last + 1 < len(doc) else "$"
    yield f"before {before}"
    yield f"before {earlier} {before}"
    yield f"next {after}"
    yield f"next {after} {later}"


def word_features(found: Occurrence, scene: Scene) -> Iterator[str]:
    """Features of the phrase's own words."""
    words = [found.doc[i].lower_ for i in range(found.first, found.last)]
    head = found.head.lower_
    base = base_of(found.head)
    yield f"head {head}"
    yield f"string {' '.join(words)}"
    yield f"head {head} form {found.form}"
    yield f"first {words[0]}"
    yield f"last {words[-1]}"
    yield from (f"word {word}" for word in words)
    yield f"head {head} relation {base.dep_} on {_label(base.head, scene.sentence(base).triggers)}"
    yield f"head {head} hangs {base.dep_} on {base.head.lower_}"


def article_features(scenes: Sequence[Scene]) -> list[str]:
    """What the article is about: its event types, those of its first sentences, how much of each."""
    found: dict[str, int] = {}
    lead: set[str] = set()
    for scene in scenes:
        for sentence in scene.sentences:
            for lemma, event in sentence.triggers.values():
                for name in (event, lemma):
                    found[name] = found.get(name, 0) + 1
                if sentence.order < NEAR:
                    lead.add(event)
    counted = [f"article {name} {_amount(count)}" for name, count in sorted(found.items())]
    return [*counted, *(f"lead {name}" for name in sorted(lead))] or ["article calm"]


def _amount(count: int) -> str:
    return "once" if count == 1 else "few" if count <= NEAR else "many"


def _bucket(order: int) -> str:
    return str(order) if order < NEAR else "early" if order < FAR else "late"


def join_occurrences(parts: Iterable[Iterable[str]]) -> set[str]:
    """Features of a string that stands in several places: all of theirs, and in how many."""
    found: set[str] = set()
    count = 0
    for count, features in enumerate(parts, 1):  # noqa: B007
        found |= set(features)
    return found | {f"occurs {_amount(count)}"}

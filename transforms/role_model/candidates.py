"""Parsed sentences → the phrases that may play a part in an incident: noun phrases, shorter forms of them, names.

One string may stand in several places; a place is an `Occurrence`, and what is judged is the string in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from transforms.actors import find_actors
from transforms.role_model.nouns import class_of

# A noun with one of these relations belongs to the phrase of another noun.
_INSIDE = frozenset({"compound", "nmod", "amod", "nummod", "quantmod", "advmod", "det", "npadvmod", "predet"})
_TIME_ENTITIES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "CARDINAL", "QUANTITY"})
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT", "LOC", "EVENT", "WORK_OF_ART"})
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_QUANTITIES = ("CD", "DT", "PDT", "PRP$", "WP$")
_QUANTIFIERS = frozenset(
    "several many some few dozens hundreds thousands other others more most about approximately nearly least "
    "another various at over than around all both each such same additional certain".split()
)
_EDGES = frozenset("\"'.,;:()[]-–—`")
_INSTRUMENTS = frozenset({"bomb", "gun", "blade"})
LONGEST = 14


@dataclass(frozen=True)
class Occurrence:
    """Tokens `first` up to but without `last` of `doc`; `head` is the token that they hang on; `form` says how made."""

    doc: Doc
    first: int
    last: int
    head: Token
    form: str

    @property
    def start(self) -> int:
        return int(self.doc[self.first].idx)

    @property
    def end(self) -> int:
        token = self.doc[self.last - 1]
        return int(token.idx) + len(token.text)

    @property
    def text(self) -> str:
        return " ".join(self.doc.text[self.start : self.end].split())


def find_candidates(doc: Doc) -> list[Occurrence]:
    """Every candidate of a parsed text, in order of place, each stretch of tokens once."""
    seen: set[tuple[int, int]] = set()
    found = []
    for candidate in _all(doc):
        trimmed = _trim(candidate)
        if trimmed is None or (trimmed.first, trimmed.last) in seen:
            continue
        seen.add((trimmed.first, trimmed.last))
        found.append(trimmed)
    return sorted(found, key=lambda found: (found.first, -found.last))


def _all(doc: Doc) -> Iterator[Occurrence]:
    for token in doc:
        if token.tag_ in _NOUNS and _heads_phrase(token):
            yield from _forms(token)
        elif token.tag_ in _NOUNS and class_of(token.lower_) in _INSTRUMENTS:
            yield Occurrence(doc, token.i, token.i + 1, token, "modifier")
    for mention in find_actors(doc.text):
        yield from _actor(doc, mention.start, mention.end)
    for entity in doc.ents:
        if entity.label_ in _NAMES:
            yield Occurrence(doc, entity.start, entity.end, entity.root, "name")


def _heads_phrase(token: Token) -> bool:
    return token.dep_ not in _INSIDE and token.ent_type_ not in _TIME_ENTITIES


def _forms(head: Token) -> Iterator[Occurrence]:
    doc = head.doc
    first, last = _left(head), head.i + 1
    yield Occurrence(doc, first, last, head, "phrase")
    bare = first
    while bare < head.i and (doc[bare].tag_ in _QUANTITIES or doc[bare].lower_ in _QUANTIFIERS):
        bare += 1
    if bare > first:
        yield Occurrence(doc, bare, last, head, "without number")
    short = head.i
    while short > bare and doc[short - 1].dep_ == "compound" and doc[short - 1].head.i <= head.i:
        short -= 1
    if short > bare:
        yield Occurrence(doc, short, last, head, "compound")
    name = head.i
    while name > bare and doc[name - 1].tag_ in ("NNP", "NNPS"):
        name -= 1
    if head.tag_ in ("NNP", "NNPS") and name > bare and name != short:
        yield Occurrence(doc, name, last, head, "proper")
    if bare < head.i and short < head.i:
        yield Occurrence(doc, head.i, last, head, "head")
    yield from _with_of(head, bare)
    yield from _title(head, bare)


def _left(head: Token) -> int:
    """Where the phrase of the noun starts: its left children, clauses before it left out."""
    first = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in ("relcl", "advcl", "cc", "punct", "prep", "conj", "appos", "acl") and child.tag_ != "HYPH":
            if child.dep_ == "punct" and child.text in "\"'":
                continue
            break
        first = min(first, child.left_edge.i)
    return first


def _with_of(head: Token, first: int) -> Iterator[Occurrence]:
    for preposition in head.rights:
        if preposition.lower_ not in ("of", "from", "for", "in") or preposition.dep_ != "prep":
            continue
        objects = [child for child in preposition.rights if child.dep_ == "pobj"]
        if objects:
            yield Occurrence(head.doc, first, objects[0].i + 1, head, preposition.lower_)
            return


def _title(head: Token, first: int) -> Iterator[Occurrence]:
    """What stands before a person's name: "opposition leader" of "opposition leader Ana Mora"."""
    if head.ent_type_ != "PERSON":
        return
    name = head.i
    while name > first and head.doc[name - 1].ent_type_ == "PERSON":
        name -= 1
    if name > first and name < head.i + 1:
        yield Occurrence(head.doc, first, name, head.doc[name - 1], "title")


def _actor(doc: Doc, start: int, end: int) -> Iterator[Occurrence]:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is not None:
        yield Occurrence(doc, span.start, span.end, span.root, "actor")


def _trim(found: Occurrence) -> Occurrence | None:
    first, last, doc = found.first, found.last, found.doc
    while first < last and (doc[first].text in _EDGES or doc[first].tag_ == "DT" or doc[first].is_space):
        first += 1
    while first < last and (doc[last - 1].text in _EDGES or doc[last - 1].tag_ == "POS" or doc[last - 1].is_space):
        last -= 1
    if first >= last or last - first > LONGEST:
        return None
    if not any(character.isalpha() for character in doc[first:last].text):
        return None
    return Occurrence(doc, first, last, found.head, found.form)


def sentence_of(occurrence: Occurrence, sentences: Sequence[Span]) -> int:
    """Which of the text's sentences the occurrence is in; the last if none."""
    for order, sentence in enumerate(sentences):
        if occurrence.head.i < sentence.end:
            return order
    return len(sentences) - 1

"""Names in a text, as spaCy's entity recogniser decides them, all words of a batch at once.

The recogniser goes from word to word and has two kinds of state: outside a name, told by the word at hand alone, and
inside one, told by it, by the name's first word and by the word before. So the first kind is scored for all words in
one sum, and of the second only what follows a beginning. spaCy's own loop asks for Python's lock for each action of
each word (3.8, inline methods of a C++ class under Cython 3), which takes more than half of its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from transforms.language_model.encoder import Encoder, Floats
from transforms.language_model.scorer import NONE, Flags, Indices, StateScorer

_BEGIN, _INSIDE, _LAST, _UNIT, _OUT = "B-", "I-", "L-", "U-", "O"


class EntityReader:
    """A component that marks the entities of documents, in place of the recogniser whose weights it was given."""

    def __init__(self, recogniser: EntityRecognizer) -> None:
        """`recogniser` has its learned weights, word vectors of its own and no beam."""
        words, _, narrow = recogniser.model.get_ref("tok2vec").layers
        self._encoder = Encoder(words)
        self._scorer = StateScorer(recogniser.model, narrow)
        actions = [recogniser.moves.get_class_name(number) for number in range(recogniser.moves.n_moves)]
        # A state outside a name begins one, takes the word alone for one, or goes on; "U-" is for words barred before.
        outside = [name for name in actions if name.startswith((_BEGIN, _UNIT, _OUT)) and name != _UNIT]
        column = {name: at for at, name in enumerate(actions)}
        self._outside = np.array([column[name] for name in outside])
        self._begins = np.array([name.startswith(_BEGIN) for name in outside])
        self._names = np.array([name != _OUT for name in outside])
        self._labels = [name[2:] for name in outside]
        self._goes_on = np.array([column.get(_INSIDE + label, 0) for label in self._labels])
        self._stops = np.array([column.get(_LAST + label, 0) for label in self._labels])

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """The documents in their order, their entities set; what was set before is overwritten."""
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            told = [doc for doc in batch if len(doc)]
            if told:
                self._mark(told)
            yield from batch

    def _mark(self, docs: Sequence[Doc]) -> None:
        lengths = np.array([len(doc) for doc in docs])
        ends = np.cumsum(lengths)
        starts_sentence, is_space = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs]).T == 1
        is_last = np.append(starts_sentence[1:], False)
        is_end = np.zeros_like(is_last)
        is_end[ends - 1] = True
        found = self._find(self._scorer.read(self._encoder.encode(docs)), is_last | is_end, is_space)
        own: list[list[Span]] = [[] for _ in docs]
        for start, end, label in found:
            at = int(np.searchsorted(ends, start, side="right"))
            first = int(ends[at] - lengths[at])
            own[at].append(Span(docs[at], start - first, end - first, label=label))
        for doc, entities in zip(docs, own, strict=True):
            doc.set_ents(entities, default="outside")

    def _find(self, told: Floats, is_last: Flags, is_space: Flags) -> Iterator[tuple[int, int, str]]:
        """First word, the word after the last and label of each entity; no entity goes beyond an `is_last` word."""
        words = np.full((self._scorer.roles, len(is_last)), NONE)
        words[0] = np.arange(len(is_last))
        scores = self._scorer.score(told, words)[:, self._outside]
        scores[np.ix_(is_last, self._begins)] = -np.inf
        scores[np.ix_(is_space, self._names)] = -np.inf
        chosen = scores.argmax(axis=1)
        ends = np.arange(1, len(is_last) + 1)
        begins = np.flatnonzero(self._begins[chosen])
        ends[begins] = self._ends(told, begins, chosen[begins], is_last)
        free = 0
        for start in np.flatnonzero(self._names[chosen]).tolist():
            if start >= free:
                free = int(ends[start])
                yield start, free, self._labels[chosen[start]]

    def _ends(self, told: Floats, begins: Indices, chosen: Indices, is_last: Flags) -> Indices:
        """The word after the last of each name that begins at these words."""
        ends = begins + 1
        open_ = np.arange(len(begins))
        while len(open_):
            at, first = ends[open_], begins[open_]
            scores = self._scorer.score(told, np.stack([at, first, at - 1]))
            rows, label = np.arange(len(open_)), chosen[open_]
            stops = (scores[rows, self._stops[label]] > scores[rows, self._goes_on[label]]) | is_last[at]
            ends[open_] += 1
            open_ = open_[~stops]
        return ends

"""Each word's head and its relation to it, as spaCy's parser decides them, all documents of a batch at once.

spaCy's own loop goes through the moves of one document after the other and asks for Python's lock for each (3.8, inline
methods of a C++ class under Cython 3). Here a step is one move of every document that is not finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import numpy as np
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

from transforms.language_model.encoder import Floats
from transforms.language_model.scorer import NONE, Flags, Indices, StateScorer
from transforms.language_model.transitions import BREAK, LEFT, REDUCE, RIGHT, SHIFT, Parses

_MOVES = {"S": SHIFT, "D": REDUCE, "L": LEFT, "R": RIGHT, "B": BREAK}
_ROOT = "ROOT"
# Of what `Parses.allowed` tells, the row for arcs.
_ARC = 2
# In the label of an arc that, put where it belongs, crosses others: "prep||dobj".
_CROSSING = "||"
# Words parsed at once: the more, the fewer steps for all, but what the model is told of each takes 4 KB.
MOST_WORDS = 4_000


class DependencyReader:
    """A component that parses documents, in place of the parser whose weights it was given."""

    def __init__(self, parser: DependencyParser) -> None:
        """`parser` has its learned weights, takes the vectors of a shared `Tok2Vec` and has no beam."""
        listener = parser.model.get_ref("tok2vec")
        self._scorer = StateScorer(parser.model, listener.layers[-1])
        actions = [parser.moves.get_class_name(number) for number in range(parser.moves.n_moves)]
        self._moves = np.array([_MOVES[action[0]] for action in actions])
        arcs = np.flatnonzero((self._moves == LEFT) | (self._moves == RIGHT))
        self._arcs = slice(int(arcs[0]), int(arcs[-1]) + 1)
        self._kinds = np.array([actions.index("S"), actions.index("D"), NONE, actions.index(f"B-{_ROOT}")])
        strings = parser.vocab.strings
        self._labels = np.array([strings.add(action[2:]) for action in actions], dtype=np.uint64)
        self._root = strings.add(_ROOT)
        self._is_crossing = np.array([_CROSSING in action for action in actions])
        self._uncross = parser.postprocesses

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:  # noqa: ARG002 - spaCy passes it
        """The documents in their order, parsed; they have their words' vectors and no sentence starts of their own."""
        batch: list[Doc] = []
        words = 0
        for doc in docs:
            batch.append(doc)
            words += len(doc)
            if words >= MOST_WORDS:
                yield from self._parsed(batch)
                batch, words = [], 0
        yield from self._parsed(batch)

    def _parsed(self, batch: Sequence[Doc]) -> Sequence[Doc]:
        docs = [doc for doc in batch if len(doc)]
        if docs:
            parses = Parses(np.array([len(doc) for doc in docs]))
            told = self._scorer.read(np.concatenate([doc.tensor for doc in docs]))
            while (words := parses.look()).size:
                actions = self._choose(self._scorer.score(told, words), parses.allowed(words))
                parses.move(words, self._moves[actions], actions)
            self._write(docs, parses.heads[:-1], parses.actions[:-1])
        return batch

    def _choose(self, scores: Floats, allowed: Flags) -> Indices:
        """The best action that each parse allows; of those that score alike the first."""
        arcs = scores[:, self._arcs].argmax(axis=1) + self._arcs.start
        kinds = scores.T[self._kinds]
        kinds[_ARC] = scores[np.arange(len(arcs)), arcs]
        kinds[~allowed] = -np.inf
        kind = kinds.argmax(axis=0)
        chosen: Indices = np.where(kind == _ARC, arcs, self._kinds[kind])
        return chosen

    def _write(self, docs: Sequence[Doc], heads: Indices, actions: Indices) -> None:
        """Set heads, relations and sentence starts of the documents; `heads` counts words through all of them."""
        is_root = heads == NONE
        distances = np.where(is_root, 0, heads - np.arange(len(heads))).astype(np.uint64)
        told = np.stack([distances, np.where(is_root, self._root, self._labels[actions])], axis=1)
        is_crossing = self._is_crossing[actions] & ~is_root
        start = 0
        for doc in docs:
            own = slice(start, start := start + len(doc))
            doc.from_array(["HEAD", "DEP"], cast("Any", told[own]))
            if is_crossing[own].any():
                for uncross in self._uncross:
                    uncross(doc)

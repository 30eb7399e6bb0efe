"""The scores of a transition model's actions, for many states at once.

A state is told by some of its words ("the word at hand", "the word on top of the stack"); what each word adds in each
of these roles is worked out once for all words (spaCy's `PrecomputableAffine`), so that a state costs a few sums.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

from transforms.language_model.encoder import Floats, learned

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]
# Stands for a word that the state has not got.
NONE = -1


class StateScorer:
    """The learned part of a spaCy parser or entity recogniser, without its word vectors."""

    def __init__(self, model: Model[Any, Any], narrow: Model[Any, Any]) -> None:
        """`model` is a `TransitionModel`, `narrow` the layer between the word vectors and it."""
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        weights = learned(lower, "W").transpose(3, 0, 2, 1)
        inputs, self.roles, self.pieces, self.hidden = weights.shape
        self._role = np.arange(self.roles)[:, None]
        self._narrow = np.ascontiguousarray(learned(narrow, "W").T)
        self._narrow_bias = learned(narrow, "b")
        self._lower = np.ascontiguousarray(weights.reshape(inputs, -1))
        self._nothing = learned(lower, "pad")[0].transpose(0, 2, 1).reshape(1, -1)
        self._bias = learned(lower, "b").T.reshape(-1)
        self._upper = np.ascontiguousarray(learned(upper, "W").T)
        self._upper_bias = learned(upper, "b")

    def read(self, vectors: Floats) -> Floats:
        """What each word adds in each role, as `score` takes it; the last rows are those of no word at all."""
        narrowed: Floats = vectors @ self._narrow
        narrowed += self._narrow_bias
        told: Floats = np.empty((len(vectors) + 1, self._lower.shape[1]), dtype=np.float32)
        np.matmul(narrowed, self._lower, out=told[:-1])
        told[-1] = self._nothing
        return told.reshape(-1, self.pieces * self.hidden)

    def score(self, told: Floats, words: Indices) -> Floats:
        """The score of each action in each state; `words` has a column a state, the word in each role or `NONE`."""
        summed: Floats = np.add.reduce(told.take(words * self.roles + self._role, axis=0), axis=0)
        summed += self._bias
        best = summed[:, : self.hidden]
        for piece in range(1, self.pieces):
            best = np.maximum(best, summed[:, piece * self.hidden : (piece + 1) * self.hidden])
        scores: Floats = best @ self._upper
        scores += self._upper_bias
        return scores

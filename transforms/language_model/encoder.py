"""Words of a text → their vectors, as spaCy's `Tok2Vec` works them out, in a third of its time.

The sums are those of thinc's layers (`MultiHashEmbed`, then `MaxoutWindowEncoder`), with two savings: what a word's
spelling gives is kept for the next time that the word is met, and the pieces of a maxout stand in blocks, so that
their greatest is found by whole rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Ragged

Floats = NDArray[np.float32]

# Spellings that are kept before all are forgotten, some 20 MB; a night of news has fewer.
MOST_SPELLINGS = 50_000
# thinc's own, so that no variance is 0.
_LEAST_VARIANCE = 1e-8


def learned(layer: Model[Any, Any], name: str) -> Floats:
    """The learned numbers of this name in a layer."""
    return cast("Floats", layer.get_param(name))


class _Maxout:
    """A layer: the greatest of some linear pieces, its mean and variance made 0 and 1, then scaled."""

    def __init__(self, maxout: Model[Any, Any], norm: Model[Any, Any]) -> None:
        pieces = learned(maxout, "W").transpose(1, 0, 2)
        self.pieces, self.width, _ = pieces.shape
        self.weights: Floats = np.ascontiguousarray(pieces.reshape(-1, pieces.shape[2]).T)
        self.bias: Floats = np.ascontiguousarray(learned(maxout, "b").T.reshape(-1))
        self.scale, self.shift = learned(norm, "G"), learned(norm, "b")
        self._averaging: Floats = np.full(self.width, 1 / self.width, dtype=np.float32)

    def __call__(self, rows: Floats) -> Floats:
        told: Floats = rows @ self.weights
        told += self.bias
        best: Floats = told[:, : self.width]
        for piece in range(1, self.pieces):
            best = np.maximum(best, told[:, piece * self.width : (piece + 1) * self.width])
        best = best - (best @ self._averaging)[:, None]
        variance: Floats = np.einsum("ij,ij->i", best, best) / self.width + _LEAST_VARIANCE
        best *= (variance**-0.5)[:, None]
        best *= self.scale
        best += self.shift
        return best


class Encoder:
    """One `Tok2Vec` model, ready to be asked."""

    def __init__(self, model: Model[list[Doc], list[Floats]]) -> None:
        """`model` is a `Tok2Vec` with its learned weights: an embedding and an encoder of windows of one word."""
        embed, encode = model.layers
        self._columns: list[int | str] = embed.layers[0].attrs["columns"]
        self._embed = embed.layers[2:4]
        self.reach: int = encode.attrs["pad"]
        nodes = list(encode.walk())
        maxouts = [node for node in nodes if node.name == "maxout"]
        norms = [node for node in nodes if node.name == "layernorm"]
        self._layers = [_Maxout(*pair) for pair in zip(maxouts, norms, strict=True)]
        self.width = self._layers[0].width
        self._places: dict[bytes, int] = {}
        self._spelled: Floats = np.zeros((0, self.width), dtype=np.float32)

    def encode(self, docs: Sequence[Doc]) -> Floats:
        """The vectors of all words of all documents, one after the other; no document sees its neighbours."""
        lengths = [len(doc) for doc in docs]
        starts = np.cumsum([0, *lengths[:-1]]) + self.reach * np.arange(1, len(docs) + 1)
        kept = np.concatenate([np.arange(start, start + size) for start, size in zip(starts, lengths, strict=True)])
        rows = np.zeros((sum(lengths) + self.reach * (len(docs) + 1), self.width), dtype=np.float32)
        rows[kept] = self._embedded(np.concatenate([doc.to_array(self._columns) for doc in docs]))
        window = np.zeros((len(rows), 3 * self.width), dtype=np.float32)
        before, here, after = (window[:, part * self.width : (part + 1) * self.width] for part in range(3))
        for layer in self._layers:
            before[1:], here[:], after[:-1] = rows[:-1], rows, rows[1:]
            rows += layer(window)
        found: Floats = rows[kept]
        return found

    def _embedded(self, spellings: NDArray[np.uint64]) -> Floats:
        """What the words say before their neighbours are looked at, each spelling worked out once."""
        keys = np.ascontiguousarray(spellings).view(f"V{spellings.shape[1] * 8}").ravel().tolist()
        if len(self._places) > MOST_SPELLINGS:
            self._places, self._spelled = {}, self._spelled[:0]
        new: dict[bytes, int] = {}
        for at, key in enumerate(keys):
            if key not in self._places:
                new.setdefault(key, at)
        if new:
            self._places.update(zip(new, range(len(self._places), len(self._places) + len(new)), strict=True))
            self._spelled = np.concatenate([self._spelled, self._spell(spellings[list(new.values())])])
        known: Floats = self._spelled[[self._places[key] for key in keys]]
        return known

    def _spell(self, spellings: NDArray[np.uint64]) -> Floats:
        found = Ragged(cast("Any", spellings), cast("Any", np.array([len(spellings)], dtype=np.int32)))
        for layer in self._embed:
            found = layer.predict(found)
        return cast("Floats", found.dataXd)


def quicken(model: Model[list[Doc], list[Floats]]) -> Model[list[Doc], list[Floats]]:
    """A `Tok2Vec` model as a layer that gives the same vectors sooner, but can't be trained."""
    encoder = Encoder(model)

    def forward(_: object, docs: list[Doc], is_train: bool) -> tuple[list[Floats], Callable[..., object]]:
        if is_train:
            raise ValueError("word vectors: this layer only reads; load the model anew to train it")
        ends = np.cumsum([len(doc) for doc in docs])
        return np.split(encoder.encode(docs), ends[:-1]), lambda _: []

    return Model("quick_tok2vec", forward, dims={"nO": encoder.width})

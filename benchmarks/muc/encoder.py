"""Words of a text → what a small pretrained transformer makes of each in its place, in numpy.

The lower layers of all-MiniLM-L6-v2 (`weights/encoder.npz`, in 8 bits; made by `benchmarks/muc_encoder.py`). It knows
no capitals, so that texts printed in capitals lose nothing. A word is the mean of its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from transforms.linear_model import read_arrays

Floats = npt.NDArray[np.float32]

SHIPPED = Path(__file__).parent / "weights" / "encoder.npz"
SHA256 = "6f2d4c4b19b3dce32337cd6da8fd3fb0c5b6a3f453c1c2be33d244ae5b88c3b6"
# Pieces that are read together, whole sentences of a text: the model was made for 256 with the two marks around them.
WINDOW = 254
START, END, UNKNOWN, INSIDE = "[CLS]", "[SEP]", "[UNK]", "##"
HEADS = 12
# Pieces of a word, beyond which it is no word but a rule or a code.
LONGEST = 12
SMALLEST_VARIANCE = 1e-12
_PARTS = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, eq=False)
class Layer:
    """Attention to the other words of the window, then two matrices for each word; a norm after both."""

    attention: tuple[Floats, Floats]
    mixed: tuple[Floats, Floats]
    attention_norm: tuple[Floats, Floats]
    widened: tuple[Floats, Floats]
    narrowed: tuple[Floats, Floats]
    norm: tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class Encoder:
    """`pieces`: row of `words` by word or part of a word, those inside of a word marked "##"."""

    pieces: dict[str, int]
    words: Floats
    positions: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    known: dict[str, list[int]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return int(self.words.shape[1])

    def read(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """A row for each word of the sentences, in their order; zeros for one without letters or marks."""
        count = sum(len(sentence) for sentence in sentences)
        states, seen = np.zeros((count, self.width), dtype=np.float32), np.zeros(count, dtype=np.float32)
        for owners, rows in self._windows(sentences):
            np.add.at(states, owners, self._run(rows))
            np.add.at(seen, owners, 1)
        states /= np.maximum(seen, 1)[:, None]
        return states

    def _windows(self, sentences: Sequence[Sequence[str]]) -> Iterator[tuple[list[int], list[int]]]:
        """Which word each piece belongs to, and the pieces, of as many sentences as go together."""
        owners: list[int] = []
        rows: list[int] = []
        word = 0
        for sentence in sentences:
            found = [(word + place, row) for place, one in enumerate(sentence) for row in self.cut(one)]
            word += len(sentence)
            while found:
                if rows and len(rows) + len(found) > WINDOW:
                    yield owners, rows
                    owners, rows = [], []
                owners += [owner for owner, _ in found[:WINDOW]]
                rows += [row for _, row in found[:WINDOW]]
                found = found[WINDOW:]
        if rows:
            yield owners, rows

    def cut(self, word: str) -> list[int]:
        """The longest pieces that make up the word, from its start."""
        if word not in self.known:
            self.known[word] = [row for part in _PARTS.findall(word.lower()) for row in self._cut_part(part)][:LONGEST]
        return self.known[word]

    def _cut_part(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(part):
            mark = INSIDE if start else ""
            ends = (end for end in range(len(part), start, -1) if mark + part[start:end] in self.pieces)
            end = next(ends, None)
            if end is None:
                return [self.pieces[UNKNOWN]]
            found.append(self.pieces[mark + part[start:end]])
            start = end
        return found

    def _run(self, rows: Sequence[int]) -> Floats:
        whole = [self.pieces[START], *rows, self.pieces[END]]
        states = _normed(self.words[whole] + self.positions[: len(whole)], self.norm)
        for layer in self.layers:
            states = _pass(states, layer)
        return states[1:-1]


def _pass(states: Floats, layer: Layer) -> Floats:
    count, width = states.shape
    mixed = _times(states, layer.attention).reshape(count, 3, HEADS, width // HEADS)
    asked, offered, said = mixed.transpose(1, 2, 0, 3)
    weights = asked @ offered.transpose(0, 2, 1) / np.float32(np.sqrt(width // HEADS))
    weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    heard = (weights @ said).transpose(1, 0, 2).reshape(count, width)
    states = _normed(states + _times(heard, layer.mixed), layer.attention_norm)
    return _normed(states + _times(_bent(_times(states, layer.widened)), layer.narrowed), layer.norm)


def _times(states: Floats, matrix: tuple[Floats, Floats]) -> Floats:
    result: Floats = states @ matrix[0] + matrix[1]
    return result


def _bent(states: Floats) -> Floats:
    """GELU by its usual approximation."""
    inner = np.float32(np.sqrt(2 / np.pi)) * (states + np.float32(0.044715) * states * states * states)
    result: Floats = np.float32(0.5) * states * (1 + np.tanh(inner))
    return result


def _normed(states: Floats, norm: tuple[Floats, Floats]) -> Floats:
    states = states - states.mean(axis=-1, keepdims=True)
    states /= np.sqrt((states * states).mean(axis=-1, keepdims=True) + np.float32(SMALLEST_VARIANCE))
    result: Floats = states * norm[0] + norm[1]
    return result


@cache
def load_encoder(path: Path = SHIPPED, digest: str = SHA256) -> Encoder:
    """Raises LinearModelError where the file is missing or is another than was shipped."""
    return make_encoder(read_arrays(path, digest))


def make_encoder(arrays: dict[str, npt.NDArray[np.generic]]) -> Encoder:
    """From arrays as they are kept: matrices in 8 bits with the step of each of their rows or columns."""

    def pair(name: str) -> tuple[Floats, Floats]:
        return _whole(arrays, f"{name} weight"), arrays[f"{name} bias"].astype(np.float32)

    layers: list[Layer] = []
    while f"{len(layers)} norm weight" in arrays:
        parts = ("attention", "mixed", "attention norm", "widened", "narrowed", "norm")
        layers.append(Layer(*(pair(f"{len(layers)} {part}") for part in parts)))
    pieces = arrays["pieces"].tobytes().decode().split("\n")
    return Encoder(
        pieces={piece: row for row, piece in enumerate(pieces)},
        words=_whole(arrays, "words"),
        positions=arrays["positions"].astype(np.float32),
        norm=pair("norm"),
        layers=tuple(layers),
    )


def _whole(arrays: dict[str, npt.NDArray[np.generic]], name: str) -> Floats:
    matrix = arrays[name].astype(np.float32)
    return matrix * arrays[f"{name} step"].astype(np.float32) if f"{name} step" in arrays else matrix

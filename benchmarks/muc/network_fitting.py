"""Rows of numbers with their classes → a Network: several learners of one hidden layer, taken together.

What is judged may stand in several places, a row for each: its log-odds are those of the row that says most. Learned by
Adam with a rate that rises and falls, units left out at random, and weights that decay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from muc.network import Floats, Network

Rows = npt.NDArray[np.floating]
Owners = npt.NDArray[np.int64]
FIRST, SECOND, TINY = 0.9, 0.999, 1e-8
# The share of all steps in which the rate rises, and where it starts.
WARM, LOWEST = 0.1, 0.01
# The largest log-odds either way while learning.
STEEP = 30.0
SMALLEST_SPREAD = 1e-6


@dataclass(frozen=True)
class Course:
    """How to learn. `left_out`: shares of the numbers and of the hidden units that a step does without."""

    hidden: int = 128
    learners: int = 3
    rounds: int = 20
    batch: int = 256
    rate: float = 0.002
    decay: float = 0.05
    left_out: tuple[float, float] = (0.3, 0.5)


def fit_network(
    name: str, classes: tuple[str, ...], rows: Rows, owners: Owners, truth: npt.NDArray[np.bool_], course: Course
) -> Network:
    """`owners`: which row of `truth` each of `rows` is a place of, in order from 0, none left out."""
    middle, spread = _scale(rows)
    learners = [
        _learn(rows, (middle, spread), owners, truth.astype(np.float32), course, seed)
        for seed in range(course.learners)
    ]
    hidden = np.hstack([learner.hidden for learner in learners]) / spread[:, None]
    return Network(
        name=name,
        classes=classes,
        hidden=hidden,
        hidden_bias=np.hstack([learner.hidden_bias for learner in learners]) - middle @ hidden,
        out=np.vstack([learner.out for learner in learners]) / np.float32(len(learners)),
        out_bias=np.mean([learner.out_bias for learner in learners], axis=0, dtype=np.float32),
    )


def _scale(rows: Rows) -> tuple[Floats, Floats]:
    middle = rows.mean(axis=0, dtype=np.float64)
    spread = np.sqrt(np.maximum((rows.astype(np.float32) ** 2).mean(axis=0, dtype=np.float64) - middle**2, 0))
    return middle.astype(np.float32), (spread + SMALLEST_SPREAD).astype(np.float32)


@dataclass(eq=False)
class _Learner:
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    @classmethod
    def start(cls, numbers: int, classes: int, course: Course, chance: np.random.Generator) -> Self:
        hidden = chance.standard_normal((numbers, course.hidden), dtype=np.float32) * np.float32(np.sqrt(2 / numbers))
        out = chance.standard_normal((course.hidden, classes), dtype=np.float32) * np.float32(
            0.1 * np.sqrt(2 / course.hidden)
        )
        return cls(hidden, np.zeros(course.hidden, np.float32), out, np.zeros(classes, np.float32))

    @property
    def parts(self) -> tuple[Floats, ...]:
        return self.hidden, self.hidden_bias, self.out, self.out_bias

    def slopes(
        self, rows: Floats, starts: Owners, truth: Floats, left_out: tuple[float, float], chance: np.random.Generator
    ) -> list[Floats]:
        """How the mean loss of a batch changes with each part; `starts`: the first row of each thing judged."""
        rows = rows * _kept(rows.shape, left_out[0], chance)
        hidden = rows @ self.hidden + self.hidden_bias
        open_units = (hidden > 0) * _kept(hidden.shape, left_out[1], chance)
        hidden = hidden * open_units
        scores = hidden @ self.out + self.out_bias
        best = np.maximum.reduceat(scores, starts, axis=0)
        wrong = (1 / (1 + np.exp(-np.clip(best, -STEEP, STEEP))) - truth) / np.float32(len(truth))
        sizes = np.diff(np.append(starts, len(rows)))
        by_row = np.where(scores == np.repeat(best, sizes, axis=0), np.repeat(wrong, sizes, axis=0), np.float32(0))
        by_unit = (by_row @ self.out.T) * open_units
        return [rows.T @ by_unit, by_unit.sum(axis=0), hidden.T @ by_row, by_row.sum(axis=0)]


def _kept(shape: tuple[int, ...], left_out: float, chance: np.random.Generator) -> Floats:
    kept = (chance.random(shape, dtype=np.float32) >= left_out).astype(np.float32)
    return kept / np.float32(1 - left_out)


class _Adam:
    """Changes parts in place by the means of their slopes, each number's by how much its slopes swing."""

    def __init__(self, parts: Sequence[Floats], decay: float) -> None:
        self.parts, self.decay, self.steps = parts, np.float32(decay), 0
        self.means, self.squares = ([np.zeros_like(part) for part in parts] for _ in range(2))

    def step(self, slopes: Sequence[Floats], rate: float) -> None:
        self.steps += 1
        first, second = np.float32(1 - FIRST**self.steps), np.float32(1 - SECOND**self.steps)
        for number, slope in enumerate(slopes):
            part, mean, square = self.parts[number], self.means[number], self.squares[number]
            np.add(mean, np.float32(1 - FIRST) * (slope - mean), out=mean)
            np.add(square, np.float32(1 - SECOND) * (slope * slope - square), out=square)
            change = (mean / first) / (np.sqrt(square / second) + np.float32(TINY))
            decayed = self.decay * part if part.ndim == 2 else np.float32(0)
            np.subtract(part, np.float32(rate) * (change + decayed), out=part)


def _learn(
    rows: Rows, scale: tuple[Floats, Floats], owners: Owners, truth: Floats, course: Course, seed: int
) -> _Learner:
    chance = np.random.default_rng(seed)
    learner = _Learner.start(rows.shape[1], truth.shape[1], course, chance)
    adam = _Adam(learner.parts, course.decay)
    ends = np.searchsorted(owners, np.arange(len(truth) + 1))
    batches = [range(first, first + course.batch) for first in range(0, len(truth), course.batch)]
    steps = course.rounds * len(batches)
    for _ in range(course.rounds):
        order = chance.permutation(len(truth))
        for batch in batches:
            chosen = np.sort(order[batch.start : batch.stop])
            places = np.concatenate([np.arange(ends[one], ends[one + 1]) for one in chosen])
            starts = np.append(0, np.cumsum(ends[chosen + 1] - ends[chosen])[:-1])
            scaled = (rows[places].astype(np.float32) - scale[0]) / scale[1]
            slopes = learner.slopes(scaled, starts, truth[chosen], course.left_out, chance)
            adam.step(slopes, course.rate * _share(adam.steps / steps))
    return learner


def _share(done: float) -> float:
    """Of the highest rate, after this share of the steps."""
    return min(1.0, done / WARM + LOWEST) * (1 - done)

"""The places of a phrase → numbers: what the encoder makes of its words, those beside it, its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from muc.encoder import Encoder, Floats
from muc.reading import Report
from muc.surroundings import verb_of
from transforms.role_model.phrases import Placed


@dataclass(frozen=True, eq=False)
class Context:
    """A report with a row for each token of each of its parts."""

    report: Report
    parts: Sequence[Floats]

    @cached_property
    def whole(self) -> Floats:
        """The mean of all tokens."""
        mean: Floats = np.concatenate(self.parts).mean(axis=0)
        return mean

    @cached_property
    def sentences(self) -> dict[int, Floats]:
        """The mean of each sentence's tokens, by its order in the report."""
        return {
            sentence.order: rows[sentence.span.start : sentence.span.end].mean(axis=0)
            for scene, rows in zip(self.report.scenes, self.parts, strict=True)
            for sentence in scene.sentences
        }

    def numbers_of(self, placed: Placed) -> Floats:
        """Head, first and last word, the words beside, the verb above, the sentence, the report; zeros for none."""
        rows, found = self.parts[placed.part], placed.found
        none = np.zeros(rows.shape[1], np.float32)
        verb = verb_of(found)
        return np.concatenate(
            [
                rows[found.head.i],
                rows[found.first],
                rows[found.last - 1],
                rows[found.first - 1] if found.first else none,
                rows[found.last] if found.last < len(rows) else none,
                none if verb is None else rows[verb.i],
                self.sentences.get(placed.sentence, none),
                self.whole,
            ]
        )


def read_context(report: Report, encoder: Encoder) -> Context:
    """The report as the encoder reads it, sentence by sentence over the ends of its parts."""
    sentences = [[token.text for token in sentence.span] for scene in report.scenes for sentence in scene.sentences]
    rows = encoder.read(sentences)
    ends = np.cumsum([len(scene.doc) for scene in report.scenes])
    return Context(report, np.split(rows, ends)[:-1])

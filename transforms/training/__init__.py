"""Gold and labels of one's own → the weights in `transforms/models`, the same bytes each time: `nightdesk train PART`.

Only this package imports scikit-learn (the extra `train`). A part is a module here with a function
`train(sources: Sources) -> Trained`; its name stands in `PARTS`.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.linear_model import SHIPPED, LinearModel, save_model

PARTS = {
    "body": "transforms.training.body",
    "casing": "transforms.training.casing",
    "gate": "transforms.training.gate",
    "linking": "transforms.training.linking",
    "roles": "transforms.training.roles",
}


class TrainingError(ValueError):
    """A part cannot be trained: the message names what is missing or wrong."""


@dataclass(frozen=True)
class Sources:
    """What a part is trained on: the folder of the open gold, and a folder of labels of one's own or none."""

    gold: Path
    labels: Path | None = None

    def gold_file(self, *parts: str) -> Path:
        """A file below the gold; raises TrainingError if it is not there."""
        path = self.gold.joinpath(*parts)
        if not path.is_file():
            raise TrainingError(f"{path}: not there; expected the open gold, named with --gold")
        return path


@dataclass(frozen=True)
class Trained:
    """The models of a part, and lines that tell what was read and what they reach."""

    models: Sequence[LinearModel]
    report: Sequence[str]


def train_part(part: str, sources: Sources, out: Path = SHIPPED) -> list[str]:
    """Train a part and write its models into `out`; gives lines for a person.

    Raises TrainingError for an unknown part, missing gold, unreadable labels, or without scikit-learn.
    """
    if part not in PARTS:
        raise TrainingError(f"{part!r}: no part to train; known: {', '.join(sorted(PARTS))}")
    if importlib.util.find_spec("sklearn") is None:
        raise TrainingError("training needs scikit-learn: install the extra with pip install 'nightdesk[train]'")
    if importlib.util.find_spec(PARTS[part]) is None:
        raise TrainingError(f"{part!r}: {PARTS[part]} is not in this version")
    trained: Trained = importlib.import_module(PARTS[part]).train(sources)
    written = [path for model in trained.models for path in save_model(model, out)]
    return [*trained.report, *(f"wrote {path} ({path.stat().st_size} bytes)" for path in written)]

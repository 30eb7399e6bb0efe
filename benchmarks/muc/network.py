"""Rows of numbers → log-odds of each class, by a layer of hidden units. Plain arrays and JSON, nothing executable.

A network is two files as a `LinearModel` is: `NAME.npz` (weights and biases) and `NAME.json` (classes, the sha256).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.linear_model import load_arrays, save_arrays

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Network:
    """`hidden` has a row for each number of what is judged, `out` a column for each of `classes`."""

    name: str
    classes: tuple[str, ...]
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    def scores(self, rows: npt.NDArray[np.floating]) -> Floats:
        """Log-odds: a row for each of `rows`, a column for each class."""
        hidden = np.maximum(rows.astype(np.float32) @ self.hidden + self.hidden_bias, 0)
        odds: Floats = hidden @ self.out + self.out_bias
        return odds


def save_network(network: Network, folder: Path) -> list[Path]:
    """Write the two files into `folder`; the same network gives the same bytes. Weights are kept as float16."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "hidden": network.hidden.astype(np.float16),
        "hidden_bias": network.hidden_bias.astype(np.float32),
        "out": network.out.astype(np.float16),
        "out_bias": network.out_bias.astype(np.float32),
    }
    return save_arrays(network.name, folder, arrays, {"classes": list(network.classes)})


def load_network(name: str, folder: Path) -> Network:
    """Raises LinearModelError naming the file if one is missing or not of the other."""
    facts, arrays = load_arrays(name, folder)
    weights = {part: arrays[part].astype(np.float32) for part in ("hidden", "hidden_bias", "out", "out_bias")}
    return Network(name=name, classes=tuple(facts["classes"]), **weights)

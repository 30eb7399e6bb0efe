"""Rows of numbers → log-odds of each class, by a layer of hidden units. Plain arrays and JSON, nothing executable.

A network is two files as a `LinearModel` is: `NAME.npz` (weights and biases) and `NAME.json` (classes, the sha256).
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from transforms.linear_model import LinearModelError

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
    folder.mkdir(parents=True, exist_ok=True)
    arrays = io.BytesIO()
    np.savez_compressed(
        arrays,
        hidden=network.hidden.astype(np.float16),
        hidden_bias=network.hidden_bias.astype(np.float32),
        out=network.out.astype(np.float16),
        out_bias=network.out_bias.astype(np.float32),
    )
    facts = {
        "classes": list(network.classes),
        "name": network.name,
        "sha256": hashlib.sha256(arrays.getvalue()).hexdigest(),
    }
    paths = [folder / f"{network.name}.npz", folder / f"{network.name}.json"]
    paths[0].write_bytes(arrays.getvalue())
    paths[1].write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return paths


def load_network(name: str, folder: Path) -> Network:
    """Raises LinearModelError naming the file if one is missing or not of the other."""
    path = folder / f"{name}.npz"
    try:
        data, facts = path.read_bytes(), json.loads(path.with_suffix(".json").read_bytes())
    except OSError as error:
        raise LinearModelError(f"{error.filename}: cannot be read ({error.strerror}); train it again") from error
    if (found := hashlib.sha256(data).hexdigest()) != facts["sha256"]:
        raise LinearModelError(f"{path}: sha256 {found}, expected {facts['sha256']}; train it again")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        weights = {part: arrays[part].astype(np.float32) for part in ("hidden", "hidden_bias", "out", "out_bias")}
    return Network(name=name, classes=tuple(facts["classes"]), **weights)

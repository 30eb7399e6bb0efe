"""all-MiniLM-L6-v2's own files → the part of it that the MUC-4 adapter reads with, in 8 bits.

    python benchmarks/muc_encoder.py FOLDER --out benchmarks/muc/weights/encoder.npz

FOLDER holds `model.safetensors` and `tokenizer.json` of sentence-transformers/all-MiniLM-L6-v2 (Apache License 2.0),
whose weights have the sha256 below. Kept are the lower layers, the first positions, and the pieces of words in ASCII.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
from muc.encoder import END, START, UNKNOWN, WINDOW

Floats = npt.NDArray[np.float32]
Arrays = dict[str, npt.NDArray[np.generic]]

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# In cross-validation the states after the fifth of its six layers told most.
LAYERS = 5
STEPS = 127
PARTS = {
    "mixed": "attention.output.dense",
    "attention norm": "attention.output.LayerNorm",
    "widened": "intermediate.dense",
    "narrowed": "output.dense",
    "norm": "output.LayerNorm",
}


def read_tensors(path: Path) -> dict[str, Floats]:
    """Arrays of a safetensors file: the length of its table, the table, the numbers.

    Raises SystemExit where it is not the file that this was made for.
    """
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SOURCE_SHA256:
        raise SystemExit(f"{path}: sha256 {found}, expected {SOURCE_SHA256}")
    (length,) = struct.unpack("<Q", data[:8])
    table = json.loads(data[8 : 8 + length])
    return {
        name: np.frombuffer(data, np.float32, int(np.prod(facts["shape"])), 8 + length + facts["data_offsets"][0])
        .reshape(facts["shape"])
        .copy()
        for name, facts in table.items()
        if name != "__metadata__" and facts["dtype"] == "F32"
    }


def shrink(tensors: dict[str, Floats], vocabulary: dict[str, int]) -> Arrays:
    """Arrays as `muc.encoder.make_encoder` reads them."""
    pieces = [piece for piece in vocabulary if piece in (START, END, UNKNOWN) or _is_kept(piece)]
    words = tensors["embeddings.word_embeddings.weight"][[vocabulary[piece] for piece in pieces]]
    positions = tensors["embeddings.position_embeddings.weight"][: WINDOW + 2]
    arrays: Arrays = {
        "pieces": np.frombuffer("\n".join(pieces).encode(), dtype=np.uint8),
        "positions": (positions + tensors["embeddings.token_type_embeddings.weight"][0]).astype(np.float16),
        "norm weight": tensors["embeddings.LayerNorm.weight"],
        "norm bias": tensors["embeddings.LayerNorm.bias"],
        **_steps("words", words, axis=1),
    }
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}."
        three = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
        joined = np.concatenate([tensors[f"{name}.weight"] for name in three])
        arrays |= _steps(f"{number} attention weight", joined.T, axis=0)
        arrays[f"{number} attention bias"] = np.concatenate([tensors[f"{name}.bias"] for name in three])
        for part, name in PARTS.items():
            weight = tensors[f"{prefix}{name}.weight"]
            key = f"{number} {part} weight"
            arrays |= _steps(key, weight.T, axis=0) if weight.ndim == 2 else {key: weight}
            arrays[f"{number} {part} bias"] = tensors[f"{prefix}{name}.bias"]
    return arrays


def _is_kept(piece: str) -> bool:
    return piece.isascii() and not piece.startswith("[")


def _steps(name: str, matrix: Floats, axis: int) -> Arrays:
    """Each row's or column's numbers as multiples of its largest's 127th."""
    step = np.abs(matrix).max(axis=axis, keepdims=True) / STEPS
    return {name: np.rint(matrix / step).astype(np.int8), f"{name} step": step}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    tokenizer = json.loads((arguments.folder / "tokenizer.json").read_text(encoding="utf-8"))
    arrays = shrink(read_tensors(arguments.folder / "model.safetensors"), tokenizer["model"]["vocab"])
    with arguments.out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    digest = hashlib.sha256(arguments.out.read_bytes()).hexdigest()
    print(f"{arguments.out} ({arguments.out.stat().st_size} bytes), sha256 {digest}")


if __name__ == "__main__":
    main()

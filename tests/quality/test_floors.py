"""What reading is worth never falls: `benchmarks/extraction.py` against the floors pinned beside this file.

`python benchmarks/extraction.py --raise-floors` raises them to what is measured; they are never lowered. Our own
examples are always read; the articles coded by other people are not in this repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
GOLD = CHECKOUT.parent / "shared" / "gold"
FLOORS: dict[str, dict[str, list[float]]] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
OURS = {"examples": ("sentences", "short articles")}
THEIRS = {"fa_kes": ("fa_kes",), "gva": ("gva",), "muc4": ("muc4",)}

pytestmark = pytest.mark.slow


def measure(name: str, folder: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """(set, measure) → (tuned, set aside)."""
    out = folder / "figures.json"
    command = [sys.executable, str(CHECKOUT / "benchmarks" / "extraction.py"), "--only", name, "--json", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT)
    assert done.returncode == 0, done.stderr
    return {(row["measured_on"], row["measure"]): (row["tuned"], row["aside"]) for row in json.loads(out.read_text())}


def fallen(found: dict[tuple[str, str], tuple[float, float]], sets: tuple[str, ...]) -> list[str]:
    """Every floor of these sets that is not held, in words."""
    return [
        f"{name} {measure}: {found.get((name, measure))}, expected at least {floor}"
        for name in sets
        for measure, floor in FLOORS[name].items()
        if any(now < pinned for now, pinned in zip(found.get((name, measure), (-1.0, -1.0)), floor, strict=True))
    ]


@pytest.mark.parametrize("name", OURS)
def test_our_examples_are_read_as_well_as_before(name: str, tmp_path: Path) -> None:
    assert fallen(measure(name, tmp_path), OURS[name]) == []


@pytest.mark.parametrize("name", THEIRS)
def test_coded_articles_are_read_as_well_as_before(name: str, tmp_path: Path) -> None:
    if not (GOLD / name / "open.jsonl").is_file():
        pytest.skip(f"the coded articles are not at {GOLD / name}")
    assert fallen(measure(name, tmp_path), THEIRS[name]) == []

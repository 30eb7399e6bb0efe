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
from extraction import Figure, fallen, raise_floors

CHECKOUT = Path(__file__).resolve().parents[2]
GOLD = CHECKOUT.parent / "shared" / "gold"
OURS = {
    "examples": (
        "sentences",
        "short articles",
        "wire stories",
        "world stories",
        "daily reports",
        "dispatches",
        "bulletins",
    )
}
# The other sets take minutes: `make quality` holds their floors.
THEIRS = {"fa_kes": ("fa_kes",)}

pytestmark = pytest.mark.drill


def measure(name: str, folder: Path) -> set[str]:
    """The sets measured, after the benchmark itself has held their floors."""
    out = folder / "figures.json"
    benchmark = str(CHECKOUT / "benchmarks" / "extraction.py")
    command = [sys.executable, benchmark, "--only", name, "--check", "--json", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT)
    assert done.returncode == 0, done.stdout + done.stderr
    return {row["measured_on"] for row in json.loads(out.read_text())}


def test_a_figure_below_its_floor_is_named_and_a_floor_unmeasured_too() -> None:
    found = [Figure("set", "held", 0.9, 0.8), Figure("set", "fallen", 0.9, 0.6)]
    floors = {"set": {"held": [0.9, 0.8], "fallen": [0.5, 0.7], "gone": [0.1, 0.1]}, "other": {"held": [1.0, 1.0]}}
    assert fallen(found, floors) == ["set fallen: 0.900, 0.600; expected [0.5, 0.7]", "set gone: not measured"]


def test_floors_are_raised_and_never_lowered(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    raise_floors([Figure("set", "measure", 0.9, 0.5)], floors)
    raise_floors([Figure("set", "measure", 0.8, 0.6)], floors)
    assert json.loads(floors.read_text()) == {"set": {"measure": [0.895, 0.595]}}


@pytest.mark.parametrize("name", OURS)
def test_our_examples_are_read_as_well_as_before(name: str, tmp_path: Path) -> None:
    assert measure(name, tmp_path) == set(OURS[name])


@pytest.mark.parametrize("name", THEIRS)
def test_coded_articles_are_read_as_well_as_before(name: str, tmp_path: Path) -> None:
    if not (GOLD / name / "open.jsonl").is_file():
        pytest.skip(f"the coded articles are not at {GOLD / name}")
    assert measure(name, tmp_path) == set(THEIRS[name])

"""How well and how fast incidents and claims are read, in one run: the table of docs/quality.md.

    python benchmarks/extraction.py [--gold ../shared/gold] [--only fa_kes gva muc4 places examples speed] [--json FILE]

Each set of articles coded by people is cut in two by a hash: rules were tuned on two thirds, the third that is set
aside says how they carry over. Beside each figure stands what a naive reader has (`naive.py`). A set that is not in
the gold folder is passed over, and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from examples import PARTS
from examples import SCORERS as EXAMPLES
from naive import read_naively
from rich.console import Console
from rich.table import Table

from transforms.bring import extract_folder
from transforms.texts import read_texts
from transforms.texts.language import is_english
from transforms.training.parts import is_set_aside

CHECKOUT = Path(__file__).resolve().parents[1]
GOLD = CHECKOUT.parent / "shared" / "gold"
FLOORS = CHECKOUT / "tests" / "quality" / "floors.json"
# A floor lies so far below what was measured: another processor rounds the model's sums otherwise.
SLACK = 0.005
console = Console()


@dataclass(frozen=True)
class Figure:
    """One measured share (0 to 1), or a rate or size (above 1); null = not measured. `goal` is what we want of it."""

    measured_on: str
    measure: str
    tuned: float | None
    aside: float | None
    naive: float | None = None
    goal: float | None = None


GOALS: dict[str, dict[str, float | None]] = {
    "fa_kes": {"deaths_exact": 0.80, "civilians_exact": 0.65, "governorate": 0.93, "actor": 0.80, "cause": 0.85},
    "gva": {
        "pairwise_f": None,
        "found": None,
        "killed_exact": 0.80,
        "injured_exact": 0.70,
        "date_within_a_day": 0.85,
        "state": None,
        "city": 0.85,
    },
}
SCORERS = {"fa_kes": "score_fa_kes.py", "gva": "score_linking.py"}


def is_aside(row: dict[str, object]) -> bool:
    """Whether a row is set aside: by its incident, else by its id."""
    gold = row.get("gold")
    incident = gold.get("incident") if isinstance(gold, dict) else None
    return is_set_aside(str(incident or row["id"]))


def cut(path: Path, folder: Path) -> dict[str, Path]:
    """The rows of a file in two files, by part."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    parts = {"tuned": folder / "tuned.jsonl", "aside": folder / "aside.jsonl"}
    for name, part in parts.items():
        own = [row for row in rows if is_aside(row) == (name == "aside")]
        part.write_text("".join(json.dumps(row) + "\n" for row in own), encoding="utf-8")
    return parts


def score(command: Sequence[object]) -> dict[str, Any]:
    """The JSON that a scorer prints."""
    done = subprocess.run([sys.executable, *map(str, command), "--json"], capture_output=True, text=True, check=True)
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def measure_articles(name: str, gold: Path) -> Iterator[Figure]:
    """FA-KES or GVA: extracted whole, scored by part, and the naive reader on the part that is set aside."""
    source = gold / name / "open.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        parts = cut(source, Path(folder))
        extract_folder(source, Path(folder) / "ours", os.cpu_count() or 1, lambda *_: None)
        (Path(folder) / "naive").mkdir()
        articles, _ = read_texts(parts["aside"])
        pq.write_table(read_naively(articles), Path(folder) / "naive" / "mentions.parquet")
        scorer = gold / SCORERS[name]
        ours = {part: score([scorer, path, Path(folder) / "ours"]) for part, path in parts.items()}
        naive = score([scorer, parts["aside"], Path(folder) / "naive"])
    for measure, goal in GOALS[name].items():
        yield Figure(name, measure, ours["tuned"][measure], ours["aside"][measure], naive[measure], goal)


def measure_examples(_: Path) -> Iterator[Figure]:
    """Our own sentences, articles and stories: the dev part for tuned, the held part for set aside."""
    for name, reader in EXAMPLES.items():
        dev, held = (reader(part).values for part in PARTS)
        for measure in dev:
            yield Figure(name, measure, dev[measure], held[measure])


def measure_fa_kes(gold: Path) -> Iterator[Figure]:
    yield from measure_articles("fa_kes", gold)


def measure_gva(gold: Path) -> Iterator[Figure]:
    yield from measure_articles("gva", gold)


def measure_muc4(gold: Path) -> Iterator[Figure]:
    """MUC-4: its official F over all slots, and strict CEAF-REE over roles; fitted to "dev", TST1+2 set aside."""
    rows = [json.loads(line) for line in (gold / "muc4" / "open.jsonl").read_text("utf-8").splitlines()]
    aside = [row for row in rows if row["split"] != "dev"]
    adapter = CHECKOUT / "benchmarks" / "muc4.py"
    with tempfile.TemporaryDirectory() as folder:
        keys, responses = Path(folder) / "keys.jsonl", Path(folder) / "responses.jsonl"
        keys.write_text("".join(json.dumps(row) + "\n" for row in aside), encoding="utf-8")
        subprocess.run([sys.executable, adapter, keys, "--out", responses], check=True, capture_output=True)
        scores = score([gold / "score_muc4.py", keys, responses])
        roles = score([adapter, keys, "--entities"])
    yield Figure("muc4", "all slots, official F", None, scores["ALL TEMPLATES"]["f"] / 100, 0.16, 0.45)
    yield Figure("muc4", "roles, strict CEAF-REE", None, roles["all roles"]["f"] / 100, None, 0.54)


def measure_places(gold: Path) -> Iterator[Figure]:
    """The place bound to an event's verb."""
    scores = score([CHECKOUT / "benchmarks" / "event_location.py", gold / "event_location" / "open.jsonl"])
    for measure in ("precision", "recall"):
        yield Figure("event_location", measure, scores["tuned"][measure], scores["set aside"][measure])


def measure_speed(gold: Path) -> Iterator[Figure]:
    """Articles a processor second of one process, spaCy's whole pipeline for the naive reader; and memory."""
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news.jsonl"
        news.write_text("".join(json.dumps(row) + "\n" for row in _general_news(gold)), encoding="utf-8")
        for name, path, goal in (("general news", news, 60.0), ("conflict wire", gold / "fa_kes" / "open.jsonl", 40.0)):
            speed = score([CHECKOUT / "benchmarks" / "extract.py", path])
            yield Figure(name, "articles/s", None, speed["ours"], speed["spacy"], goal)
            yield Figure(name, "peak memory, MB", None, speed["peak"], None, 500.0)


def _general_news(gold: Path) -> Iterator[dict[str, object]]:
    """The English bodies of the saved pages as articles, whatever they are about."""
    for line in (gold / "pages" / "ground_truth.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("body") and is_english(row["body"], None):
            published = row.get("date_published") or row.get("crawl_date") or "2020-01-01"
            told = {"title": row.get("title") or "", "text": row["body"], "published_at": published[:10]}
            yield {"url": row["url"], **told}


MEASURED: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "fa_kes": measure_fa_kes,
    "gva": measure_gva,
    "muc4": measure_muc4,
    "places": measure_places,
    "examples": measure_examples,
    "speed": measure_speed,
}
NEEDS = {
    "fa_kes": "fa_kes/open.jsonl",
    "gva": "gva/open.jsonl",
    "muc4": "muc4/open.jsonl",
    "places": "event_location/open.jsonl",
    "speed": "pages/ground_truth.jsonl",
}


def raise_floors(figures: Sequence[Figure], path: Path = FLOORS) -> None:
    """Pin what was measured, less the slack; a floor that is higher already stays."""
    floors: dict[str, dict[str, list[float]]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for figure in figures:
        if figure.aside is None or figure.aside > 1:
            continue
        own = floors.setdefault(figure.measured_on, {})
        before = own.get(figure.measure, [0.0, 0.0])
        now = (max(0.0, round((value or 0.0) - SLACK, 3)) for value in (figure.tuned, figure.aside))
        own[figure.measure] = [max(pair) for pair in zip(before, now, strict=True)]
    path.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def fallen(figures: Sequence[Figure], floors: Mapping[str, Mapping[str, Sequence[float]]]) -> list[str]:
    """Every floor of the sets measured that is not held, in words."""
    found = {(figure.measured_on, figure.measure): figure for figure in figures}
    told = []
    for name in sorted({figure.measured_on for figure in figures} & floors.keys()):
        for measure, floor in floors[name].items():
            figure = found.get((name, measure))
            if figure is None:
                told.append(f"{name} {measure}: not measured")
            elif (figure.tuned or 0.0) < floor[0] or (figure.aside or 0.0) < floor[1]:
                told.append(f"{name} {measure}: {figure.tuned or 0:.3f}, {figure.aside or 0:.3f}; expected {floor}")
    return told


def show(figures: Sequence[Figure]) -> None:
    table = Table("measured on", "measure", "naive", "tuned", "set aside", "to reach")
    for column in table.columns[2:]:
        column.justify = "right"
    for figure in figures:
        cells = [_cell(value) for value in (figure.naive, figure.tuned, figure.aside, figure.goal)]
        table.add_row(figure.measured_on, figure.measure, *cells)
    console.print(table)


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if value > 1 else f"{value:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the coded articles")
    parser.add_argument("--only", nargs="+", choices=list(MEASURED), default=list(MEASURED))
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--raise-floors", action="store_true", help="pin the figures in tests/quality/floors.json")
    parser.add_argument("--check", action="store_true", help="fail if a figure is below its floor")
    wanted = parser.parse_args()
    figures: list[Figure] = []
    for name in wanted.only:
        if name in NEEDS and not (wanted.gold / NEEDS[name]).is_file():
            console.print(f"{name}: passed over, {wanted.gold / NEEDS[name]} is not there")
            continue
        with console.status(f"measuring {name}"):
            figures += MEASURED[name](wanted.gold)
    show(figures)
    if wanted.json:
        wanted.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    if wanted.check and (low := fallen(figures, json.loads(FLOORS.read_text(encoding="utf-8")))):
        sys.exit("below the floor:\n" + "\n".join(low))
    if wanted.raise_floors:
        raise_floors(figures)


if __name__ == "__main__":
    main()

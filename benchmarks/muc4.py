"""MUC-4 (1992): reports of terrorism in Latin America → templates in the key's form, and how good they are.

    python benchmarks/muc4.py DOCS.jsonl --out RESPONSES.jsonl        templates of each row {id, text}
    python benchmarks/muc4.py DOCS.jsonl --entities                   strict CEAF-REE against the rows' templates
    python benchmarks/muc4.py --train ../shared/gold/muc4/open.jsonl  fit the weights anew on its split "dev"

Only `id` and `text` of a row are read for templates. The responses are scored with the gold's score_muc4.py.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from muc.entities import SCORED, Counts, answers_of, count_entities, key_entities
from muc.network import save_network
from muc.reader import SHIPPED, judge, load_learned, read_entities, read_templates
from muc.reading import read_reports

from transforms.linear_model import save_model

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def respond(rows: Sequence[Row], out: Path) -> None:
    learned = load_learned()
    start, count = time.process_time(), 0
    with out.open("w", encoding="utf-8") as file:
        for report in read_reports((row["id"], row["text"]) for row in rows):
            templates = read_templates(judge(report, learned), learned.weights)
            count += len(templates)
            file.write(json.dumps({"id": report.message.id, "templates": templates}) + "\n")
    spent = 1000 * (time.process_time() - start) / max(len(rows), 1)
    print(f"{len(rows)} reports, {count} templates, {spent:.0f} ms of processor time a report", file=sys.stderr)


def score_entities(rows: Sequence[Row]) -> dict[str, Counts]:
    """What was answered and wanted of each role, and of all."""
    learned = load_learned()
    counts = dict.fromkeys(SCORED, Counts())
    for row, report in zip(rows, read_reports((row["id"], row["text"]) for row in rows), strict=True):
        answers = answers_of(read_entities(judge(report, learned)))
        for role, found in count_entities(answers, key_entities(row["text"], row["templates"])).items():
            counts[role] += found
    return {**counts, "all roles": sum(counts.values(), Counts())}


def print_counts(counts: dict[str, Counts], as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: {"f": round(100 * found.f, 2)} for name, found in counts.items()}))
        return
    for name, found in counts.items():
        shares = f"P {100 * found.precision:5.1f} R {100 * found.recall:5.1f} F {100 * found.f:5.1f}"
        print(f"{name:14} {shares} (key {found.wanted}, answered {found.answered})")


def train(rows: Iterable[Row], out: Path) -> None:
    """Fit every model on the rows of split "dev" and write it; needs the extra `train`."""
    # scikit-learn is not needed to read.
    from muc.apart import Sample  # noqa: PLC0415
    from muc.learning import learn  # noqa: PLC0415

    chosen = [row for row in rows if row.get("split") == "dev"]
    reports = read_reports((row["id"], row["text"]) for row in chosen)
    learned, _ = learn([Sample(report, row["templates"]) for row, report in zip(chosen, reports, strict=True)])
    paths = [path for model in learned.weights.values() for path in save_model(model, out)]
    for path in [*paths, *save_network(learned.network, out)]:
        print(f"{path} ({path.stat().st_size} bytes)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", type=Path, nargs="?")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--entities", action="store_true")
    parser.add_argument("--train", type=Path)
    parser.add_argument("--json", action="store_true", help="print the entity scores as JSON")
    arguments = parser.parse_args()
    if arguments.train:
        train(read_rows(arguments.train), arguments.out or SHIPPED)
    elif arguments.docs and arguments.entities:
        print_counts(score_entities(read_rows(arguments.docs)), arguments.json)
    elif arguments.docs and arguments.out:
        respond(read_rows(arguments.docs), arguments.out)
    else:
        parser.error("expected DOCS with --out or --entities, or --train")


if __name__ == "__main__":
    main()

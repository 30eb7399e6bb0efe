"""How often the place that our reader binds to an event's verb is where the event happened.

    python benchmarks/event_location.py OPEN.jsonl [--json]

A line of OPEN.jsonl is a sentence with the characters of an event's verb and of its place, or of none (Halterman's
event location data, MIT). A place is right when it overlaps one of the sentence's. Sentences of which the hash of
the text leaves no remainder by three are set aside from tuning and counted apart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from transforms.accounts.scene import place_of_verb
from transforms.language_model import load_model
from transforms.places import find_places
from transforms.places.gazetteer import Gazetteer, open_gazetteer

Row = dict[str, object]


def is_set_aside(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0


def read_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def predict(doc: Doc, verb: tuple[int, int], gazetteer: Gazetteer) -> tuple[int, int] | None:
    """Characters of the place that is bound to the verb; None = none is."""
    entities = [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
    places = find_places(doc.text, entities, gazetteer=gazetteer)
    found = place_of_verb(doc, verb, places)
    return (found.start, found.end) if found else None


def judge(rows: Iterable[Row], model: Language, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Each sentence's part ("tuned", "set aside") and what became of it: right, wrong, missed, invented, none."""
    rows = list(rows)
    docs = model.pipe(str(row["text"]) for row in rows)
    for row, doc in zip(rows, docs, strict=True):
        verbs, gold = row["verb"], row["location"]
        if not isinstance(verbs, list) or not isinstance(gold, list) or not verbs:
            continue
        found = predict(doc, tuple(verbs[0]), gazetteer)
        part = "set aside" if is_set_aside(doc.text) else "tuned"
        hit = found is not None and any(found[0] < end and start < found[1] for start, end in gold)
        if found is None:
            yield part, "missed" if gold else "none"
        else:
            yield part, "right" if hit else "wrong" if gold else "invented"


def measure(counts: Counter[str]) -> dict[str, float]:
    """Precision and recall over the sentences, and how many there are."""
    given = counts["right"] + counts["wrong"] + counts["invented"]
    asked = counts["right"] + counts["wrong"] + counts["missed"]
    precision, recall = counts["right"] / max(given, 1), counts["right"] / max(asked, 1)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "sentences": sum(counts.values())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    parts: dict[str, Counter[str]] = {"tuned": Counter(), "set aside": Counter()}
    for part, outcome in judge(read_rows(wanted.sentences), load_model(), open_gazetteer()):
        parts[part][outcome] += 1
    measured = {part: measure(counts) for part, counts in parts.items()}
    if wanted.json:
        print(json.dumps(measured))
        return
    for part, shares in measured.items():
        print(f"{part:10s} " + "  ".join(f"{name} {value}" for name, value in shares.items()))


if __name__ == "__main__":
    main()

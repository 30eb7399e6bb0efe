"""Mixed-case sentences of the open gold (FA-KES, event_location) → the weights that set a text's capitals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from transforms.casing import CASES, LOWER, TITLE, UPPER, WORD, case_features, is_capitals
from transforms.linear_model import LinearModel
from transforms.training import Sources, Trained
from transforms.training.fitting import Recipe, Row, fit

# A word seen less often says nothing by itself; its form does.
FREQUENT = 4
RECIPE = Recipe(strength=1.0, min_rows=3, negligible=0.15)
SETS = ("fa_kes", "event_location")


def train(sources: Sources) -> Trained:
    """Every tenth text is kept back to measure."""
    texts = [text for name in SETS for text in _texts(sources, name)]
    kept = [text for place, text in enumerate(texts) if place % 10]
    model = _fit(kept)
    right, total = _score(model, texts[::10])
    line = f"casing: {right / total:.4f} of {total} words of texts kept back are set right"
    about = {
        "trained on": "FA-KES (CC BY 4.0) and event_location (MIT), open parts, nine of ten texts",
        "words set right in the tenth": f"{right / total:.4f}",
    }
    return Trained([_fit(kept, about)], [line])


def _texts(sources: Sources, name: str) -> Iterator[str]:
    with sources.gold_file(name, "open.jsonl").open(encoding="utf-8") as file:
        for line in file:
            text = str(json.loads(line)["text"])
            if not is_capitals(text):
                yield text


def _fit(texts: list[str], about: dict[str, str] | None = None) -> LinearModel:
    counts = Counter(match[0].lower() for text in texts for match in WORD.finditer(text))
    known = frozenset(word for word, count in counts.items() if count >= FREQUENT)
    rows = [row for text in texts for row in _rows(text, known)]
    return fit("casing", "1", rows, CASES, RECIPE, about=about)


def _rows(text: str, known: frozenset[str]) -> Iterator[Row]:
    """Words that do not open a sentence, with the case that they are printed in."""
    found = list(WORD.finditer(text))
    words = [match[0].lower() for match in found]
    before = LOWER
    for place, match in enumerate(found):
        case = case_of(match[0])
        mark = text[max(match.start() - 1, 0) : match.start()]
        if place and not text[: match.start()].rstrip("\"' (").endswith((".", "!", "?", "\n", ":")):
            yield Row(tuple(case_features(words, place, before, mark, known)), {case})
        before = case


def case_of(word: str) -> str:
    """The nearest of the three cases; mixed ones ("McDonald") count as with a capital."""
    if len(word) > 1 and word.isupper():
        return UPPER
    return TITLE if word[0].isupper() else LOWER


def _score(model: LinearModel, texts: list[str]) -> tuple[int, int]:
    known = frozenset(feature.split(" ")[1] for feature in model.features if feature.startswith("word "))
    rows = [row for text in texts for row in _rows(text, known)]
    return sum(model.likeliest(row.features) in row.classes for row in rows), len(rows)

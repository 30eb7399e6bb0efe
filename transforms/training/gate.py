"""Open gold of four sets, and labels of one's own → the gate that says which articles are worth parsing.

Articles with a coded incident are positives (FA-KES, GVA, MUC-4 with templates, labels). Negatives are those without
one in which the reader itself finds nothing either: MUC-4's scope is narrower than ours, and pages are not coded.
Two thirds, by a hash of the id, are fitted and set the threshold; the last third only measures.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from transforms.extract import read_articles
from transforms.gate import INCIDENT, gate_features
from transforms.labels.file import read_labels
from transforms.language_model import read_dictionary
from transforms.linear_model import LinearModel
from transforms.texts import ArticleText
from transforms.texts.language import is_english
from transforms.training import Sources, Trained
from transforms.training.fitting import Recipe, Row, fit
from transforms.training.muc4 import read_message, read_rows
from transforms.training.parts import is_set_aside
from transforms.triggers import find_triggers

# Every feature is kept, as the model divides by how many of those that it knows are present.
RECIPE = Recipe(strength=1.0, min_rows=1, unit_length=True, negligible=0.0)
FEATURE_TEXTS = 3
RECALL = 0.99
FOLDS = 5
# A common word stands in so many texts of each of so many sets; names and themes of one region do not.
WORD_TEXTS, WORD_SETS = 4, 4
# What the positives and the negatives of a set count in all. Only MUC-4 has both, so it counts most.
TOTALS = {
    ("muc4", True): 400.0,
    ("muc4", False): 400.0,
    ("fa_kes", True): 100.0,
    ("gva", True): 100.0,
    ("own", True): 100.0,
    ("pages", False): 200.0,
}
# Every so many articles of GVA, which has more than all others together.
GVA_STEP = 3
SMALL_WORDS = frozenset(
    "the of and to a in is was for on that with by at from were as it he his she her they their them its be been are "
    "an who which not but this had have has after when where while during since until against among between under over "
    "near into about two three four five six seven eight nine ten".split()
)
# Words of one country, day or season, which every set may have by the chance of when and where it was written.
LOCAL_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december u s us united states america american washington".split()
)
_WORDY = ("word ", "pair ", "title word ")


@dataclass(frozen=True)
class Example:
    """An article of a set, its features, whether it tells of an incident, and whether it is kept for measuring."""

    source: str
    is_positive: bool
    is_aside: bool
    features: Sequence[str]


@dataclass(frozen=True)
class Scored:
    """An example with the probability that a model fitted without it gives it."""

    example: Example
    score: float


def train(sources: Sources) -> Trained:
    """The threshold is the highest at which every set keeps 99 of 100 positives, each scored by a model without it."""
    found = [*_positives(sources), *_negatives(sources)]
    examples = _only_known([example for example in found if example.features])
    tuned = [example for example in examples if not example.is_aside]
    model = fit("gate", "1", _rows(tuned), [INCIDENT], RECIPE)
    scored = list(_score_apart(tuned))
    threshold = _threshold(scored)
    aside = [Scored(example, _score(model, example)) for example in examples if example.is_aside]
    lines = [*_figures("tuned", scored, threshold), *_figures("aside", aside, threshold)]
    about = {
        "trained on": "FA-KES, GVA, MUC-4, English pages and labels of one's own, open parts, two of three articles",
        "articles with a trigger let in": "; ".join(lines),
    }
    shipped = replace(model, thresholds={INCIDENT: threshold}, about=about)
    return Trained([shipped], [f"gate: {line}" for line in lines])


def _positives(sources: Sources) -> Iterator[Example]:
    for row in _lines(sources, "fa_kes", "open.jsonl"):
        yield _example("fa_kes", str(row["id"]), str(row["title"]), str(row["text"]))
    for row in _lines(sources, "gva", "open.jsonl")[::GVA_STEP]:
        yield _example("gva", str(row["gold"]["incident"]), str(row["title"]), str(row["text"]))
    for row in read_rows(sources.gold_file("muc4", "open.jsonl"), ["dev"]):
        if row["templates"]:
            yield _example("muc4", str(row["id"]), "", read_body(row))
    for label in read_labels(sources.labels) if sources.labels is not None else ():
        if label.mentions:
            yield _example("own", label.article_id, "", label.text)


def _negatives(sources: Sources) -> Iterator[Example]:
    muc = read_rows(sources.gold_file("muc4", "open.jsonl"), ["dev"])
    texts = [("muc4", str(row["id"]), "", read_body(row)) for row in muc if not row["templates"]]
    texts += [
        ("pages", str(row["id"]), str(row.get("title") or ""), str(row["body"]))
        for row in _lines(sources, "pages", "ground_truth.jsonl")
        if row.get("body") and is_english(str(row["body"]), None)
    ]
    readings = read_articles([_article(*text[1:]) for text in texts], is_gated=False)
    for text, reading in zip(texts, readings, strict=True):
        if not reading.mentions:
            yield replace(_example(*text), is_positive=False)


def read_body(row: Mapping[str, object]) -> str:
    """A message of MUC-4 without its dateline and markers, in mixed case."""
    message = read_message(str(row["id"]), str(row["text"]))
    return "\n\n".join(paragraph.text for paragraph in message.paragraphs)


def _lines(sources: Sources, *parts: str) -> list[dict[str, Any]]:
    with sources.gold_file(*parts).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _example(source: str, key: str, title: str, text: str) -> Example:
    triggers = find_triggers(f"{title}\n{text}")
    return Example(source, True, is_set_aside(key), gate_features(title, text, triggers))


def _article(key: str, title: str, text: str) -> ArticleText:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    return ArticleText(key, 1, f"https://example.org/{key}", None, "gold", title, text, day, "en")


def _only_known(examples: Sequence[Example]) -> list[Example]:
    """The examples without rare features, words that are no English ones, and words at home in some sets only."""
    tuned = [example for example in examples if not example.is_aside]
    counts = Counter(feature for example in tuned for feature in set(example.features))
    common = _common_words(tuned)
    known = {feature for feature, count in counts.items() if count >= FEATURE_TEXTS and _is_common(feature, common)}
    return [
        replace(example, features=[feature for feature in example.features if feature in known]) for example in examples
    ]


def _common_words(examples: Sequence[Example]) -> frozenset[str]:
    """Dictionary words and the short words of grammar that many texts of each set have."""
    texts = Counter(
        (feature.removeprefix("word "), example.source)
        for example in examples
        for feature in set(example.features)
        if feature.startswith("word ")
    )
    sets = Counter(word for (word, _), count in texts.items() if count >= WORD_TEXTS)
    dictionary = (read_dictionary() | SMALL_WORDS) - LOCAL_WORDS
    return frozenset(word for word, count in sets.items() if count >= WORD_SETS and word in dictionary)


def _is_common(feature: str, common: frozenset[str]) -> bool:
    kind = next((kind for kind in _WORDY if feature.startswith(kind)), None)
    return kind is None or all(word in common for word in feature.removeprefix(kind).split(" "))


def _rows(examples: Sequence[Example]) -> list[Row]:
    sizes = Counter((example.source, example.is_positive) for example in examples)
    return [
        Row(
            example.features,
            [INCIDENT] if example.is_positive else [],
            TOTALS[example.source, example.is_positive] / sizes[example.source, example.is_positive],
        )
        for example in examples
    ]


def _score_apart(examples: Sequence[Example]) -> Iterator[Scored]:
    """Every example scored by a model that was fitted without its fifth."""
    for fold in range(FOLDS):
        rest = [example for place, example in enumerate(examples) if place % FOLDS != fold]
        model = fit("gate", "1", _rows(rest), [INCIDENT], RECIPE)
        yield from (Scored(example, _score(model, example)) for example in examples[fold::FOLDS])


def _threshold(scored: Sequence[Scored]) -> float:
    """The highest probability, rounded down to four places, at which each set keeps its share of positives."""
    positives = [each for each in scored if each.example.is_positive]
    lowest = []
    for source in {each.example.source for each in positives}:
        scores = sorted(each.score for each in positives if each.example.source == source)
        lowest.append(scores[int((1.0 - RECALL) * len(scores))])
    return math.floor(min(lowest) * 10_000) / 10_000


def _score(model: LinearModel, example: Example) -> float:
    return model.probabilities(example.features)[INCIDENT]


def _figures(part: str, scored: Sequence[Scored], threshold: float) -> Iterator[str]:
    """For each set and kind how many of the articles are let in."""
    for source, is_positive in TOTALS:
        shown = [
            each.score >= threshold
            for each in scored
            if (each.example.source, each.example.is_positive) == (source, is_positive)
        ]
        if shown:
            kind = "with" if is_positive else "without"
            yield f"{part} {source} {kind} incident {sum(shown)} of {len(shown)}"

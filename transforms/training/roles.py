"""MUC-4's development messages, and labels of one's own → the role model of `transforms.role_model`.

MUC-4 keys name strings of a message; every phrase of the message that is one of them has the role. Labels name spans of
an article's text; a phrase has the role of the span that it ends with. A label of one's own counts as much as ten
phrases of 1990, for it is of the texts that will be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.labels import LabelledArticle
from transforms.labels.file import read_labels
from transforms.language_model import load_model
from transforms.linear_model import LinearModel
from transforms.role_model import ROLES, read_scenes
from transforms.role_model.phrases import Phrase, read_phrases
from transforms.training import Sources, Trained
from transforms.training.fitting import Recipe, Row, fit
from transforms.training.muc4 import compared, read_message, read_rows, strings_by_role

RECIPE = Recipe(strength=8.0, min_rows=5, unit_length=True, negligible=0.4)
OWN_WEIGHT = 10.0
HELD_BACK = 5
THRESHOLDS = tuple(step / 20 for step in range(2, 15))
MUC_ROLE = {
    "perpetrator": "actor",
    "organization": "organisation",
    "target": "target",
    "victim_name": "victim",
    "victim": "victim",
    "weapon": "weapon",
}


@dataclass(frozen=True, eq=False)
class Labelled:
    """Phrases of a text with the roles that they have."""

    id: str
    rows: Sequence[Row]

    @property
    def is_held_back(self) -> bool:
        return hashlib.sha256(self.id.encode()).digest()[0] % HELD_BACK == 0


def train(sources: Sources) -> Trained:
    """Thresholds are set where F is highest on a fifth of the texts; the weights shipped are of all texts."""
    texts = list(_read_muc(sources.gold_file("muc4", "open.jsonl")))
    if sources.labels is not None:
        texts += list(_read_own(sources.labels))
    kept = [text for text in texts if text.is_held_back]
    thresholds, lines = _thresholds(_fit([text for text in texts if not text.is_held_back]), kept)
    about = {
        "trained on": f"MUC-4, split dev, and labels of one's own: {len(texts)} texts",
        "phrases right, of the fifth held back": "; ".join(lines),
    }
    return Trained([_fit(texts, thresholds, about)], [f"roles: {line}" for line in lines])


def _fit(
    texts: Sequence[Labelled], thresholds: Mapping[str, float] | None = None, about: Mapping[str, str] | None = None
) -> LinearModel:
    rows = [row for text in texts for row in text.rows]
    return fit("roles", "1", rows, ROLES, RECIPE, thresholds, about)


def _read_muc(path: Path) -> Iterator[Labelled]:
    for row in read_rows(path, ["dev"]):
        message = read_message(str(row["id"]), str(row["text"]))
        docs = list(load_model().pipe(paragraph.text for paragraph in message.paragraphs))
        key = strings_by_role(row["templates"])
        phrases = read_phrases(read_scenes(docs), words=False)
        yield Labelled(message.id, [Row(phrase.features, _muc_roles(phrase, key)) for phrase in phrases])


def _muc_roles(phrase: Phrase, key: Mapping[str, set[str]]) -> set[str]:
    text = compared(phrase.text)
    return {role for name, role in MUC_ROLE.items() if text in key[name]}


def _read_own(folder: Path) -> Iterator[Labelled]:
    for label in read_labels(folder):
        phrases = read_phrases(read_scenes([load_model()(label.text)]), words=False)
        rows = [Row(phrase.features, _own_roles(phrase, label), OWN_WEIGHT) for phrase in phrases]
        yield Labelled(label.article_id, rows)


def _own_roles(phrase: Phrase, label: LabelledArticle) -> set[str]:
    return {
        span.role
        for mention in label.mentions
        for span in mention.spans
        if span.role in ROLES
        and any(span.start <= placed.found.start and placed.found.end == span.end for placed in phrase.places)
    }


def _thresholds(model: LinearModel, texts: Sequence[Labelled]) -> tuple[dict[str, float], list[str]]:
    """For each role the probability from which F over phrases is highest, and a line that tells it."""
    judged = [(model.probabilities(row.features), row.classes) for text in texts for row in text.rows]
    best, lines = {}, []
    for role in ROLES:
        scored = [(_f([(found[role] >= at, role in truth) for found, truth in judged]), at) for at in THRESHOLDS]
        f, best[role] = max(scored)
        lines.append(f"{role} F {f:.3f} from {best[role]:.2f}")
    return best, lines


def _f(answers: Sequence[tuple[bool, bool]]) -> float:
    right = sum(taken and true for taken, true in answers)
    total = sum(taken for taken, _ in answers) + sum(true for _, true in answers)
    return 2 * right / total if total else 0.0

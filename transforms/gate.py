"""Article → is it worth parsing? A small trained gate between the word list and the parser, recall first.

It reads title and text by their words in lower case only: which triggers there are, how dense and how early, whether
figures of victims stand near, and common English words. No name is among its features (`models/gate.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from transforms.linear_model import LinearModel, load_model
from transforms.triggers import Trigger

INCIDENT = "incident"
# Characters of the text that are read, some 900 words; further on an article repeats itself or gives background.
READ = 5_000
# Words whose common neighbours are looked at: the opening says what an article is about.
OPENING_WORDS = 250
LEAD_SENTENCES = 3
# Triggers for 1,000 words of text, triggers in all, and their strongest weight: steps that count as features.
DENSITIES = (2, 4, 8, 12, 16, 24, 32, 48)
COUNTS = (2, 3, 5, 8, 12)
STRENGTHS = (0.5, 0.7, 0.8, 1.0)

WORD = re.compile(r"[a-z]+")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s|\n\s*\n")
_NUMBER = (
    r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|hundreds"
    r"|several|many|some)"
)
_HARM = r"(?:killed|dead|died|dying|wounded|injured|hurt|abducted|kidnapped|slain|murdered|shot)"
_FIGURE = re.compile(
    rf"\b{_NUMBER}\s+(?:\w+\s+){{0,4}}?{_HARM}\b"
    rf"|\b(?:kill|wound|injur|murder|abduct|kidnap|shoot)(?:ed|ing|s|ping|ped)?\s+(?:\w+\s+){{0,3}}?{_NUMBER}\s"
)


@dataclass(frozen=True)
class Judgement:
    """`probability` that the article tells of an incident, 0 to 1, and the `threshold` from which on it is read."""

    probability: float
    threshold: float

    @property
    def is_open(self) -> bool:
        return self.probability >= self.threshold

    @property
    def told(self) -> str:
        """The score for a person, "0.012 of 0.031 needed"."""
        return f"{self.probability:.3f} of {self.threshold:.3f} needed"


def judge(title: str, text: str, triggers: Sequence[Trigger]) -> Judgement:
    """Whether an article is worth parsing; `triggers` as in `gate_features`.

    One whose title counts victims is, whatever else its page is full of; and one with late triggers only.
    """
    model = _model()
    features = gate_features(title, text, triggers)
    if not features or _FIGURE.search(title.lower()):
        return Judgement(1.0, model.thresholds[INCIDENT])
    # The model divides by the number of features, so that unknown ones must not be among them.
    known = [feature for feature in features if feature in _known()]
    return Judgement(model.probabilities(known)[INCIDENT], model.thresholds[INCIDENT])


def gate_features(title: str, text: str, triggers: Sequence[Trigger]) -> list[str]:
    """Named features of an article; none where no trigger stands in what is read.

    `triggers` are those of title and text with a line end between, as `find_triggers` gives them.
    """
    start = len(title) + 1
    seen = [trigger for trigger in triggers if trigger.start < start + READ]
    if not seen:
        return []
    head, body = title.lower(), text[:READ].lower()
    words = WORD.findall(body)
    lead = _lead_end(body)
    return [
        *_trigger_features(seen, start, lead, len(words)),
        *_figure_features(head, body, lead),
        *_word_features(words, WORD.findall(head)),
    ]


def _lead_end(body: str) -> int:
    """The character after which the first sentences are over."""
    ends = [match.end() for _, match in zip(range(LEAD_SENTENCES), _SENTENCE_END.finditer(body), strict=False)]
    return ends[-1] if len(ends) == LEAD_SENTENCES else len(body)


def _trigger_features(triggers: Sequence[Trigger], start: int, lead: int, length: int) -> Iterator[str]:
    """`start`: where the text starts behind the title; `lead`: where its first sentences end; `length` in words."""
    inside = [trigger for trigger in triggers if trigger.start >= start]
    early = [trigger for trigger in inside if trigger.start < start + lead]
    in_title = [trigger for trigger in triggers if trigger.start < start]
    places = (("text", inside), ("lead", early), ("title", in_title))
    # A text that comes without a title has no features of one.
    for place, found in places if start > 1 else places[:2]:
        for trigger in found:
            yield f"{place} trigger {trigger.lemma}"
            yield f"{place} type {trigger.sub_event_type}"
        strongest = max((trigger.weight for trigger in found), default=0.0)
        yield from (f"{place} strength {step}" for step in STRENGTHS if strongest >= step)
        if not found:
            yield f"{place} without trigger"
    density = 1_000 * len(inside) / max(length, 100)
    yield from (f"density {step}" for step in DENSITIES if density >= step)
    yield from (f"count {step}" for step in COUNTS if len(inside) >= step)


def _figure_features(head: str, body: str, lead: int) -> Iterator[str]:
    if _FIGURE.search(head):
        yield "title figure"
    found = _FIGURE.search(body)
    if found is not None:
        yield "text figure"
        if found.start() < lead:
            yield "lead figure"


def _word_features(words: Sequence[str], title_words: Sequence[str]) -> Iterator[str]:
    yield from (f"word {word}" for word in words)
    opening = words[:OPENING_WORDS]
    yield from (f"pair {first} {second}" for first, second in pairwise(opening))
    yield from (f"title word {word}" for word in title_words)


@cache
def _model() -> LinearModel:
    return load_model("gate")


@cache
def _known() -> frozenset[str]:
    return frozenset(_model().features)

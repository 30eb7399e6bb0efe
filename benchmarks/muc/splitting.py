"""Fills of one type of incident → those of each incident: two bombings in a report are two templates.

Whether two fills are of one incident is learned from pairs in the key: how far apart they are told, whether the same
words of violence, days and places stand with both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import combinations, product

from muc.filling import Fill, Fills
from muc.reading import Report
from transforms.linear_model import LinearModel
from transforms.role_model.phrases import Phrase

SAME = "SAME"
HIT = ("target", "victim_name", "victim")
_PART = re.compile(r"\b(?:another|also|meanwhile|elsewhere|separately|other|in addition|earlier|later|second|third)\b")
FAR = 6


def pair_features(report: Report, one: Phrase, other: Phrase) -> list[str]:
    """What speaks for and against two phrases being of one incident; the order of the two makes no difference."""
    first, second = _sentences(one), _sentences(other)
    gap = min(abs(left - right) for left, right in product(first, second))
    parts = {placed.part for placed in one.places} & {placed.part for placed in other.places}
    kinds = " ".join(sorted((one.kinds[0], other.kinds[0])))
    shared = set(_acts(one)) & set(_acts(other))
    return [
        f"gap {min(gap, FAR)}",
        f"paragraph {bool(parts)} gap {min(gap, FAR)}",
        f"kinds {kinds}",
        f"kinds {kinds} gap {min(gap, 2)}",
        f"acts {min(len(shared), 3)} gap {min(gap, 2)}",
        f"days {_agree(_days(report, first), _days(report, second))} gap {min(gap, 2)}",
        f"towns {_agree(_towns(report, first), _towns(report, second))} gap {min(gap, 2)}",
        f"day told {_agree(_day_told(report, first), _day_told(report, second))} gap {min(gap, 3)}",
        f"town told {_agree(_town_told(report, first), _town_told(report, second))} gap {min(gap, 3)}",
        f"violence between {min(_violence_between(report, first, second), 4)} gap {min(gap, 3)}",
        f"paragraphs {min(_paragraphs(one, other), 4)}",
        f"heads {one.text.split()[-1] == other.text.split()[-1]}",
        f"part {_is_parted(report, one, other)} gap {min(gap, 2)}",
        f"sentences {min(len(first | second), FAR)}",
    ]


def _sentences(phrase: Phrase) -> set[int]:
    return {placed.sentence for placed in phrase.places}


def _acts(phrase: Phrase) -> list[str]:
    return [feature for feature in phrase.features if feature.startswith("sentence ")]


def _days(report: Report, sentences: Collection[int]) -> set[object]:
    return {day.low for day in report.days if day.precision == 1 and report.sentence_at(day.start) in sentences}


def _towns(report: Report, sentences: Collection[int]) -> set[object]:
    return {
        place.raw
        for place in report.places
        if place.place and place.place.kind == "city" and report.sentence_at(place.start) in sentences
    }


def _day_told(report: Report, sentences: Collection[int]) -> set[object]:
    """The exact day named last up to the first of the sentences: what is told goes on there."""
    before = [day for day in report.days if day.precision == 1 and report.sentence_at(day.start) <= min(sentences)]
    return {day.low for day in before[-1:]}


def _town_told(report: Report, sentences: Collection[int]) -> set[object]:
    before = [
        place.raw
        for place in report.places
        if place.place and place.place.kind == "city" and report.sentence_at(place.start) <= min(sentences)
    ]
    return set(before[-1:])


def _violence_between(report: Report, one: Collection[int], other: Collection[int]) -> int:
    first, last = sorted((min(one), min(other)))
    return sum(first < order < last for order in report.violent_sentences)


def _paragraphs(one: Phrase, other: Phrase) -> int:
    return min(abs(left.part - right.part) for left, right in product(one.places, other.places))


def _agree(one: Collection[object], other: Collection[object]) -> str:
    if not one or not other:
        return "unknown"
    return "same" if set(one) & set(other) else "other"


def _is_parted(report: Report, one: Phrase, other: Phrase) -> bool:
    """Whether words of a further incident stand between the two where they come first."""
    left, right = sorted((one.places[0], other.places[0]), key=lambda placed: (placed.part, placed.found.start))
    if left.part != right.part:
        return bool(_PART.search(report.scenes[right.part].doc.text[: right.found.start].lower()))
    return bool(_PART.search(report.scenes[left.part].doc.text[left.found.end : right.found.start].lower()))


def split_fills(report: Report, fills: Fills, model: LinearModel, apart: float) -> list[Fills]:
    """The fills of each incident: people and things hit are grouped, the rest goes where it fits, or everywhere.

    Two groups are one unless the mean probability that they are falls below `apart`.
    """
    hit = [(role, fill) for role in HIT for fill in fills[role]]
    if len(hit) < 2:
        return [fills]
    same = {
        frozenset(pair): model.probabilities(pair_features(report, *(hit[place][1].phrase for place in pair)))[SAME]
        for pair in combinations(range(len(hit)), 2)
    }
    groups = _group(len(hit), same, apart)
    if len(groups) == 1:
        return [fills]
    return [_fills_of(report, fills, [hit[place] for place in sorted(group)], model, apart) for group in groups]


def _group(count: int, same: dict[frozenset[int], float], apart: float) -> list[set[int]]:
    """Groups by average linkage, the likeliest pair of groups first."""
    groups = [{place} for place in range(count)]

    def likeness(one: set[int], other: set[int]) -> float:
        return sum(same[frozenset(pair)] for pair in product(one, other)) / (len(one) * len(other))

    while len(groups) > 1:
        best, left, right = max(
            (likeness(groups[left], groups[right]), -left, -right)
            for left, right in combinations(range(len(groups)), 2)
        )
        if best < apart:
            break
        groups[-left] |= groups.pop(-right)
    return groups


def _fills_of(report: Report, fills: Fills, hit: Sequence[tuple[str, Fill]], model: LinearModel, apart: float) -> Fills:
    def fits(fill: Fill) -> bool:
        likely = [model.probabilities(pair_features(report, fill.phrase, other.phrase))[SAME] for _, other in hit]
        return max(likely) >= apart

    rest = {role: [fill for fill in chosen if fits(fill)] for role, chosen in fills.items() if role not in HIT}
    return {**rest, **{role: [fill for name, fill in hit if name == role] for role in HIT}}

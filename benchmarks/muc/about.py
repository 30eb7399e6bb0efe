"""A report → what speaks for it telling of an incident that the key wants, and of which types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from muc.reading import Report, report_features
from transforms.dates import DateMention
from transforms.role_model.features import Sentence

# The oldest day, in days before the dateline, of each step: what is long past is told as history.
AGES = {0: "today", 1: "yesterday", 3: "days", 7: "week", 31: "month", 100: "quarter", 400: "year", 1500: "years"}
OLDER, AHEAD = "older", "ahead"
# Characters from a message's start in which the words in brackets tell of which sort it is: "[COMMUNIQUE]".
TOP = 400
_WORD = re.compile(r"[A-Z][A-Z0-9.]+")
_BRACKET = re.compile(r"\[([A-Z ,.]+)\]")


def about_report(report: Report) -> list[str]:
    """Its words, where it comes from and of which sort it is, and what stands in sentences with words of violence."""
    head = report.message.head.upper()
    found = {
        *report_features(report),
        *(f"head {word}" for word in _WORD.findall(head)),
        *(f"sort {words}" for words in _BRACKET.findall(report.message.text[:TOP].upper())),
        f"town {report.town}",
    }
    days = _days_by_sentence(report)
    places = _places_by_sentence(report)
    for scene in report.scenes:
        for sentence in scene.sentences:
            if sentence.triggers:
                found.update(f"violent {token.lower_}" for token in sentence.span)
                ages = [(age_of(day, report.message.day), day.precision) for day in days.get(sentence.order, [])]
                found.update(_event_features(sentence, ages, places.get(sentence.order, [])))
    return sorted(found)


def _event_features(sentence: Sentence, ages: list[tuple[str, int]], places: list[tuple[str, str]]) -> Iterator[str]:
    for age, precision in ages:
        yield f"age {age}"
        yield f"age {age} precision {precision}"
    for kind, country in places:
        yield f"place {kind}"
        yield f"country {country}"
    for event in sorted({event for _, event in sentence.triggers.values()}):
        yield from (f"age {age} {event}" for age, _ in ages)
        yield from (f"place {kind} {event}" for kind, _ in places)


def age_of(day: DateMention, told: date | None) -> str:
    """How long before the dateline, in steps; "" where there is no dateline."""
    if told is None:
        return ""
    days = (told - day.low).days
    if days < 0:
        return AHEAD
    return next((name for most, name in AGES.items() if days <= most), OLDER)


def _days_by_sentence(report: Report) -> dict[int, list[DateMention]]:
    found: dict[int, list[DateMention]] = {}
    for day in report.days:
        found.setdefault(report.sentence_at(day.start), []).append(day)
    return found


def _places_by_sentence(report: Report) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for mention in report.places:
        kind = mention.place.kind if mention.place else "unknown"
        found.setdefault(report.sentence_at(mention.start), []).append((kind, mention.country or ""))
    return found

"""Words that tell of an incident ("ambushed", "car bomb"), from `lexicon/triggers.csv`, and what they make of it.

Words in idioms, sport, business and accidents ("heart attack", "struck a deal") are left out: see
`transforms.triggers.idioms`. Event types are ACLED's, weapon types GTD's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from transforms.phrases import Found, Phrases, longest, read_lexicon, split_cell
from transforms.schema import EVENT_TYPE_OF
from transforms.triggers.aircraft import DOWN, find_downed
from transforms.triggers.event_types import classify
from transforms.triggers.idioms import find_idioms

__all__ = ["Trigger", "classify", "find_article_triggers", "find_triggers", "make_trigger"]


@dataclass(frozen=True)
class Trigger:
    """A word that tells of an incident: character offsets, and what it says when it stands alone.

    `weight` is how much it says of violence, 0.3 ("died") to 1.3 ("sarin"); `weapon_type` null = the word tells
    no weapon; `is_noun` tells "the attack" from "attacked".
    """

    start: int
    end: int
    raw: str
    lemma: str
    sub_event_type: str
    event_type: str
    weapon_type: str | None
    weight: float
    is_noun: bool


@dataclass(frozen=True)
class _Entry:
    lemma: str
    sub_event_type: str
    weapon_type: str | None
    weight: float
    is_noun: bool


def find_triggers(text: str) -> list[Trigger]:
    """Trigger words in order of place, none overlapping, the longest first; those in idioms are left out."""
    return list(_triggers_in(text))


def find_article_triggers(title: str, text: str) -> list[Trigger]:
    """Those of title and text; offsets are as if a line end stood between them, which no trigger goes over."""
    return [*_triggers_in(title), *(_shifted(trigger, len(title) + 1) for trigger in _triggers_in(text))]


def _shifted(trigger: Trigger, by: int) -> Trigger:
    return replace(trigger, start=trigger.start + by, end=trigger.end + by)


# Whether an article is read hangs on its triggers, and so does then how it is read: by batches of articles.
@lru_cache(maxsize=256)
def _triggers_in(text: str) -> tuple[Trigger, ...]:
    told = [_trigger(text, match) for match in _found(text)]
    downed = [
        make_trigger(DOWN, start, text[start:end])
        for start, end in find_downed(text)
        if not any(start < known.end and known.start < end for known in told)
    ]
    return tuple(sorted([*told, *downed], key=lambda trigger: trigger.start))


def _found(text: str) -> list[Found[_Entry]]:
    matches = longest(_entries().matches(text))
    if not matches:
        return []
    idioms = list(find_idioms(text))
    return [match for match in matches if not any(start < match.end and match.start < end for start, end in idioms)]


def make_trigger(lemma: str, start: int, raw: str) -> Trigger:
    """The trigger that these words are where something besides them shows that they are an act of the lexicon's row.

    Raises KeyError if no row has the lemma.
    """
    return _told(_verbs()[lemma], start, raw)


def _trigger(text: str, match: Found[_Entry]) -> Trigger:
    return _told(match.value, match.start, text[match.start : match.end])


def _told(entry: _Entry, start: int, raw: str) -> Trigger:
    return Trigger(
        start,
        start + len(raw),
        raw,
        entry.lemma,
        entry.sub_event_type,
        EVENT_TYPE_OF[entry.sub_event_type],
        entry.weapon_type,
        entry.weight,
        entry.is_noun,
    )


@cache
def _verbs() -> dict[str, _Entry]:
    """The entry of each lemma's verbs."""
    return {entry.lemma: entry for _, entry in _read_entries() if not entry.is_noun}


@cache
def _entries() -> Phrases[_Entry]:
    return Phrases(_read_entries())


def _read_entries() -> Iterator[tuple[str, _Entry]]:
    for row in read_lexicon("triggers"):
        entry = _Entry(
            row["lemma"],
            row["sub_event_type"],
            row["weapon_type"] or None,
            float(row["weight"]),
            row["is_noun"] == "1",
        )
        for form in split_cell(row["forms"]):
            yield form, entry

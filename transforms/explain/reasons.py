"""The reader's codes for its decisions, in words for a person."""

from __future__ import annotations

from typing import Final

DOORS: Final = {
    "ok": "read",
    "removed": "passed over: the story was taken down",
    "language_not_read": "passed over: only English is read",
    "no_trigger": "passed over: no word of it tells of an incident",
    "other_genre": "passed over: its words are those of another genre",
    "gated": "passed over: by its words no incident is likely",
    "cut": "read as far as its first 50,000 characters or 1,000 lines",
    "no_incident": "read, but no account in it says enough to be an incident",
}
BACKGROUND: Final = {
    "running_total": "background: a running total over a war or a year",
    "old_date": "background: it dates what it tells more than two weeks before publication",
    "old_event": "background: goes on with an old event that the article told before",
    "history": "background: a history, an earlier or a habitual act",
    "court": "background: a trial or a sentence",
    "unreal": "background: feared, warned of or possible",
    "remembrance": "background: an anniversary or a memorial",
    "tally": "background: a tally of many events",
}
PLACED: Final = {
    "first": "the first to tell an event",
    "continues": "nothing in it conflicts with the account",
    "separate": "its words open another event",
    "item": "the next paragraph of a round-up",
    "day": "its day conflicts with the account being told",
    "place": "its place conflicts with the account being told",
    "before": "it tells what the news came days after",
}
MOOT: Final = {
    "no_act": "passed over: no word in it tells of an act",
    "mishap": "passed over: deaths of an accident, with nothing that speaks of an act",
}
PLACES: Final = {
    "demonym": "an adjective of the country",
    "bound": "named together with the unit that it lies in",
    "evidence": "lies in the country that the text's other places speak for",
    "prominence": "known by that name without its country being told",
    "spelling": "close to the name of a place in the country that the text speaks of",
    "near": "the only namesake near another place of the text",
    "far": "unresolved: far from every other place of the text",
    "no_country": "unresolved: nothing tells the country",
    "unknown": "unresolved: no such name in the country that the text speaks of",
    "tie": "unresolved: several namesakes that nothing tells apart",
}
STATUSES: Final = {
    "denial": "the first sentence denies that it took place, and nobody else vouches for victims",
    "harm": "somebody was hurt",
    "cue": "nobody was hurt, and the first sentence says so",
    "nothing": "nobody was hurt, but nothing says that it was foiled, threatened or tried only",
}
DAYS: Final = {
    "act": "its sentence ties it to the act",
    "plain": "tied to nothing else",
    "death": "the day of a death of it",
    "bound": "a bound (“until”, “since”), no day of the act",
    "ahead": "of something to come",
    "speech": "the day somebody spoke of it",
    "law": "the day of an arrest or a hearing",
    "care": "the day of treatment or of somebody's state",
    "rite": "the day of a funeral or a vigil",
}
SCOPES: Final = {
    "total": "a total",
    "subset": "a part of another figure",
    "increment": "added to an earlier figure",
    "update": "a toll that replaces earlier ones",
    "cumulative": "a running total: kept, never counted",
}


def word_for(table: dict[str, str], code: str) -> str:
    """The code in words; a code without words stands for itself."""
    return table.get(code, code.replace("_", " "))

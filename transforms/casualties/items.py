"""What a sentence is made of for whoever counts: groups that can be counted, and all other words by their class."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.casualties.numbers import Number


@dataclass(frozen=True, slots=True)
class Group:
    """One noun phrase that a report can count.

    `form` says how it is counted: "count" ("19 soldiers"), "single" ("a soldier"), "definite"
    ("the soldier"), "name", "pronoun", "vague" ("others"), "bare" ("soldiers", not counted) or
    "none" ("no one"). `head` is "person", "thing", "casualty" ("deaths"), "unknown" or "" (a
    number alone). `is_part` marks "11 of them"; `whole` is the five of "one of five people".
    """

    form: str
    head: str
    number: Number | None
    victims_start: int
    victims_end: int
    is_part: bool = False
    quantity: str = ""
    whole: Number | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One word, phrase or group of a sentence; `kind` "n" is a group."""

    kind: str
    start: int
    end: int
    quantity: str = ""
    group: Group | None = None

"""The line of items that the casualty grammar walks, and what can be found to the right of a predicate."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from transforms.casualties.items import Group, Item

PREDICATES: Final = "VGZKDJS"
# Words that the place between two such numbers has at most.
_GAP: Final = 8
# "…, governor Magomed Gadzhiev said".
_NAMED_SPEAKER: Final = re.compile(
    r",?(?: [A-Z][\w.’'-]+){1,4},? (?:has |had )?(?:said|says|told|tells|added|reported|confirmed|announced)\b"
)
_SAYING: Final = frozenset("said says told tells added reported confirmed announced".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A group counted by the predicate that is item `at`; parts of one coordination share `at`."""

    group: Group
    start: int
    end: int
    at: int
    quantity: str
    scope: str = "total"
    joint: bool = False
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and its items."""

    sentence: str
    items: list[Item]

    def kind(self, at: int) -> str:
        return self.items[at].kind if 0 <= at < len(self.items) else "."

    def word(self, at: int) -> str:
        if not 0 <= at < len(self.items):
            return ""
        return self.sentence[self.items[at].start : self.items[at].end].lower()

    def group(self, at: int) -> Group | None:
        return self.items[at].group if 0 <= at < len(self.items) else None


def hits_of(
    line: Line, groups: list[int], at: int, *, scope: str = "total", joint: bool = False, is_denied: bool = False
) -> list[Hit]:
    """The groups at these places as counted by the predicate at `at`; those that it cannot count are left out."""
    quantity = line.items[at].quantity
    return [
        Hit(group, line.items[index].start, line.items[index].end, at, quantity, scope, joint, is_denied)
        for index in groups
        if (group := line.group(index)) is not None
        and (_can_be(group, quantity) or (is_denied and _are_all(line, index)))
    ]


def _are_all(line: Line, at: int) -> bool:
    """True for "the teachers" of whom it is said that they were not hurt: none of them was."""
    group = line.group(at)
    return group is not None and (group.form, group.head) == ("bare", "person") and line.word(at).startswith("the ")


def _can_be(group: Group, quantity: str) -> bool:
    if group.form == "bare" or group.head == "casualty":
        return False
    if quantity == "destroyed":
        return group.head == "thing" or (group.head == "unknown" and group.form == "count")
    return group.head != "thing"


def is_target(line: Line, at: int, quantity: str) -> bool:
    """True if the group at `at` is something that the quantity can count: people, or things destroyed."""
    group = line.group(at)
    if group is None:
        return False
    if quantity == "destroyed":
        return group.head in ("thing", "unknown")
    return group.head not in ("thing", "casualty")


def best_of(line: Line, at: int) -> int | None:
    """The number of a counted group, 1 for a single one; null = not counted."""
    group = line.group(at)
    if group is None or group.form not in ("count", "single"):
        return None
    return 1 if group.number is None else group.number.best


def skip(line: Line, at: int, kinds: str, step: int = 1) -> int:
    """The first place from `at` on, in steps, whose class is none of `kinds`."""
    while line.kind(at) in kinds:
        at += step
    return at


def objects(line: Line, at: int) -> list[int]:
    """Groups right of item `at`, following commas and "and" up to the next clause."""
    first = skip(line, at + 1, "a")
    if line.kind(first) in "&," and line.kind(first + 1) in "VSv" and line.kind(first + 2) == "n":
        first += 2
    if line.kind(first) != "n" or not is_target(line, first, line.items[at].quantity):
        return []
    chain = chain_from(line, first, line.items[at].quantity)
    return chain + gapped(line, chain[-1]) if chain else []


def gapped(line: Line, at: int) -> list[int]:
    """Numbers that share what was said before: "killed 45 in Homs and 22 in Hama" has 22 after the 45 at `at`."""
    found: list[int] = []
    while line.kind(at + 1) in "pi":
        joint = next((step for step in range(at + 2, at + 2 + _GAP) if line.kind(step) not in "xpfia"), at)
        after = skip(line, joint, ",&a")
        group = line.group(after)
        is_bare = (
            group is not None and group.form == "count" and (not group.head or line.word(after).endswith(" others"))
        )
        if line.kind(joint) not in ",&" or not is_bare:
            break
        if line.kind(after + 1) not in "pi":
            break
        found.append(after)
        at = after
    return found


def chain_from(line: Line, first: int, quantity: str, *, is_inserted: bool = False) -> list[int]:
    """The group at `first` and those coordinated with it to the right, up to the next clause.

    `is_inserted`: they are parts of a subject, whose predicate comes behind ("36 people including a man and a woman
    were killed").
    """
    if not is_target(line, first, quantity):
        return []
    chain = [first]
    while True:
        past = _past_name(line, chain[-1])
        after = skip(line, past, ",")
        has_and = line.kind(after) == "&"
        after = skip(line, after + 1, "a,") if has_and else after
        is_joined = has_and or line.kind(past) == ","
        if not (is_joined and is_target(line, after, quantity)):
            return chain
        if starts_clause(line, after) and not (is_inserted and has_and and past == chain[-1] + 1):
            return chain
        chain.append(after)


def _past_name(line: Line, at: int) -> int:
    """Past the name of the one person at `at`, if more are joined to him: "a commander, Saad Murad, and his nephew"."""
    group, first = line.group(at), at + 1
    if group is None or group.form not in ("single", "definite"):
        return first
    opening = first + (line.kind(first) == ",")
    after = opening
    while line.kind(after) == "x" and line.sentence[line.items[after].start].isupper():
        after += 1
    if line.word(after + 1).isdigit() and line.kind(after + 2) == ",":
        after += 2
    closing = skip(line, after, ",")
    is_named = after > opening and line.kind(closing) in "&n" and (line.kind(after) in ",&")
    return after if is_named else first


def starts_clause(line: Line, at: int) -> bool:
    """True if the group at `at` is the subject of its own predicate ("... and 30 were wounded").

    One of several speakers is ("killing 22 people, a rescuer and a resident said").
    """
    group = line.group(at)
    if group is not None and group.form in ("definite", "single") and line.word(skip(line, at + 1, "xfp")) in _SAYING:
        return True
    if line.kind(at + 1) == "&" and line.kind(at + 2) == "n" and line.word(at + 3) in _SAYING:
        return True
    if line.word(at + 1) in _SAYING or _NAMED_SPEAKER.match(line.sentence, line.items[at].end):
        return True
    return line.kind(skip(line, at + 1, "a")) in "bhdVJSDZ"


def wholes(line: Line, groups: list[int]) -> Line | None:
    """The line in which "one of five people" is the five: all of them were "shot outside a bar"; None = no such."""
    items = list(line.items)
    for index in groups:
        group = items[index].group
        if group is not None and group.whole is not None:
            items[index] = replace(items[index], group=replace(group, number=group.whole, is_part=False))
    return None if items == line.items else Line(line.sentence, items)

"""What stands left of a predicate: the groups or people it is said of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from transforms.casualties.line import Hit, Line, best_of, chain_from, hits_of, is_target, skip, wholes
from transforms.casualties.mood import has_auxiliary
from transforms.casualties.names import named_aside, names_before

_REACH: Final = 22
# "Two juveniles and 19-year-old Omar Said were hurt."
_JOINED: Final = re.compile(r"\b(?:and|or) (?:[\w-]+ ){0,2}$")


def subjects(line: Line, at: int) -> list[int]:
    """Groups left of the predicate at `at` that it is said of; empty = none found."""
    index = _before_predicate(line, at)
    head = _head_left(line, index, line.items[at].quantity)
    if head is None:
        return _apposed(line, index, line.items[at].quantity)
    while head is not None:
        chain = _coordinated(line, head, line.items[at].quantity)
        before = skip(line, chain[0] - 1, "a", -1)
        if line.kind(before) != "i":
            return _named_parts(line, chain)
        head = _head_left(line, skip(line, before - 1, "ia,", -1), line.items[at].quantity)
    return []


def _apposed(line: Line, index: int, quantity: str) -> list[int]:
    """For "Rafiqul Hasan, a 25-year-old student, died": the student, who says what the one named is."""
    if line.kind(index) != ",":
        return []
    first = _before_insertion(line, index) + 2
    word = line.items[first - 2] if first > 1 else None
    is_named = word is not None and word.kind == "x" and not line.sentence[word.start : word.end].islower()
    group = line.group(first)
    is_one = group is not None and group.form in ("single", "definite") and is_target(line, first, quantity)
    return [first] if is_named and is_one else []


def _named_parts(line: Line, chain: list[int]) -> list[int]:
    """For "the victims, a man and a woman, were found dead": those that the words in between count."""
    group = line.group(chain[0])
    if len(chain) > 1 or group is None or group.form != "bare" or line.kind(chain[0] + 1) not in ",-(":
        return chain
    inner = [index for index in chain_from(line, chain[0] + 2, "killed") if best_of(line, index) is not None]
    return inner or chain


def _before_predicate(line: Line, at: int) -> int:
    index = skip(line, at - 1, "abhdter", -1)
    while line.kind(index) in "&o" and line.kind(index - 1) in "VSDJ":
        index = skip(line, index - 2, "abhdter", -1)
    return index


def said_of(line: Line, at: int, joint: bool = False, is_denied: bool = False) -> list[Hit]:
    """The subject of a predicate: groups, a name, or what the predicate before "and" is said of."""
    groups = subjects(line, at)
    hits = _with_names(line, hits_of(_of_whom(line, groups), groups, at, joint=joint, is_denied=is_denied), at)
    if hits or line.kind(_before_predicate(line, at)) != "&":
        return [replace(hit, joint=joint, is_denied=is_denied) for hit in hits]
    for before in range(_before_predicate(line, at) - 1, max(-1, at - 20), -1):
        if line.kind(before) in "VSDJUHYv" and _is_verbal(line, before):
            quantity = line.items[at].quantity
            found = [index for index in subjects(line, before) if is_target(line, index, quantity)]
            return hits_of(line, found, at, joint=joint, is_denied=is_denied) or [
                replace(hit, quantity=quantity, at=at) for hit in _named(line, before)
            ]
    return []


def _of_whom(line: Line, groups: list[int]) -> Line:
    """The line in which "one of six who were killed" is the six."""
    related = [index for index in groups if line.kind(index + 1) == "w"]
    return wholes(line, related) or line


def _with_names(line: Line, hits: list[Hit], at: int) -> list[Hit]:
    """Add the person named in "John Smith, 34, and his son were killed"; with no groups, whoever is named."""
    if not hits:
        return _named(line, at)
    before = line.sentence[: hits[0].start]
    if not before.endswith(" and "):
        return hits
    return [*names_before(line, len(before) - 4, at), *hits]


def _is_verbal(line: Line, at: int) -> bool:
    return line.kind(at) != "v" or line.kind(at - 1) in "bhan"


def _named(line: Line, at: int) -> list[Hit]:
    """People named right before a passive or "died": "John Smith, 34, was shot", "A Smith and B Jones died"."""
    index = skip(line, at - 1, "abhe", -1)
    if index == at - 1 and line.kind(at) != "D":
        return []
    opening = _before_insertion(line, index) + 1 if line.kind(index) == "," else index
    is_aside = opening < index and not any(line.kind(step) in "VSDJG" for step in range(opening, index))
    found = named_aside(line, opening, at) if is_aside else []
    found = found or names_before(line, line.items[index + 1].start, at)
    if len(found) == 1 and any(line.word(step) in ("were", "are", "have") for step in range(index + 1, at)):
        # "Some who had cheered Omar were killed": not he, if nobody is told with him.
        beside = _told_with(line, found[0], at)
        return [*beside, *found] if beside or _JOINED.search(line.sentence[: found[0].start]) else []
    return found


def _told_with(line: Line, named: Hit, at: int) -> list[Hit]:
    """The groups before "and" and a name: "two juveniles and 19-year-old Omar Said were hurt"."""
    before = next(index for index, item in enumerate(line.items) if item.end > named.start) - 1
    joint = before - 1 if line.word(before).endswith("-year-old") else before
    left = skip(line, joint - 1, ",", -1)
    if line.kind(joint) != "&" or not is_target(line, left, line.items[at].quantity):
        return []
    return hits_of(line, _coordinated(line, left, line.items[at].quantity), at)


def _head_left(line: Line, index: int, quantity: str) -> int | None:
    fallback: int | None = None
    first = index
    if line.kind(index) == "w":
        index = skip(line, index - 1, ",", -1)
    elif line.kind(index) in ",-)":
        index = _before_insertion(line, index)
    while index >= 0 and first - index <= _REACH:
        kind = line.kind(index)
        if kind == "n" and is_target(line, index, quantity):
            before = line.kind(skip(line, index - 1, "ax" if _is_bare(line, index) else "a", -1))
            if before == "i":
                index = skip(line, index - 1, "ia,", -1)
                continue
            if before not in "pf" or line.word(index - 1) == "of":
                return _whose(line, index, quantity)
            fallback = index if fallback is None else fallback
        elif _is_barrier(line, index):
            relative = _relative_before(line, index)
            if relative is None:
                return fallback
            index = relative
        index -= 1
    return fallback


def _whose(line: Line, at: int, quantity: str) -> int:
    """The one before "of" where a body's people stand behind: "colonel Omar Said of the Revolutionary Guards"."""
    if not _is_bare(line, at) or line.word(at - 1) != "of":
        return at
    left = at - 2
    while line.kind(left) == "x" and line.sentence[line.items[left].start].isupper():
        left -= 1
    group = line.group(left)
    is_one = group is not None and group.form == "single" and left < at - 2
    return left if is_one and is_target(line, left, quantity) else at


def _is_bare(line: Line, at: int) -> bool:
    """True for people who are not counted: "by separatist fighters"."""
    group = line.group(at)
    return group is not None and group.form == "bare"


def _relative_before(line: Line, index: int) -> int | None:
    """Where the "who" stands of which item `index` is the verb ("12 people who were praying there"); null = nowhere."""
    first = skip(line, index, "abhevVSDJ", -1)
    if line.word(first - 1) == "whose":
        first -= 1
    return first if line.kind(first) == "w" and line.kind(first - 1) in "n," else None


def _before_insertion(line: Line, index: int) -> int:
    """The item before a parenthesis that ends at `index` ("X, who was driving, ..."); else `index` - 1."""
    opening = {",": ",", "-": "-", ")": "("}[line.kind(index)]
    for at in range(index - 1, max(index - 16, 0), -1):
        if line.kind(at) == opening:
            return at - 1 if line.kind(at - 1) in "nx" else index - 1
    return index - 1


def _is_barrier(line: Line, index: int) -> bool:
    kind = line.kind(index)
    if kind in "vVSDJ":
        return not (line.kind(index - 1) == "n" and line.kind(index + 1) in "pxtVs")
    return kind in "GZKL;:.swbhdr&MT"


def _coordinated(line: Line, head: int, quantity: str) -> list[int]:
    chain = [head]
    while True:
        before = skip(line, chain[0] - 1, "a", -1)
        link = line.kind(before)
        if line.word(chain[0]).startswith("that "):
            return chain
        if link not in "&," or (link == "," and len(chain) == 1):
            return chain
        left = skip(line, before - 1, ",a", -1)
        if line.kind(before - 1) in ",-)" and (line.kind(left) != "n" or line.kind(left - 1) == "i"):
            left = _before_insertion(line, before - 1)
        if not is_target(line, left, quantity) or is_taken(line, left):
            return chain
        if _ends_clause(line, left, before):
            return chain
        chain.insert(0, left)


def _ends_clause(line: Line, at: int, joint: int) -> bool:
    """True for the part that ends what was told before: "nine were killed, including two girls, and 24 were hurt".

    `at` is the part (or the last of several), `joint` the "and" behind it.
    """
    listed = at
    while line.kind(skip(line, listed - 1, "a", -1)) in ",&" and line.kind(skip(line, listed - 1, ",&a", -1)) == "n":
        listed = skip(line, listed - 1, ",&a", -1)
    including = skip(line, listed - 1, "a", -1)
    if line.kind(including) != "i" or line.kind(joint) != "&" or line.kind(joint + 2) == ",":
        return False
    told = skip(line, including - 1, "xnpfa,-", -1)
    return line.kind(told) in "VSDJ" and (line.kind(joint - 1) == "," or has_auxiliary(line, told))


def is_taken(line: Line, at: int) -> bool:
    """True if the group at `at` is the object of a predicate or preposition before it."""
    while True:
        before = skip(line, at - 1, "a", -1)
        if line.kind(before) in "&," and line.kind(before - 1) == "n":
            at = before - 1
            continue
        return line.kind(before) in "VGZKSMXFLvp"


def adjacent_to(line: Line, at: int) -> list[int]:
    """Counted groups right before the predicate: "19 dead", "12 soldiers killed", "Two men found dead"."""
    index = skip(line, at - 1, "a", -1)
    while line.kind(index) in "&o" and line.kind(index - 1) in "VSJ":
        index = skip(line, index - 2, "a", -1)
    if line.kind(index) == "," and line.kind(index - 1) in "VSJ" and line.kind(at - 1) == ",":
        index = skip(line, index - 2, "a", -1)
    if line.kind(index) in ",-)" and line.kind(at - 1) == line.kind(index):
        index = _before_insertion(line, index)
    index = _outside_list(line, index)
    group = line.group(index)
    if group is None or not is_target(line, index, line.items[at].quantity):
        return []
    if group.form == "definite" and _shares_auxiliary(line, index):
        return [index]
    if group.form == "bare" or (group.form in ("definite", "pronoun") and not _is_left(line, index)):
        return []
    return _coordinated(line, index, line.items[at].quantity)


def _shares_auxiliary(line: Line, at: int) -> bool:
    """True for the guard of "Three men were kidnapped and their guard killed"."""
    return line.kind(at - 1) == "&" and line.kind(at - 2) in "VSJ" and has_auxiliary(line, at - 2)


def _outside_list(line: Line, index: int) -> int:
    """From "22 children" in "35 people including 22 children dead" to the people."""
    before = skip(line, index - 1, "a", -1)
    if line.kind(index) == "n" and line.kind(before) == "i" and line.word(before) != "among":
        outer = skip(line, before - 1, "ia,", -1)
        return outer if line.kind(outer) == "n" else index
    return index


def _is_left(line: Line, at: int) -> bool:
    """True for "left him dead", "pronounced the woman dead"."""
    return line.word(at - 1) in ("left", "leaving", "leaves", "pronounced", "declared", "found")

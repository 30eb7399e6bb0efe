"""People named beside a predicate: "John Smith, 34, was shot", "killed Ann Cole"."""

from __future__ import annotations

import re
from typing import Final

from transforms.casualties.items import Group
from transforms.casualties.line import Hit, Line, chain_from, hits_of, skip
from transforms.casualties.noun_phrases import is_plural
from transforms.casualties.nouns import PEOPLE

_SINGULAR_NAME: Final = re.compile(
    r"(?:^|[\s\"“'‘(])([A-Z][\w’'.-]*(?:\s(?:[A-Z][\w’'.-]*|de|la|al|van|bin)){0,4})"
    r"(?:,?\s[“\"'‘(][^“”\"'()]{2,20}[”\"'’)],?)?"
    r"(?:,?\s(?:age\s|aged\s)?\(?\d{1,3}\)?,?(?:\sof\s[^,]{3,45},)?)?\s(?:who\s)?$"
)


# From one name to the next: ", 21, and Ann Cole".
_NEXT_NAME: Final = re.compile(r"(?:,?\s\(?\d{1,3}\)?,?)?(?:,\sand|,|\sand)\s(?:\d+-year-old\s)?(?=[A-Z][a-z])")
_OBJECT_NAME: Final = re.compile(
    r"\s(?:(?:Mr|Mrs|Ms|Dr|Sgt|Officer|Deputy|Gen|Lt|Col|bailiff|officer|suspect)\.?\s|\d+-year-old\s)?"
    r"((?-i:[A-Z])[\w’'.-]*[a-z](?:\s(?:[A-Z][\w’'-]*\.?)){0,3})(?=[,.;]|\s(?:and|in|on|at|before|after|with|during|as|while|to|of)\b|$)"
)


# "shot dead village watchman Renato Dela Cruz": what he was, then his whole name.
_ROLE: Final = re.compile(
    r"\s((?:(?:an?|the|its|his|her|their)\s)?(?:[\w-]+\s){0,3}?([a-z]+))\s(?=[A-Z][\w’'.-]*\s(?:[A-Z]|al-))"
)


_OFFICES: Final = frozenset("chief head leader chairman owner headman secretary".split())


# "a mother from St. Peters was killed": no person of that name.
_IN_A_PLACE: Final = re.compile(
    r"\b(?:from|of|in|at|near|on|to|the)\s(?:(?:(?:north|south|east|west)\w*|central|occupied|nearby)\s)?$",
    re.IGNORECASE,
)
_NOT_A_NAME: Final = frozenset(
    "the a an and but he she it they we there this that these those police officers monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november december "
    "syria iraq state islamic army forces government city county street avenue house man woman victim shot "
    "investigators authorities deputies both all one what where when which who if in at on after no".split()
)


def names_before(line: Line, edge: int, at: int) -> list[Hit]:
    """The names that end at offset `edge`, joined by "and", as hit by the predicate at `at`."""
    name = _name_before(line, edge)
    if name is None or line.items[at].quantity in ("destroyed", "displaced"):
        return []
    group = Group("name", "person", None, *name)
    hit = Hit(group, *name, at, line.items[at].quantity)
    before = line.sentence[: name[0]]
    if before.endswith(" and "):
        return [*names_before(line, name[0] - 4, at), hit]
    return [hit]


def _name_before(line: Line, edge: int) -> tuple[int, int] | None:
    offset = max(0, edge - 90)
    match = _SINGULAR_NAME.search(line.sentence[offset:edge])
    if match is None:
        return None
    name = match[1].strip(" ,")
    words = [word.strip(".").lower() for word in name.split()]
    if words[0] == "the" or _IN_A_PLACE.search(
        line.sentence[max(0, offset + match.start(1) - 24) : offset + match.start(1)]
    ):
        return None
    while words and words[0] in _NOT_A_NAME:
        name, words = name.partition(" ")[2], words[1:]
    if not words or words[-1] in _NOT_A_NAME or name.isupper():
        return None
    start = offset + match.start(1) + match[1].find(name)
    return start, start + len(name)


def named_object(line: Line, at: int) -> list[Hit]:
    """A person named right after the predicate: "killed John Smith, 34"."""
    quantity, edge = line.items[at].quantity, line.items[at].end
    if quantity not in ("killed", "injured") or "massacre" in line.word(at):
        return []
    hits: list[Hit] = []
    role = _ROLE.match(line.sentence, edge)
    if role is not None and (role[2] in _OFFICES or (role[2] in PEOPLE and not is_plural(role[2]))):
        edge = role.end() - 1
    while (match := _OBJECT_NAME.match(line.sentence, edge)) and _NOT_A_NAME.isdisjoint(match[1].lower().split()):
        group = Group("name", "person", None, match.start(1), match.end(1))
        hits.append(Hit(group, match.start(1), match.end(1), at, quantity))
        link = _NEXT_NAME.match(line.sentence, match.end())
        if link is None:
            break
        edge = link.end() - 1
    return hits + _others_after(line, hits[-1].end, at) if hits else []


def _others_after(line: Line, edge: int, at: int) -> list[Hit]:
    """The four of "killing Irma Coutino, 51, and four other people"."""
    joint = next((index for index, item in enumerate(line.items) if item.start >= edge), len(line.items))
    age = skip(line, joint, ",")
    joint = skip(line, age + 1, ",") if line.word(age).isdigit() else age
    if line.kind(joint) != "&":
        return []
    return hits_of(line, chain_from(line, joint + 1, line.items[at].quantity), at)

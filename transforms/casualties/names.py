"""People named beside a predicate: "John Smith, 34, was shot", "killed Ann Cole"."""

from __future__ import annotations

import re
from typing import Final

from transforms.casualties.items import Group
from transforms.casualties.line import Hit, Line, chain_from, hits_of, skip
from transforms.casualties.noun_phrases import is_plural
from transforms.casualties.nouns import PEOPLE

# A part of a name: "Hassan", "al-Afari", "de", "bin".
_PART: Final = (
    r"(?:(?:al|el|ad|as|ash|at|an|ar|az|ul|ud)-[A-Z][\w’'-]*|[A-Z][\w’'.-]*"
    r"|(?:de|del|da|dos|la|al|el|van|von|der|bin|ibn|ben|bint|abu)(?=\s(?:al-|el-)?[A-Z]))"
)
_SINGULAR_NAME: Final = re.compile(
    rf"(?:^|[\s\"“'‘(])((?:(?:al|el|an|ar|as|ash|at)-)?[A-Z][\w’'.-]*(?:\s{_PART}){{0,5}})"
    r"(?:,?\s[“\"'‘(][^“”\"'()]{2,20}[”\"'’)],?)?"
    r"(?:\sfrom\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?(?:,?\s(?:age\s|aged\s)?\(?\d{1,3}\)?,?(?:\sof\s(?:[^,]{3,45},|[A-Z][^,\d]{2,30}))?)?\s(?:who\s)?$"
)


# From one name to the next: ", 21, and Ann Cole".
_NEXT_NAME: Final = re.compile(r"(?:,?\s\(?\d{1,3}\)?,?)?(?:,\sand|,|\sand)\s(?:\d+-year-old\s)?(?=[A-Z][a-z])")
# What may follow a name in its clause, prepositions and days; another noun may not ("killed Hamas leaders").
_AFTER_NAME: Final = (
    r"(?=[,.;]|\s(?:and|in|on|at|dead|before|after|with|during|as|while|to|of|near|outside|inside|by|from|for|when|who"
    r"|right|along|alongside|over|under|behind|late|early|last|this|overnight|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)day)\b|$)"
)
_OBJECT_NAME: Final = re.compile(
    r"\s(?:(?:Mr|Mrs|Ms|Dr|Sgt|Officer|Deputy|Gen|Lt|Col|bailiff|officer|suspect)\.?\s|\d+-year-old\s)?"
    rf"([A-Z][\w’'.-]*[a-z](?:\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day){_PART}){{0,4}}){_AFTER_NAME}"
)


# "shot dead village watchman Renato Dela Cruz": what he was, then his whole name.
_ROLE: Final = re.compile(
    r"\s((?:(?:an?|the|its|his|her|their)\s)?(?:[\w-]+\s){0,3}?([a-z]+))\s(?=[A-Z][\w’'.-]*\s(?:[A-Z]|al-))"
)


_OFFICES: Final = frozenset("chief head leader chairman owner headman secretary".split())


# "a mother from St. Peters was killed": no person of that name.
_IN_A_PLACE: Final = re.compile(
    r"\b(?:from|of|in|at|near|on|to|the|against|with|for|under|about|between|over)\s(?:(?:(?:north|south|east|west)\w*|central|occupied|nearby)\s)?$",
    re.IGNORECASE,
)
_NOT_A_NAME: Final = frozenset(
    "the a an and but he she it they we there this that these those police officers monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november december "
    "syria iraq state islamic army forces government city county street avenue house man woman victim shot "
    "investigators authorities deputies both all one others several many some killed dead "
    "injured wounded hurt what where when which who if in at on after no".split()
)


def names_before(line: Line, edge: int, at: int) -> list[Hit]:
    """The names that end at offset `edge`, joined by "and" or in a list, as hit by the predicate at `at`."""
    name = _name_before(line, edge)
    if name is None or line.items[at].quantity in ("destroyed", "displaced"):
        return []
    hits = [Hit(Group("name", "person", None, *name), *name, at, line.items[at].quantity)]
    before = line.sentence[: name[0]]
    return [*_listed_before(line, name[0] - 5, at), *hits] if before.endswith(" and ") else hits


def _listed_before(line: Line, edge: int, at: int) -> list[Hit]:
    """The names before an "and" at `edge` ("Ann Cole, Ben Dunn and …"); behind a comma those of two words or more."""
    hits: list[Hit] = []
    is_joined = not line.sentence[:edge].endswith(",")
    edge -= not is_joined
    while (name := _name_before(line, edge)) and (is_joined or " " in line.sentence[slice(*name)]):
        hits.insert(0, Hit(Group("name", "person", None, *name), *name, at, line.items[at].quantity))
        before = line.sentence[: name[0]].rstrip()
        if not before.endswith((",", " and")):
            break
        is_joined = before.endswith(" and")
        edge = len(before) - (4 if is_joined else 1)
    return hits


_CLAUSE_HEAD: Final = re.compile(r"(?:^|[,;:“\"] ?|\b(?:and|that|said|as|after|when|while) )[“\"]?$")
# "Barbot, who worked …", "Shanti, 22, …", "Hapalla, a preacher, …".
_OF_A_PERSON: Final = re.compile(r",? (?:(?:aged )?\(?\d{1,2}\)?,|(?:who|an?)\b)")
_OF_PLACES: Final = re.compile(
    r", (?:(?!(?:of|in|from|near|at|who)\b)[\w’'-]+ ){0,5}?"
    r"(?:capital|city|town|village|province|country|district|region|suburb)\b"
)


def named_aside(line: Line, opening: int, at: int) -> list[Hit]:
    """Who is named at the head of a clause before an aside: "Ali Hassan, who led the group, was killed".

    `opening` is the item of the comma; a place has one word mostly ("Mosul, where they fought, was hurt").
    """
    name = _name_before(line, line.items[opening].start)
    if name is None or line.items[at].quantity not in _OF_PEOPLE:
        return []
    if (
        not _CLAUSE_HEAD.search(line.sentence[: name[0]])
        or (" " not in line.sentence[slice(*name)] and not _OF_A_PERSON.match(line.sentence, name[1]))
        or _OF_PLACES.match(line.sentence, name[1])
    ):
        return []
    return [Hit(Group("name", "person", None, *name), *name, at, line.items[at].quantity)]


def _name_before(line: Line, edge: int) -> tuple[int, int] | None:
    offset = max(0, edge - 90)
    # What stands before a comma ends with no space.
    match = _SINGULAR_NAME.search(line.sentence[offset:edge].removesuffix(" ") + " ")
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
    if not words or words[-1] in _NOT_A_NAME or name.isupper() or (len(words) == 1 and words[0] in PEOPLE):
        return None
    start = offset + match.start(1) + match[1].find(name)
    return start, start + len(name)


_OF_PEOPLE: Final = ("killed", "injured", "abducted")


def named_object(line: Line, at: int) -> list[Hit]:
    """A person named right after the predicate: "killed John Smith, 34"."""
    quantity, edge = line.items[at].quantity, line.items[at].end
    if quantity not in _OF_PEOPLE or "massacre" in line.word(at) or line.word(at).startswith("captur"):
        return []
    hits: list[Hit] = []
    role = _ROLE.match(line.sentence, edge)
    if role is not None and (role[2] in _OFFICES or (role[2] in PEOPLE and not is_plural(role[2]))):
        edge = role.end() - 1
    while (match := _OBJECT_NAME.match(line.sentence, edge)) and _NOT_A_NAME.isdisjoint(match[1].lower().split()):
        name = match.start(1), match.start(1) + len(match[1].rstrip("."))
        hits.append(Hit(Group("name", "person", None, *name), *name, at, quantity))
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

"""Which groups of a sentence are counted by which predicate, and as what.

Works on the items of `transforms.casualty_phrases`: from each predicate it looks left for a
subject ("12 people in a bus were killed") or right for an object ("killing 12 people in a bus"),
and follows coordination ("a policeman and three civilians").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from transforms.casualty_phrases import Group, Item


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


_PREDICATES: Final = "VGZKDJS"
_REACH: Final = 22
_SINGULAR_NAME: Final = re.compile(
    r"(?:^|[\s\"“'‘(])([A-Z][\w’'.-]*(?:\s(?:[A-Z][\w’'.-]*|de|la|al|van|bin)){0,4})"
    r"(?:,?\s[“\"'‘(][^“”\"'()]{2,20}[”\"'’)],?)?"
    r"(?:,?\s(?:age\s|aged\s)?\(?\d{1,3}\)?,?(?:\sof\s[^,]{3,45},)?)?\s(?:who\s)?$"
)
_NOT_A_NAME: Final = frozenset(
    "the a an and but he she it they we there this that these those police officers monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october november december "
    "syria iraq state islamic army forces government city county street avenue house man woman victim shot "
    "investigators authorities deputies both all one what where when which who if in at on after no".split()
)


def find_hits(line: Line) -> list[Hit]:
    """Every counted group of the sentence, ordered by where its number stands."""
    hits: dict[tuple[int, str], Hit] = {}
    for at, item in enumerate(line.items):
        reader = _READERS.get(item.kind)
        is_joined = _is_joined(line, at)
        if reader is None or (is_joined and line.kind(at + 1) in "o&"):
            continue
        for hit in reader(line, at):
            whole = replace(hit, quantity="killed", joint=True) if is_joined else hit
            hits.setdefault((whole.start, whole.quantity), whole)
    found = sorted(hits.values(), key=lambda hit: (hit.start, hit.at))
    parts = _appositions(line, found)
    whole = [hit for hit in found if all(hit.start != part.start for part in parts)] + parts
    return sorted(whole + _subsets(line, whole), key=lambda hit: (hit.start, hit.at))


def _hits(line: Line, groups: list[int], at: int, **values: object) -> list[Hit]:
    quantity = line.items[at].quantity
    found = []
    for index in groups:
        group = line.group(index)
        if group is not None and _can_be(group, quantity):
            item = line.items[index]
            found.append(Hit(group, item.start, item.end, at, quantity, **values))  # type: ignore[arg-type]
    return found


def _can_be(group: Group, quantity: str) -> bool:
    if group.form == "bare" or group.head == "casualty":
        return False
    if quantity == "destroyed":
        return group.head == "thing" or (group.head == "unknown" and group.form == "count")
    return group.head != "thing"


def _is_target(line: Line, at: int, quantity: str) -> bool:
    group = line.group(at)
    if group is None:
        return False
    if quantity == "destroyed":
        return group.head in ("thing", "unknown")
    return group.head not in ("thing", "casualty")


# -- looking right ---------------------------------------------------------------------------


def _skip(line: Line, at: int, kinds: str, step: int = 1) -> int:
    while line.kind(at) in kinds:
        at += step
    return at


def _objects(line: Line, at: int) -> list[int]:
    """Groups right of item `at`, following commas and "and" up to the next clause."""
    first = _skip(line, at + 1, "a")
    if line.kind(first) in "&," and line.kind(first + 1) in "VSv" and line.kind(first + 2) == "n":
        first += 2
    if line.kind(first) != "n" or not _is_target(line, first, line.items[at].quantity):
        return []
    return _chain(line, first, line.items[at].quantity)


def _chain(line: Line, first: int, quantity: str) -> list[int]:
    """The group at `first` and those coordinated with it to the right."""
    if not _is_target(line, first, quantity):
        return []
    chain = [first]
    while True:
        after = _skip(line, chain[-1] + 1, ",")
        has_and = line.kind(after) == "&"
        after = _skip(line, after + 1, "a,") if has_and else after
        is_joined = has_and or line.kind(chain[-1] + 1) == ","
        if not (is_joined and _is_target(line, after, quantity)) or _starts_clause(line, after):
            return chain
        chain.append(after)


def _starts_clause(line: Line, at: int) -> bool:
    """True if the group at `at` is the subject of its own predicate ("... and 30 were wounded")."""
    after = _skip(line, at + 1, "a")
    if line.kind(after) in "bhd":
        return True
    return line.kind(after) in "VJSDZ"


# -- looking left ----------------------------------------------------------------------------


def _subjects(line: Line, at: int) -> list[int]:
    """Groups left of the predicate at `at` that it is said of; empty = none found."""
    index = _before_predicate(line, at)
    head = _head_left(line, index, line.items[at].quantity)
    while head is not None:
        chain = _coordinated(line, head, line.items[at].quantity)
        before = _skip(line, chain[0] - 1, "a", -1)
        if line.kind(before) != "i":
            return _named_parts(line, chain)
        head = _head_left(line, _skip(line, before - 1, "ia,", -1), line.items[at].quantity)
    return []


def _named_parts(line: Line, chain: list[int]) -> list[int]:
    """For "the victims, a man and a woman, were found dead": those that the words in between count."""
    group = line.group(chain[0])
    if len(chain) > 1 or group is None or group.form != "bare" or line.kind(chain[0] + 1) not in ",-(":
        return chain
    inner = [index for index in _chain(line, chain[0] + 2, "killed") if _best(line, index) is not None]
    return inner or chain


def _before_predicate(line: Line, at: int) -> int:
    index = _skip(line, at - 1, "abhdter", -1)
    while line.kind(index) in "&o" and line.kind(index - 1) in "VSDJ":
        index = _skip(line, index - 2, "abhdter", -1)
    return index


def _said_of(line: Line, at: int, joint: bool = False, is_denied: bool = False) -> list[Hit]:
    """The subject of a predicate: groups, a name, or what the predicate before "and" is said of."""
    hits = _with_names(line, _hits(line, _subjects(line, at), at, joint=joint, is_denied=is_denied), at)
    if hits or line.kind(_before_predicate(line, at)) != "&":
        return [replace(hit, joint=joint, is_denied=is_denied) for hit in hits]
    for before in range(_before_predicate(line, at) - 1, max(-1, at - 20), -1):
        if line.kind(before) in "VSDJUHv" and _is_verbal(line, before):
            quantity = line.items[at].quantity
            found = [index for index in _subjects(line, before) if _is_target(line, index, quantity)]
            return _hits(line, found, at, joint=joint, is_denied=is_denied) or [
                replace(hit, quantity=quantity, at=at) for hit in _named(line, before)
            ]
    return []


def _with_names(line: Line, hits: list[Hit], at: int) -> list[Hit]:
    """Add the person named in "John Smith, 34, and his son were killed"; with no groups, whoever is named."""
    if not hits:
        return _named(line, at)
    before = line.sentence[: hits[0].start]
    if not before.endswith(" and "):
        return hits
    return [*_names_before(line, len(before) - 4, at), *hits]


def _is_verbal(line: Line, at: int) -> bool:
    return line.kind(at) != "v" or line.kind(at - 1) in "bhan"


def _head_left(line: Line, index: int, quantity: str) -> int | None:
    fallback: int | None = None
    first = index
    if line.kind(index) == "w":
        index = _skip(line, index - 1, ",", -1)
    elif line.kind(index) in ",-)":
        index = _before_insertion(line, index)
    while index >= 0 and first - index <= _REACH:
        kind = line.kind(index)
        if kind == "n" and _is_target(line, index, quantity):
            before = line.kind(_skip(line, index - 1, "a", -1))
            if before == "i":
                index = _skip(line, index - 1, "ia,", -1)
                continue
            if before not in "pf" or line.word(index - 1) == "of":
                return index
            fallback = index if fallback is None else fallback
        elif _is_barrier(line, index):
            relative = _relative_before(line, index)
            if relative is None:
                return fallback
            index = relative
        index -= 1
    return fallback


def _relative_before(line: Line, index: int) -> int | None:
    """Where the "who" stands of which item `index` is the verb ("12 people who were praying there"); null = nowhere."""
    first = _skip(line, index, "abhv", -1)
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
    if kind == "v" or kind in "VSD":
        return not (line.kind(index - 1) == "n" and line.kind(index + 1) in "pxtV")
    return kind in "GZKJ;:.swbhdr&MT"


def _coordinated(line: Line, head: int, quantity: str) -> list[int]:
    chain = [head]
    while True:
        before = _skip(line, chain[0] - 1, "a", -1)
        link = line.kind(before)
        if link not in "&," or (link == "," and len(chain) == 1):
            return chain
        left = _skip(line, before - 1, ",a", -1)
        if not _is_target(line, left, quantity) or _is_taken(line, left):
            return chain
        chain.insert(0, left)


def _is_taken(line: Line, at: int) -> bool:
    """True if the group at `at` is the object of a predicate or preposition before it."""
    while True:
        before = _skip(line, at - 1, "a", -1)
        if line.kind(before) in "&," and line.kind(before - 1) == "n":
            at = before - 1
            continue
        return line.kind(before) in "VGZKSMXFvp"


def _named(line: Line, at: int) -> list[Hit]:
    """People named right before a passive or "died": "John Smith, 34, was shot", "A Smith and B Jones died"."""
    index = _skip(line, at - 1, "abhe", -1)
    if index == at - 1 and line.kind(at) != "D":
        return []
    return _names_before(line, line.items[index + 1].start, at)


def _names_before(line: Line, edge: int, at: int) -> list[Hit]:
    name = _name_before(line, edge)
    if name is None:
        return []
    group = Group("name", "person", None, *name)
    hit = Hit(group, *name, at, line.items[at].quantity)
    before = line.sentence[: name[0]]
    if before.endswith(" and "):
        return [*_names_before(line, name[0] - 4, at), hit]
    return [hit]


def _name_before(line: Line, edge: int) -> tuple[int, int] | None:
    offset = max(0, edge - 90)
    match = _SINGULAR_NAME.search(line.sentence[offset:edge])
    if match is None:
        return None
    name = match[1].strip(" ,")
    words = [word.strip(".").lower() for word in name.split()]
    while words and words[0] in _NOT_A_NAME:
        name, words = name.partition(" ")[2], words[1:]
    if not words or words[-1] in _NOT_A_NAME or name.isupper():
        return None
    start = offset + match.start(1) + match[1].find(name)
    return start, start + len(name)


# -- predicates ------------------------------------------------------------------------------


def _is_unreal(line: Line, at: int) -> bool:
    """True for "to kill 12", "could be killed", "would have killed": nothing is reported to have happened."""
    index, words = at - 1, []
    while line.kind(index) in "abhdte":
        words.append(line.word(index))
        index -= 1
    if {"could", "would", "will", "should", "shall", "cannot", "can"} & set(words):
        return True
    if {"may", "might", "must"} & set(words):
        return not {"have", "has"} & set(words)
    return "to" in words and not {"have", "been"} & set(words)


def _is_negated(line: Line, at: int) -> bool:
    index = at - 1
    while line.kind(index) in "abhde":
        if line.kind(index) == "e":
            return True
        index -= 1
    return False


def _has_auxiliary(line: Line, at: int) -> bool:
    index = at - 1
    while True:
        if line.kind(index) == "b" or line.word(index) == "being":
            return True
        if line.kind(index) in "&o" and line.kind(index - 1) in "VSJ":
            index -= 2
        elif line.kind(index) in "ahdte":
            index -= 1
        else:
            return False


def _is_joined(line: Line, at: int) -> bool:
    """True inside "killed or wounded": the figure counts both."""
    for step in (-1, 1):
        if line.kind(at + step) in "o&" and line.kind(at + 2 * step) in "VGJSZD":
            other = line.items[at + 2 * step].quantity
            return {other, line.items[at].quantity} == {"killed", "injured"}
    return False


def _past(line: Line, at: int) -> list[Hit]:
    if _is_unreal(line, at):
        return []
    joint = line.kind(at) == "S"
    denied = _is_negated(line, at)
    if _has_auxiliary(line, at):
        return _said_of(line, at, joint, denied)
    adjacent = _adjacent(line, at)
    objects = _objects(line, at)
    if objects and not (adjacent and _starts_clause(line, objects[-1])):
        if adjacent and _is_attribute(line, adjacent[-1], objects[0]):
            return _hits(line, adjacent, at, joint=joint)
        return _hits(line, objects, at, joint=joint, is_denied=denied)
    if line.kind(_skip(line, at + 1, "a")) == "n" and adjacent:
        group = line.group(_skip(line, at + 1, "a"))
        if group is not None and group.form == "bare" and group.head == "person" and not _is_bare(line, adjacent[-1]):
            return []
    return _hits(line, adjacent, at, joint=joint) or [
        replace(hit, joint=joint, is_denied=denied) for hit in _named_object(line, at) if not adjacent
    ]


def _is_bare(line: Line, at: int) -> bool:
    group = line.group(at)
    return group is not None and group.head == ""


def _is_attribute(line: Line, number: int, noun: int) -> bool:
    group = line.group(noun)
    return _is_bare(line, number) and group is not None and group.form in ("bare", "definite")


def _adjacent(line: Line, at: int) -> list[int]:
    """Counted groups right before the predicate: "19 dead", "12 soldiers killed", "Two men found dead"."""
    index = _skip(line, at - 1, "a", -1)
    while line.kind(index) in "&o" and line.kind(index - 1) in "VSJ":
        index = _skip(line, index - 2, "a", -1)
    if line.kind(index) == "," and line.kind(index - 1) in "VSJ" and line.kind(at - 1) == ",":
        index = _skip(line, index - 2, "a", -1)
    if line.kind(index) in ",-)" and line.kind(index) != ".":
        index = _before_insertion(line, index) if line.kind(at - 1) == line.kind(index) else index
    index = _outside_list(line, index)
    group = line.group(index)
    if group is None or not _is_target(line, index, line.items[at].quantity):
        return []
    if group.form == "bare" or (group.form in ("definite", "pronoun") and not _is_left(line, index)):
        return []
    return _coordinated(line, index, line.items[at].quantity)


def _outside_list(line: Line, index: int) -> int:
    """From "22 children" in "35 people including 22 children dead" to the people."""
    before = _skip(line, index - 1, "a", -1)
    if line.kind(index) == "n" and line.kind(before) == "i":
        outer = _skip(line, before - 1, "ia,", -1)
        return outer if line.kind(outer) == "n" else index
    return index


def _is_left(line: Line, at: int) -> bool:
    """True for "left him dead", "pronounced the woman dead"."""
    return line.word(at - 1) in ("left", "leaving", "leaves", "pronounced", "declared", "found")


def _doing(line: Line, at: int) -> list[Hit]:
    return _hits(line, _objects(line, at), at, is_denied=_is_negated(line, at)) or _named_object(line, at)


def _base(line: Line, at: int) -> list[Hit]:
    """ "kill" counts only as a headline's or a plural's present: "Airstrikes kill 12"."""
    index = _skip(line, at - 1, "a", -1)
    if line.kind(index) in "tdeb" or index < 0:
        return []
    return _hits(line, _objects(line, at), at)


def _died(line: Line, at: int) -> list[Hit]:
    if _is_unreal(line, at):
        return []
    return _said_of(line, at, is_denied=_is_negated(line, at))


def _state(line: Line, at: int) -> list[Hit]:
    if _has_auxiliary(line, at) and not _is_unreal(line, at):
        return _said_of(line, at, is_denied=_is_negated(line, at))
    scope = "subset" if line.word(at) == "fatally" else "total"
    return _hits(line, _adjacent(line, at), at, scope=scope)


def _act(line: Line, at: int) -> list[Hit]:
    """ "the killing of six priests", "the death of 17-year-old John Smith", "fatal shooting of Ohio teenager"."""
    first = at
    while first - at < 3 and line.kind(first + 1) == "x":
        first += 1
    if line.kind(first + 1) == "n" and first > at:
        group = line.group(first + 1)
        return _hits(line, [first + 1], at) if group is not None and group.form == "single" else []
    return _hits(line, _objects(line, at), at) or _named_object(line, at)


_OBJECT_NAME: Final = re.compile(
    r"\s(?:(?:Mr|Mrs|Ms|Dr|Sgt|Officer|Deputy|Gen|Lt|Col|bailiff|officer|suspect)\.?\s|\d+-year-old\s)?"
    r"((?-i:[A-Z])[\w’'.-]*[a-z](?:\s(?:[A-Z][\w’'-]*\.?)){0,3})(?=[,.;]|\s(?:and|in|on|at|before|after|with|during|as|while|to|of)\b|$)"
)


def _named_object(line: Line, at: int) -> list[Hit]:
    """A person named right after the predicate: "killed John Smith, 34"."""
    quantity, edge = line.items[at].quantity, line.items[at].end
    if quantity not in ("killed", "injured") or "massacre" in line.word(at):
        return []
    match = _OBJECT_NAME.match(line.sentence, edge)
    if match is None or not _NOT_A_NAME.isdisjoint(match[1].lower().split()):
        return []
    group = Group("name", "person", None, match.start(1), match.end(1))
    return [Hit(group, match.start(1), match.end(1), at, quantity)]


def _toll(line: Line, at: int) -> list[Hit]:
    """The number of a toll: "death toll in X rises to 25 from 21"; "a death toll of 40"."""
    rises = any(line.kind(step) == "r" and line.word(step) not in _STEADY for step in range(at - 3, at + 14))
    for index in range(at + 1, min(at + 16, len(line.items))):
        if line.kind(index) in ";.VDS":
            break
        group = line.group(index)
        if group is None or group.form != "count" or group.head == "thing" or line.word(index - 1) == "from":
            continue
        item = line.items[index]
        scope = "update" if rises else "total"
        return [Hit(group, item.start, item.end, at, line.items[at].quantity, scope)]
    return []


_STEADY: Final = frozenset("stand stands stood now put puts putting hit hits".split())


def _suffered(line: Line, at: int) -> list[Hit]:
    """ "suffered a gunshot wound": somebody injured, if a wound follows; killed, if a fatal one."""
    words = line.sentence[line.items[at].end : line.items[at].end + 70].lower()
    if not re.search(r"\b(?:wounds?|injur(?:y|ies)|burns)\b", words) or _is_unreal(line, at):
        return []
    hits = _said_of(line, at, joint=True)
    if re.search(r"(?<!non-)\b(?:fatal|mortal)\b", words):
        return [replace(hit, quantity="killed", joint=False) for hit in hits]
    return hits


def _hospital(line: Line, at: int) -> list[Hit]:
    """ "was taken to the hospital", "sent four people to hospital"."""
    words = line.sentence[line.items[at].end :]
    if not re.match(
        r"[^,.;]{0,60}\bto\b[^,.;]{0,50}\b(?:[Hh]ospitals?|[Mm]edical|[Tt]rauma|[Mm]ed|[Cc]linic)\b", words
    ):
        return []
    if _has_auxiliary(line, at):
        return [] if _is_unreal(line, at) else _said_of(line, at, joint=True)
    return _hits(line, _objects(line, at), at, joint=True) or _hits(line, _adjacent(line, at), at, joint=True)


def _lost(line: Line, at: int) -> list[Hit]:
    """ "The army lost five men": people only, counted ones."""
    hits = _hits(line, _objects(line, at), at)
    return [hit for hit in hits if hit.group.head == "person" and hit.group.form == "count"]


def _suicide(line: Line, at: int) -> list[Hit]:
    """ "before turning the gun on himself": one more dead, not named by a group."""
    item = line.items[at]
    group = Group("pronoun", "person", None, item.start, item.end)
    if _is_unreal(line, at) or (
        line.word(at).startswith("then") and not re.search(r"kill|murder", line.sentence[: item.start])
    ):
        return []
    return [Hit(group, item.start, item.end, at, "killed")]


_GUNFIRE: Final = re.compile(
    r"\b(?:gun\w*|shots?|shoot\w*|bullets?|fire|fired|firing|shell\w*|shrapnel)\b", re.IGNORECASE
)


def _struck(line: Line, at: int) -> list[Hit]:
    """ "opened fire, striking four people": injured, where the sentence speaks of gunfire."""
    if not _GUNFIRE.search(line.sentence) or _is_unreal(line, at):
        return []
    if _has_auxiliary(line, at):
        return _said_of(line, at, joint=True, is_denied=_is_negated(line, at))
    return _hits(line, _objects(line, at), at, joint=True)


def _claimed(line: Line, at: int) -> list[Hit]:
    """ "claimed 12 lives", "claimed the lives of 12 people"."""
    if line.word(at).endswith("of"):
        return _act(line, at)
    group, item = line.group(at + 1), line.items[min(at + 1, len(line.items) - 1)]
    if group is None or (group.quantity != "lives" and group.head != "casualty"):
        return []
    return [Hit(group, item.start, item.end, at, "killed")]


def _split_verb(line: Line, at: int) -> list[Hit]:
    """ "took 20 people hostage", "set a vehicle on fire", "forced 3,000 people to flee"."""
    objects = _objects(line, at)
    if not objects:
        return []
    rest = line.sentence[line.items[objects[-1]].end :].lower().lstrip()
    endings = _ENDINGS[line.items[at].quantity]
    return _hits(line, objects, at) if rest.startswith(endings) else []


_ENDINGS: Final = {
    "abducted": ("hostage", "captive", "prisoner"),
    "destroyed": ("on fire", "ablaze", "alight"),
    "displaced": ("to flee", "from their homes", "out of their homes", "to leave their homes"),
}


def _casualty_noun(line: Line, at: int) -> list[Hit]:
    """ "40 deaths", "12 bodies", "no casualties" count by themselves."""
    group = line.group(at)
    if group is None or group.head != "casualty" or group.form not in ("count", "single", "none"):
        return []
    if group.quantity == "lives" or (group.form == "single" and line.word(at) not in ("a body", "another body")):
        return []
    if group.form == "none" and re.search(r"\b(?:further|other|more|immediate)\b", line.word(at)):
        return []
    quantity = "killed" if group.quantity == "casualties" else group.quantity
    item = line.items[at]
    return [Hit(group, item.start, item.end, at, quantity, joint=group.quantity == "casualties")]


_READERS: Final[dict[str, Callable[[Line, int], list[Hit]]]] = {
    "V": _past,
    "S": _past,
    "G": _doing,
    "Z": _doing,
    "K": _base,
    "D": _died,
    "J": _state,
    "M": _act,
    "T": _toll,
    "U": _suffered,
    "H": _hospital,
    "Y": _struck,
    "Q": _suicide,
    "L": _lost,
    "F": _claimed,
    "X": _split_verb,
    "n": _casualty_noun,
}


# -- parts of a figure -----------------------------------------------------------------------


def _subsets(line: Line, found: list[Hit]) -> list[Hit]:
    """ "including five children", "11 of them children", "those killed include 11 militants"."""
    taken = {(hit.start, hit.quantity) for hit in found} | {(hit.start, "") for hit in found}
    subsets: list[Hit] = []
    for at, item in enumerate(line.items):
        if item.kind == "i":
            quantity = _quantity_of(line, at, found)
            groups = _listed(line, at)
        elif item.group is not None and item.group.is_part and (item.start, "") not in taken:
            quantity, groups = item.group.quantity or _quantity_of(line, at, found), [at]
        else:
            continue
        for index in groups:
            group, listed = line.group(index), line.items[index]
            if quantity and group is not None and (listed.start, quantity) not in taken:
                subsets.append(Hit(group, listed.start, listed.end, at, quantity, "subset"))
                taken.add((listed.start, quantity))
    return subsets


def _listed(line: Line, at: int) -> list[int]:
    first = _skip(line, at + 1, "ab")
    if line.word(first) in ("the", "those"):
        first += 1
    if line.kind(first) in "JV" or line.word(first) in ("victims", "the victims"):
        first = _skip(line, first + 1, "ab")
    if line.kind(first) != "n" or not _is_target(line, first, "killed"):
        return []
    chain = _chain(line, first, "killed")
    return [index for index in chain if (group := line.group(index)) and group.form in ("count", "single", "definite")]


def _quantity_of(line: Line, at: int, found: list[Hit]) -> str:
    """What the figure that an "including" divides counts: the nearest one on the left, else near words."""
    for index in range(at - 1, max(at - 14, -1), -1):
        if line.kind(index) in ".;":
            break
        for hit in found:
            if hit.start == line.items[index].start:
                return hit.quantity
        if line.kind(index) in _PREDICATES and line.items[index].quantity != "destroyed":
            return line.items[index].quantity
    return next((line.items[step].quantity for step in (at + 1, at + 2) if line.kind(step) in "JV"), "")


def _appositions(line: Line, found: list[Hit]) -> list[Hit]:
    """ "six people, four women and two men": parts that add up to the figure before them."""
    parts: list[Hit] = []
    places = {item.start: at for at, item in enumerate(line.items)}
    for hit in found:
        at = places.get(hit.start)
        if at is None or hit.group.number is None or line.kind(at + 1) not in ",-(:":
            continue
        chain = [index for index in _chain(line, at + 2, "killed") if _best(line, index) is not None]
        if len(chain) > 1 and sum(_best(line, index) or 0 for index in chain) == hit.group.number.best:
            parts += _hits(line, chain, hit.at, scope="subset")
    return parts


def _best(line: Line, at: int) -> int | None:
    group = line.group(at)
    if group is None or group.form not in ("count", "single"):
        return None
    return 1 if group.number is None else group.number.best

"""Which groups of a sentence are counted by which predicate, and as what.

Works on the items of `transforms.casualties.items`: from each predicate it looks left for a
subject ("12 people in a bus were killed") or right for an object ("killing 12 people in a bus"),
and follows coordination ("a policeman and three civilians").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from transforms.casualties.cued import (
    read_act,
    read_brought,
    read_claimed,
    read_freed,
    read_hospital,
    read_lost,
    read_split_verb,
    read_struck,
    read_suffered,
    read_suicide,
    read_with_wounds,
)
from transforms.casualties.line import Hit, Line, chain_from, gapped, hits_of, objects, skip, starts_clause, wholes
from transforms.casualties.mood import has_auxiliary, is_joined, is_negated, is_unreal
from transforms.casualties.names import named_object
from transforms.casualties.nouns import CASUALTY_NOUNS
from transforms.casualties.parts import appositions_of, subsets_of
from transforms.casualties.subjects import adjacent_to, said_of


def find_hits(line: Line) -> list[Hit]:
    """Every counted group of the sentence, ordered by where its number stands."""
    hits: dict[tuple[int, str], Hit] = {}
    for at, item in enumerate(line.items):
        reader = _READERS.get(item.kind)
        if reader is None:
            continue
        is_both = is_joined(line, at)
        if is_both and line.kind(at + 1) in "o&":
            continue
        for hit in reader(line, at):
            counted = replace(hit, quantity="killed", joint=True) if is_both else hit
            hits.setdefault((counted.start, counted.quantity), counted)
    found = _with_themselves(line, sorted(hits.values(), key=lambda hit: (hit.start, hit.at)))
    parts = appositions_of(line, found)
    whole = [hit for hit in found if all(hit.start != part.start for part in parts)] + parts
    return sorted(whole + subsets_of(line, whole), key=lambda hit: (hit.start, hit.at))


def _with_themselves(line: Line, hits: list[Hit]) -> list[Hit]:
    """Who kills others "and then himself" is one more of the same dead."""
    others = [hit for hit in hits if hit.quantity == "killed" and hit.scope == "total" and not _is_own(line, hit)]
    return [
        replace(hit, at=next(other.at for other in others)) if others and _is_own(line, hit) else hit for hit in hits
    ]


def _is_own(line: Line, hit: Hit) -> bool:
    words = line.sentence[hit.start : hit.end].lower()
    return hit.quantity == "killed" and hit.group.form == "pronoun" and words.endswith(_OWN)


_OWN: Final = ("himself", "herself", "own life", "suicide")


# "Journalists were shot at": nobody is hurt.
_SHOT_AT: Final = re.compile(r"shot at(?= (?:by|several|many|twice|on|in|while|as|from|when|during|again)\b|[.,;]|$)")


def _past(line: Line, at: int) -> list[Hit]:
    """A past or participle: passive, active with an object, or a headline's "19 killed"."""
    if is_unreal(line, at) or _SHOT_AT.match(line.sentence, line.items[at].start):
        return []
    joint, denied = line.kind(at) == "S", is_negated(line, at)
    if line.items[at].quantity == "injured" and (dead := _shot_dead(line, at)):
        return dead
    if has_auxiliary(line, at):
        return _with_gapped(line, at, said_of(line, at, joint, denied))
    before, after = adjacent_to(line, at), objects(line, at)
    if after and not (before and starts_clause(line, after[-1])):
        found = hits_of(line, before, at) if before and _is_attribute(line, before[-1], after[0]) else []
        found = found or [replace(hit, is_denied=denied) for hit in hits_of(line, after, at)]
    elif before:
        # "Two gunmen shot dead Ali Hassan": who stands before the verb did it, if not in "Two Shot During Fair".
        found = named_object(line, at) if line.sentence[line.items[at].start].islower() else []
        if not found and not _has_object(line, at, before[-1]):
            found = hits_of(wholes(line, before) or line, before, at)
    else:
        found = _with_people(line, at) or named_object(line, at) or _those_told(line, at) or _shared(line, at)
        found = [replace(hit, is_denied=denied) for hit in found]
    return [replace(hit, joint=joint) for hit in found]


_TOGETHER: Final = frozenset({"along with", "together with", "alongside", "as well as", "in addition to"})


def _shared(line: Line, at: int) -> list[Hit]:
    """Read "was shot in the head and killed": the second participle has the subject of the first."""
    joint = skip(line, at - 1, "a", -1)
    told = skip(line, joint - 1, "xpfa", -1)
    if line.kind(told - 1) == "," and line.kind(told - 2) in "VSv":
        told -= 2
    if line.kind(joint) != "&" or line.kind(told) not in "VSv" or not has_auxiliary(line, told):
        return []
    return [replace(hit, quantity=line.items[at].quantity, at=at) for hit in said_of(line, told)]


def _with_gapped(line: Line, at: int, hits: list[Hit]) -> list[Hit]:
    """Add the 3 of "Five were killed in Homs, three in Hama and one in Idlib", and those killed "along with" others."""
    after = skip(line, at + 1, ",")
    beside = chain_from(line, after + 1, line.items[at].quantity) if hits and line.word(after) in _TOGETHER else []
    if not beside and any(hit.group.form == "count" for hit in hits):
        beside = gapped(line, at)
    return hits + [replace(hit, joint=hits[0].joint) for hit in hits_of(line, beside, at)]


def _shot_dead(line: Line, at: int) -> list[Hit]:
    """Read "shot two guards dead", "stabbed his brother to death", "shot Ali Hassan dead"."""
    if has_auxiliary(line, at):
        return []
    found = hits_of(line, objects(line, at), at) or named_object(line, at)
    if not found or not line.sentence[found[-1].end :].lower().startswith((" dead", " to death")):
        return []
    return [replace(hit, quantity="killed") for hit in found]


# "A car bomb destroyed the embassy", but "two killed the day after".
_ACTS_ON: Final = re.compile(
    r"\s(?:an?|the|his|her|their|its)\s(?!(?:[a-z-]+ )?(?:days?|nights?|weeks?|months?|years?|hours?|minutes?|morning"
    r"|evening|afternoon|weekend|few|couple|short)\b)"
)


def _has_object(line: Line, at: int, subject: int) -> bool:
    """True for "Two men killed soldiers": the group before acts and is not hit."""
    if line.group(subject) and not _is_bare(line, subject) and _ACTS_ON.match(line.sentence, line.items[at].end):
        return True
    group = line.group(skip(line, at + 1, "a"))
    return group is not None and (group.form, group.head) == ("bare", "person") and not _is_bare(line, subject)


def _is_bare(line: Line, at: int) -> bool:
    group = line.group(at)
    return group is not None and group.head == ""


def _is_attribute(line: Line, number: int, noun: int) -> bool:
    group = line.group(noun)
    return _is_bare(line, number) and group is not None and group.form in ("bare", "definite")


def _with_people(line: Line, at: int) -> list[Hit]:
    """Read "destroyed 20 terrorists", as some armies say: killed."""
    if line.items[at].quantity != "destroyed":
        return []
    first = skip(line, at + 1, "a")
    group = line.group(first)
    if group is None or (group.form, group.head) != ("count", "person"):
        return []
    return [Hit(group, line.items[first].start, line.items[first].end, at, "killed")]


def _doing(line: Line, at: int) -> list[Hit]:
    if is_unreal(line, at):
        return []
    return hits_of(line, objects(line, at), at, is_denied=is_negated(line, at)) or (
        _with_people(line, at) or named_object(line, at) or _those_told(line, at)
    )


# "Burned them to death".
_TO_DEATH: Final = re.compile(r" them (?:to death|alive)\b")


def _those_told(line: Line, at: int) -> list[Hit]:
    """The people counted before "… and killed them": "took nine passengers off a bus and killed them"."""
    if line.word(at + 1) != "them":
        return []
    quantity = line.items[at].quantity
    if quantity == "destroyed" and not _TO_DEATH.match(line.sentence, line.items[at].end):
        return []
    for index in range(at - 1, -1, -1):
        group = line.group(index)
        if group is not None and (group.form, group.head) == ("count", "person"):
            item = line.items[index]
            return [Hit(group, item.start, item.end, at, "killed" if quantity == "destroyed" else quantity)]
    return []


def _base(line: Line, at: int) -> list[Hit]:
    """Read "kill" counts only as a headline's or a plural's present: "Airstrikes kill 12"."""
    index = skip(line, at - 1, "a", -1)
    if line.kind(index) in "tdeb" or index < 0:
        return []
    return hits_of(line, objects(line, at), at)


# "Passed on the letter": nobody died.
_DIED: Final = re.compile(
    r"passed on(?:[,.;]|$| (?:at|in|on|after|from|due|and|before|while|yesterday|today)\b)|(?!passed on\b)"
)


def _died(line: Line, at: int) -> list[Hit]:
    if is_unreal(line, at) or not _DIED.match(line.sentence, line.items[at].start):
        return []
    return _with_gapped(line, at, said_of(line, at, is_denied=is_negated(line, at)))


def _state(line: Line, at: int) -> list[Hit]:
    if has_auxiliary(line, at) and not is_unreal(line, at):
        return said_of(line, at, is_denied=is_negated(line, at))
    if line.kind(at + 1) == "b" and line.word(at - 1) == "the":
        return hits_of(line, chain_from(line, at + 2, "killed"), at, scope="subset")
    scope = "subset" if line.word(at) == "fatally" else "total"
    before = adjacent_to(line, at)
    return hits_of(wholes(line, before) or line, before, at, scope=scope)


_STEADY: Final = frozenset("stand stands stood now put puts putting hit hits".split())


# "The toll may rise to 40": nobody has counted them.
_MAY_RISE: Final = re.compile(
    r"\b(?:could|may|might|would|can)\b(?! (?:already )?have)|\b(?:expected|likely|feared|set|bound) to (?!have)"
)


def _toll(line: Line, at: int) -> list[Hit]:
    """The number of a toll: "death toll in X rises to 25 from 21"; "a death toll of 40"."""
    rises = any(line.kind(step) == "r" and line.word(step) not in _STEADY for step in range(at - 3, at + 14))
    first = at
    if line.word(at) == "number of":
        first = next((step for step in range(at, at + 10) if line.kind(step) in "VJ"), len(line.items))
    if raised := _raised_to(line, at):
        return [replace(raised, quantity=line.items[first if first < len(line.items) else at].quantity)]
    for index in range(first + 1, min(first + 16, len(line.items))):
        if line.kind(index) in ";.VDS":
            break
        group = line.group(index)
        if group is None or group.form != "count" or group.head == "thing" or line.word(index - 1) == "from":
            continue
        if line.kind(index - 1) not in "Tptbrfa:vVJ":
            continue
        if _MAY_RISE.search(line.sentence, line.items[at].end, line.items[index].start):
            return []
        item = line.items[index]
        if line.word(index - 1) == "by":
            if line.kind(index + 1) == "t" and line.kind(index + 2) == "n":
                continue
            return [Hit(group, item.start, item.end, at, line.items[first].quantity, "increment")]
        return [Hit(group, item.start, item.end, at, line.items[first].quantity, "update" if rises else "total")]
    return []


def _raised_to(line: Line, at: int) -> Hit | None:
    """The 12 of "brought to 12 the number of dead", where `at` is the toll."""
    before = at - 2 if line.word(at - 1) == "the" else at - 1
    group = line.group(before)
    if group is None or (group.form, group.head) != ("count", "") or line.kind(before - 1) != "t":
        return None
    if line.kind(before - 2) != "r":
        return None
    return Hit(group, line.items[before].start, line.items[before].end, at, line.items[at].quantity, "update")


def _casualty_noun(line: Line, at: int) -> list[Hit]:
    """Read "40 deaths", "12 bodies", "no casualties" count by themselves."""
    group = line.group(at)
    if group is None or group.head != "casualty" or group.form not in ("count", "single", "none"):
        return []
    if group.quantity == "lives" or (group.form == "single" and line.word(at) not in ("a body", "another body")):
        return []
    if group.form == "none" and re.search(r"\b(?:further|other|more|immediate)\b", line.word(at)):
        return []
    quantity = "killed" if group.quantity == "casualties" else group.quantity
    item = line.items[at]
    if (group.form, group.quantity) == ("none", "casualties"):
        return [Hit(group, item.start, item.end, at, quantity) for quantity in ("killed", "injured")]
    hits = [Hit(group, item.start, item.end, at, quantity, joint=group.quantity == "casualties")]
    return [*hits, *_nor(line, hits[0])] if group.form == "none" else hits


_NOR: Final = re.compile(r",? (?:or|nor|and) (?:any )?(\w+)")


def _nor(line: Line, hit: Hit) -> list[Hit]:
    """None of the second of "no deaths or injuries" either."""
    found = _NOR.match(line.sentence, hit.end)
    quantity = CASUALTY_NOUNS.get(found[1], "lives") if found else "lives"
    if found is None or quantity in ("lives", "casualties", hit.quantity):
        return []
    group = replace(hit.group, victims_start=found.start(1), victims_end=found.end(1))
    return [Hit(group, found.start(1), found.end(1), hit.at, quantity)]


def _group(line: Line, at: int) -> list[Hit]:
    return _casualty_noun(line, at) or read_with_wounds(line, at)


_READERS: Final[dict[str, Callable[[Line, int], list[Hit]]]] = {
    "V": _past,
    "S": _past,
    "G": _doing,
    "Z": _doing,
    "K": _base,
    "D": _died,
    "J": _state,
    "M": read_act,
    "T": _toll,
    "U": read_suffered,
    "H": read_hospital,
    "Y": read_struck,
    "Q": read_suicide,
    "L": read_lost,
    "N": read_freed,
    "F": read_claimed,
    "X": read_split_verb,
    "n": _group,
    "r": read_brought,
}

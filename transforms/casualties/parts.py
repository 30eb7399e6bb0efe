"""Parts of a figure that its sentence names: "including five children", "11 of them", "four women and two men"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from transforms.casualties.line import PREDICATES, Hit, Line, best_of, chain_from, hits_of, is_target, skip
from transforms.casualties.subjects import is_taken, subjects


def subsets_of(line: Line, found: list[Hit]) -> list[Hit]:
    """Read "including five children", "11 of them children", "those killed include 11 militants"."""
    taken = {(hit.start, hit.quantity) for hit in found} | {(hit.start, "") for hit in found}
    subsets: list[Hit] = []
    has_half = _HALF in line.sentence.lower()
    for at, item in enumerate(line.items):
        if has_half and line.word(at) in _HALVES and (half := _half(line, at, found)):
            subsets.append(half)
            continue
        if item.kind == "i" and _is_out_of(line, at):
            quantity, groups = _named_after(line, at), _left_of(line, at)
        elif item.kind == "i":
            quantity, groups = _quantity_of(line, at, found), _listed(line, at)
        elif item.group is not None and item.group.is_part and (item.start, "") not in taken:
            # "In one of several attacks" is nobody.
            if item.group.head in ("thing", "unknown") and line.kind(at - 1) == "p":
                continue
            quantity, groups = item.group.quantity or _quantity_of(line, at, found), [at]
            if quantity not in ("killed", "injured") and line.word(at).endswith(" whom"):
                continue
        else:
            continue
        for index in groups:
            group, listed = line.group(index), line.items[index]
            if quantity and group is not None and (listed.start, quantity) not in taken:
                subsets.append(Hit(group, listed.start, listed.end, at, quantity, "subset"))
                taken.add((listed.start, quantity))
    return subsets


_HALF: Final = "half of"
_HALVES: Final = (f"{_HALF} them", f"{_HALF} whom")


def _half(line: Line, at: int, found: list[Hit]) -> Hit | None:
    """Read "46 people, half of them children": 23 of them; null where the whole is odd or has no number."""
    of_whom = line.items[at + 1].group if at + 1 < len(line.items) else None
    whole = next((hit for hit in reversed(found) if hit.start < line.items[at].start and hit.group.number), None)
    number = whole.group.number if whole else None
    if whole is None or number is None or of_whom is None or not number.best or number.best % 2:
        return None
    item, half = line.items[at], number.best // 2
    halved = replace(number, start=item.start, end=item.end, low=half, best=half, high=half, conservative=half)
    group = replace(of_whom, form="count", number=halved, is_part=True)
    return Hit(group, item.start, line.items[at + 1].end, whole.at, whole.quantity, "subset")


def _is_out_of(line: Line, at: int) -> bool:
    """True in "two medics among 31 dead": the part stands before the whole."""
    return line.word(at) in ("among", "among those") and bool(_named_after(line, at)) and bool(_left_of(line, at))


_CASUALTIES: Final = {"dead": "killed", "victims": "killed", "martyrs": "killed", "fatalities": "killed"}


def _named_after(line: Line, at: int) -> str:
    """What those count that come after "among": "among the dead", "among those killed", "among 22 people killed"."""
    counted = _counted_after(line, at)
    first = skip(line, at + 1, "a")
    if counted:
        return line.items[counted].quantity
    if line.word(first) in ("the", "those", "these"):
        first += 1
    last = line.word(first).split()[-1:] or [""]
    if line.kind(first) in "JVS":
        return line.items[first].quantity
    return _CASUALTIES.get(last[0], "")


def _counted_after(line: Line, at: int) -> int:
    """The predicate of the counted group right after `at` ("among 31 people killed"); 0 = none."""
    after = skip(line, at + 2, "a")
    return after if best_of(line, at + 1) is not None and line.kind(after) in "VSJ" else 0


def _left_of(line: Line, at: int) -> list[int]:
    before = skip(line, at - 1, "ab", -1)
    while line.kind(skip(line, before - 1, "a", -1)) == "i" and line.kind(before) == "n":
        before = skip(line, skip(line, before - 1, "a", -1) - 1, ",a", -1)
    if line.kind(before) == ",":
        before -= 1
    found: list[int] = []
    while best_of(line, before) is not None and is_target(line, before, "killed"):
        found.insert(0, before)
        if line.kind(before - 1) not in "&,":
            break
        before = skip(line, before - 1, ",&", -1)
    if found or line.kind(at - 2 if line.word(at - 1) == "counted" else at - 1) != "b":
        return found
    return [index for index in subjects(line, at - 1) if best_of(line, index) is not None]


def _listed(line: Line, at: int) -> list[int]:
    first = skip(line, at + 1, "ab")
    if line.word(first) in ("the", "those"):
        first += 1
    if line.word(first) == "of" and line.word(first - 1) == "those":
        first += 1
    if line.kind(first) == "n" and line.kind(first + 1) in "JV" and line.kind(first + 2) == "b":
        first += 1
    if line.kind(first) in "JV" or line.word(first) in ("victims", "the victims"):
        first = skip(line, first + 1, "ab")
    if line.kind(first) != "n" or not is_target(line, first, "killed"):
        return []
    # "Nine people including a man and a woman were killed": what comes last is said of the nine.
    whole = skip(line, at - 1, ",", -1)
    is_inserted = line.kind(whole) == "n" and not is_taken(line, whole)
    chain = chain_from(line, first, "killed", is_inserted=is_inserted)
    return [index for index in chain if (group := line.group(index)) and group.form in ("count", "single", "definite")]


def _quantity_of(line: Line, at: int, found: list[Hit]) -> str:
    """What the figure that an "including" divides counts: the nearest one on the left, else near words."""
    for index in range(at - 1, max(at - 14, -1), -1):
        if line.kind(index) in ".;":
            break
        for hit in found:
            if hit.start == line.items[index].start:
                return hit.quantity
        if line.kind(index) in PREDICATES and line.items[index].quantity != "destroyed":
            return line.items[index].quantity
    return next((line.items[step].quantity for step in range(at + 1, at + 4) if line.kind(step) in "JV"), "")


def appositions_of(line: Line, found: list[Hit]) -> list[Hit]:
    """Read "six people, four women and two men": parts that add up to the figure before them."""
    parts: list[Hit] = []
    places = {item.start: at for at, item in enumerate(line.items)}
    for hit in found:
        at = places.get(hit.start)
        if at is None or hit.group.number is None or line.kind(at + 1) not in ",-(:":
            continue
        chain = [index for index in chain_from(line, at + 2, "killed") if best_of(line, index) is not None]
        if len(chain) > 1 and sum(best_of(line, index) or 0 for index in chain) == hit.group.number.best:
            parts += hits_of(line, chain, hit.at, scope="subset")
    return parts

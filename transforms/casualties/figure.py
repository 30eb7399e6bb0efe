"""What a sentence reports of people in one number: the figure, and the sum of those that add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Figure:
    """One count asserted by a sentence.

    `low`, `best`, `high`: null = open or not said; 0 = said to be none. `conservative` is the one
    figure that ACLED would code ("dozens" = 12, "more than 40" = 40). `start` and `end` are the
    offsets of the whole phrase, `number_start` and `number_end` those of its number (or of the
    words that stand for one). `scope`: "total", "subset" (part of another figure), "increment"
    (to be added to an earlier one), "update" (a toll that replaces earlier ones) or "cumulative"
    (over a war or a year). `joint`: dead and wounded are counted together. `form` as in
    `Group.form`: "pronoun", "definite" and "name" may mention somebody counted already. Figures
    with the same `chain` (an offset) are coordinated parts of one statement. `whole`: the six of "four of the six were
    children", told of in another sentence; only that one says what befell them.
    """

    quantity: str
    low: int | None
    best: int | None
    high: int | None
    conservative: int | None
    modifier_raw: str | None
    victims_raw: str | None
    victims_type: str
    start: int
    end: int
    number_start: int
    number_end: int
    scope: str
    is_denied: bool
    is_hedged: bool
    joint: bool
    form: str
    chain: int
    whole: int | None = None


def shift_figure(figure: Figure, by: int) -> Figure:
    """The same figure, its offsets those of a text that starts `by` characters earlier."""
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        number_start=figure.number_start + by,
        number_end=figure.number_end + by,
        chain=figure.chain + by,
    )


def sum_parts(figures: Iterable[Figure]) -> Figure | None:
    """The sum of coordinated parts ("a policeman and three civilians": 4) of one sentence and quantity.

    Subsets, cumulative and denied figures are never added, nor figures of different statements.
    Null if there is nothing to add. The sum's bounds are null where a part's is.
    """
    chains: dict[tuple[int, str], list[Figure]] = {}
    for figure in figures:
        if figure.scope in ("total", "increment") and not figure.is_denied and figure.form != "none":
            chains.setdefault((figure.chain, figure.quantity), []).append(figure)
    longest = max(chains.values(), key=len, default=[])
    if len(longest) < 2:
        return None
    bests = [figure.best for figure in longest]
    return replace(
        longest[0],
        low=sum(figure.low or 0 for figure in longest),
        best=None if None in bests else sum(best for best in bests if best is not None),
        high=add_all([figure.high for figure in longest]),
        conservative=add_all([figure.conservative for figure in longest]),
        modifier_raw=next((figure.modifier_raw for figure in longest if figure.modifier_raw), None),
        start=min(figure.start for figure in longest),
        end=max(figure.end for figure in longest),
        number_end=longest[-1].number_end,
    )


def add_all(values: list[int | None]) -> int | None:
    """The sum of the values; null where one of them is."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None

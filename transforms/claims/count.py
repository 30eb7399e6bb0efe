"""How many: the bounds that a figure, or several together, leave open; of a claim, a mention or an incident.

UCDP's triple of low, best and high.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Count:
    """People or things; `best` is null where nobody gives a number ("dozens" keeps its low), a bound where it is open.

    0 = said to be none. `has_unnumbered`: a group without a number ("dozens") is part of the sum.
    """

    low: int | None
    best: int | None
    high: int | None
    has_unnumbered: bool = field(default=False, compare=False)

    @property
    def is_reported(self) -> bool:
        """True if anything at all is known."""
        return not (self.low is None and self.best is None and self.high is None)

    @property
    def size(self) -> tuple[int, int, int]:
        """By what counts are ordered: best, then high, then low; what is not known is least."""
        return (_known(self.best, self.low), _known(self.high, self.best), _known(self.low, 0))

    def ordered(self) -> Count:
        """The same with low <= best <= high, as far as they are known."""
        below = [value for value in (self.low, self.best) if value is not None]
        low = min(below, default=None)
        high = None if self.high is None else max(self.high, *below) if below else self.high
        return Count(low, self.best, high, self.has_unnumbered)

    def closed(self) -> Count | None:
        """The same with every bound set, an open one by the best figure; None if nothing is known.

        "At least 19" is 19 to 19, as coders write it: that it is open is in the claim's modifier.
        """
        middle = next((value for value in (self.best, self.low, self.high) if value is not None), None)
        if middle is None:
            return None
        low = middle if self.low is None else min(self.low, middle)
        return Count(low, middle, middle if self.high is None else max(self.high, middle))

    def meets(self, other: Count) -> bool:
        """True if some number lies within the bounds of both."""
        lows = (_known(self.low, self.best), _known(other.low, other.best))
        highs = [high for high in (self.high, other.high) if high is not None]
        return not highs or max(lows) <= min(highs)


NOT_REPORTED: Final = Count(None, None, None)


def _known(value: int | None, otherwise: int | None) -> int:
    return value if value is not None else otherwise or 0


def add_counts(counts: Sequence[Count]) -> Count:
    """Disjoint groups together; open above where one of them is, and a group without a number adds its least."""
    highs = [count.high for count in counts if count.high is not None]
    least = [count.best if count.best is not None else count.low for count in counts]
    has_number = any(count.best is not None for count in counts)
    return Count(
        _sum(count.low for count in counts),
        _sum(least) if has_number else None,
        sum(highs) if len(highs) == len(counts) else None,
        has_number and any(count.best is None for count in counts),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None

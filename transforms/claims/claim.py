"""One figure asserted by one claimant: the row of the claims table while an article is being read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transforms.claims.count import Count
from transforms.claims.people import Person

# The quantity of a figure that says both at once: "killed or wounded 23", "40 casualties".
EITHER: Final = "killed or injured"


@dataclass(frozen=True)
class Claim:
    """One figure asserted by one claimant; `number` is where the figure itself stands in the text.

    `scope`, `form` and `chain` are the figure's, as in `casualties.Figure`. "More than 40" has best 40, as ACLED
    codes it: the most conservative figure that the words allow. `is_joint`: people shot or struck, whether they
    live or die. `person` is who is told of where it is one; null = people by number.
    """

    claim_id: str
    claimant: str
    claimant_type: str
    claimant_raw: str | None
    quantity: str
    low: int | None
    best: int | None
    high: int | None
    modifier_raw: str | None
    victims: str | None
    victims_type: str
    victims_raw: str | None
    side: str
    part_of: str | None
    is_cumulative: bool
    sentence: str
    start: int
    end: int
    scope: str
    form: str
    chain: int
    number: tuple[int, int]
    is_joint: bool = False
    person: Person | None = None

    @property
    def count(self) -> Count:
        """What it claims, as a count."""
        return Count(self.low, self.best, self.high)

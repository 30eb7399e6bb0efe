"""Which country the named places speak for: one voice a name, the louder the surer it is where it lies."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.places.countries import institutions
from transforms.places.names import fold_name
from transforms.places.prominence import known_country
from transforms.places.spans import Span

# A country with less than this share of the leading country's votes gets no small place.
MINOR_SHARE = 0.2


@dataclass(frozen=True)
class Evidence:
    """Votes for countries: in all, and by the name (folded) that casts them."""

    votes: Mapping[str, float]
    cast: Mapping[tuple[str, str], float]
    has_default: bool = False

    def without(self, country: str, key: str) -> float:
        """Votes for the country that other names than `key` cast."""
        return self.votes.get(country, 0.0) - self.cast.get((country, key), 0.0)

    def is_alone(self, key: str) -> bool:
        """Whether no other name than `key` casts a vote."""
        return all(name == key for _, name in self.cast) and not self.has_default

    def supports(self, country: str, key: str) -> bool:
        """Whether other names than `key` speak for the country, and loudly enough beside the leading one."""
        others = self.without(country, key)
        return others > 0 and others >= MINOR_SHARE * self.leading

    @property
    def leading(self) -> float:
        """Votes of the leading country."""
        return max(self.votes.values(), default=0.0)

    @property
    def leader(self) -> str | None:
        """The country with most votes, None = no evidence."""
        return max(sorted(self.votes), key=lambda code: self.votes[code], default=None)


def weigh_countries(
    text: str, groups: Sequence[tuple[float, Sequence[tuple[Span, bool]]]], defaults: Sequence[str]
) -> Evidence:
    """The votes of each group's spans, all with the group's weight; a span comes with whether a unit binds it.

    The national bodies that the text names ("FARDC", "Bundestag") vote too, and so do the `defaults`.
    """
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for weight, group in groups:
        for span, is_bound in group:
            country, strength = _vote(span, is_bound)
            if country:
                counts[country, fold_name(span.raw)] += weight * strength
    pattern, national = institutions()
    for body in set(pattern.findall(text)):
        counts[national[body], body] += 1.0
    cast = {key: math.log2(1 + count) for key, count in counts.items()}
    votes: dict[str, float] = defaultdict(float)
    for (code, _), strength in cast.items():
        votes[code] += strength
    for code in defaults:
        votes[code] += 1.0
    return Evidence(votes, cast, has_default=bool(defaults))


def _vote(span: Span, is_bound: bool) -> tuple[str | None, float]:
    """The country that the span speaks for, and how strongly."""
    if span.country:
        return span.country, 0.7
    if span.is_weak or not span.options:
        return None, 0.0
    if is_bound:
        return span.options[0].country, 2.0
    known = known_country(span.options, span.raw)
    if known:
        return known, 0.7 if span.is_metonym else 1.5
    homes = {place.country for place in span.options}
    return (next(iter(homes)), 0.4) if len(homes) == 1 else (None, 0.0)

"""Which namesake each named place is: evidence of the country first, then of the unit, then kind and population."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from transforms.countries import countries
from transforms.gazetteer import Gazetteer, Place, distance_km
from transforms.place_names import fold_name
from transforms.place_spans import Span
from transforms.place_words import UNIT_KINDS

# A place with this many people, and this many times those of any namesake abroad, needs no other evidence.
KNOWN_POPULATION = 300_000
KNOWN_RATIO = 20
# A country with less than this share of the leading country's votes gets no small place.
MINOR_SHARE = 0.2
# Two namesakes of one country whose scores differ by less than this cannot be told apart (a factor 3 in people).
SAME_SCORE = 0.25
SAME_SPOT_KM = 50.0

Votes = dict[str, float]


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    """Alpha-3 code by the folded name of its capital."""
    return {fold_name(name): country.code for country in countries().values() for name in country.capitals}


def choose_places(
    text: str,
    spans: Sequence[Span],
    title: Sequence[Span],
    dateline: Sequence[Span],
    default_country: str | None,
    gazetteer: Gazetteer,
) -> list[Place | None]:
    """The place of each span, None = not decided (always for demonyms)."""
    bound = _bound_options(text, spans)
    votes = _country_votes(spans, bound, title, dateline, default_country)
    options = [bound.get(number) or _options_by_votes(span, votes, gazetteer) for number, span in enumerate(spans)]
    support = _unit_support([*options, *(list(span.options[:1]) for span in title)])
    return [_pick(span, choices, support) for span, choices in zip(spans, options, strict=True)]


def known_country(options: Sequence[Place], raw: str) -> str | None:
    """The country that a name tells by itself: a country, a capital, or a place far bigger than its namesakes."""
    if not options:
        return None
    capital = _capitals().get(fold_name(raw))
    if capital is not None and any(place.country == capital for place in options):
        return capital
    best = max(options, key=_weight)
    rest = max((_weight(place) for place in options if place.country != best.country), default=0)
    if best.kind == "country":
        return best.country if rest < best.population else None
    if best.is_curated and not best.population and rest < 20_000:
        return best.country
    return best.country if best.population >= KNOWN_POPULATION and best.population >= KNOWN_RATIO * rest else None


def _weight(place: Place) -> int:
    """People of a place as evidence; an alternate name carries a third of them."""
    return place.population if place.is_own_name or place.is_curated else place.population // 3


def _country_votes(
    spans: Sequence[Span],
    bound: dict[int, list[Place]],
    title: Sequence[Span],
    dateline: Sequence[Span],
    default_country: str | None,
) -> Votes:
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for weight, group in ((1.0, spans), (2.0, title), (3.0, dateline)):
        for number, span in enumerate(group):
            narrowed = bound.get(number) if group is spans else None
            country, strength = _vote(span, narrowed)
            if country:
                counts[country, span.raw.casefold()] += weight * strength
    votes: Votes = defaultdict(float)
    for (country, _), count in counts.items():
        votes[country] += math.log2(1 + count)
    if default_country:
        votes[default_country] += 1.0
    return votes


def _vote(span: Span, narrowed: list[Place] | None) -> tuple[str | None, float]:
    """The country that the span speaks for, and how strongly."""
    if span.country:
        return span.country, 0.7
    options = narrowed or list(span.options)
    if narrowed:
        return options[0].country, 2.0
    known = known_country(options, span.raw)
    if known:
        return known, 0.7 if span.is_metonym else 1.5
    homes = {place.country for place in options}
    return (next(iter(homes)), 0.5) if len(homes) == 1 else (None, 0.0)


_BINDINGS = {", ", " in ", ", in ", " district of ", " neighbourhood of ", " neighborhood of ", " area of ", " in the "}
_REVERSED = {"'s ", "’s ", " ", " town of ", " village of ", " city of ", " district of ", ": "}


def _bound_options(text: str, spans: Sequence[Span]) -> dict[int, list[Place]]:
    """Options narrowed by a neighbour that contains them: 'Ferguson, Missouri', 'Saraqeb in Idlib province'."""
    bound: dict[int, list[Place]] = {}
    for number, (inner, outer) in enumerate(pairwise(spans)):
        between = text[inner.end : outer.start]
        between = between.removeprefix(".")
        if between in _BINDINGS or _is_chain(between):
            _bind(number, inner, number + 1, outer, bound)
        elif _is_reversed(between):
            _bind(number + 1, outer, number, inner, bound)
    return bound


def _is_chain(between: str) -> bool:
    """Whether the words say 'inner in outer': ', a town in ', ' in northern ', ' province in '."""
    words = between.replace(",", " ").split()
    return 0 < len(words) <= 6 and "in" in words and not set(between) & set('.;:()\n"“”')


def _is_reversed(between: str) -> bool:
    """Whether the words say "outer's inner": "'s town of ", "'s ", ' province town of '."""
    if between in _REVERSED:
        return True
    words = between.split()
    return 0 < len(words) <= 5 and words[-1] == "of" and any(word in UNIT_KINDS for word in words)


def _bind(inner_at: int, inner: Span, outer_at: int, outer: Span, bound: dict[int, list[Place]]) -> None:
    outers = [place for place in bound.get(outer_at, outer.options) if place.kind != "city" or place.population > 5000]
    pairs = [
        (small, large) for large in outers for small in bound.get(inner_at, inner.options) if _lies_in(small, large)
    ]
    if not pairs:
        return
    # The likeliest outer place decides: "Paris, Texas" is not in Texas, Hidalgo.
    chosen = next(large for large in outers if any(large == pair[1] for pair in pairs))
    bound[inner_at] = [small for small, large in pairs if large == chosen]
    if chosen.kind != "country" and outer_at not in bound:
        bound[outer_at] = [place for place in outers if place.country == chosen.country]


def _lies_in(small: Place, large: Place) -> bool:
    if small.country != large.country or small == large or small.kind == "country":
        return False
    if large.kind == "country":
        return True
    if large.kind == "admin1":
        return small.admin1 == large.name and small.kind != "admin1"
    if large.kind == "admin2":
        return small.kind == "city" and small.admin2 == large.name and small.admin1 == large.admin1
    reach = max(large.radius_km, 15.0)
    return small.kind == "city" and small.population < max(large.population, 1) and distance_km(small, large) <= reach


def _options_by_votes(span: Span, votes: Votes, gazetteer: Gazetteer) -> list[Place]:
    """The span's namesakes in the country that the evidence speaks for; empty = nothing speaks for any."""
    if span.country:
        return []
    leading = max(votes.values(), default=0.0)
    homes = {place.country for place in span.options}
    home = max(sorted(homes), key=lambda code: votes.get(code, 0.0), default=None)
    known = known_country(span.options, span.raw)
    if known and (home is None or votes.get(home, 0.0) < MINOR_SHARE * leading or home == known):
        home = known
    if home is None or not votes.get(home):
        return []
    if home != known and votes[home] < MINOR_SHARE * leading:
        return _spelled_otherwise(span, votes, gazetteer)
    return [place for place in span.options if place.country == home]


def _spelled_otherwise(span: Span, votes: Votes, gazetteer: Gazetteer) -> list[Place]:
    top = max(sorted(votes), key=lambda code: votes[code])
    return gazetteer.look_up(span.raw, country=top, fuzzy=True)


def _unit_support(options: Sequence[Sequence[Place]]) -> dict[tuple[str, str], float]:
    """How strongly the named places speak for each first-level unit: one voice a name, shared by its namesakes."""
    support: dict[tuple[str, str], float] = defaultdict(float)
    seen: set[tuple[str, str]] = set()
    for choices in options:
        units = {(place.country, place.admin1) for place in choices if place.admin1}
        name = (choices[0].country, choices[0].name) if choices else ("", "")
        if not units or name in seen:
            continue
        seen.add(name)
        for unit in units:
            support[unit] += 1.0 / len(units)
    return support


def _pick(span: Span, choices: Sequence[Place], support: dict[tuple[str, str], float]) -> Place | None:
    if not choices:
        return None
    own = 1.0 / len({(place.country, place.admin1) for place in choices if place.admin1} or {0})
    ranked = sorted(choices, key=lambda place: _score(span, place, support, own), reverse=True)
    if len(ranked) == 1 or _are_one(ranked[0], ranked[1]):
        return ranked[0]
    gap = _score(span, ranked[0], support, own) - _score(span, ranked[1], support, own)
    return ranked[0] if gap >= SAME_SCORE else None


def _are_one(one: Place, other: Place) -> bool:
    return (one.kind == other.kind and distance_km(one, other) <= SAME_SPOT_KM) or one.admin1 == other.admin1


def _score(span: Span, place: Place, support: dict[tuple[str, str], float], own: float) -> float:
    wanted = UNIT_KINDS.get(span.unit, "")
    score = 0.5 * math.log10(place.population + 10)
    score += 1.0 if place.is_own_name or place.is_curated else 0.0
    score += 4.0 if place.kind == "country" else 0.0
    score += 1.5 if place.kind in ("city", "region") else 0.0
    if wanted:
        score += 3.0 if place.kind == wanted else 0.0
        score += (
            2.0 if wanted in ("admin1", "admin2", "region") and place.kind in ("admin1", "admin2", "region") else 0.0
        )
    if place.admin1:
        score += min(3.0, 2.0 * max(0.0, support.get((place.country, place.admin1), 0.0) - own))
    return score

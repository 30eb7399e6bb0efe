"""Which namesake each named place is: evidence of the country first, then of the unit, then kind and population."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from transforms.places.bearings import set_by_bearing
from transforms.places.binding import bind_options
from transforms.places.evidence import Evidence, weigh_countries
from transforms.places.gazetteer import Gazetteer, Place, distance_km
from transforms.places.homes import Home
from transforms.places.names import fold_name
from transforms.places.namesakes import Unit, are_one, nearness, pick_namesake, voice_of, weigh_units
from transforms.places.prominence import is_dwarfed, known_country
from transforms.places.quarters import QUARTER_KM, is_quarter, quarter_of
from transforms.places.sections import Section, country_at, find_sections
from transforms.places.spans import Span
from transforms.places.words import QUARTERS, UNIT_OF

# A name that could be several places is the one this near another place of the text.
ANCHOR_KM = 60.0
_PART_OF = re.compile(r" (?:area|neighbou?rhood|quarter|district|section|part|suburb|town|ward|camp)? ?(?:of|in) ")
# Before a city whose quarter is not named: "in a southern".
_SOME = re.compile(r"\b(?:[Aa]n?|[Aa]nother|[Oo]ne) (?:[a-z-]+ ){0,2}$")
# A town with fewer people is less known than a quarter of that name in a city that the text names.
LITTLE_KNOWN = 100_000
# A town of another region than the outlet's, this far off and with fewer people, needs another place beside it.
FAR_KM = 300.0
KNOWN_ANYWHERE = 300_000
ANOTHER_VOICE = 0.25


@dataclass(frozen=True)
class Surroundings:
    """What speaks for places beside the text: its headline, place line, publisher's country (alpha-3) and home."""

    title: str
    title_spans: Sequence[Span]
    dateline: Sequence[Span]
    country: str | None
    home: Home | None


@dataclass(frozen=True)
class Choice:
    """What a span means: `place` None = not decided; `considered` its namesakes once the country was known.

    `reason`: demonym, bound (a unit is named with it), evidence (of the country), prominence, spelling (close to a
    name of the leading country), near (another place of the text), quarter (of a city of the text or of the outlet's
    own); where nothing was decided: no_country, unknown
    (no such name in the country), tie (namesakes that nothing tells apart), far (the namesake lies too far from
    all that the text and the outlet are about).
    """

    place: Place | None
    considered: tuple[Place, ...]
    reason: str


def choose_places(text: str, spans: Sequence[Span], around: Surroundings, gazetteer: Gazetteer) -> list[Choice]:
    """The choice for each span, in order; always undecided for demonyms."""
    bound = bind_options(text, spans)
    title = _with_bound(around.title_spans, bind_options(around.title, around.title_spans))
    headline = [_narrowed(span, choices) for span, choices in title]
    sections = find_sections(text)
    body = [_narrowed(_in_section(span, sections), choices) for span, choices in _with_bound(spans, bound)]
    datelines = [(span, False) for span in around.dateline]
    evidence = weigh_countries(text, [(1.0, body), (2.0, headline), (3.0, datelines)], _default_countries(around))
    own = around.home.places if around.home else ()
    homes = [_options_at_home(span, is_bound, evidence, own, gazetteer) for span, is_bound in body]
    beside = [_options_at_home(span, is_bound, evidence, own, gazetteer)[0] for span, is_bound in headline]
    support = weigh_units([choices for choices, _ in homes], beside, own)
    places = [pick_namesake(span, choices, support, own) for (span, _), (choices, _) in zip(body, homes, strict=True)]
    anchors = [place for place in places if place is not None and place.kind in ("city", "admin2")]
    chosen = [_choice(place, choices, reason, anchors) for place, (choices, reason) in zip(places, homes, strict=True)]
    near = {*anchors, *own}
    kept = [
        choice if _is_anybodys_quarter(text, span, choice) else _unless_far(span, choice, near, own, support)
        for (span, _), choice in zip(body, chosen, strict=True)
    ]
    kept = _by_bearing(text, spans, kept)
    named = _cities_named([*spans, *around.title_spans, *around.dateline])
    final = []
    for number, ((span, is_bound), choice) in enumerate(zip(body, kept, strict=True)):
        after = spans[number + 1] if number + 1 < len(spans) else None
        if is_bound:
            final.append(choice)
        elif _is_part_of_another(text, span, after, gazetteer):
            final.append(Choice(None, choice.considered, "far"))
        else:
            final.append(_as_quarter(span, choice, named, own, gazetteer))
    return final


def _is_anybodys_quarter(text: str, span: Span, choice: Choice) -> bool:
    """Whether a city is named for a quarter without a name of its own: "in another Baghdad neighborhood"."""
    place = choice.place
    if span.unit not in QUARTERS or place is None or place.kind != "city" or place.population < LITTLE_KNOWN:
        return False
    return _SOME.search(text, max(0, span.start - 40), span.start) is not None


def _by_bearing(text: str, spans: Sequence[Span], choices: Sequence[Choice]) -> list[Choice]:
    """The choices, a town that is told by the way to the next place set near that place, or nowhere."""
    places = set_by_bearing(text, spans, [choice.place for choice in choices])
    return [
        choice if place == choice.place else Choice(place, choice.considered, "near" if place else "far")
        for choice, place in zip(choices, places, strict=True)
    ]


def _is_part_of_another(text: str, span: Span, after: Span | None, gazetteer: Gazetteer) -> bool:
    """Whether a name is told of a city or unit that none of its namesakes lies in or near.

    So with a quarter's ('the Satellite Town area of …'), and with any that a unit's word follows ('the Dara district
    of Panjshir' is not Daraa).
    """
    if after is None or not after.options or not span.options:
        return False
    if UNIT_OF.fullmatch(text, span.end, after.start):
        return not any(_touch(place, other) for place in span.options for other in after.options)
    is_only_quarter = all(is_quarter(place) for place in span.options)
    told_with = is_only_quarter and _PART_OF.fullmatch(text, span.end, after.start)
    return bool(told_with) and quarter_of(span.raw, after.options, gazetteer) is None


def _touch(place: Place, other: Place) -> bool:
    """Whether one lies in the other's unit, or near it."""
    if place.country != other.country:
        return False
    units = [each for each in (place, other) if each.kind != "city"]
    is_same_unit = all(each.kind == "country" or place.admin1 == other.admin1 for each in units)
    return (bool(units) and is_same_unit) or distance_km(place, other) <= QUARTER_KM


def _cities_named(spans: Iterable[Span]) -> list[Place]:
    """What each name most often means, where that is a city."""
    return [span.options[0] for span in spans if span.options and span.options[0].kind == "city"]


def _as_quarter(
    span: Span, choice: Choice, named: Sequence[Place], home: Sequence[Place], gazetteer: Gazetteer
) -> Choice:
    """The quarter of the outlet's own city that has the name; of a city in the text, unless a known town has it too."""
    if choice.reason == "demonym" or span.cue in ("institution", "dateline"):
        return choice
    place = quarter_of(span.raw, home, gazetteer) if len(home) == 1 else None
    is_known = choice.place is not None and (choice.place.population >= LITTLE_KNOWN or choice.place.is_curated)
    if place is None and not is_known and not any(nearness(each, home) for each in span.options):
        place = quarter_of(span.raw, named, gazetteer)
    return choice if place is None else Choice(place, (place,), "quarter")


def _unless_far(
    span: Span, choice: Choice, near: Iterable[Place], home: Sequence[Place], support: Mapping[Unit, float]
) -> Choice:
    """A quarter lies in a city that the text or the outlet is about; one far from home is named with its state.

    Nobody lists all the quarters of a city: 'the Clifton neighborhood' of Louisville is not in New Jersey.
    """
    place = choice.place
    if place is None or choice.reason == "bound" or place.kind not in ("city", "admin1", "admin2"):
        return choice
    if span.unit in QUARTERS:
        is_far = place.kind == "admin1" or not any(
            0 < distance_km(place, other) <= QUARTER_KM for other in near if other.name != place.name
        )
    else:
        is_far = _is_unlikely_abroad(place, choice.considered, home, support)
    return Choice(None, choice.considered, "far") if is_far else choice


def _is_unlikely_abroad(
    place: Place, considered: Sequence[Place], home: Sequence[Place], support: Mapping[Unit, float]
) -> bool:
    """Whether only its name speaks for a small town in another part of the outlet's country."""
    if len(home) != 1 or place.kind == "admin1" or place.population >= KNOWN_ANYWHERE:
        return False
    if place.country != home[0].country or place.admin1 == home[0].admin1 or distance_km(place, home[0]) <= FAR_KM:
        return False
    return support.get((place.country, place.admin1), 0.0) - voice_of(considered) < ANOTHER_VOICE


def _default_countries(around: Surroundings) -> list[str]:
    return [code for code in (around.country, around.home.country if around.home else None) if code]


def _choice(place: Place | None, choices: tuple[Place, ...], reason: str, anchors: Sequence[Place]) -> Choice:
    if place is not None or not choices:
        return Choice(place, choices, reason)
    near = _nearest(choices, anchors)
    return Choice(near, choices, "near" if near else "tie")


def _nearest(choices: Sequence[Place], anchors: Sequence[Place]) -> Place | None:
    """The only namesake that lies near another place of the text; None = none or several do."""
    near = [place for place in choices if any(distance_km(place, anchor) <= ANCHOR_KM for anchor in anchors)]
    if not near or any(not are_one(near[0], place) for place in near[1:]):
        return None
    return near[0]


def _with_bound(
    spans: Sequence[Span], bound: Mapping[int, tuple[Place, ...]]
) -> list[tuple[Span, tuple[Place, ...] | None]]:
    return [(span, bound.get(number)) for number, span in enumerate(spans)]


def _in_section(span: Span, sections: Sequence[Section]) -> Span:
    """The span with its namesakes in the country that its section is headed by, if it has any there."""
    country = country_at(sections, span.start)
    own = tuple(place for place in span.options if place.country == country)
    return replace(span, options=own) if own else span


def _narrowed(span: Span, choices: tuple[Place, ...] | None) -> tuple[Span, bool]:
    if choices is None:
        return span, False
    return Span(span.start, span.end, span.raw, choices, span.cue, span.unit, span.is_metonym), True


def _options_at_home(
    span: Span, is_bound: bool, evidence: Evidence, own: Sequence[Place], gazetteer: Gazetteer
) -> tuple[tuple[Place, ...], str]:
    """The span's namesakes where the evidence speaks for, and the reason; empty = nothing speaks for any."""
    if is_bound:
        return span.options, "bound"
    if span.country:
        return (), "demonym"
    leader = evidence.leader
    if span.is_weak:
        return tuple(place for place in span.options if place.country == leader), "evidence"
    key = fold_name(span.raw)
    homes = sorted({place.country for place in span.options})
    home = max(homes, key=lambda code: evidence.without(code, key), default=None)
    if any(nearness(place, own) for place in span.options):
        home = own[0].country
    known = known_country(span.options, span.raw)
    if home is not None and evidence.supports(home, key) and not is_dwarfed(span.options, home, known):
        return tuple(place for place in span.options if place.country == home), "evidence"
    if known is None and len(homes) == 1 and span.options[0].is_curated and evidence.is_alone(key):
        known = homes[0]
    if known:
        return tuple(place for place in span.options if place.country == known), "prominence"
    return _spelled_alike(span, leader, gazetteer)


def _spelled_alike(span: Span, leader: str | None, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], str]:
    if leader is None:
        return (), "no_country"
    close = tuple(gazetteer.look_up(span.raw, country=leader, fuzzy=True)[:3])
    return close, "spelling" if close else "unknown"

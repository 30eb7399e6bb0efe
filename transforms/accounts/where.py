"""Account → where it happened, with the words that say so and why it is no more exact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from transforms.accounts import Account
from transforms.accounts.candidates import Candidate, gather_candidates
from transforms.accounts.sentences import ReadText
from transforms.places import PlaceMention, containing, geo_precision
from transforms.places.gazetteer import Place
from transforms.places.words import QUARTERS, UNIT_OF

# What a place must have on its side before the home of a local outlet is taken for the scene.
HOME_LIKELIHOOD = 0.8
# A quarter's city has many times its people.
CITY_OF_QUARTER = 5
# A unit told within so many characters of a name is told with it.
_BESIDE = 120
# Signs by which a town inside a county is the scene, not somebody's home or hospital.
_AT_THE_SCENE = frozenset({"scene", "agency", "title_scene", "local_dateline", "elsewhere_scene", "bound"})
# Signs by which a town is where the account happened, whatever else is called so.
_OWN_SCENE = frozenset({"scene", "bound", "local_dateline"})
_POLICED = frozenset({"agency", "elsewhere_agency"})
_ONLY_PERSONS = frozenset({"hospital", "origin", "elsewhere_hospital", "elsewhere_origin", "speech", "custody"})
# "Eidgah in Srinagar", "Faru, a farming settlement in Maradun", "the Metina region of northern Iraq".
_LIES_IN = re.compile(
    r",?(?: also)? in (?:the )?(?:[a-z-]+ ){0,2}|, "
    r"|, (?:a|an|the) (?:[\w-]+ ){1,4}(?:in|of|near) (?:the )?(?:[a-z-]+ ){0,2}"
)


@dataclass(frozen=True)
class Where:
    """Most exact place of the happening; `precision` on UCDP's scale; the words and their span, None = not in the text.

    `reason` says why the place is no town: none_named, no_country, unknown (the gazetteer lacks the name), tie, far,
    outlet_home (nothing but where the outlet is at home), country_only, unit_only; None = it is one. `place` None =
    unresolved.
    """

    place: Place | None
    precision: int | None
    raw: str | None
    span: tuple[int, int] | None
    reason: str | None = None


NOWHERE = Where(None, None, None, None, "none_named")


def find_where(account: Account, read: ReadText) -> Where:
    """The likeliest place of the account; where it names none below a country, the title's or the lead's.

    A name that the gazetteer lacks is set in the unit or country told with it, not in the next town of the text.
    """
    candidates = gather_candidates(account, read)
    best = max(candidates, key=lambda each: (each.likelihood, -each.mention.start), default=None)
    if best is None or best.likelihood < HOME_LIKELIHOOD:
        home = _at_home(read)
        if home is not None:
            return home
    if best is None:
        return _vague(account, read)
    if best.place is None:
        return _around_unknown(best, candidates, account, read)
    best = _refined(_in_its_province(best, candidates), candidates)
    return _where(best.mention, _in_its_city(best, candidates), read)


def _at_home(read: ReadText) -> Where | None:
    """The outlet's own town or unit, as near as nothing else tells; None = unknown, or the text is of elsewhere."""
    home = read.home
    if home is None or len(home.places) != 1 or read.country not in (None, home.country):
        return None
    return Where(home.places[0], 3, None, None, "outlet_home")


def _vague(account: Account, read: ReadText) -> Where:
    """The country that the account names, else the place line, else why there is none."""
    told = [mention for sentence in account.sentences for mention in sentence.places if not mention.is_adjective]
    resolved = [mention for mention in told if mention.place is not None and not mention.is_metonym]
    resolved = resolved or [mention for mention in read.dateline_places if mention.place is not None]
    at_home = [mention for mention in resolved if mention.country == read.country]
    for mention in at_home or resolved:
        return _where(mention, mention.place, read)
    for mention in told:
        if mention.place is None:
            return Where(None, None, mention.raw, (mention.start, mention.end), mention.reason)
    return NOWHERE


def _around_unknown(best: Candidate, candidates: Sequence[Candidate], account: Account, read: ReadText) -> Where:
    """What a name that the gazetteer lacks is said to lie in; else the unit or country told beside it, or anywhere."""
    mention = best.mention
    if (around := _said_to_hold(mention, read)) is not None:
        return Where(around.place, geo_precision(around), mention.raw, (mention.start, mention.end), "unknown")
    units = [
        each
        for each in candidates
        if each.place is not None and each.place.kind in ("admin1", "admin2", "region") and "hails" not in each.signs
    ]
    units.sort(key=lambda each: (abs(each.mention.start - mention.start) > _BESIDE, -each.likelihood))
    home = _at_home(read)
    if home is not None and all(_reaches(each.place, home.place) for each in units):
        return replace(home, raw=mention.raw, span=(mention.start, mention.end), reason="unknown")
    if units:
        place = units[0].place
        precision = geo_precision(units[0].mention)
        return Where(place, precision, mention.raw, (mention.start, mention.end), "unknown")
    found = _vague(account, read)
    return replace(found, raw=mention.raw, span=(mention.start, mention.end), reason="unknown")


def _said_to_hold(mention: PlaceMention, read: ReadText) -> PlaceMention | None:
    """The next place of the sentence where the words between say that the first lies in it: "Mandan area of Bannu"."""
    sentence = next((each for each in read.sentences if each.start <= mention.start < each.end), None)
    if sentence is None:
        return None
    after = [each for each in sentence.places if each.start >= mention.end and not each.is_adjective]
    for each in after[:1]:
        between = sentence.text[mention.end - sentence.start : each.start - sentence.start]
        if each.place is not None and (UNIT_OF.fullmatch(between) or _LIES_IN.fullmatch(between)):
            return each
    return None


def _reaches(unit: Place | None, home: Place | None) -> bool:
    return unit is not None and home is not None and (unit == home or containing(unit, home))


def _in_its_province(best: Candidate, candidates: Iterable[Candidate]) -> Candidate:
    """The scene that the text tells, where the headline's town is called as its province is: "killed in Belgorod"."""
    place = best.place
    if place is None or place.kind != "city" or place.name != place.admin1 or _OWN_SCENE & best.signs.keys():
        return best
    told = [each for each in candidates if _is_scene_in(each, place)]
    return max(told, key=lambda each: (each.likelihood, -each.mention.start), default=best)


def _is_scene_in(candidate: Candidate, other: Place) -> bool:
    place = candidate.place
    if place is None or place.kind not in ("city", "admin2") or place == other:
        return False
    is_inside = (place.country, place.admin1) == (other.country, other.admin1)
    return is_inside and "bound" in candidate.signs


def _refined(best: Candidate, candidates: Iterable[Candidate]) -> Candidate:
    """A town inside the unit that was named is the same scene, told more exactly."""
    if best.place is None or best.place.kind == "city":
        return best
    kinds = {"city", "admin2"} if best.place.kind == "admin1" and best.place.country != "USA" else {"city"}
    inner = [
        each
        for each in candidates
        if each.place is not None
        and each.place.kind in kinds
        and _AT_THE_SCENE & each.signs.keys()
        and containing(best.place, each.place)
    ]
    return max(inner, key=lambda each: (each.likelihood, -each.mention.start), default=best)


def _in_its_city(best: Candidate, candidates: Iterable[Candidate]) -> Place | None:
    """The place, a quarter called as ACLED calls it, 'Chicago - Englewood': one that a bigger city polices."""
    place = best.place
    is_quarter = best.mention.reason == "quarter"
    if place is None or place.kind != "city" or is_quarter or _POLICED & best.signs.keys():
        return place
    for each in candidates:
        city = each.place
        if city is None or city.kind != "city" or not containing(city, place):
            continue
        is_its_city = bool(_POLICED & each.signs.keys()) or (
            best.mention.unit in QUARTERS and not each.signs.keys() <= _ONLY_PERSONS
        )
        if is_its_city and city.admin1 == place.admin1 and city.population >= CITY_OF_QUARTER * place.population:
            return replace(place, name=f"{city.name} - {place.name}")
    return place


def _where(mention: PlaceMention, place: Place | None, read: ReadText) -> Where:
    if place is None:
        return NOWHERE
    reason = {"country": "country_only", "city": None}.get(place.kind, "unit_only")
    if mention not in read.title_places:
        return Where(place, geo_precision(mention), mention.raw, (mention.start, mention.end), reason)
    told = next((each for sentence in read.sentences for each in sentence.places if each.place == mention.place), None)
    span = (told.start, told.end) if told is not None else None
    return Where(place, geo_precision(mention), told.raw if told is not None else mention.raw, span, reason)

"""The places that an account may be set in, each with the signs that speak for and against it.

The weights began as those of a conditional logit over the candidates of each article (which of them is the coded
place) and were then searched one by one, on two thirds of FA-KES' and of Gun Violence Archive's open articles.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from transforms.accounts import Account, is_event
from transforms.accounts.apart import is_set_apart
from transforms.accounts.scene import find_homes, nearest_clause, role_of
from transforms.accounts.sentences import ReadText, Sentence
from transforms.places import PlaceMention, containing, distance_km
from transforms.places.gazetteer import Place
from transforms.places.namesakes import HOME_KM

# A place told so far down the text has to do with something else.
LAST_SENTENCE = 12
# How fast a place fades that is told in other sentences than the account's, by each sentence between.
FADE = 0.15
WEIGHTS: Mapping[str, float] = {
    "scene": 0.5,
    "named": -0.3,
    "agency": 0.65,
    "school": 0.0,
    "hospital": -1.5,
    "origin": -0.4,
    "hails": -1.2,
    "bureau": -1.5,
    "custody": -0.1,
    "speech": -0.1,
    "way": 0.3,
    "afar": -0.5,
    "bearing": -0.8,
    "launch": -1.0,
    "metonym": -1.0,
    "bound": 0.4,
    "early": 0.5,
    "times": 0.8,
    "untitled": -0.6,
    "title_scene": 0.3,
    "title": 0.1,
    "titled_unit": 1.1,
    "dateline": 0.2,
    "local_dateline": 1.0,
    "elsewhere_scene": 1.1,
    "elsewhere_named": -0.2,
    "elsewhere_agency": 1.2,
    "elsewhere_hospital": -0.5,
    "elsewhere_origin": -0.3,
    "elsewhere_afar": -0.5,
    "elsewhere_launch": -1.0,
    "city": 1.3,
    "region": 0.1,
    "admin1": 0.7,
    "admin2": 0.3,
    "county": -1.2,
    "unresolved": 0.5,
    "abroad": -2.1,
    "inside": 0.8,
    "near_home": 0.6,
    "home": 1.1,
}
# Signs by which a place of the place line is the scene too.
_SCENES = frozenset("scene bound agency way title title_scene elsewhere_scene elsewhere_agency".split())
_TITLED = frozenset({"title", "title_scene"})
# Between two towns: the second only tells where the first lies.
_BEARS = re.compile(
    r"(?: (?:city|town|village|district))?,? (?:(?:some|about|around|roughly|just|nearly) )?"
    r"(?:[\d.,]+ ?(?:km|kilomet\w+|miles?|mi)?(?: \([^)]*\))? )?(?:to the |in the )?"
    r"(?:north|south|east|west)[a-z]*(?:[- ](?:north|south|east|west)[a-z]*)? (?:of|from) "
    r"(?:the )?(?:(?:provincial |regional |state )?(?:capital|city|town|village)(?: of)?,? )?"
)
Signs = Mapping[str, float]


@dataclass(frozen=True)
class Candidate:
    """A place, the mention that says it best, and its signs; `place` None = named, but not resolved."""

    place: Place | None
    mention: PlaceMention
    signs: Signs

    @property
    def likelihood(self) -> float:
        """Sum of the signs' weights: an ordering, not a probability."""
        return sum(WEIGHTS.get(sign, 0.0) * strength for sign, strength in self.signs.items())


def gather_candidates(account: Account, read: ReadText) -> list[Candidate]:
    """Every place below a country that the account, the headline, the place line or the rest names, in that order."""
    signs: dict[Place | str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    best: dict[Place | str, tuple[float, PlaceMention]] = {}
    for mention, sign, strength in _signs(account, read):
        key = mention.place or mention.raw
        signs[key][sign] = max(signs[key][sign], strength)
        signs[key]["times"] += sign not in ("bound", "titled_unit")
        weight = WEIGHTS.get(sign, 0.0)
        if key not in best or weight > best[key][0]:
            best[key] = (weight, mention)
    places = [key for key in signs if isinstance(key, Place)]
    scenes = [key for key in places if {"scene", "bound"} & signs[key].keys() and "hails" not in signs[key]]
    titled = [place for place in places if "titled_unit" in signs[place]]
    for key, own in signs.items():
        own["times"] = math.log1p(own["times"])
        if isinstance(key, Place):
            own.update(dict.fromkeys(_standing(key, places, titled, account, read), 1.0))
            if "bound" in own:
                # A town's own hospital is no sign that the wounded were taken there from elsewhere.
                own.pop("hospital", None)
                own.pop("elsewhere_hospital", None)
            if _is_bureau(key, own, scenes):
                own["bureau"] = 1.0
            if not _TITLED & own.keys() and _is_another_titled(key, signs):
                own["untitled"] = 1.0
        else:
            own["unresolved"] = 1.0
    return [Candidate(key if isinstance(key, Place) else None, best[key][1], dict(own)) for key, own in signs.items()]


def _signs(account: Account, read: ReadText) -> Iterator[tuple[PlaceMention, str, float]]:
    """Each mention with one sign after the other, its strength from 0 to 1.

    An account that names places of its own takes none from other accounts, nor from the headline unless it leads; one
    that leads and tells its scene takes none from what the text sets apart from it. The later half of a sentence names
    its own and takes no other.
    """
    own = {sentence.index: (sentence, position) for position, sentence in enumerate(account.sentences)}
    has_own = any(True for each in account.sentences for _ in _local(each.places))
    is_shut = account.first.is_later_half or (account.is_retold and _is_set_in_country(account))
    is_alone = not is_shut and (_leads(account, read) or not has_own)
    is_set = any(role_of(mention, each) == "scene" for each in account.sentences for mention in _towns(each))

    def is_open(sentence: Sentence) -> bool:
        return is_alone and not (is_set and is_set_apart(sentence))

    for sentence in read.sentences:
        if sentence.index in own:
            yield from _told(*own[sentence.index], read)
        elif not is_shut and sentence.index <= LAST_SENTENCE and (is_open(sentence) or not is_event(sentence)):
            for mention in _local(sentence.places):
                line = _line_sign(mention, read)
                away = abs(sentence.index - account.first.index)
                yield (
                    mention,
                    line or f"elsewhere_{role_of(mention, sentence)}",
                    1.0 if line else 1.0 / (1 + FADE * away),
                )
    if is_alone:
        for mention in _local(read.title_places):
            yield mention, "title_scene" if mention.cue else "title", 1.0
            yield mention, "titled_unit", 1.0


def _is_set_in_country(account: Account) -> bool:
    """True if the account names a country and nothing in it: "the attack on southern Israel on October 7"."""
    places = [mention for sentence in account.sentences for mention in sentence.places if not mention.is_adjective]
    return bool(places) and all(mention.place is not None and mention.place.kind == "country" for mention in places)


def _leads(account: Account, read: ReadText) -> bool:
    """Whether the first news of the text is the account's."""
    first = next((sentence.index for sentence in read.sentences if is_event(sentence)), -1)
    return first == account.first.index and not account.first.is_later_half


def _told(sentence: Sentence, position: int, read: ReadText) -> Iterator[tuple[PlaceMention, str, float]]:
    """Signs of a sentence of the account."""
    homes = find_homes(sentence)
    for mention in _local(sentence.places):
        line = _line_sign(mention, read)
        if line:
            yield mention, line, 1.0
            continue
        if mention in homes:
            yield mention, "hails", 1.0
            continue
        if _is_bearing(mention, sentence):
            yield mention, "bearing", 1.0
            continue
        role = role_of(mention, sentence)
        yield mention, role, 1.0
        yield mention, "early", 1.0 / (1.0 + 0.5 * position)
        if role in ("scene", "named") and nearest_clause(mention, sentence) == 0:
            yield mention, "bound", 1.0


def _is_bearing(mention: PlaceMention, sentence: Sentence) -> bool:
    """True for the town by which the way to another is told: "in Qabatiya, south of Jenin"."""
    before = [each for each in _towns(sentence) if each.end <= mention.start and each.place is not None]
    if not before or mention.place is None or before[-1].place == mention.place:
        return False
    return _BEARS.fullmatch(sentence.text, before[-1].end - sentence.start, mention.start - sentence.start) is not None


def _local(mentions: Iterable[PlaceMention]) -> Iterator[PlaceMention]:
    """Mentions below a country, and names that mean nothing yet but stand where a place does."""
    for mention in mentions:
        if mention.is_adjective or (mention.place is not None and mention.place.kind == "country"):
            continue
        if mention.place is not None or mention.reason in ("unknown", "far"):
            yield mention


def _towns(sentence: Sentence) -> Iterator[PlaceMention]:
    """What a sentence names below a first-level unit, names that mean nothing yet among them."""
    for mention in _local(sentence.places):
        if mention.cue != "dateline" and (mention.place is None or mention.place.kind in ("city", "admin2")):
            yield mention


def _line_sign(mention: PlaceMention, read: ReadText) -> str | None:
    """The sign of a place line or of a government called by its capital; None = an ordinary name."""
    if mention.start < read.dateline_end or mention.cue == "dateline":
        at_home = read.home is not None and mention.country == read.home.country and bool(read.home.places)
        return "local_dateline" if at_home else "dateline"
    return "metonym" if mention.is_metonym else None


def _standing(
    place: Place, places: Iterable[Place], titled: Iterable[Place], account: Account, read: ReadText
) -> Iterator[str]:
    """Signs of the place among the others, by country, and by where the outlet is at home."""
    # An American county is named for its sheriff and its court; a district elsewhere is where things happen.
    yield "county" if place.kind == "admin2" and place.country == "USA" else place.kind
    if any(_is_of_unit(place, other) for other in titled):
        yield "titled_unit"
    country = read.country_of(account.first)
    if country and place.country != country:
        yield "abroad"
    if any(containing(other, place) for other in places):
        yield "inside"
    home = read.home.places[0] if read.home and len(read.home.places) == 1 else None
    if home is not None and home.country == place.country and place.kind != "admin1":
        if distance_km(home, place) <= HOME_KM:
            yield "near_home"
        if home == place:
            yield "home"


def _is_another_titled(place: Place, signs: Mapping[Place | str, Mapping[str, float]]) -> bool:
    """Whether the headline names another town."""
    return any(
        isinstance(other, Place) and other.kind == "city" and other != place and _TITLED & own.keys()
        for other, own in signs.items()
    )


def _is_bureau(place: Place, signs: Signs, scenes: Iterable[Place]) -> bool:
    """True for a place line of somebody who writes from afar: the account is set elsewhere in the country."""
    if "dateline" not in signs or _SCENES & signs.keys():
        return False
    return any(
        other.country == place.country and other.kind != "country" and other != place and not containing(other, place)
        for other in scenes
    )


def _is_of_unit(place: Place, other: Place) -> bool:
    return place.country == other.country and bool(place.admin1) and place.admin1 == other.admin1

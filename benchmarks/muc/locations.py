"""Where: the countries, towns, units and quarters that a report names or means, with what speaks for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from muc.reading import Report
from muc.setting import FAR, LATE, Choice
from transforms.phrases import read_lexicon
from transforms.places import PlaceMention, containing
from transforms.places.gazetteer import open_gazetteer

# The task's region: its reports come from there, and a dateline's namesake elsewhere is not meant.
REGION = frozenset("SLV COL PER GTM HND NIC CHL BOL ARG BRA ECU VEN PAN CRI MEX URY PRY CUB DOM HTI".split())
KINDS = {"admin1": "DEPARTMENT", "city": "CITY", "admin2": "PROVINCE", "region": "REGION"}
# Characters between a town and the department that is named with it.
BESIDE = 40
_HERE = re.compile(r"\bth(?:is|e) (?:capital|city|town)\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b([A-Z][a-z]+(?: (?:[A-Z][a-z]+|del?|la)){0,3}) (neighborhood|district|quarter|sector)\b")


@cache
def country_names() -> dict[str, str]:
    """Names of countries as the key writes them, by alpha-3."""
    return {row["code"]: row["name"].upper() for row in read_lexicon("countries")}


@cache
def country_of_town(town: str) -> str | None:
    """The country of a dateline's town, one of the region before others, the bigger before the smaller."""
    known = open_gazetteer().look_up(town)
    ranked = sorted(known, key=lambda place: (place.country not in REGION, -place.population))
    return ranked[0].country if ranked else None


def country_choices(report: Report, near: Collection[int]) -> list[Choice]:
    """Countries named in the report or meant by its dateline; values are alpha-3."""
    counts: Counter[str] = Counter()
    found: dict[str, set[str]] = {}
    for mention in report.places:
        if mention.country:
            order = report.sentence_at(mention.start)
            counts[mention.country] += 1
            found.setdefault(mention.country, set()).update(
                {f"order {min(order, LATE)}", f"adjective {mention.is_adjective}", f"near {order in near}"}
            )
    home = country_of_town(report.town) if report.town else None
    if home:
        counts[home] += 1
        found.setdefault(home, set()).add("dateline")
    top = counts.most_common(1)[0][0] if counts else ""
    for code, features in found.items():
        features |= {
            f"count {min(counts[code], LATE)}",
            f"top {code == top} home {code == home}",
            f"region {code in REGION}",
        }
    return [Choice(code, tuple(sorted(features))) for code, features in found.items()]


def place_choices(report: Report, near: Collection[int], country: str) -> list[Choice]:
    """Towns and units of the country that the report names, as the key writes them after the country; '' = none.

    A town beside whose name its department stands, and a quarter, are also offered as a chain of both.
    """
    found: dict[str, set[str]] = {"": {"nowhere"}}
    violent = report.violent_sentences
    for chain in _chains(report, country):
        value = ": ".join(f"{link.name} ({link.kind})" for link in chain.links)
        order = report.sentence_at(chain.start)
        gap = min(min((abs(order - other) for other in violent), default=FAR), FAR)
        features = _chain_features(chain, order, gap, order in near)
        features.add(f"home {chain.links[-1].name.lower() == report.town.lower()} gap {gap}")
        if value in found:
            found[value] |= features | {"again"}
        else:
            found[value] = features | {"later" if len(found) > 1 else "first"}
    beside = {feature for value, features in found.items() if value for feature in features}
    found[""] |= {f"beside {feature}" for feature in beside if feature.startswith(("near", "cue", "home"))}
    found[""].add(f"places {min(len(found), LATE)}")
    return [Choice(value, tuple(sorted(features))) for value, features in found.items()]


def _chain_features(chain: Chain, order: int, gap: int, is_near: bool) -> set[str]:
    shape = " ".join(link.kind for link in chain.links)
    return {
        f"order {min(order, LATE)}",
        f"gap {gap}",
        f"cue {chain.cue}",
        f"shape {shape}",
        f"shape {shape} inside {chain.is_inside}",
        f"near {is_near}",
        f"near {is_near} cue {chain.cue}",
        f"near {is_near} gap {gap} shape {shape}",
        f"speaks {chain.speaks}",
    }


@dataclass(frozen=True)
class Link:
    """A name of a chain, and its kind as the key writes it."""

    name: str
    kind: str


@dataclass(frozen=True)
class Chain:
    """Names from the wider to the closer; `is_inside`: the closer is also part of a longer chain."""

    links: tuple[Link, ...]
    start: int
    cue: str
    speaks: bool
    is_inside: bool = False


def _chains(report: Report, country: str) -> Iterator[Chain]:
    named = [mention for mention in report.places if _is_choice(mention, country)]
    for mention in named:
        wider = [_link(other) for other in named if _is_beside(other, mention)]
        link = _link(mention)
        yield Chain((link,), mention.start, mention.cue, mention.is_metonym, bool(wider))
        for unit in wider[:1]:
            yield Chain((unit, link), mention.start, mention.cue, mention.is_metonym)
    yield from _dateline_chains(report, country)
    for found in _QUARTER.finditer(report.text):
        cities = [mention for mention in named if mention.place and mention.place.kind == "city"]
        before = [mention for mention in cities if mention.end <= found.start() or mention.start >= found.end()]
        city = min(before, key=lambda mention: abs(mention.start - found.start()), default=None)
        if city:
            quarter = Link(found[1].upper(), found[2].upper())
            yield Chain((_link(city), quarter), found.start(), "quarter", speaks=False)


def _dateline_chains(report: Report, country: str) -> Iterator[Chain]:
    """The dateline's town, where the text says "this capital", and as what is meant where it says nothing."""
    if not report.town or country_of_town(report.town) != country:
        return
    here = (Link(report.town.upper(), "CITY"),)
    yield Chain(here, 0, "dateline", speaks=False)
    for found in _HERE.finditer(report.text):
        yield Chain(here, found.start(), "here", speaks=False)


def _is_choice(mention: PlaceMention, country: str) -> bool:
    place = mention.place
    return place is not None and not mention.is_adjective and place.country == country and place.kind in KINDS


def _is_beside(unit: PlaceMention, town: PlaceMention) -> bool:
    """Whether the unit's name stands beside the town's that it contains: "Achi, Bolivar Department"."""
    if unit.place is None or town.place is None or unit.raw.lower() == town.raw.lower():
        return False
    gap = max(unit.start - town.end, town.start - unit.end)
    return 0 <= gap <= BESIDE and unit.place.kind in ("admin1", "admin2") and containing(unit.place, town.place)


def _link(mention: PlaceMention) -> Link:
    return Link(mention.raw.upper(), KINDS[mention.place.kind] if mention.place else "")

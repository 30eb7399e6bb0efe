"""When and where: the days, countries and places that a report names, with what speaks for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from muc.reading import Report
from transforms.phrases import read_lexicon
from transforms.places import PlaceMention
from transforms.places.gazetteer import open_gazetteer
from transforms.training.muc4 import MONTHS

# The task's region: its reports come from there, and a dateline's namesake elsewhere is not meant.
REGION = frozenset("SLV COL PER GTM HND NIC CHL BOL ARG BRA ECU VEN PAN CRI MEX URY PRY CUB DOM HTI".split())
KINDS = {"admin1": "DEPARTMENT", "city": "CITY", "admin2": "PROVINCE", "region": "REGION"}
_MONTHS = {number: name for name, number in MONTHS.items()}
OLDEST_DAYS = 1500
MONTH_LONG = 4
LATE, FAR, WEEK = 6, 3, 7


@dataclass(frozen=True)
class Choice:
    """One value that a slot may have, as the key writes it, with its features."""

    value: str
    features: tuple[str, ...]


def write_day(day: date) -> str:
    return f"{day.day:02d} {_MONTHS[day.month]} {day.year % 100:02d}"


def day_choices(report: Report, near: Collection[int]) -> list[Choice]:
    """Days named in the report, and "on or before the dateline"; `near`: sentences with what fills other slots."""
    told = report.message.day
    if told is None:
        return []
    until = f"- {write_day(told)}"
    found: dict[str, set[str]] = {until: {"until"}}
    violent = report.violent_sentences
    for mention in report.days:
        if mention.low > told or (told - mention.low).days > OLDEST_DAYS or mention.precision >= MONTH_LONG:
            continue
        last = min(mention.high, told)
        value = write_day(mention.low) if mention.low == last else f"{write_day(mention.low)} - {write_day(last)}"
        order = report.sentence_at(mention.start)
        gap = min((abs(order - other) for other in violent), default=FAR)
        features = {
            f"kind {mention.kind}",
            f"precision {mention.precision}",
            f"order {min(order, LATE)}",
            f"gap {min(gap, FAR)}",
            f"order {min(order, LATE)} gap {min(gap, FAR)}",
            f"age {min((told - mention.low).days, WEEK)}",
            f"old {(told - mention.low).days > 30}",
            f"near {order in near}",
            f"near {order in near} gap {min(gap, FAR)}",
            f"words {re.sub('[0-9]+', '9', mention.raw.lower())}",
        }
        if value in found:
            found[value] |= features | {"again"}
        else:
            found[value] = features | {"first" if len(found) == 1 else "later"}
    others = [feature for value, features in found.items() if value != until for feature in features]
    found[until] |= {f"beside {feature}" for feature in others if feature.startswith(("order", "near", "age"))}
    return [Choice(value, tuple(sorted(features))) for value, features in found.items()]


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
    """Towns and units of the country that the report names, as the key writes them after the country."""
    found: dict[str, set[str]] = {}
    violent = report.violent_sentences
    for mention in report.places:
        if mention.is_adjective or mention.place is None or mention.place.country != country:
            continue
        if mention.place.kind == "country":
            continue
        value = f"{mention.raw.upper()} ({KINDS[mention.place.kind]})"
        order = report.sentence_at(mention.start)
        gap = min(min((abs(order - other) for other in violent), default=FAR), FAR)
        features = _place_features(mention, order, gap, order in near)
        features.add(f"home {mention.raw.lower() == report.town.lower()} gap {gap}")
        if value in found:
            found[value] |= features | {"again"}
        else:
            found[value] = features | {"later" if found else "first"}
    return [Choice(value, tuple(sorted(features))) for value, features in found.items()]


def _place_features(mention: PlaceMention, order: int, gap: int, is_near: bool) -> set[str]:
    kind = mention.place.kind if mention.place else ""
    return {
        f"order {min(order, LATE)}",
        f"gap {gap}",
        f"cue {mention.cue}",
        f"unit {mention.unit}",
        f"kind {kind}",
        f"near {is_near}",
        f"near {is_near} cue {mention.cue}",
        f"near {is_near} gap {gap} kind {kind}",
        f"speaks {mention.is_metonym}",
    }

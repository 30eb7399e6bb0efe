"""A year of news that never was: happenings with known truth, told by outlets that err as outlets do.

Everything follows from the seed. A happening is told by some outlets over some nights, late ones included; each report
misreads a day, a place, a kind, a toll or a side now and then; wire copies repeat another outlet's report; a few
articles are corrected by a later version or taken back. Rates are round numbers near those that the open gold of
shootings shows (README of the benchmarks), tolls rise as they do in wars.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from transforms.extract import frame_of
from transforms.schema import EVENT_TYPE_OF

FIRST_NIGHT = date(2025, 1, 1)
_COUNTRIES = "SYR IRQ YEM SDN MLI NGA SOM COD MMR UKR AFG PAK COL MEX LBY HTI ETH BFA NER CMR".split()
_KINDS = (
    ("Remote explosive/landmine/IED", "Explosives"),
    ("Armed clash", "Firearms"),
    ("Attack", "Firearms"),
    ("Air/drone strike", "Explosives"),
    ("Shelling/artillery/missile attack", "Explosives"),
    ("Abduction/forced disappearance", None),
)
_SIDES = ("armed group", "state forces", "political militia", "police")
_NAMES = "Amin Bako Chidi Dawod Emre Farid Goran Hamza Idris Jonah Karim Lamin Musa Nuri Omar Pavel Qasim Rami".split()
_SYLLABLES = "ba ko ri ta ne su mo la di fe gu ha ji ka lo ma ni po ra sa to vu wa ya zo shi cha dra gha kri".split()
_COMMON = "Officials said on the day that people died in the attack and the wounded were taken to hospital".split()


@dataclass(frozen=True)
class Plan:
    """How much news: `happenings` a night on average, told by `sites` over `nights`."""

    sites: int = 300
    nights: int = 365
    happenings: float = 40.0
    seed: int = 1


@dataclass(frozen=True)
class Place:
    country: str
    admin1: str
    location: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Happening:
    """What really took place; `words` are its own, which its reports share."""

    number: int
    day: date
    place: Place
    kind: int
    actor: int
    target: int
    killed: int
    people: tuple[tuple[str, int], ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Night:
    """One night's rows as the reader hands them over, and which happening each mention tells of."""

    day: date
    articles: pd.DataFrame
    mentions: pd.DataFrame
    claims: pd.DataFrame
    truth: dict[str, int]


@dataclass
class _Rows:
    articles: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    truth: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One article version about one happening; `copy_of` is the article whose words it repeats."""

    happening: Happening
    site: int
    night: int
    version: int = 1
    copy_of: str | None = None
    is_withdrawn: bool = False
    seed: int = 0

    @property
    def article_id(self) -> str:
        return f"art-{self.happening.number:07d}-{self.site:04d}"


def simulate(plan: Plan) -> Iterator[Night]:
    """The nights in order; every report comes in the night that its outlet published it."""
    chance = random.Random(plan.seed)  # noqa: S311 - no secret: the same seed, the same year
    places = [_place(chance, number) for number in range(max(40, plan.sites * 2))]
    waiting: list[list[Report]] = [[] for _ in range(plan.nights + 1)]
    number = 0
    for night in range(plan.nights):
        for _ in range(_poisson(chance, plan.happenings)):
            happening = _happening(chance, number, FIRST_NIGHT + timedelta(days=night), places)
            number += 1
            for report in _reports(chance, happening, night, plan):
                waiting[min(report.night, plan.nights)].append(report)
        yield _night(night, waiting[night])
        waiting[night] = []


def _place(chance: random.Random, number: int) -> Place:
    country = number % len(_COUNTRIES)
    province = chance.randrange(6)
    latitude = 5.0 + country * 2.5 + (province % 2) * 1.2 + chance.random() * 0.8
    longitude = -60.0 + country * 9 + (province // 2) * 1.6 + chance.random() * 0.8
    return Place(_COUNTRIES[country], f"Province {country}-{province}", _word(chance).title(), latitude, longitude)


def _happening(chance: random.Random, number: int, day: date, places: list[Place]) -> Happening:
    # Few places have much of the violence: the traps of one day in one city come by themselves.
    place = places[min(int(chance.expovariate(6.0) * len(places)), len(places) - 1)]
    people = tuple((f"{chance.choice(_NAMES)} {_word(chance).title()}", chance.randrange(4, 80)) for _ in range(2))
    killed = min(int(math.exp(chance.gauss(0.7, 1.1))), 400)
    words = tuple(_word(chance) for _ in range(14))
    kind, actor, target = chance.randrange(len(_KINDS)), chance.randrange(30), chance.randrange(30, 60)
    return Happening(number, day, place, kind, actor, target, killed, people, words)


def _reports(chance: random.Random, happening: Happening, night: int, plan: Plan) -> Iterator[Report]:
    outlets = chance.sample(range(plan.sites), min(1 + int(chance.expovariate(0.6)), 12, plan.sites))
    first = Report(happening, outlets[0], night, seed=chance.getrandbits(32))
    for site in outlets:
        delay = 0 if site == outlets[0] else _delay(chance)
        report = Report(happening, site, night + delay, seed=chance.getrandbits(32))
        if site != outlets[0] and chance.random() < 0.2:
            report = replace(report, copy_of=first.article_id, seed=first.seed)
        yield report
        fate = chance.random()
        if report.copy_of is None and fate < 0.04:
            later = report.night + 1 + chance.randrange(5)
            yield replace(report, night=later, version=2, is_withdrawn=fate < 0.01, seed=chance.getrandbits(32))


def _delay(chance: random.Random) -> int:
    """Nights after the first report: mostly none or one, one in twenty late by up to a month."""
    draw = chance.random()
    return chance.randrange(3, 30) if draw < 0.05 else int(draw < 0.35)


def _night(night: int, reports: list[Report]) -> Night:
    day = FIRST_NIGHT + timedelta(days=night)
    rows = _Rows()
    for report in sorted(reports, key=lambda report: (report.article_id, report.version)):
        _tell(report, day, rows)
    frames = (frame_of("articles", rows.articles), frame_of("mentions", rows.mentions), frame_of("claims", rows.claims))
    return Night(day, *frames, rows.truth)


def _tell(report: Report, night: date, rows: _Rows) -> None:
    """Add the article's rows; one that was withdrawn tells of nothing any more."""
    chance = random.Random(report.seed)  # noqa: S311
    happening = report.happening
    killed = _told_toll(chance, report)
    text = _text(chance, happening, killed)
    published = datetime(night.year, night.month, night.day, 6 + report.site % 12, tzinfo=UTC)
    rows.articles.append(_article(report, night, published, "Withdrawn." if report.is_withdrawn else text))
    if report.is_withdrawn:
        return
    mention = _mention(report, published) | _when(chance, happening, night) | _where(chance, happening.place)
    mention |= _what(chance, happening)
    if killed is not None:
        mention |= {f"fatalities_{bound}": killed for bound in ("low", "best", "high")}
        rows.claims.append(_claim(mention, killed))
    rows.mentions.append(mention)
    rows.truth[mention["mention_id"]] = happening.number


def _told_toll(chance: random.Random, report: Report) -> int | None:
    """Tolls rise from the first reports to the later ones; one in eight gives none, one in ten misreads it."""
    draw, killed = chance.random(), report.happening.killed
    share = 1.0 if report.version > 1 else chance.choice((0.6, 0.8, 1.0, 1.0, 1.0, 1.0))
    if draw < 0.12:
        return None
    return chance.randrange(30) if draw < 0.22 else max(min(killed, 1), round(killed * share))


def _when(chance: random.Random, happening: Happening, night: date) -> dict[str, Any]:
    """One in twelve has no date and takes the night's; one in twelve is a day off; a few know only the week."""
    draw = chance.random()
    if draw < 0.08:
        return {"event_date": night, "event_date_precision": 2, "event_date_raw": None}
    if draw < 0.16:
        day = happening.day + timedelta(days=chance.choice((-1, 1)))
        return {"event_date": day, "event_date_precision": 1, "event_date_raw": "on the day"}
    if draw < 0.20:
        start = happening.day - timedelta(days=2)
        return {"event_date": start, "event_date_precision": 3, "event_date_raw": "this week"}
    return {"event_date": happening.day, "event_date_precision": 1, "event_date_raw": "on the day"}


def _where(chance: random.Random, place: Place) -> dict[str, Any]:
    """Mostly the place; a second name of it near by, its province alone, its country alone, or nothing."""
    draw = chance.random()
    found: dict[str, Any] = {"country": place.country, "admin1": place.admin1, "location": place.location}
    found |= {"latitude": place.latitude, "longitude": place.longitude, "geo_precision": 1}
    if draw < 0.06:
        return found | {"location": f"{place.location} Camp", "latitude": place.latitude + 0.04}
    if draw < 0.14:
        return found | {"location": place.admin1, "geo_precision": 3}
    if draw < 0.17:
        return {"country": place.country, "location": place.country, "geo_precision": 4}
    return {} if draw < 0.18 else found


def _what(chance: random.Random, happening: Happening) -> dict[str, Any]:
    kind = chance.randrange(len(_KINDS)) if chance.random() < 0.12 else happening.kind
    name, weapon = _KINDS[kind]
    found: dict[str, Any] = {"sub_event_type": name, "event_type": EVENT_TYPE_OF[name], "weapon_type": weapon}
    for side, number in (("actor", happening.actor), ("target", happening.target)):
        if chance.random() < 0.65:
            found |= {side: f"Group {number}", f"{side}_id": f"g{number}", f"{side}_type": _SIDES[number % 4]}
    return found


def _text(chance: random.Random, happening: Happening, killed: int | None) -> str:
    words = [word for word in happening.words if chance.random() < 0.55] + [_word(chance) for _ in range(14)]
    words += chance.sample(_COMMON, 8)
    chance.shuffle(words)
    people = "".join(f" {name}, {age}, was among them." for name, age in happening.people if chance.random() < 0.4)
    return f"{happening.place.location}: {' '.join(words)}. {killed or 'Some'} died.{people}"


def _article(report: Report, night: date, published: datetime, text: str) -> dict[str, Any]:
    url = f"https://site-{report.site}.example/{report.article_id}"
    return {
        "article_id": report.article_id,
        "version": report.version,
        "site": f"site-{report.site}",
        "source": f"Site {report.site}",
        "url": url,
        "canonical_url": url,
        "title": "",
        "published_at": published,
        "text": text,
        "word_count": len(text.split()),
        "text_digest": f"{report.seed:x}",
        "duplicate_of": report.copy_of,
        "night": night,
        "outcome": "ok",
    }


def _mention(report: Report, published: datetime) -> dict[str, Any]:
    return {
        "mention_id": f"men-{report.article_id}-{report.version}",
        "article_id": report.article_id,
        "article_version": report.version,
        "is_current": True,
        "is_retold": False,
        "url": f"https://site-{report.site}.example/{report.article_id}",
        "site": f"site-{report.site}",
        "source": f"Site {report.site}",
        "published_at": published,
        "rank": 1,
        "status": "accomplished",
        "confidence": 0.8,
        "evidence": [],
        "extractor_version": "1",
    }


def _claim(mention: dict[str, Any], killed: int) -> dict[str, Any]:
    keys = ("mention_id", "article_id", "article_version", "is_current", "event_date")
    return {key: mention[key] for key in keys} | {
        "claim_id": f"clm-{mention['mention_id']}",
        "claimant": mention["source"],
        "claimant_type": "media",
        "quantity": "killed",
        "low": killed,
        "best": killed,
        "high": killed,
        "victims_type": "civilian",
        "side": "target",
        "is_cumulative": False,
        "sentence": f"{killed} died.",
        "start": 0,
        "end": 10,
    }


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randrange(2, 5)))


def _poisson(chance: random.Random, mean: float) -> int:
    """A Poisson draw; near enough by a normal one where the mean is large."""
    if mean > 50:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        count += 1
        product *= chance.random()
    return count

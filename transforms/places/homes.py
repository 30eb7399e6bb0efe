"""An outlet's home, by its address or call sign: evidence of the country and region that its reports speak of.

Local news names its town in the title or not at all, because its readers live there. Read from
`lexicon/outlets.csv`; else from a host that is named for its town ('bismarcktribune.com') or its country's
top-level domain ('punchng.com.ng').
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from transforms.places.countries import LEXICON, countries
from transforms.places.gazetteer import Gazetteer, Place

OUTLETS_CSV = LEXICON / "outlets.csv"

# A town's name and words of this kind make a newspaper's host: 'santacruzsentinel'.
_PAPERS = tuple(
    "tribune times news post sentinel chronicle courier herald journal gazette press star daily record observer "
    "dispatch examiner reporter leader argus democrat enterprise mail advocate republic register ledger bee sun "
    "online today now local weekly standard globe pd police patch mercury monitor independent citizen telegraph".split()
)
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?:)")
# A broadcaster's call sign where it signs: '(WATE)', 'Source: WMC', 'Copyright 2017 WTOC', '© 2017 KGW-TV'.
_SIGNED = re.compile(r"(?:\(|Source: |Copyright \d{4} |© \d{4} |Photo: |Courtesy )(?:[A-Z][a-z]+/)?([KW][A-Z]{2,3})\b")
_CALL_SIGN = re.compile(r"\b([KW][A-Z]{2,3})\b")
_LABEL = re.compile(r"^([kw][a-z]{2,3}?)(?:[-\d].*|tv.*|am|fm|dt|news.*|action.*|local.*|online|radio|channel.*)?$")
# What ends a headline on an outlet's page: ' - WBRC FOX6 News - Birmingham, AL', ' | abc13.com'.
_TAIL = re.compile(r"\s+(?:[-–—|«»]|::|>)\s+(?P<tail>\S.{2,100})$")
_TAIL_WORDS = re.compile(
    r"\b(?:[KW][A-Z]{2,3}\b|News|Weather|Sports|TV|Times|Post|Tribune|Herald|Journal|Gazette|Chronicle|Sentinel|Star"
    r"|Sun|Press|Courier|Observer|Local|Action|FOX|ABC|CBS|NBC|CW|Channel)|\w\.(?:com|org|net)\b"
)
# Domains used by the whole world for their letters.
_GENERIC = frozenset("tv fm am io co me ai cc ly to ws la is it nu st gg im vc".split())


@dataclass(frozen=True)
class Home:
    """Where an outlet is at home: `country` alpha-3; `places` its town or first-level unit.

    No place = the whole country; several = namesakes that its name does not tell apart.
    """

    country: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Row:
    city: str
    admin1: str
    country: str


@lru_cache(maxsize=1)
def _outlets() -> tuple[dict[str, _Row], dict[str, _Row]]:
    """Rows by host, and rows by call sign."""
    hosts: dict[str, _Row] = {}
    signs: dict[str, _Row] = {}
    with OUTLETS_CSV.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            row = _Row(line["city"], line["admin1"], line["country"])
            hosts.update((host, row) for host in line["hosts"].split("|") if host)
            signs.update((sign, row) for sign in line["call_signs"].split("|") if sign)
    return hosts, signs


def headline(title: str) -> str:
    """The title without the outlet's own words at its end: 'Teen shot - WTOC-TV: Savannah, Beaufort' -> 'Teen shot'."""
    match = _TAIL.search(title)
    while match and _TAIL_WORDS.search(match["tail"]):
        title = title[: match.start()]
        match = _TAIL.search(title)
    return title


def find_home(url: str, title: str, text: str, gazetteer: Gazetteer) -> Home | None:
    """The home of the outlet that an article was read at; None = nothing tells.

    The address decides; where it is unknown, the call sign by which a broadcaster signs title or text does, then a
    host named for its town, then the country's domain.
    """
    host = outlet_host(url)
    row = _row_of_host(host) or _row_of_signs((title[len(headline(title)) :], *_SIGNED.findall(text)))
    if row is not None:
        return _home(row, gazetteer)
    return _home_by_name(host, gazetteer)


def outlet_host(url: str) -> str:
    """Host of the outlet, lower-case without 'www.'; that of the page itself where the URL is a web archive's."""
    return (urlsplit(_ARCHIVED.sub("", url)).hostname or "").removeprefix("www.")


def _row_of_host(host: str) -> _Row | None:
    hosts, signs = _outlets()
    labels = host.split(".")
    for first in range(len(labels) - 1):
        row = hosts.get(".".join(labels[first:]))
        if row is not None:
            return row
    for label in labels[:-1]:
        match = _LABEL.match(label)
        if match and match[1].upper() in signs:
            return signs[match[1].upper()]
    return None


def _row_of_signs(signed: Iterable[str]) -> _Row | None:
    _, signs = _outlets()
    named = (sign for words in signed for sign in _CALL_SIGN.findall(words))
    return next((signs[sign] for sign in named if sign in signs), None)


def _home(row: _Row, gazetteer: Gazetteer) -> Home:
    name = row.city or row.admin1
    if not name:
        return Home(row.country)
    found = [
        place
        for place in gazetteer.look_up(name, country=row.country)
        if place.admin1 == row.admin1 and place.kind == ("city" if row.city else "admin1")
    ]
    return Home(row.country, tuple(found[:1]))


@lru_cache(maxsize=2_000)
def _home_by_name(host: str, gazetteer: Gazetteer) -> Home | None:
    """The home of a host that is named for its town, else of its country's domain."""
    labels = host.split(".")
    domain = labels[-1]
    country = next(
        (each.code for each in countries().values() if each.alpha2.lower() == domain.replace("uk", "gb")), None
    )
    if domain in _GENERIC:
        country = None
    for stem in _stems(labels[0] if len(labels) > 1 else ""):
        named = [place.country for place in gazetteer.look_up(stem) if place.kind == "country"]
        if named:
            return Home(named[0])
        places = tuple(
            place
            for place in gazetteer.look_up(stem, country=country)
            if place.is_own_name and place.kind == "city" and (country or place.country == "USA")
        )
        if places:
            return Home(places[0].country, places)
    return Home(country) if country else None


def _stems(label: str) -> Iterator[str]:
    """What is left of a host's label without a newspaper's words, whole and in two words: 'santacruz', 'santa cruz'."""
    stem = label.replace("-", "").removeprefix("the")
    cut = ""
    while stem != cut:
        cut = stem
        stem = next((stem.removesuffix(word) for word in _PAPERS if stem.endswith(word)), stem)
    if len(stem) < 4 or stem == label:
        return
    yield stem
    yield from (f"{stem[:at]} {stem[at:]}" for at in range(3, len(stem) - 2))

"""An archive of pages that never were: the sample newsroom's five kinds of page around stories made from a seed.

Of 100 stories 80 tell of prices, weather, schools and the like; 12 have words of violence and tell of none that counts
(road accidents, matches, trials, films), and 8 tell of an attack. What share a real archive has hangs on its sites:
these are round numbers for international and national newspapers. Stories have some 350 words; their figures, towns and
days are drawn, so that no two are the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from spiders.archive_writer import ArchiveWriter
from spiders.outlets import Outlet, Story, read_outlets, render
from spiders.site import Site
from spiders.warc import Exchange

NEWSROOM = Path(__file__).resolve().parents[1] / "data" / "newsroom"
FIRST_NIGHT = date(2026, 9, 1)
GENERAL, BORDER = 0.80, 0.12
_FILLERS = 18

_TOWNS = (
    "Mosul Iraq|Kirkuk Iraq|Gao Mali|Maiduguri Nigeria|Lahore Pakistan|Quetta Pakistan|Kandahar Afghanistan|"
    "Mogadishu Somalia|Goma Congo|Idlib Syria|Aleppo Syria|Taiz Yemen|Kharkiv Ukraine|Nyala Sudan|Benghazi Libya|"
    "Cali Colombia|Culiacan Mexico|Bamako Mali|Kano Nigeria|Peshawar Pakistan"
)
_PLACES = [tuple(place.split(" ", 1)) for place in _TOWNS.split("|")]
_ACTORS = ("Gunmen", "Islamic State militants", "Unidentified attackers", "Rebels", "Armed men on motorbikes")
_TARGETS = ("soldiers", "civilians", "policemen", "farmers", "market traders", "villagers")
_SOURCES = ("police", "a hospital official", "the governor", "residents", "an army spokesman")
_NUMBERS = "two three four five six seven eight nine ten eleven twelve fourteen fifteen nineteen".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_THINGS = "bread fuel onions cement rice milk books tickets sugar paper".split()
_PEOPLE = "the minister|the mayor|a shopkeeper|the school board|an economist|the weather office|a teacher".split("|")
_SAYINGS = (
    "{person} said that the price of {thing} had gone up by {number} per cent since the start of the season.",
    "In {town}, the council will vote on {day} on a plan to repair {number} bridges and the old covered market.",
    "{person} told reporters on {day} that the new timetable would reach {number} districts before the new year.",
    "The report, published on {day}, counts {number} thousand households that buy {thing} every week in {town}.",
    "Rain is expected in {town} until {day}, and the river may rise by {number} centimetres, according to {person}.",
    "A second round of talks on {thing} is planned for {day}; {person} called the first one useful and short.",
    "Teachers in {town} have asked for {number} more classrooms, a library and a roof that does not let water in.",
    "The company, which employs {number} hundred people in {town}, wants to sell {thing} to three more countries.",
    "{person} opened the exhibition in {town}, where {number} painters show what they made during the winter.",
    "Those who travel to {town} should leave early on {day}: one of the two lanes is closed for {number} days.",
)
_BORDERS = (
    "{number} people were killed when a bus left the road near {town} on {day}, the traffic service said.",
    "The visitors attacked from the first minute, shot {number} times at goal and left {town} with a narrow victory.",
    "A court in {town} heard on {day} the appeal of a man who was sentenced {number} years ago for a murder.",
    "The film, which opens in {town} on {day}, follows {number} soldiers of a war that ended a century ago.",
)
_ATTACKS = (
    "{actor} killed {number} {target} in an attack on {town} on {day}, {source} said.",
    "A bomb exploded in {town} on {day} and killed at least {number} {target}, {source} said.",
    "{number} {target} were shot dead near {town} on {day} by {actor}, according to {source}.",
    "An air strike on {town} killed {number} {target} on {day} and wounded others, {source} said.",
)
_AFTERMATHS = (
    "{source} put the toll at {number} dead and said that the wounded had been taken to the hospital of {town}.",
    "No group has said that it carried out the attack, and the road out of {town} was closed until the evening.",
    "{actor} had attacked the same district in the spring, when {number} {target} died, {source} said.",
)


@dataclass(frozen=True)
class Size:
    """`sites` sites with `pages` article pages in each of `nights`."""

    sites: int
    nights: int
    pages: int
    seed: int = 1


def make_archive(raw: Path, size: Size) -> list[Site]:
    """Writes the WARC files and indexes as a crawl does; returns the sites, which have no feed to be found at."""
    outlets = read_outlets(NEWSROOM)
    sites = []
    for number in range(size.sites):
        outlet = outlets[number % len(outlets)]
        site = Site(f"{outlet.name}-{number:02d}", outlet.source, f"https://{outlet.name}-{number:02d}.example/")
        for night in (FIRST_NIGHT + timedelta(days=day) for day in range(size.nights)):
            stories = tuple(_stories(f"{size.seed} {site.name} {night}", night, size.pages))
            _archive(raw, site, night, replace(outlet, stories=stories, listings=()))
        sites.append(site)
    return sites


def _archive(raw: Path, site: Site, night: date, outlet: Outlet) -> None:
    fetched_at = datetime.combine(night, time(23), UTC)
    with ArchiveWriter(raw, site.name, night) as writer:
        for path, page in render(outlet, night, site.url.rstrip("/")).items():
            headers = (("Content-Type", page.content_type),)
            exchange = Exchange(f"{site.url.rstrip('/')}{path}", (), 200, headers, page.body, fetched_at)
            writer.append_response(exchange.url, "article", "ok", exchange)


def _stories(seed: str, night: date, count: int) -> Iterator[Story]:
    chance = random.Random(seed)  # noqa: S311 - no secret: the same seed, the same archive
    for number in range(count):
        kind = chance.random()
        paragraphs = [_say(chance, chance.choice(_SAYINGS)) for _ in range(_FILLERS)]
        if kind >= GENERAL:
            paragraphs[1] = _say(chance, chance.choice(_BORDERS))
        if kind >= GENERAL + BORDER:
            place = chance.choice(_PLACES)
            attack = [_say(chance, sentence, place) for sentence in (chance.choice(_ATTACKS), *_AFTERMATHS)]
            paragraphs = [f"{place[0].upper()}, {place[1]} - {attack[0]}", *attack[1:], *paragraphs[len(attack) :]]
        yield Story(
            path=f"/news/{night:%Y/%m/%d}/story-{number:05d}/",
            title=paragraphs[0].split(" - ")[-1].split(",")[0].removesuffix("."),
            night=night,
            section="world",
            paragraphs=tuple(paragraphs),
            published=datetime.combine(night, time(6 + number % 12, number % 60), UTC),
            authors=("A. Writer",),
        )


def _say(chance: random.Random, sentence: str, place: tuple[str, ...] | None = None) -> str:
    said = sentence.format(
        person=chance.choice(_PEOPLE),
        thing=chance.choice(_THINGS),
        number=chance.choice(_NUMBERS),
        town=(place or chance.choice(_PLACES))[0],
        day=chance.choice(_DAYS),
        actor=chance.choice(_ACTORS),
        target=chance.choice(_TARGETS),
        source=chance.choice(_SOURCES),
    )
    return said[0].upper() + said[1:]

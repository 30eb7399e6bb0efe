"""The forces of a state, named by country and kind: "Syrian army", "Russian warplanes", "Israel struck".

Countries, their other names and their adjectives come from `lexicon/countries.csv`; which words after them
stand for soldiers, for police or for an act of soldiers is said here. ACLED's names: "Military Forces of X".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from transforms.phrases import Found, Phrases, fold, read_lexicon, split_cell

Branch = Literal["military", "police", "government"]

_MODIFIERS = (
    r"(?:(?:government|regime|state|federal|national|arab|armed|security|special|elite|ground|land|border|naval"
    r"|military|army|royal|paramilitary|counter.?terrorism|anti.?terror|riot|local|joint|occupation|occupying"
    r"|combat|attack|fighter|air force|security force|backed|cruise|ballistic|guided|stealth|precision|general"
    r"|(?:f|su|mig|mi|b|ah|tu|an|mq|tb|rq|jf|k)[ -]?\d+\w?)\s)*"
)
_POLICE = re.compile(
    _MODIFIERS + r"(?:police(?:\s(?:officers?|forces?))?|policem[ae]n|gendarmes?|gendarmerie|constables?)\b"
)
_MILITARY = re.compile(
    _MODIFIERS + r"(?:coalition (?=soldiers?\b|troops?\b|servicem[ae]n\b|marines?\b))?"
    r"(?:army|military|forces|troop(?:er)?s?|soldiers?|servicem[ae]n|airm[ae]n|marines?|navy|air force"
    r"|artillery|tanks?|war ?planes?|air ?craft|planes?|(?:fighter )?(?:jets?|bombers?)|helicopters?|gunships?|drones?"
    r"|sailors?|warships?|destroyers?|frigates?|submarines?|tomahawks?|aviation|howitzers?"
    r"|(?:special )?operations forces|commandos?|paratroopers?|conscripts?|snipers?|officers?|personnel|border guards?"
    r"|missiles?|uavs?|unmanned aerial vehicles?|loitering munitions?|(?:guided |glide |aerial |air )+bombs?"
    r"|army officers?|regime|junta|loyalists)\b(?! attache)"
)
_GOVERNMENT = re.compile(r"(?:government|authorities)\b")
_ACT = re.compile(
    _MODIFIERS + r"(?:(?:air|drone|missile|rocket|artillery|precision|naval|aerial|mortar|tank|retaliatory|deadly"
    r"|massive|heavy|overnight|fresh|suspected|separate|latest|new|recent|first|second|pre ?emptive|deadliest"
    r"|cross border|alleged|reported|targeted|pre ?dawn|early|intense|repeated|two|three|several|multiple)[ -])*"
    r"(?:(?:air)?strikes?|(?:air )?raids?|air ?raids?"
    r"|bombardments?|shelling|gunfire|fire\b(?!arm)|barrel bombs?|incursions?|invasion|(?:drone|missile|rocket|air)"
    r" attacks?|attacks? on|bombing raids?|bombing campaign|offensive)\b"
)
_STRIKES = re.compile(
    r"(?:(?:has|have|had|also|again|says it|said it|says it has)\s){0,2}(?:struck|bombed|shelled|attacked|launched"
    r"|fired|carried out|conducted|targeted|hit|pounded|raided|invaded|killed|strikes?|bombs|attacks|hits|fires"
    r"|launches|kills|pounds|targets|shells|carries out)\b"
)
_BLAMED = re.compile(
    r"(?:blamed(?: \w+)? on|(?:carried out|launched|conducted|fired|bombed|struck|shelled|dropped|killed|strikes?"
    r"|raids?|bombing|shelling|attacks?|bombardment)(?: \w+)? by)(?: the)? $"
)
# "jets believed to be Russian": the adjective alone names the force.
_BELIEVED = re.compile(
    r"\b(?:believed|thought|suspected|understood|presumed)(?: to be| to have been| to belong to)? (?:either )?$"
)
# "in the US air strike": short names stand as adjectives.
_AS_ADJECTIVES = frozenset({"us", "u.s.", "uk", "u.k.", "uae"})
# "raids on Syria killed": the place, not the one that strikes.
_IS_PLACE = re.compile(r"\b(?:on|in|of|from|near|inside|across|to|into|over|for|within|throughout) (?:the |\w+ern )?$")
_ALSO = re.compile(r"(?:\s?[,/&]\s?|\s)(?:and |or )?(?:the )?$")
# "the Philippines", "the United States": names of countries that take the article.
_TAKES_ARTICLE = re.compile(
    r"^(?:United|Democratic Republic|Republic of|Central African|Dominican Rep|Czech Rep)|Islands$|Republic$"
    r"|^(?:Philippines|Netherlands|Maldives|Bahamas|Gambia|Comoros|Seychelles)$"
)


@dataclass(frozen=True)
class Force:
    """A state's force in a text; `country` is an ISO 3166-1 alpha-3 code."""

    start: int
    end: int
    country: str
    branch: Branch


@dataclass(frozen=True)
class _Nation:
    country: str
    is_adjective: bool


def force_id(country: str, branch: Branch) -> str:
    """Id of a state's force, for every country alike: `syr-military`."""
    return f"{country.lower()}-{branch}"


@cache
def force_name(country: str, branch: Branch) -> str:
    """Name of a state's force as ACLED writes it; the bare code stands where the country is unknown."""
    names = {row["code"]: row["name"] for row in read_lexicon("countries")}
    name = names.get(country, country)
    of = f"the {name}" if _TAKES_ARTICLE.search(name) else name
    return {"military": "Military Forces of", "police": "Police Forces of", "government": "Government of"}[
        branch
    ] + f" {of}"


@cache
def _nations() -> Phrases[_Nation]:
    return Phrases(_nation_phrases())


def _nation_phrases() -> Iterable[tuple[str, _Nation]]:
    for row in read_lexicon("countries"):
        for adjective in split_cell(row["demonyms"]):
            yield adjective, _Nation(row["code"], is_adjective=True)
            yield adjective + "s", _Nation(row["code"], is_adjective=True)
        for name in (row["name"], *split_cell(row["aliases"])):
            yield name, _Nation(row["code"], is_adjective=False)
            # Scraped text loses apostrophes: "Syrias army".
            for possessive in ("'s", "s", "'"):
                yield name + possessive, _Nation(row["code"], is_adjective=True)


def find_nations(text: str) -> list[Found[str]]:
    """Adjectives and possessives of countries in the text ("Syrian", "Iraq's"), each with the country's code."""
    return [Found(m.start, m.end, m.value.country) for m in _nations_in(text) if m.value.is_adjective]


# Forces and kinds of actor are looked for in the same text.
@lru_cache(maxsize=128)
def _nations_in(text: str) -> tuple[Found[_Nation], ...]:
    return tuple(_nations().find(text))


def find_forces(text: str) -> list[Force]:
    """State forces in order of place; "Russian and Syrian jets" gives both, "Russian strikes" the adjective alone."""
    lowered = fold(text)
    found: list[Force] = []
    for nation in reversed(_nations_in(text)):
        force = (
            _force_after(lowered, nation) or _shared_force(lowered, nation, found[-1:]) or _force_of(lowered, nation)
        )
        if force is not None:
            found.append(force)
    return found[::-1]


def _force_after(lowered: str, nation: Found[_Nation]) -> Force | None:
    """The force whose head follows the country's word directly."""
    if not lowered[nation.end : nation.end + 1].isspace():
        return None
    after, country = nation.end + 1, nation.value.country
    is_short = lowered[nation.start : nation.end] in _AS_ADJECTIVES
    if not (nation.value.is_adjective or is_short) and _is_place(lowered, nation):
        return None
    if _ACT.match(lowered, after):
        return Force(nation.start, nation.end, country, "military")
    heads: tuple[tuple[re.Pattern[str], Branch], ...] = (
        (_POLICE, "police"),
        (_MILITARY, "military"),
        (_GOVERNMENT, "government"),
    )
    for pattern, branch in heads:
        if head := pattern.match(lowered, after):
            return Force(nation.start, head.end(), country, branch)
    return None


def _shared_force(lowered: str, nation: Found[_Nation], following: list[Force]) -> Force | None:
    """The force of the next country's head: the Russian one in "Russian and Syrian jets"."""
    if not following or not nation.value.is_adjective:
        return None
    force = following[0]
    between = lowered[nation.end : force.start]
    if not _ALSO.fullmatch(between) or between.isspace():
        return None
    return Force(nation.start, nation.end, nation.value.country, force.branch)


def _force_of(lowered: str, nation: Found[_Nation]) -> Force | None:
    """The country itself as the one that strikes: "Israel bombed", "raids by Russia"."""
    if nation.value.is_adjective:
        believed = _BELIEVED.search(lowered, max(0, nation.start - 40), nation.start)
        return Force(nation.start, nation.end, nation.value.country, "military") if believed else None
    is_blamed = _BLAMED.search(lowered, max(0, nation.start - 60), nation.start) is not None
    strikes = lowered[nation.end : nation.end + 1].isspace() and _STRIKES.match(lowered, nation.end + 1)
    if is_blamed or (strikes and not _is_place(lowered, nation)):
        return Force(nation.start, nation.end, nation.value.country, "military")
    return None


def _is_place(lowered: str, nation: Found[_Nation]) -> bool:
    return _IS_PLACE.search(lowered, max(0, nation.start - 24), nation.start) is not None

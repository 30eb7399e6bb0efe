"""Whom a pronoun may stand for: "he" for no ministry, "it" for no witness."""

from __future__ import annotations

import re

PRONOUNS = frozenset({"it", "he", "she", "they"})
_ONE_PERSON = re.compile(
    r"\b(?:chair(?:man|woman|person)?|spokes(?:man|woman|person)|officer|chief|head|director|governor|commander|secretary"
    r"|minister|mayor|president|leader|coordinator|official|resident|witness|eyewitness|commissioner|deputy|administrator"
    r"|superintendent|inspector|manager|elder|senator|lawmaker|lawyer|doctor|nurse|medic|surgeon|priest|imam|bishop"
    r"|pastor|teacher|principal|founder|farmer|trader|driver|survivor|activist|villager|neighbou?r|relative|uncle|aunt"
    r"|brother|sister|father|mother|son|daughter|wife|widow|husband|cousin|colonel|general|captain|major|lieutenant"
    r"|sergeant|brigadier|sheriff|prosecutor|judge|ambassador|envoy|worker|volunteer|rescuer|man|woman|boy|girl|analyst"
    r"|Dr|Mr|Mrs|Ms|Col|Gen|Lt|Maj|Capt|Sgt|Rev|Fr)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:\w+s|police|people|men|women|militia|staff|family|personnel|and|media|press)\b(?![’'])", re.IGNORECASE
)
# "Imran Malik", "al-Masri": a name and nothing else.
_PART = r"(?:[A-Z]\.|[A-Z][\w’'-]+|al-[A-Z]\w+|al|bin|ibn|de|von|van)"
_NAME = re.compile(rf"{_PART}(?: {_PART}){{0,4}}")
_BODY = re.compile(
    r"\b(?:army|military|ministry|government|police|force|forces|group|movement|party|council|agency|observatory|network"
    r"|association|union|organi[sz]ation|commission|committee|office|command|centre|center|authority|department|hospital"
    r"|front|state|nations|cross|crescent|news|press|mission|service|bureau|monitor|watch|faction|company|outlet|paper"
    r"|newspaper|media|channel|junta|coalition|alliance|administration|embassy|court|report|statement)\b",
    re.IGNORECASE,
)


def is_somebody(words: str) -> bool:
    """True for words that no list has and that yet mean people: a name, "newspapers", "the diver"."""
    return any(pattern.search(words) for pattern in (_ONE_PERSON, _MANY)) or _NAME.fullmatch(words) is not None


def may_be(pronoun: str, words: str) -> bool:
    """True if whoever is printed so may be meant by the pronoun; "the group" and the like may be any body."""
    is_person = _ONE_PERSON.search(words) is not None
    if pronoun in {"he", "she"}:
        return is_person or (_NAME.fullmatch(words) is not None and _BODY.search(words) is None)
    if pronoun == "they":
        return _MANY.search(words) is not None or not is_person
    return not is_person

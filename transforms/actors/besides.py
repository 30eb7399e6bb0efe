"""Where the name of an actor stands for no party: a place that it holds, a backer, the other side."""

from __future__ import annotations

import re

# "rebel-held town", "ISIS stronghold": the place, not the actor.
_PLACE_WORDS = (
    r"(?:held|controlled|ruled|run|besieged|occupied|dominated|stronghold|bastion|enclave|territory|territories|areas?"
    r"|districts?|towns?|villages?|pocket|suburbs?|neighbou?rhoods?|city)\b"
)
_IS_PLACE = re.compile(r"[ -]" + _PLACE_WORDS, re.IGNORECASE)
# "areas held by a rebel alliance", "a unit run by Hezbollah": no party to what happens.
_IS_HOLDER = re.compile(
    r"\b(?:held|controlled|ruled|run|besieged|occupied|dominated|backed|supported|funded|armed|trained|overseen|governed)"
    r" (?:mostly |largely |jointly |mainly )?by (?:[\w'’.-]+ ){0,2}$"
)
# "the rebel coalition", "a coalition of groups": not the coalition.
_OTHER_COALITION = re.compile(
    r"\b(?:rebel|opposition|ruling|governing|jihadist|islamist|militant|insurgent|syrian|national|political|a|an) $",
    re.IGNORECASE,
)
_IS_BACKER = re.compile(r"[ -](?:backed|led|sponsored|supported|style|inspired|made|era)\b", re.IGNORECASE)
# "A Boko Haram-led attack": whoever led it made it.
_LED_ACT = re.compile(
    r"-led (?:[\w-]+ ){0,3}?"
    r"(?:attacks?|assaults?|ambush(?:es)?|raids?|bombings?|offensives?|operations?|(?:air)?strikes?)\b"
)
# "Militant-infested hills", "the Al Qaeda-affiliated Nusra Front": where they are, and whose friends.
_IS_BESET = re.compile(r"-(?:infested|plagued|ridden|prone)\b|-(?:affiliated|linked|aligned|allied) (?=[A-Z])")
# "Men in military uniform", "in police gear": dressed as such.
_IS_DRESS = re.compile(
    r"[ -](?:style[ -])?(?:uniforms?|fatigues|camouflage|dress|gear|clothes|clothing|attire|garb|insignia)\b"
)
# "A march against police violence": what the crowd is against.
_IS_COMPLAINT = re.compile(
    r"['’]?s? (?:violence|brutality|abuses?|killings|reform|accountability|misconduct|shootings)\b"
)
_OF_CROWD = re.compile(r"\b(?:against|over|about|for|of|decry(?:ing)?|condemn(?:ing)?) $")
# "A terrorist act", "a refugee camp": the words for a deed, a law, a place.
_IS_OF_THINGS = re.compile(
    r"(?:terrorist[ -](?:acts?|activit(?:y|ies)|danger|threats?|alert|cases?|charges?|offen[cs]es?|list|crimes?|plots?"
    r"|financing|propaganda)|(?:refugee|migrant)[ -](?:camps?|cent(?:re|er)s?|agency|crisis|shelters?|routes?))\b",
    re.IGNORECASE,
)
_IS_AGAINST = re.compile(r"\b(?:anti|ex|former|non|counter)[ -]$", re.IGNORECASE)


def is_beside_the_point(text: str, start: int, end: int) -> bool:
    """Whether these words stand for a place, a backer or the other side: "rebel-held", "US-backed", "anti-IS"."""
    if _IS_HOLDER.search(text, max(0, start - 40), start) or _is_other_coalition(text, start, end):
        return True
    if (
        _IS_PLACE.match(text, end)
        or (_IS_BACKER.match(text, end) and not _LED_ACT.match(text, end))
        or _IS_BESET.match(text, end)
        or _IS_DRESS.match(text, end)
        or _IS_OF_THINGS.match(text, start)
    ):
        return True
    if _IS_COMPLAINT.match(text, end) and _OF_CROWD.search(text, max(0, start - 14), start):
        return True
    return _IS_AGAINST.search(text, max(0, start - 8), start) is not None


def _is_other_coalition(text: str, start: int, end: int) -> bool:
    if text[start:end].lower() != "coalition":
        return False
    of_others = text.startswith(" of ", end)
    return of_others or _OTHER_COALITION.search(text, max(0, start - 14), start) is not None

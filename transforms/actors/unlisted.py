"""Armed groups that the lexicon does not know, by the shape of their names: "the Sawari Martyrs Brigade".

They are kept as printed, without an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.patterns import cued

_WORD = r"[A-Z][\w'’]+(?:-[\w'’]+)*"
_HEADS = (
    r"(?:Brigades?|Battalion|Liberation (?:Army|Front|Movement|Tigers)|Resistance (?:Front|Movement|Army)|Militia"
    r"|Cartel|Mujahide+n|Revolutionary (?:Army|Front)|Self-Def[ae]n[cs]e (?:Forces?|Groups?)|Insurgent Army"
    r"|(?:Action|Restoration|Liberation|Patriotic|Volunteer) Forces?)"
)
_OPENERS = (
    r"(?:Liwa|Jaysh|Jaish|Katibat|Katiba|Harakat|Jabhat|Jund|Saraya|Kata'?ib|Lashkar|Jama'?at|Tehreek|Tehrik)"
    r"[ -](?:al-|ul-|e-|i-)?"
)
_NAME = cued(
    rf"\b(?:(?!The )(?:{_WORD} (?:of |for |the |al-)?){{1,4}}{_HEADS}(?: of (?:the )?{_WORD}(?: {_WORD})?)?"
    rf"|{_OPENERS}{_WORD}(?: {_WORD})?)\b"
)
# Units of a state's army, and brigades that put out fires.
_REGULAR = re.compile(
    r"\b(?:Airborne|Armou?red|Artillery|Assault|Border|Coast|Commando|Fire|Golani|Guards?|Infantry|Marine|Mechani[sz]ed"
    r"|Motori[sz]ed|Mountain|Navy|Parachute|Paratroopers?|Police|Presidential|Rescue|Republican|Rifle|Royal|Special|Tank"
    r"|Army|Air|Territorial|International|Salvation|Division|First|Second|Third|Fourth|Fifth)\b"
)
_GROUP = r"(?: (?:\w+ )?(?:group|organi[sz]ation|movement|faction))?"
_RUN = rf"{_WORD}(?: (?:(?:of|for) (?:the )?)?{_WORD}){{0,4}}"
# "The Black Falcons claimed responsibility", '"The Avengers" group has claimed credit', "a group called Red Wrath".
_CLAIMS = cued(
    rf"(?:[\"“](?P<quoted>(?:The )?{_RUN})[\"”]"
    rf"|\b[Tt]he (?P<plural>(?:{_WORD} ){{1,4}}?(?:{_WORD}s|Brigade|Front|Movement|Command))"
    rf"|\b(?:called|calling itself|known as|named|group) [\"“]?(?P<called>{_RUN})[\"”]?)"
    rf"{_GROUP},?(?: (?:has|have|had|also|later|today|yesterday|on \w+day))*"
    r" claim(?:ed|s) (?:\w+ )?(?:responsibility|credit)\b"
)
# "The attack was claimed by the Brigade of Light": not "land that was claimed by South Sudan".
_CLAIMED_BY = cued(
    r"\b(?:attacks?|bombings?|blasts?|assault|killings?|explosions?|shooting|raid|ambush|responsibility)\b[^.;\"“]{0,40}?"
    rf" claimed by (?:the |a )?(?:[Gg]roup (?:called |known as )?|[A-Z]\w+(?:i|an|ese|ish) )?[\"“]?(?P<name>{_RUN})"
)
# Who claims in the news and is no armed group.
_NO_GROUP = re.compile(r"\b(?:Government|Army|Ministry|Police|Party|President|Minister|States|Republic|Forces)\b")


# "The army's Atlacatl Battalion", "soldiers of the Atlacatl Battalion".
_OF_ARMY = re.compile(
    r"\b(?:(?:army|military|navy|marines?)(?:['’]s)?|(?:soldiers|troops|paratroopers) (?:of|from)(?: the)?) $",
    re.IGNORECASE,
)


def find_unlisted(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name that has the shape of an armed group's, or that claims an attack."""
    for match in _NAME.finditer(text):
        name = match.group()
        is_army = _OF_ARMY.search(text, max(0, match.start() - 40), match.start()) is not None
        if not (_REGULAR.search(name) or name.isupper() or is_army):
            yield match.span()
    yield from find_claimers(text)


def find_claimers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name that says that it did it: '"The Avengers" claimed responsibility'."""
    for match in (*_CLAIMS.finditer(text), *_CLAIMED_BY.finditer(text)):
        name = next(key for key, words in match.groupdict().items() if words)
        if not _NO_GROUP.search(match[name]):
            yield match.span(name)

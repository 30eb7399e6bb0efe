"""What kind of people a noun phrase names: "CRPF jawans" are state forces, "others" the kind of those before them.

The nouns are in `lexicon/victim_nouns.csv`. A noun that anybody may go by ("people", "men", "victims") is of no kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transforms.casualties.figure import Figure
from transforms.casualties.nouns import PEOPLE

_ENEMY: Final = frozenset("rebel opposition insurgent jihadist isis militant taliban kurdish islamist".split())
_PRESS: Final = frozenset("media press".split())
_STATE: Final = frozenset("regime government army pro-government loyalist syrian iraqi military security".split())
_STAFF: Final = frozenset("worker workers staff personnel volunteer volunteers contractor contractors driver".split())
# Whose staff are aid workers: relief in general, and its best-known bodies.
_AID: Final = re.compile(
    r"\b(?:aid|humanitarian|relief|rescue|medical|health|charity|ngo|un|unrwa|unicef|unhcr|ocha|iom|wfp|msf|icrc|oxfam"
    r"|world food programme|red (?:cross|crescent)|white helmets?|save the children|m[eé]decins sans fronti[eè]res"
    r"|doctors without borders|world central kitchen|refugee council|polio|ambulance|vaccination)\b",
    re.IGNORECASE,
)
# Words of an office that stand before its people: "police officers", "army recruits".
_OFFICES: Final = frozenset({"police", "army", "security"})
# Heads that leave open whose people they are: "members of the security forces", "volunteers of the brigade".
LOOSE: Final = frozenset("member members volunteer volunteers element elements leader leaders loyalists".split())
_MEMBERS: Final = frozenset({"member", "members"})
# Members of these are no fighters.
_CIVIL: Final = frozenset(
    "family household community congregation church mosque union club team tribe clan party public audience staff crew "
    "faculty cooperative association society committee".split()
)
_ELECTED: Final = frozenset("council parliament assembly congress senate cabinet board".split())
# Words that take up the people before them; nothing at all does too ("killed three soldiers and wounded nine").
_SAME: Final = frozenset(
    "other others another third fourth fifth more colleague colleagues comrade comrades companion companions".split()
)
_DISPLACED: Final = re.compile(r"\b(?:displaced|unarmed|innocent|local|elderly) (?:people|persons|men|families)\b")
_AGE: Final = re.compile(r"\b(\d{1,2})[- ]years?[- ]olds?\b")
# "Four siblings aged between 3 and 11": by the eldest.
_AGED: Final = re.compile(r",? (?:aged|between the ages of) (?:between )?(?:\d{1,2} (?:and|to) )?(\d{1,2})\b(?!-)")
_ADULT: Final = 18
_HEAD: Final = re.compile(r"[^\W_][\w'’-]*")
_TAKEN_UP: Final = re.compile(r"\W*of (?:them|whom|those)\b", re.IGNORECASE)
# "Two of the dead were civilians".
_SAID_TO_BE: Final = re.compile(
    r" of (?:the (?:dead|victims|wounded|injured|casualties|fatalities)|those (?:killed|wounded|injured)|them)"
    r" (?:were|are|was|is) (?:all |also )?((?:[\w-]+ ){0,2}[\w-]+)",
    re.IGNORECASE,
)

# "Killed village chief Ali Hassan": what the one who is named was.
_OFFICE_BEFORE: Final = re.compile(
    r"(?:(?!(?:and|or|by|with|of|the|an?|in|at|dead|shot|kill\w*|\w+ed|\w+ing)\b)[\w’'-]+ ){1,3}$", re.IGNORECASE
)


def type_victims(words: str) -> str:
    """The schema's victim type of a noun phrase; the first head that says one decides, a loose one last."""
    folded = [word.casefold() for word in _HEAD.findall(words)]
    if (age := _AGE.search(words)) and int(age[1]) < _ADULT:
        return "child"
    if _DISPLACED.search(words.casefold()):
        return "civilian"
    heads = [at for at, word in enumerate(folded) if PEOPLE.get(word, "unknown") != "unknown" and word not in _OFFICES]
    if heads:
        at = heads[-1] if "of" in folded and folded[heads[0]] in LOOSE else heads[0]
        return _sided(folded[at], folded[:at], words)
    return "state forces" if _OFFICES & set(folded) else "unknown"


def office_before(sentence: str, at: int) -> str:
    """The words before a name at `at` that say what the one named was, '' = none: "village chief"."""
    before = _OFFICE_BEFORE.search(sentence, 0, at)
    words = before[0].split() if before else []
    head = words[-1] if words else ""
    return " ".join(words) if head in _OFFICES or (head in PEOPLE and not head.endswith("s")) else ""


def is_loose(words: str) -> bool:
    """True if the phrase names people by a head that does not say whose they are, or by none that has a kind."""
    folded = [word.casefold() for word in _HEAD.findall(words)]
    said = [word for word in folded if PEOPLE.get(word, "unknown") != "unknown"]
    return all(word in LOOSE for word in said)


def _sided(word: str, before: Sequence[str], words: str) -> str:
    kind = PEOPLE[word]
    if word in _MEMBERS and (of := _member_of(before, words)):
        return of
    if word in _STAFF:
        kind = "aid worker" if _AID.search(words) else "journalist" if _PRESS & set(before) else kind
    if kind == "state forces" and word in ("forces", "troops", "personnel", "commander") and _ENEMY & set(before):
        return "armed group"
    if kind == "armed group" and word in ("fighters", "loyalists", "members", "militiamen") and _STATE & set(before):
        return "state forces"
    # A police chief.
    return "state forces" if kind == "official" and _OFFICES & set(before) else kind


def _member_of(before: Sequence[str], words: str) -> str:
    """The kind of "family members", "a service member", "two members of the council"; '' = fighters."""
    body = re.search(
        r"\bmembers? of (?:(?:an?|the|his|her|their|one|its|our) )?((?:[\w-]+ ){0,2}[\w-]+)", words.casefold()
    )
    bodies = {*(body[1].split() if body else ()), *before[-1:]}
    if bodies & _CIVIL:
        return "civilian"
    if bodies & _ELECTED:
        return "official"
    return "state forces" if before[-1:] == ["service"] else ""


def carry_kinds(sentence: str, figures: Sequence[Figure]) -> list[str]:
    """Types of a sentence's victims, its figures being in order of place.

    "Others", "two colleagues" and bare numbers are of the kind of the group before them, "seven of them" of the
    people last named; a part says nothing of the whole.
    """
    kinds: list[str] = []
    last = "unknown"
    for figure in figures:
        kind = type_victims(figure.victims_raw or "")
        if figure.form == "name":
            kind = type_victims(office_before(sentence, figure.number_start))
        if kind == "unknown" and _are_minors(sentence, figure):
            kind = "child"
        if kind == "unknown" and (said := _SAID_TO_BE.match(sentence, figure.number_end)):
            kind = type_victims(said[1])
        if kind == "unknown" and figure.form in {"count", "vague", "single"} and _takes_up(figure.victims_raw):
            is_first = not kinds and _TAKEN_UP.match(sentence, figure.number_end)
            kind = _last_named(sentence[: figure.number_end]) if is_first else last
        kinds.append(kind)
        if figure.scope != "subset" and figure.form not in {"pronoun", "name"}:
            last = kind
    return kinds


def _are_minors(sentence: str, figure: Figure) -> bool:
    """True where the ages told behind the victims' words are all of children."""
    words = figure.victims_raw or ""
    behind = figure.number_end + 1
    end = behind + len(words) if words and sentence.startswith(words, behind) else figure.number_end
    aged = _AGED.match(sentence, end)
    return aged is not None and int(aged[1]) < _ADULT


def _takes_up(words: str | None) -> bool:
    return {word.casefold() for word in _HEAD.findall(words or "")} <= _SAME


def _last_named(text: str) -> str:
    """The kind of the last people that the text names."""
    named = [PEOPLE[word.casefold()] for word in _HEAD.findall(text) if word.casefold() in PEOPLE]
    return named[-1] if named else "unknown"

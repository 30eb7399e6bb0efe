"""Predicates that count people only with a cue beside them: "struck" near gunfire, "taken" to a hospital."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from transforms.casualties.items import Group
from transforms.casualties.line import Hit, Line, hits_of, objects, skip, starts_clause
from transforms.casualties.mood import has_auxiliary, is_joined, is_negated, is_unreal
from transforms.casualties.names import named_object
from transforms.casualties.subjects import adjacent_to, said_of, subjects


def read_act(line: Line, at: int) -> list[Hit]:
    """Read "the killing of six priests", "the death of 17-year-old John Smith", "fatal shooting of Ohio teenager"."""
    first = at
    while first - at < 3 and line.kind(first + 1) == "x":
        first += 1
    if line.kind(first + 1) == "n" and first > at:
        group = line.group(first + 1)
        return hits_of(line, [first + 1], at) if group is not None and group.form == "single" else []
    return hits_of(line, objects(line, at), at) or named_object(line, at)


# A shot may have been deadly; "injuries" are those of people who live.
_MAY_KILL: Final = re.compile(r"\b(?:wounds?|gunshot|shrapnel|life-threatening|burns)\b")


# Who is being cared for is alive.
_LIVES: Final = re.compile(
    r"\b(?:(?:receiving|undergoing|responding to|under) (?:medical )?treatment|(?:being|were|was) treated|recovering"
    r"|survived|in (?:an? )?(?:stable|critical|serious|fair|good) condition|out of danger)\b"
)


def read_suffered(line: Line, at: int) -> list[Hit]:
    """Read "suffered a gunshot wound": somebody injured, if a wound follows; killed, if a fatal one."""
    words = line.sentence[line.items[at].end : line.items[at].end + 70].lower()
    if not re.search(r"\b(?:wounds?|injur(?:y|ies)|burns)\b", words) or is_unreal(line, at):
        return []
    lives = _LIVES.search(line.sentence.lower()) is not None
    hits = said_of(line, at, joint=not lives and _MAY_KILL.search(words) is not None)
    if re.search(r"(?<!non-)\b(?:fatal|mortal)\b", words):
        return [replace(hit, quantity="killed", joint=False) for hit in hits]
    return hits


_WITH_WOUNDS: Final = re.compile(r" with (?:[\w-]+,? ){0,5}?(?:wounds|injuries|burns)\b", re.IGNORECASE)
_IN_CARE: Final = re.compile(
    r"\b(?:hospitals?|clinics?|infirmary|medical|ambulances?|doctors?|surgeons?|medics?|treat(?:ed|ing))\b",
    re.IGNORECASE,
)


def read_with_wounds(line: Line, at: int) -> list[Hit]:
    """Read "23 people with burns and shrapnel wounds": injured; who is not said to be in care may have died."""
    group = line.group(at)
    is_counted = group is not None and (group.form, group.head) == ("count", "person")
    if not is_counted or not _WITH_WOUNDS.match(line.sentence, line.items[at].end):
        return []
    hits = hits_of(line, adjacent_to(line, at + 1), at, joint=not _IN_CARE.search(line.sentence))
    return [replace(hit, quantity="injured") for hit in hits]


def read_brought(line: Line, at: int) -> list[Hit]:
    """Read "were brought to the hospital"; "brought the toll to 12" is a toll's."""
    if line.word(at) != "brought" or line.word(at + 1) in ("it", "him", "her", "them"):
        return []
    return [replace(hit, quantity="injured") for hit in read_hospital(line, at)]


_ADMITTED: Final = re.compile(r"(?: there)?(?:[,.;]|$| with \b| for treatment\b)")


def read_hospital(line: Line, at: int) -> list[Hit]:
    """Read "was taken to the hospital", "sent four people to hospital"; "sent thousands fleeing" are displaced."""
    words = line.sentence[line.items[at].end :]
    if (found := objects(line, at)) and line.sentence[line.items[found[-1]].end :].startswith(" fleeing"):
        return [replace(hit, quantity="displaced") for hit in hits_of(line, found, at)]
    if re.match(r" (?:away )?into the (?:bush|forest|jungle|mountains|hills)\b", words) and has_auxiliary(line, at):
        return [replace(hit, quantity="abducted") for hit in said_of(line, at)]
    if line.word(at) == "admitted" and _ADMITTED.match(words) and _IN_CARE.search(line.sentence):
        return [] if is_unreal(line, at) else said_of(line, at)
    if not re.match(
        r"[^,.;]{0,60}\bto\b[^,.;]{0,50}\b(?:[Hh]ospitals?|[Mm]edical|[Tt]rauma|[Mm]ed|[Cc]linic)\b", words
    ):
        return []
    if has_auxiliary(line, at):
        return [] if is_unreal(line, at) else said_of(line, at)
    return hits_of(line, objects(line, at), at) or hits_of(line, adjacent_to(line, at), at)


# "Picked up 12 passengers": no arrest.
_BY_POLICE: Final = re.compile(
    r"\b(?:police\w*|officers|troops|soldiers|security|agents|detectives|gendarmes|rangers|suspects?|raids?|questioning)\b",
    re.IGNORECASE,
)


def read_lost(line: Line, at: int) -> list[Hit]:
    """Read "The army lost five men", "seized three workers": people only, counted ones.

    "Lost 20 men killed and wounded" is read by these words.
    """
    is_passive = has_auxiliary(line, at)
    if is_unreal(line, at) or (is_passive and line.items[at].quantity == "killed"):
        return []
    if line.word(at).startswith("pick") and not _BY_POLICE.search(line.sentence):
        return []
    found = subjects(line, at) if is_passive else objects(line, at)
    after = skip(line, found[-1] + 1, "a") if found else at
    if line.kind(after) in "VSJ" and is_joined(line, after):
        return []
    hits = hits_of(line, found, at)
    return [hit for hit in hits if hit.group.head == "person" and hit.group.form == "count"]


_CAPTIVES: Final = re.compile(
    r"\b(?:hostages?|captives?|abductees?|captive|kidnap victims?|kidnapped)\b", re.IGNORECASE
)


def read_freed(line: Line, at: int) -> list[Hit]:
    """Read "freed three hostages", "rescued 12 captives": who is freed had been taken, if the words call them so."""
    is_passive = has_auxiliary(line, at)
    if is_unreal(line, at):
        return []
    hits = hits_of(line, subjects(line, at) if is_passive else objects(line, at), at)
    return [hit for hit in hits if _CAPTIVES.search(line.sentence, hit.group.victims_start, hit.group.victims_end)]


def read_suicide(line: Line, at: int) -> list[Hit]:
    """Read "before turning the gun on himself": one more dead, not named by a group."""
    item = line.items[at]
    group = Group("pronoun", "person", None, item.start, item.end)
    if is_unreal(line, at) or (
        line.word(at).startswith("then") and not re.search(r"kill|murder", line.sentence[: item.start])
    ):
        return []
    return [Hit(group, item.start, item.end, at, "killed")]


_GUNFIRE: Final = re.compile(
    r"\b(?:gun\w*|shots?|shoot\w*|bullets?|(?<!rocket )fire|fired|firing|shell\w*|shrapnel)\b", re.IGNORECASE
)


# "Was hit in the knee", if not by a ball.
_IN_BODY: Final = re.compile(
    r" in (?:the|his|her) (?:(?:upper|lower|left|right) )?"
    r"(?:heads?|neck|face|eye|chest|back|abdomen|stomach|belly|groin|shoulders?|arms?|hands?|hip|thighs?|legs?|knees?|foot|feet)\b"
    r"(?! by (?:an? |the )?(?:\w+ )?(?:ball|pitch|puck|car|van|truck|elbow|throw))"
)


def read_struck(line: Line, at: int) -> list[Hit]:
    """Read "opened fire, striking four people": injured, near a word of gunfire; a name may be a ship's."""
    in_body = _IN_BODY.match(line.sentence, line.items[at].end)
    if not (in_body or _GUNFIRE.search(line.sentence)) or is_unreal(line, at):
        return []
    if has_auxiliary(line, at):
        if _is_said_of_thing(line, at):
            return []
        hits = said_of(line, at, joint=True, is_denied=is_negated(line, at))
        return [hit for hit in hits if hit.group.form != "name"]
    return hits_of(line, objects(line, at), at, joint=True)


def _is_said_of_thing(line: Line, at: int) -> bool:
    """True for "the ship, the Verbena, was struck": the nearest group before is a thing, and no "on a bus"."""
    before = next((index for index in range(at - 1, -1, -1) if line.kind(index) in "n;.s"), -1)
    group = line.group(before)
    return group is not None and group.head == "thing" and line.kind(before - 1) not in "pf"


def read_claimed(line: Line, at: int) -> list[Hit]:
    """Read "claimed 12 lives", "claimed the lives of 12 people"."""
    if line.word(at).endswith("of"):
        return read_act(line, at)
    group, item = line.group(at + 1), line.items[min(at + 1, len(line.items) - 1)]
    if (
        group is None
        or group.form != "count"
        or group.head not in ("casualty", "person")
        or starts_clause(line, at + 1)
    ):
        return []
    return [Hit(group, item.start, item.end, at, "killed")]


_ENDINGS: Final = {
    "killed": ("to death", "dead"),
    "abducted": (
        "hostage",
        "captive",
        "prisoner",
        "into the bush",
        "into the forest",
        "into the jungle",
        "and marched",
    ),
    "destroyed": ("on fire", "ablaze", "alight"),
    "displaced": ("to flee", "from their homes", "out of their homes", "to leave their homes"),
    "injured": ("for injuries", "for wounds", "for gunshot", "for burns", "for minor injuries", "for shrapnel"),
}


# "Medics treated 18 people": not for an illness.
_BY_MEDICS: Final = re.compile(
    r"\b(?:medics|medical|paramedics|doctors|surgeons|nurses|hospitals?|clinics?|red (?:crescent|cross)|"
    r"magen david adom|(?:ambulance|emergency) (?:services?|crews?|workers))\b",
    re.IGNORECASE,
)
# "Treated for tear gas", not for malaria.
_FOR_HARM: Final = re.compile(
    r"for (?:(?!and\b)[\w-]+ ){0,3}?(?:tear|gas|smoke|shock|stabs?|bullets?|shrapnel|cuts|bruises|fractures|burns|"
    r"trauma|wounds?|injur(?:y|ies)|gunshots?)\b"
)


def read_split_verb(line: Line, at: int) -> list[Hit]:
    """Read "took 20 people hostage", "set a vehicle on fire", "forced 3,000 people to flee"."""
    if line.word(at) == "treated" and line.word(at - 1) == "being":
        return _being_treated(line, at)
    found = objects(line, at)
    if not found:
        return []
    rest = line.sentence[line.items[found[-1]].end :].lower().lstrip()
    hits, quantity = hits_of(line, found, at), line.items[at].quantity
    if rest.startswith("into custody"):
        return [replace(hit, quantity="arrested") for hit in hits]
    if rest.startswith(_ENDINGS[quantity]):
        return hits
    is_harmed = not rest.startswith("for ") or _FOR_HARM.match(rest)
    if quantity == "injured" and is_harmed and _BY_MEDICS.search(line.sentence):
        return [hit for hit in hits if (hit.group.form, hit.group.head) == ("count", "person")]
    return []


def _being_treated(line: Line, at: int) -> list[Hit]:
    """Read "17 people were being treated in Batken": injured, but for an illness."""
    after = line.sentence[line.items[at].end :].lower().lstrip()
    if is_unreal(line, at) or (after.startswith("for ") and not _FOR_HARM.match(after)):
        return []
    return [hit for hit in said_of(line, at) if (hit.group.form, hit.group.head) == ("count", "person")]

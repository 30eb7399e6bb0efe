"""Whether a sentence says by its own words that it tells of another act, or of the one that was told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.accounts.overlap import is_near, nests
from transforms.accounts.sentences import HARM, Sentence
from transforms.patterns import cued
from transforms.places import PlaceMention

_SEPARATE = cued(
    r"^\W*(?:separately|elsewhere|in (?:a |an )?(?:separate|another|other|unrelated|different|similar)\b)"
    r"|^\W*another (?:\w+ ){0,2}(?:strike|air ?strike|raid|attack|bombing|blast|bomb|shelling|ambush|shooting)\b"
    r"|\bin (?:a )?(?:separate|unrelated|another|similar) (?:\w+ )?"
    r"(?:attack|incident|strike|raid|blast|shooting|clash|ambush|assault)",
    re.IGNORECASE,
)
# "In Dhiban, gunmen killed two guards", "12:40 From Huwara: …": a sentence that opens with its own scene.
_AT_PLACE = re.compile(r"\W*(?:\d{1,2}[:.h]\d\d\W{1,3})?(?:In|At|Near|Outside|From) (?:the (?:\w+ ){0,2}(?:of )?)?")
_MEANWHILE = re.compile(r"^\W*meanwhile\b", re.IGNORECASE)
# "Earlier in the day, Grayvoron came under fire": another act where it names another town.
_EARLIER = re.compile(
    r"^\W*(?:earlier (?:in|on|that|the same|this) |(?:some |a few |\w+ )?hours (?:earlier|before)\b)", re.IGNORECASE
)
# "Hours later, settlers torched cars": what others did then, not who died of it.
_HOURS_LATER = cued(
    r"^\W*(?:(?:some|a few|just|\w+) )?hours (?:later|after(?:wards)?),? (?!police\b|rescue)(?:[\w’'-]+ ){1,4}?"
    r"(?:attacked|stormed|fired|opened fire|shelled|bombed|bombarded|ambushed|set fire|set ablaze|torched|launched"
    r"|abducted|kidnapped|detonated|shot dead|gunned down|killed)\b",
    re.IGNORECASE,
)
# "… said the attack killed 100": the one that was told, whoever speaks now.
_KNOWN_ACT = cued(
    r"\b(?:the|this|that) (?:\w+ ){0,2}(?:attacks?|incident|strikes?|raids?|blasts?|shooting|clash(?:es)?|ambush"
    r"|assault|bombings?|explosions?|massacre|killings?|air ?strikes?|bombardment)\b",
    re.IGNORECASE,
)
# An answer is an act of its own, on the other side's ground.
_REPRISAL = cued(
    r"\bin (?:response|retaliation|return|revenge|reprisal)\b|\bretaliat(?:ed|ing|ory)\b|\bhit back\b"
    r"|\b(?:reprisal|revenge) (?:attacks?|raids?|killings?)\b"
    r"|\b(?:appeared|seemed|believed) to be (?:a |in )?(?:reprisals?|revenge|retaliation)\b"
    r"|\bresponded (?:with|by)\b|\bhours (?:later|after)\b",
    re.IGNORECASE,
)
# "The shooting happened at …" is about the one being told, wherever a namesake of its street may lie.
_BACK_REFERENCE = cued(
    r"^\W*(?:(?:police|officers?|officials?|authorities|investigators|deputies|state police) (?:say|said) )?"
    r"(?:it|(?:the|this) (?:\w+ )?(?:shooting|incident|attack|accident|stabbing|blast|explosion|killing|gunfire|ambush"
    r"|raid|clash|bombing)) (?:all |reportedly |apparently )?(?:happened|occurred|took place|unfolded|started|began"
    r"|was reported|came)\b",
    re.IGNORECASE,
)
# "In what it described as a terrorist attack": another speaker's word for what was told.
_AS_CALLED = cued(r"\bin what (?:it|he|she|they|\w+ \w+) (?:called|calls|described as|describes as|said was|termed)\b")


def is_set_apart(sentence: Sentence) -> bool:
    """True if the sentence says by its own words that it tells of another act: "Separately", "In Turbat, …"."""
    opens = sentence.start == sentence.paragraph and bool(sentence.triggers) and _opening_scene(sentence) is not None
    return opens or _SEPARATE.search(sentence.text) is not None or _MEANWHILE.match(sentence.text) is not None


def _opening_scene(sentence: Sentence) -> PlaceMention | None:
    """The place that the sentence opens with: "In Turbat, …"."""
    opening = _AT_PLACE.match(sentence.text)
    scene = next(iter(sentence.scenes), None)
    is_first = opening is not None and scene is not None and scene.start - sentence.start <= opening.end()
    return scene if is_first else None


def takes_up(sentence: Sentence) -> bool:
    """True if the sentence is about the act that is being told: "The shooting happened at …"."""
    return bool(_BACK_REFERENCE.search(sentence.text) or _AS_CALLED.search(sentence.text))


def is_another_act(sentence: Sentence, here: Sequence[PlaceMention]) -> bool:
    """True for "separately", for "meanwhile" before what has not been told, and for what came earlier or an answer.

    The last two at a place of their own: `here` are the scenes of what was told.
    """
    if _SEPARATE.search(sentence.text) or _HOURS_LATER.search(sentence.text):
        return True
    if _MEANWHILE.match(sentence.text):
        return _KNOWN_ACT.search(sentence.text) is None
    if sentence.triggers and _EARLIER.match(sentence.text):
        towns = [scene for scene in here if _is_town(scene)]
        told = [scene for scene in sentence.scenes if _is_town(scene)]
        return bool(towns and told) and not any(is_near(scene, town) for scene in told for town in towns)
    if not (sentence.triggers and _REPRISAL.search(sentence.text)):
        return False
    towns = [scene for scene in here if _is_town(scene)]
    told = [scene for scene in sentence.scenes if _is_town(scene)]
    if towns and told:
        return not any(nests(a, b) for a in towns for b in told)
    return bool(here and sentence.scenes) and not any(nests(a, b) for a in here for b in sentence.scenes)


def opens_elsewhere(sentence: Sentence, told: Sequence[Sentence], here: Sequence[PlaceMention]) -> bool:
    """True if the sentence opens with a place other than what was told and counts victims of its own there.

    A paragraph that opens so need not count them where what was told has a town of its own: "In Turbat, armed men
    ambushed a vehicle" after "In Quetta, a bomb went off". `here` are the scenes of the sentences `told`.
    """
    scene = _opening_scene(sentence)
    if scene is None or scene.place is None:
        return False
    if sentence.start == sentence.paragraph and (sentence.triggers or sentence.figures):
        opened = [place for each in told if (place := _opening_scene(each)) is not None]
        before = opened or [other for other in here if _is_town(other)]
        if before:
            return not any(is_near(scene, other) for other in before)
    exact = [other for other in here if other.place is not None and not other.unit]
    if not exact or any(nests(scene, other) for other in here):
        return False
    is_far = not any(is_near(scene, other) for other in exact)
    return is_far and counts_victims(sentence) and any(counts_victims(each) for each in told)


def _is_town(mention: PlaceMention) -> bool:
    """True for a town or a district: what a paragraph may be set beside."""
    return mention.place is not None and mention.place.kind in ("city", "admin2")


def counts_victims(sentence: Sentence) -> bool:
    """True if the sentence tells an act and how many it killed, hurt or took."""
    return bool(sentence.triggers) and any(f.quantity in HARM and f.scope == "total" for f in sentence.figures)

"""Who says "we did it", and who says "we did not": GTD's `claimed`."""

from __future__ import annotations

import re

from transforms.attribution.claimants import find_claimants
from transforms.patterns import CuedPattern, cued

_NOBODY = re.compile(
    r"\b(?:no (?:one|group|claim|organi[sz]ation|militant group|armed group)|nobody|none|has not|have not|had not"
    r"|did not|not yet|yet to|without|unclear who|neither|never|failed to|if|may have|whether)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_ITS_MEN = (
    r"(?:its|their) (?:\w+ )?(?:fighters|men|forces|militants|soldiers|members|mujahideen|suicide bombers?|bombers?"
    r"|drones?|warplanes|jets|troops|air force|navy|aircraft|snipers?)"
)
_DEEDS = (
    r"(?:carried out|killed|attacked|targeted|clashed|struck|ambushed|bombed|shelled|fired|launched|detonated|conducted"
    r"|hit|destroyed|raided|stormed|shot down|executed)"
)
_CLAIMED = cued(
    r"\b(?:claim(?:s|ed|ing)? (?:\w+ )?(?:responsibility|credit)|(?:took|takes|taking|taken|take"
    r"|accept(?:s|ed|ing)) responsibility"
    r"|(?:said|says|saying) (?:on (?:its|their) [\w ]{1,20} )?(?:that )?"
    r"(?:it|they|(?:its|their) \w+) (?:was|were|had been) behind"
    r"|(?:said|says) in a (?:statement|video|message)(?: on \w+)? (?:that )?"
    rf"(?:{_ITS_MEN}|it|they|one of its \w+) (?:had |have |has |also )?{_DEEDS}"
    r"|claim(?:s|ed) (?:it was|to be|to have been) behind"
    r"|(?:said|says|claim(?:s|ed)|announced) (?:on \w+day )?(?:that )?"
    rf"(?:{_ITS_MEN}|it|they|one of its \w+) (?:had |have |has |also )?{_DEEDS}"
    r"|claimed (?:the|this|that|an|both) (?:\w+ ){0,2}(?:attacks?|bombings?|assault|ambush|blasts?|raid|killings?))",
    re.IGNORECASE,
)
_CLAIMED_BY = cued(
    r"\b(?:(?:responsibility|credit) (?:for (?:\w+ ){1,8})?(?:was|were|has been|had been) claimed by|claimed by"
    r"|claim of responsibility (?:by|from))\s",
    re.IGNORECASE,
)
_DENIED = cued(
    r"\b(?:den(?:y|ies|ied|ying) (?:any |all |its |their |the )?(?:\w+ )?(?:involvement|responsibility|role"
    r"|carrying out|being behind|attacking|targeting|accusations?|allegations?|it was|that it"
    r"|it had|hitting|using|having|striking)"
    r"|reject(?:s|ed) (?:the )?(?:accusations?|allegations?|claims?)|(?:said|says) (?:that )?it (?:was not|wasn't"
    r"|had not|did not|had nothing)|disclaim(?:s|ed) responsibility)",
    re.IGNORECASE,
)


# "JNIM, an alliance linked to Al-Qaeda, claimed it": what stands between the subject and its verb.
_ASIDE = re.compile(r", (?:an?|the|which|who|one of)\b[^,.;\"“”]{1,120}, (?:has |have |had |also |later |then )*$")


def responsibility(sentence: str) -> str | None:
    """The actor that the sentence has claim the act, by its canonical name; null = nobody named does.

    A mouthpiece gives the actor it speaks for: Amaq's claim is the Islamic State's.
    """
    passive = _CLAIMED_BY.search(sentence)
    if passive is not None:
        return None if _NOBODY.search(sentence, 0, passive.start()) else _name_after(sentence, passive.end())
    return _subject_of(sentence, _CLAIMED)


def denial(sentence: str) -> str | None:
    """The actor or claimant that the sentence has deny the act; null = nobody named does."""
    return _subject_of(sentence, _DENIED)


def _subject_of(sentence: str, deed: CuedPattern) -> str | None:
    match = deed.search(sentence)
    if match is None or _NOBODY.search(sentence, 0, match.start()):
        return None
    named = [(start, name) for start, name in _named(sentence) if start < match.start()]
    aside = _ASIDE.search(sentence, 0, match.start())
    outside = [(start, name) for start, name in named if aside is None or start < aside.start()]
    return next((name for _, name in reversed(outside or named)), None)


def _name_after(sentence: str, start: int) -> str | None:
    return next((name for place, name in _named(sentence) if 0 <= place - start <= 40), None)


def _named(sentence: str) -> list[tuple[int, str]]:
    """Named claimants and actors with their places, each as the actor that it speaks for."""
    return [
        (hit.start, hit.value.speaks_for or hit.value.name)
        for hit in find_claimants(sentence)
        if hit.value.name is not None
    ]

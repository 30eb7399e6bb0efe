"""Account → status: how far the act went, or that it did not happen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.accounts import Account
from transforms.accounts.sentences import HARM, Sentence
from transforms.patterns import cued

_DENY = r"(?:den(?:ied|ies|ying)|dismiss(?:ed|es|ing)|reject(?:ed|s|ing)|refut(?:ed|es|ing))"
# The event stands where only the blame for it, or what was aimed at, is denied.
_BLAME_DENIED = cued(
    rf"\b{_DENY}\b[^.;]{{0,60}}?\b(?:responsibility|involvement|involved|role|links?|behind"
    r"|accusations?|allegations?|charges?|blame|wrongdoing|targeting|targeted|deliberately"
    r"|carr(?:ied|ying) out|bail|bond|appeal|visas?|access|entry|losses"
    r"|casualties|civilian deaths|defeat|retreat)\b",
    re.IGNORECASE,
)
_EVENT_DENIED = cued(
    rf"\b{_DENY}\b[^.]{{0,60}}\b(?:reports?|claims?|rumou?rs?|news|that|there (?:was|had))\b"
    r"|\b(?:called|calling|described|branded)\b[^.]{0,60}\b(?:false|untrue|baseless|fabricated|fiction|a hoax|fake)\b",
    re.IGNORECASE,
)
_NO_EVENT = cued(
    r"\bno such (?:\w+ )?(?:attack|incident|explosion|blast|raid|strike|thing|event|clash|kidnapping|abduction)s?\b"
    r"|\b(?:was|were|had been|has been) no (?:\w+ )?(?:attack|explosion|blast|shooting|clash|raid|strike)s?\b"
    r"|\bno (?:\w+ )?(?:attack|incident|explosion|blast|shooting|shoot-?out|raid|strike|clash|kidnapping|abduction)s?"
    r" (?:took place|happened|occurred|has (?:taken place|happened|occurred))\b"
    r"|\b(?:attack|incident|explosion|blast|raid|strike|clash|kidnapping)s? (?:did not|had not|never|has not) "
    r"(?:take|taken|took|happen|happened|occur|occurred)\b",
    re.IGNORECASE,
)
_NOTHING = cued(
    r"\b(?:no|neither) shots\b|\bnone of (?:\w+ ){1,4}(?:was|were|ha[ds] been|have been) (?:killed|hurt|abducted)\b"
    r"|\b(?:nobody|no one|no \w+) (?:was|were|had been) (?:killed|hurt|abducted|attacked)\b"
    r"|\b(?:fiction|fabricated|hoax|rumou?rs?|untrue|baseless|fake news|pure propaganda)\b",
    re.IGNORECASE,
)
_CLAIMED = cued(
    r"\b(?:had (?:said|spoken|reported|written)|wrote|circulat(?:ed|ing)|channels?|social (?:media|networks?)"
    r"|claim(?:ed|s|ing)?|posted|published|message|video|website)\b"
)
_FOILED = cued(
    r"\b(?:foil|thwart|avert|defus)(?:ed|s|ing)\b|\b(?:made|rendered) safe\b|\bcontrolled (?:explosion|detonation)s?\b"
    r"|\bintercept(?:ed|s|ing)\b"
    r"|\b(?:prevent|disrupt|stopp)(?:ed|s|ing) (?:\w+ ){0,2}(?:attack|bombing|plot|cell|assault|raid|infiltration)\b"
    r"|\b(?:plott(?:ed|ing)|planning|planned|preparing) "
    r"(?:to (?:attack|bomb|kill|blow)|(?:an? |the )?(?:\w+ )?attacks?)\b",
    re.IGNORECASE,
)
_ATTEMPTED = cued(
    r"\b(?:attempted|failed|botched) (?:to |\w+ )|\btried to\b|\bescaped (?:an |unhurt)"
    r"|\b(?:narrowly |unharmed |unhurt )(?:escaped|survived|missed)\b|\bescaped (?:unharmed|unscathed|alive)\b"
    r"|\bfailed to (?:explode|detonate|go off)\b"
    r"|\battempts? on (?:his|her|the) (?:own )?\w*"
    r"|\b(?:assassination|murder|suicide) attempts?\b|\bsurvived (?:an? )?(?:\w+ )?(?:attempt|attack|ambush|bombing)\b",
    re.IGNORECASE,
)
_THREATENED = cued(
    r"\bthreaten(?:ed|s|ing)?(?: \w+){0,3} (?:to|with)\b"
    r"|\b(?:vow|pledg)(?:ed|es|s|ing) to (?:attack|kill|strike|bomb|target|shoot|avenge|retaliate)\b"
    r"|\b(?:issued|sent|received|made) (?:\w+ ){0,2}(?:threats?|ultimatum)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Status:
    """How far the act went, and what says so: `reason` is denial, harm, cue or nothing (said to the contrary).

    `words` are those of the cue in the first sentence, None where no single one decides.
    """

    value: str
    reason: str
    words: str | None = None


def status_of(account: Account) -> str:
    """How far the act went: see `read_status`."""
    return read_status(account).value


def read_status(account: Account) -> Status:
    """How far the act went: by the words of the first sentence, unless somebody was hurt.

    denied: the figures of the account are those of a claim that is denied, and count nobody.
    """
    lead = account.first.text
    if is_denial(account.sentences):
        return Status("denied", "denial")
    if any(_harms(sentence) for sentence in account.sentences):
        return Status("accomplished", "harm")
    for status, pattern in (("foiled", _FOILED), ("threatened", _THREATENED), ("attempted", _ATTEMPTED)):
        if cue := pattern.search(lead):
            return Status(status, "cue", cue.group().strip())
    return Status("accomplished", "nothing")


def is_denial(sentences: tuple[Sentence, ...]) -> bool:
    """True if the first sentence denies that the act took place, and victims are told only as claimed or not at all."""
    lead = sentences[0]
    is_denied = _EVENT_DENIED.search(lead.text) is not None and _BLAME_DENIED.search(lead.text) is None
    if not any(_harms(sentence) for sentence in sentences):
        return is_denied or _NO_EVENT.search(lead.text) is not None
    if any(_NO_EVENT.search(s.text) or _NOTHING.search(s.text) for s in sentences[:3]):
        return is_denied
    return is_denied and not _harms(lead) and all(_CLAIMED.search(s.text) for s in sentences if _harms(s))


def _harms(sentence: Sentence) -> bool:
    return any(
        figure.quantity in HARM and figure.scope != "cumulative" and (figure.low or figure.best or 0) > 0
        for figure in sentence.figures
    )

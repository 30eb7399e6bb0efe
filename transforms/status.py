"""Account → status: how far the act went, or that it did not happen."""

from __future__ import annotations

import re

from transforms.accounts import Account

_FOILED = re.compile(r"\b(?:foil|thwart|avert|defus|prevent|intercept|disrupt)(?:ed|s|ing)\b", re.IGNORECASE)
_ATTEMPTED = re.compile(
    r"\b(?:attempted|failed|botched) (?:to |\w+ )|\btried to\b|\bescaped (?:an |unhurt)", re.IGNORECASE
)
_THREATENED = re.compile(r"\bthreaten(?:ed|s|ing)? (?:to|with)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:denied|denies|denying|dismissed|rejected|refuted)\b[^.]{0,60}\b(?:reports?|claims?|rumou?rs?|that)\b"
    r"|\bno such (?:attack|incident|explosion|blast)\b|\b(?:false|fake|untrue|baseless|hoax)\b",
    re.IGNORECASE,
)


def status_of(account: Account) -> str:
    """How far the act went: by the words of the first sentence, unless somebody was hurt."""
    lead = account.first.text
    harmed = any(
        figure.quantity in {"killed", "injured", "abducted"} and (figure.low or figure.best or 0) > 0
        for sentence in account.sentences
        for figure in sentence.figures
        if figure.scope != "cumulative"
    )
    if _DENIED.search(lead) and not harmed:
        return "denied"
    if harmed:
        return "accomplished"
    for status, pattern in (("foiled", _FOILED), ("threatened", _THREATENED), ("attempted", _ATTEMPTED)):
        if pattern.search(lead):
            return status
    return "accomplished"

"""Who speaks in each sentence of an account: "it", "the doctor" and "the monitor" are whoever spoke before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transforms.accounts.sentences import Sentence
from transforms.attribution import Attribution, may_be

_PRONOUN = re.compile(r"(?:it|he|she|they|who|which)$", re.IGNORECASE)
# Offices of the state that nobody else of it holds.
_OWN_OFFICE = re.compile(
    r"\b(?:governor|mayor|prefect|president|prosecutors?|ministry|police|army|military|navy|sheriff|coroner|judiciary"
    r"|coast guard|embassy|council|municipality)$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:the|that|this|these|those) ", re.IGNORECASE)


@dataclass(frozen=True)
class Speaker:
    """A claimant: canonical name or the words as printed, its kind, and the words; raw null = the publication."""

    name: str
    type: str
    raw: str | None


@dataclass(frozen=True)
class Heard:
    """The speakers of one sentence, each with the characters of it that he answers for."""

    publication: Speaker
    speakers: tuple[tuple[tuple[int, int], Speaker], ...]
    start: int

    def at(self, place: int) -> Speaker:
        """Who asserts what stands at this character of the article."""
        within = place - self.start
        own = next((speaker for (low, high), speaker in self.speakers if low <= within < high), None)
        return own or self.publication


class Voices:
    """The speakers of one account so far; ask for each sentence in order of the text."""

    def __init__(self, publication: str) -> None:
        self._publication = Speaker(publication, "media", None)
        self._spoken: list[Speaker] = []

    def hear(self, sentence: Sentence) -> Heard:
        """Who asserts the sentence: those it names, whom its pronouns stand for, or the publication."""
        return Heard(
            self._publication, tuple((each.scope, self._speaker(each)) for each in sentence.voices), sentence.start
        )

    def _speaker(self, attribution: Attribution) -> Speaker:
        raw = attribution.claimant_raw
        printed = Speaker(attribution.claimant or raw, attribution.claimant_type, raw)
        meant = printed if attribution.claimant else self._antecedent(printed, attribution.antecedent)
        self._spoken.append(meant)
        return Speaker(meant.name, meant.type, raw)

    def _antecedent(self, printed: Speaker, before: str | None) -> Speaker:
        """For a pronoun the last speaker; for "the doctor" the last of its kind, or of the same head noun.

        `before` = the words for who spoke last in the article, for the pronoun of an account in which nobody has yet.
        """
        words = printed.raw or ""
        if _PRONOUN.match(words):
            fitting = [spoken for spoken in self._spoken if may_be(words.casefold(), spoken.raw or spoken.name)]
            told = fitting or self._spoken
            return told[-1] if told else replace(printed, name=before or printed.name)
        if not _DEFINITE.match(words):
            return printed
        head = words.split()[-1].casefold().rstrip("s")
        for spoken in reversed(self._spoken):
            if head in (spoken.raw or spoken.name).casefold():
                return spoken
        # "The governor" is no air force; "the officials" may be the police.
        if printed.type == "unknown" or _OWN_OFFICE.search(words):
            return printed
        alike = [spoken for spoken in self._spoken if spoken.type == printed.type]
        return alike[-1] if alike else printed

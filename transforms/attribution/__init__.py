"""Who answers for a sentence: its own claimant, or the one that the article named before.

What one sentence says is read by `reported_speech` beside it; here pronouns, "the monitor" and bare surnames
are resolved within the article. Everything about claimants is imported from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.attribution.claimants import find_claimants
from transforms.attribution.pronouns import PRONOUNS, may_be
from transforms.attribution.reported_speech import Attribution, find_attributions
from transforms.attribution.responsibility import denial, responsibility
from transforms.attribution.subjects import Subject, read_subjects

__all__ = ["Attribution", "Speech", "denial", "find_attributions", "may_be", "read_subjects", "responsibility"]

_QUOTING = frozenset({"citing", "cited", "quoting", "quoted"})
# A sentence that goes on counting what the one before it told.
_CONTINUES = re.compile(
    r"\W*(?:Among (?:them|the dead|those|the victims|the killed)|Those (?:killed|who died)|The (?:dead|victims|toll)"
    r"|They (?:included?|were)|Of (?:them|those|these)|(?:At least )?\w+ of (?:them|the (?:dead|victims|wounded))"
    r"|(?:Another|A further|An additional) \w+ (?:people )?(?:were|was))\b",
    re.IGNORECASE,
)


# Sentences that a quotation may go on for before it is told who speaks.
_LONGEST_QUOTE = 3
_QUOTE_OPENS = re.compile(r"(?:^|[\s(])[\"“](?=\S)[^\"“”]*$")
_QUOTE_CLOSES = re.compile(r"^[^\"“”]*\S(?<![\s(])[\"”]")
_QUOTE = re.compile(r"[\"“”]")
# "The Yesh Relief organisation": no group that was named before, but one of its own name.
_HAS_NAME = re.compile(r"\s(?!(?:UN|US|UK)\b)[A-Z]")


class Speech:
    """Who answers for each sentence of an article.

    `subjects` are those of the sentences that were parsed, none for the others.
    """

    def __init__(self, sentences: Sequence[str], subjects: Sequence[Sequence[Subject]] = ()) -> None:
        self._texts = sentences
        self._subjects = subjects
        self._found: dict[int, list[Attribution]] = {}

    def attribution(self, index: int) -> Attribution | None:
        """Who answers for a sentence; null = the publication itself.

        A pronoun or "the group" takes the last claimant before that it fits, "the monitor" the monitor named anywhere
        in the article, a bare surname the person it belongs to. A sentence that counts on ("Among them were ...") has
        the claimant of the one before, one that opens a quotation that of the sentence that closes it, as have
        those between. Offsets are those of the sentence; of an inherited claimant, the scope is the whole sentence and
        the span is empty.
        """
        own = self._said(index)
        if own:
            return self._resolve(_most_telling(own), index)
        if index > 0 and _CONTINUES.match(self._texts[index]):
            return self._inherited(self.attribution(index - 1), index)
        return self._inherited(self._closer(index), index)

    def voices(self, index: int, whole: Attribution | None) -> tuple[Attribution, ...]:
        """Everybody who answers for a part of a sentence, in order of place; empty = the publication itself.

        Several only where each says something of its own: "the army said nine died, while residents spoke of 20". Who
        is quoted by the others answers alone: `whole`, who answers for the sentence as `attribution` has it.
        """
        if whole is None:
            return ()
        own = _without_pronouns(self._said(index))
        if len(own) > 1 and not any(each.verb.lower() in _QUOTING for each in own):
            return tuple(self._resolve(each, index) for each in own)
        return (replace(whole, scope=own[0].scope if len(own) == 1 else (0, len(self._texts[index]))),)

    def _said(self, index: int) -> list[Attribution]:
        """What the sentence itself says of who says it."""
        if index not in self._found:
            subjects = self._subjects[index] if self._subjects else ()
            self._found[index] = find_attributions(self._texts[index], subjects)
        return self._found[index]

    def _inherited(self, speaker: Attribution | None, index: int) -> Attribution | None:
        return speaker and replace(speaker, start=0, end=0, scope=(0, len(self._texts[index])))

    def _closer(self, index: int) -> Attribution | None:
        """Who speaks where the quotation ends that the sentence opens, or is within.

        '"They came at night. We buried two. All is lost," he said.'
        """
        if not self._is_quoted_on(index):
            return None
        for later in range(index + 1, min(len(self._texts), index + 1 + _LONGEST_QUOTE)):
            if _QUOTE.search(self._texts[later]):
                own = self._said(later) if _QUOTE_CLOSES.search(self._texts[later]) else []
                return self._resolve(_most_telling(own), later) if own else None
        return None

    def _is_quoted_on(self, index: int) -> bool:
        """True if a quotation is open where the sentence ends: it opens there, or shortly before."""
        for earlier in range(index, max(-1, index - _LONGEST_QUOTE), -1):
            if _QUOTE.search(self._texts[earlier]):
                return _QUOTE_OPENS.search(self._texts[earlier]) is not None
        return False

    def _resolve(self, attribution: Attribution, index: int) -> Attribution:
        if attribution.claimant is not None:
            return attribution
        words = attribution.claimant_raw.lower()
        hits = [hit.value for hit in find_claimants(attribution.claimant_raw)]
        stands_for = next((hit.stands_for for hit in hits if hit.stands_for), None)
        named: Attribution | None = None
        if stands_for == "group" and _HAS_NAME.search(attribution.claimant_raw):
            return attribution
        if words in PRONOUNS or stands_for == "group":
            named = self._named_so(index, words.split()[-1]) or self._last_named(index, words)
        elif stands_for is not None:
            named = self._named_anywhere(index, stands_for)
        elif not hits:
            named = self._same_person(index, attribution.claimant_raw)
        if named is None:
            return attribution
        antecedent = None if named.claimant else named.claimant_raw
        return replace(attribution, claimant=named.claimant, claimant_type=named.claimant_type, antecedent=antecedent)

    def _before(self, index: int) -> Iterator[Attribution]:
        """Who spoke before the sentence, the last first."""
        for earlier in reversed(range(index)):
            yield from reversed(self._said(earlier))

    def _last_named(self, index: int, pronoun: str) -> Attribution | None:
        """The last claimant that the pronoun may stand for, else the last."""
        named = [each for each in self._before(index) if each.claimant_raw.lower() not in PRONOUNS]
        return next((each for each in named if may_be(pronoun, each.claimant_raw)), next(iter(named), None))

    def _named_so(self, index: int, head: str) -> Attribution | None:
        """The last claimant that has the word in its name: "the association" is the Medical Association."""
        named = (each for each in self._before(index) if each.claimant is not None)
        return next((each for each in named if each.claimant and head in each.claimant.casefold().split()), None)

    def _named_anywhere(self, index: int, kind: str) -> Attribution | None:
        """The claimant of a kind that the article names, the nearest to the sentence."""
        for near in sorted(range(len(self._texts)), key=lambda other: abs(other - index)):
            for attribution in self._said(near):
                if attribution.claimant is not None and attribution.claimant_type == kind:
                    return attribution
        return None

    def _same_person(self, index: int, surname: str) -> Attribution | None:
        for earlier in reversed(range(index)):
            for attribution in self._said(earlier):
                if surname in attribution.claimant_raw and surname != attribution.claimant_raw:
                    return attribution
        return None


def _without_pronouns(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Those named; "it" after one of them goes on for it: "Amnesty said it had documented"."""
    kept: list[Attribution] = []
    for each in attributions:
        if kept and each.claimant_raw.lower() in PRONOUNS:
            kept[-1] = replace(kept[-1], scope=(kept[-1].scope[0], each.scope[1]))
        else:
            kept.append(each)
    return kept


def _most_telling(attributions: Sequence[Attribution]) -> Attribution:
    """Of several, the one that is quoted by the others, else the first that is named, else the first."""
    quoted = [a for a in attributions if a.verb.lower() in _QUOTING]
    named = [a for a in attributions if a.claimant is not None]
    return (quoted or named or list(attributions))[0]

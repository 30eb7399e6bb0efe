"""Who answers for a sentence: its own claimant, or the one that the article named before.

What one sentence says is read by `reported_speech` beside it; here pronouns, "the monitor" and bare surnames
are resolved within the article. Everything about claimants is imported from here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.attribution.claimants import find_claimants
from transforms.attribution.reported_speech import Attribution, find_attributions
from transforms.attribution.responsibility import denial, responsibility

__all__ = ["Attribution", "denial", "find_attributions", "resolve_attribution", "resolve_voices", "responsibility"]

_PRONOUNS = {"it", "he", "she", "they"}
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


def resolve_attribution(sentences: Sequence[str], index: int) -> Attribution | None:
    """Who answers for sentence `index` of an article; null = the publication itself.

    A pronoun or "the group" takes the last claimant named before, "the monitor" the monitor named anywhere in the
    article, a bare surname the person it belongs to. A sentence that counts on ("Among them were ...") has the
    claimant of the one before, one that opens a quotation that of the sentence that closes it. Offsets are those of
    sentence `index`; of an inherited claimant, the scope is the whole sentence and the span is empty.
    """
    own = find_attributions(sentences[index])
    if own:
        return _resolve(_most_telling(own), sentences, index)
    if index > 0 and _CONTINUES.match(sentences[index]):
        before = resolve_attribution(sentences, index - 1)
        return before and replace(before, start=0, end=0, scope=(0, len(sentences[index])))
    speaker = _closer(sentences, index)
    return speaker and replace(speaker, start=0, end=0, scope=(0, len(sentences[index])))


def _closer(sentences: Sequence[str], index: int) -> Attribution | None:
    """Who speaks where the quotation ends that the sentence opens: '"We buried two. All is lost," he said.'"""
    if not _QUOTE_OPENS.search(sentences[index]):
        return None
    for later in range(index + 1, min(len(sentences), index + 1 + _LONGEST_QUOTE)):
        if _QUOTE.search(sentences[later]):
            own = find_attributions(sentences[later]) if _QUOTE_CLOSES.search(sentences[later]) else []
            return _resolve(_most_telling(own), sentences, later) if own else None
    return None


def resolve_voices(sentences: Sequence[str], index: int, whole: Attribution | None) -> tuple[Attribution, ...]:
    """Everybody who answers for a part of sentence `index`, in order of place; empty = the publication itself.

    Several only where each says something of its own: "the army said nine died, while residents spoke of 20". Who is
    quoted by the others answers alone: `whole`, who answers for the sentence as `resolve_attribution` has it.
    """
    own = _without_pronouns(find_attributions(sentences[index]))
    if len(own) > 1 and not any(each.verb.lower() in _QUOTING for each in own):
        return tuple(_resolve(each, sentences, index) for each in own)
    return (whole,) if whole else ()


def _without_pronouns(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Those named; "it" after one of them goes on for it: "Amnesty said it had documented"."""
    kept: list[Attribution] = []
    for each in attributions:
        if kept and each.claimant_raw.lower() in _PRONOUNS:
            kept[-1] = replace(kept[-1], scope=(kept[-1].scope[0], each.scope[1]))
        else:
            kept.append(each)
    return kept


def _most_telling(attributions: Sequence[Attribution]) -> Attribution:
    """Of several, the one that is quoted by the others, else the first that is named, else the first."""
    quoted = [a for a in attributions if a.verb.lower() in _QUOTING]
    named = [a for a in attributions if a.claimant is not None]
    return (quoted or named or list(attributions))[0]


def _resolve(attribution: Attribution, sentences: Sequence[str], index: int) -> Attribution:
    if attribution.claimant is not None:
        return attribution
    words = attribution.claimant_raw.lower()
    hits = [hit.value for hit in find_claimants(attribution.claimant_raw)]
    stands_for = next((hit.stands_for for hit in hits if hit.stands_for), None)
    named: Attribution | None = None
    if words in _PRONOUNS or stands_for == "group":
        named = _named_so(sentences[:index], words.split()[-1]) or _last_named(sentences[:index])
    elif stands_for is not None:
        named = _named_anywhere(sentences, index, stands_for)
    elif not hits:
        named = _same_person(sentences[:index], attribution.claimant_raw)
    if named is None:
        return attribution
    antecedent = None if named.claimant else named.claimant_raw
    return replace(attribution, claimant=named.claimant, claimant_type=named.claimant_type, antecedent=antecedent)


def _last_named(sentences: Sequence[str]) -> Attribution | None:
    for sentence in reversed(sentences):
        for attribution in reversed(find_attributions(sentence)):
            if attribution.claimant_raw.lower() not in _PRONOUNS:
                return attribution
    return None


def _named_so(sentences: Sequence[str], head: str) -> Attribution | None:
    """The last claimant that has the word in its name: "the association" is the Medical Association."""
    for sentence in reversed(sentences):
        for attribution in reversed(find_attributions(sentence)):
            if attribution.claimant is not None and head in attribution.claimant.casefold().split():
                return attribution
    return None


def _named_anywhere(sentences: Sequence[str], index: int, kind: str) -> Attribution | None:
    """The claimant of a kind that the article names, the nearest to sentence `index`."""
    for near in sorted(range(len(sentences)), key=lambda other: abs(other - index)):
        for attribution in find_attributions(sentences[near]):
            if attribution.claimant is not None and attribution.claimant_type == kind:
                return attribution
    return None


def _same_person(sentences: Sequence[str], surname: str) -> Attribution | None:
    for sentence in reversed(sentences):
        for attribution in find_attributions(sentence):
            if surname in attribution.claimant_raw and surname != attribution.claimant_raw:
                return attribution
    return None

"""The words that report: who says what in one sentence, by reporting verbs, "according to" and headline colons.

"X said", "according to X", "..., said X", "citing X", "19 killed: X". Names and pronouns stay as printed here;
`transforms.attribution` resolves them within the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.attribution.claimants import Claimant, find_claimants
from transforms.attribution.speakers import Source, as_printed, goes_on, subject_of, with_owners
from transforms.patterns import cued
from transforms.phrases import Found


@dataclass(frozen=True)
class Attribution:
    """Who asserts what a sentence says.

    `start` and `end` span the claimant's words (`claimant_raw`); `claimant` is the canonical name, null where
    only a kind, a pronoun or an unknown person is given; `claimant_type` one of `schema.CLAIMANT_TYPES`; `verb`
    the reporting words ("" for a headline's colon); `scope` the characters of the sentence it answers for;
    `antecedent` the words of the kind of claimant that a pronoun stands for, null = a named one, or nobody.
    """

    start: int
    end: int
    claimant_raw: str
    claimant: str | None
    claimant_type: str
    verb: str
    scope: tuple[int, int]
    antecedent: str | None = None


_VERB = cued(
    r"\b(?:[Ss]ays?|[Ss]aid|saying|tells?|told|reports|reported|adds|added|confirms|confirmed|announces|announced|states"
    r"|stated|noted|claims|claimed|explained|wrote|tweeted|posted|published|acknowledged|admitted|declared|insisted"
    r"|warned|lamented|recounted|recorded|documented|tallied|counted|(?:counts|verified|registered|logged)(?=\s\d)"
    r"|(?:report|estimate)(?=\s(?:that|at\sleast|more\sthan|around|about|some|\d+|two|three|four|five|six|seven|eight|nine"
    r"|ten|\w+teen|twenty|dozens)\b)|estimates|estimated|alleged|revealed|disclosed|denied|denies"
    r"|believes?|accuses?|accused|blames?(?! on\b)|blamed(?! on\b)|informed|informs|(?:spoke|speaks|spoken) of"
    r"|(?:accepts?|accepted|assumed|takes?|took) responsibility"
    r"|(?:gave|gives|giving) (?:an? |its own )(?:\w+ ){0,2}(?:toll|figure|number|count)"
    r"|(?:put|puts|putting) the (?:\w+ ){0,2}(?:toll|number|figure))\b"
    r"(?!\s(?:the lives|\w+ lives|at least \w+ lives|to be|dead|missing|killed|injured)\b)"
)
_SOURCED = cued(
    r"\b(?:according to|as reported by|as per|citing|cited|quoting|quoted|attributed to|reports? by|statement by"
    r"|statement from|reports? from|confirmed by|announced by|reported by|told by"
    r"|by (?:the|an?) (?:count|tally) of)\s+",
    re.IGNORECASE,
)
# The full stop of a rank ends no sentence: "Lt. Col. John Doe".
_RANK = re.compile(
    r"\b(?:Lt|Col|Gen|Maj|Brig|Capt|Sgt|Cpl|Insp|Supt|Cmdr|Adm|Gov|Sen|Rep|Dr|Mr|Mrs|Ms|Prof|Rev|Atty|Engr)\.(?= )"
)
_PHRASE_END = re.compile(
    r"[,;:\"“”\n]|\.(?!\w)|\s(?:that|who|which|as saying|in a statement"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
# "According to its director, Dr Alex Bakonda".
_OFFICE_HOLDER = re.compile(
    r"(?:its|his|her|their|the)(?: [a-z-]+){1,4}, (?P<who>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3} [A-Z][\w’'-]+)"
)
_SOMEONE = re.compile(r"(?:[A-Z]|al-|(?:the|an?|one|two|local|his|her|their|another)\s)")
_PAPER = re.compile(
    r"(?:the |a |an )?(?:\w+ )?(?:law|plan|schedule|constitution|agreement|deal|rules|tradition|terms)\b", re.IGNORECASE
)
# What a headline's speaker has beside it: "19 killed: monitor".
_HEADLINE = re.compile(r"[:–—-]")


# No sentence of news is longer; what is has lost its full stops, and names nobody for all of it.
LONGEST = 2_000


def find_attributions(sentence: str) -> list[Attribution]:
    """Who says what in one sentence, in order of place; scopes do not overlap.

    Of text without sentence ends only the first `LONGEST` characters are read.
    """
    return list(_attributions_in(sentence[:LONGEST]))


# Whoever looks back in an article for who spoke last asks for the same sentences again.
@lru_cache(maxsize=1_024)
def _attributions_in(sentence: str) -> tuple[Attribution, ...]:
    verbs, cues = list(_VERB.finditer(sentence)), list(_SOURCED.finditer(sentence))
    if not (verbs or cues or _HEADLINE.search(sentence)):
        return ()
    claimants = with_owners(sentence, find_claimants(sentence))
    printed, sentence = sentence, _RANK.sub(lambda rank: rank[0][:-1] + "’", sentence)
    found: dict[tuple[int, int], tuple[Source, str, int]] = {}
    for cue in cues:
        source = _source_after(sentence, cue.end(), claimants)
        if source is not None:
            found[source.start, source.end] = (source, cue.group().strip(), cue.start())
    has_spoken = False
    for verb in verbs:
        is_same = has_spoken and goes_on(sentence, verb)
        source = None if is_same else subject_of(sentence, verb, claimants)
        if source is not None:
            has_spoken = True
            found.setdefault((source.start, source.end), (source, verb.group(), min(source.start, verb.start())))
    if not found and (source := _headline_source(sentence, claimants)):
        found[source.start, source.end] = (source, "", source.start)
    return tuple(_with_scopes(printed, sorted(found.values(), key=lambda item: item[2])))


def _source_after(sentence: str, start: int, claimants: Sequence[Found[Claimant]]) -> Source | None:
    """The claimant after "according to": the first named one of the phrase, else its first kind, else its words."""
    stop = _PHRASE_END.search(sentence, start)
    end = stop.start() if stop else len(sentence)
    if person := _OFFICE_HOLDER.match(sentence, start):
        kind = next((hit.value for hit in claimants if start <= hit.start < person.end()), None)
        return Source(*person.span("who"), kind)
    inside = [hit for hit in claimants if start <= hit.start < end]
    named = [hit for hit in inside if hit.value.name is not None]
    if inside:
        return as_printed(sentence, (named or inside)[0], end)
    words = sentence[start:end].strip(" .")
    is_someone = _SOMEONE.match(words) is not None and len(words.split()) <= 8 and not _PAPER.match(words)
    return Source(start, start + len(words), None) if is_someone else None


def _headline_source(sentence: str, claimants: Sequence[Found[Claimant]]) -> Source | None:
    """The claimant of "19 killed: monitor" or "Monitor: 19 killed"."""
    for hit in claimants:
        before, after = sentence[: hit.start].rstrip(), sentence[hit.end :].strip(" .")
        if (not after and before[-1:] in {":", "-", "–", "—"}) or (not before and after.startswith(":")):
            return as_printed(sentence, hit, hit.end)
    return None


def _with_scopes(sentence: str, found: Sequence[tuple[Source, str, int]]) -> list[Attribution]:
    """Each claimant answers from where it is named to the next one, the first also for what stands before it."""
    attributions: list[Attribution] = []
    for number, (source, verb, _) in enumerate(found):
        low = 0 if number == 0 else attributions[-1].scope[1]
        is_last = number + 1 == len(found)
        high = (
            len(sentence) if is_last else max(low, source.end, _clause_end(sentence, source.end, found[number + 1][2]))
        )
        raw = sentence[source.start : source.end]
        name = source.claimant.name if source.claimant else None
        kind = source.claimant.type if source.claimant else "unknown"
        attributions.append(Attribution(source.start, source.end, raw, name, kind, verb, (low, high)))
    return attributions


def _clause_end(sentence: str, start: int, limit: int) -> int:
    """Where the clause before the next claimant's ends: at the last comma or conjunction, else at that claimant."""
    breaks = [m.start() for m in re.finditer(r"[,;]|\b(?:while|but|whereas|though|although)\b", sentence[start:limit])]
    return start + breaks[-1] if breaks else limit

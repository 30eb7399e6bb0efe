"""The words that report: who says what in one sentence, by reporting verbs, "according to" and headline colons.

"X said", "according to X", "..., said X", "citing X", "19 killed: X". Names and pronouns stay as printed here;
`transforms.attribution` resolves them within the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.attribution.claimants import Claimant, find_claimants
from transforms.attribution.printed import Source, as_printed, with_owners
from transforms.attribution.speakers import goes_on, subject_of, with_partners
from transforms.attribution.subjects import Subject
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
    r"\b(?:(?:was|were|been) quoted (?:[^.;:\"“”]{1,60} )?as saying"
    r"|[Ss]ays?|[Ss]aid|saying|tells?|told|reports|reported|adds|added|confirms|confirmed|announces|announced|states"
    r"|stated|noted|claims|claimed|explained|wrote|tweeted|posted|published|acknowledged|admitted|declared|insisted"
    r"|claiming|warned(?! of\b)|underscored|stressed|underlined|indicated|asserted|maintained|recalled|pointed out"
    r"|lamented|recounted|recorded|documented|tallied|counted|(?:counts|verified|registered|logged)(?=\s\d)"
    r"|(?:report|estimate)(?=\s(?:that|at\sleast|more\sthan|around|about|some|\d+|two|three|four|five|six|seven|eight|nine"
    r"|ten|\w+teen|twenty|dozens)\b)|estimates|estimated|alleged|revealed|disclosed|denied|denies"
    r"|believes?|accuses?|accused|blames?(?! on\b)|blamed(?! on\b)|informed|informs|(?:spoke|speaks|spoken) of"
    r"|(?:accepts?|accepted|assumed|takes?|took) responsibility"
    r"|(?:gave|gives|giving) (?:an? |its own )(?:\w+ ){0,2}(?:toll|figure|number|count)"
    r"|(?:put|puts|putting|sets?|plac(?:e|es|ed|ing)) the (?:\w+ ){0,2}(?:toll|number|figure))\b"
    r"(?!\s(?:the lives|\w+ lives|at least \w+ lives|to be|dead|missing"
    r"|(?:killed|injured)(?! (?:at|more|about|some|an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\b))\b"
    r"|\s(?:an? |the )?(?:\w+ ){0,3}(?:emergency|ceasefire|cease-fire|truce|curfew|mourning|war|independence)\b)"
)
_SOURCED = cued(
    r"\b(?:according to|as reported by|as per|citing|cited|quoting|quoted|attributed to|reports? by|statement by"
    r"|statement from|reports? from|confirmed by|announced by|reported by|told by"
    r"|by (?:the|an?) (?:count|tally) of)\s+",
    re.IGNORECASE,
)
# "ISIL claimed responsibility for a blast that killed 15": who says "we did it" has counted nobody.
_NOUN = " responsibility"
_OWNS_UP = re.compile(
    r" (?:\w+ )?(?:responsibility|credit)\b(?! (?:\w+ )?for (?:the )?(?:(?:killing|kidnapping|abduction|murder"
    r"|assassination|deaths?|beheading|execution|capture) of|killing|shooting|kidnapping|abducting|wounding"
    r"|executing|beheading|assassinating|capturing)\b)"
    r"| (?:the|this|that|an|both) (?:\w+ ){0,2}(?:attacks?|bombings?|assault|ambush|blasts?|raid|killings?)\b(?! of)"
)
# What goes on for who was named before.
_GOING_ON = frozenset({"saying", "claiming"})
# "A, and the army said B": B alone is the army's. "A, police and a doctor said on Monday" is all theirs.
_OTHER_CLAUSE = re.compile(r"(?:^|[,;] |(?=while|whereas))(?:and|but|while|whereas|although|though) $")
_TELLS_MORE = re.compile(
    r" (?:that|it|they|he|she|there|at least|more than|the|an?|no|its|their|his|some|about|around|\d[\d,]*"
    r"|[a-z]+ (?:people|others?|of|more)|(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][\w’'-]*) "
)
# "Two officials were quoted by AFP as saying": the verb by itself, not whom they were quoted by.
_AS_SAYING = "as saying"
# "According to an official statement by the municipality".
_DOCUMENT = re.compile(
    r"(?:an?|the|its?|their) (?:[\w-]+ ){0,3}(?:statements?|communiqu[eé]|bulletin|press release|release|letter|post)"
    r"(?: (?:issued|released|published|made|posted|signed))? (?:by|from|of) (?=(?:the|an?) |[A-Z])"
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


@dataclass(frozen=True)
class _Said:
    """Words of reporting and whose they are; `at` is where they begin.

    `owned`: where the words end by which somebody says "we did it" and no more, 0 = more is said. `is_clause`: what
    stands before is not theirs.
    """

    source: Source
    verb: str
    at: int
    owned: int = 0
    is_clause: bool = False
    tells_more: bool = False


def find_attributions(sentence: str, subjects: Sequence[Subject] = ()) -> list[Attribution]:
    """Who says what in one sentence, in order of place; scopes do not overlap.

    `subjects` of its verbs, where it was parsed. Of text without sentence ends only the first `LONGEST` characters are
    read.
    """
    sentence = sentence[:LONGEST]
    verbs, cues = list(_VERB.finditer(sentence)), list(_SOURCED.finditer(sentence))
    if not (verbs or cues or _HEADLINE.search(sentence)):
        return []
    parsed = {subject.verb: subject for subject in subjects}
    claimants = with_owners(sentence, find_claimants(sentence))
    printed, sentence = sentence, _RANK.sub(lambda rank: rank[0][:-1] + "’", sentence)
    found: dict[tuple[int, int], _Said] = {}
    quoted = [verb.span() for verb in verbs if verb.group().endswith(_AS_SAYING)]
    for cue in cues:
        if any(start <= cue.start() < end for start, end in quoted):
            continue
        source = _source_after(sentence, cue.end(), claimants)
        # "Reports from Rafah": where the news is from.
        is_place = source is not None and source.claimant is None and cue.group().lower().startswith("report")
        if source is not None and not (is_place and cue.group().rstrip().endswith("from")):
            found[source.start, source.end] = _Said(source, cue.group().strip(), cue.start())
    last: Source | None = None
    for verb in verbs:
        is_same = last is not None and (goes_on(sentence, verb) or verb.group() in _GOING_ON)
        source = last if is_same else subject_of(sentence, verb, claimants, parsed.get(verb.start()))
        if source is not None:
            last = source
            told = _said(sentence, source, verb)
            before = found.get((source.start, source.end))
            found[source.start, source.end] = replace(before, owned=told.owned and before.owned) if before else told
    if not found and (source := _headline_source(sentence, claimants)):
        found[source.start, source.end] = _Said(source, "", source.start)
    return _with_scopes(printed, _without_frame(sentence, sorted(found.values(), key=lambda said: said.at)))


def _without_frame(sentence: str, found: Sequence[_Said]) -> Sequence[_Said]:
    """Those who speak, without the outlet that only passes on what another says: 'AFP reported "…, the army said'."""
    if len(found) != 2:
        return found
    first, last = found
    is_outlet = first.source.claimant is not None and first.source.claimant.type == "media"
    is_behind = sentence[: last.at].rstrip().endswith(",") and not last.is_clause and not last.tells_more
    return found[1:] if is_outlet and is_behind and first.at < first.source.end + 1 else found


def _said(sentence: str, source: Source, verb: re.Match[str]) -> _Said:
    # Of "took responsibility" the noun is matched with the verb.
    end = verb.end() - len(_NOUN) if verb.group().endswith(_NOUN) else verb.end()
    is_deed = verb.group().startswith("claim") or end < verb.end()
    owns_up = _OWNS_UP.match(sentence, end) if is_deed else None
    tells_more = _TELLS_MORE.match(sentence, verb.end()) is not None
    is_own = source.end <= verb.start() and _OTHER_CLAUSE.search(sentence, 0, source.start) is not None
    return _Said(
        source,
        verb.group(),
        min(source.start, verb.start()),
        owned=owns_up.end() if owns_up else 0,
        is_clause=is_own and tells_more,
        tells_more=tells_more,
    )


def _source_after(sentence: str, start: int, claimants: Sequence[Found[Claimant]]) -> Source | None:
    """The claimant after "according to": the first named one of the phrase, else its first kind, else its words."""
    document = _DOCUMENT.match(sentence, start)
    start = document.end() if document else start
    stop = _PHRASE_END.search(sentence, start)
    end = stop.start() if stop else len(sentence)
    if person := _OFFICE_HOLDER.match(sentence, start):
        kind = next((hit.value for hit in claimants if start <= hit.start < person.end()), None)
        return Source(*person.span("who"), kind)
    inside = [hit for hit in claimants if start <= hit.start < end]
    named = [hit for hit in inside if hit.value.name is not None]
    if inside:
        return with_partners(sentence, as_printed(sentence, (named or inside)[0], end), claimants)
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


def _with_scopes(sentence: str, found: Sequence[_Said]) -> list[Attribution]:
    """Each claimant answers from where it is named to the next one, the first also for what stands before it.

    Who only claims the act answers for those words alone, and who speaks in a clause of its own for that clause.
    """
    attributions: list[Attribution] = []
    telling = [said for said in found if not said.owned]
    low = 0
    for said in found:
        if said.owned:
            attributions.append(_attribution(sentence, said, (said.source.start, said.owned)))
            continue
        number = telling.index(said)
        if number == 0 and said.is_clause:
            low = said.source.start
        is_last = number + 1 == len(telling)
        end = said.source.end
        high = len(sentence) if is_last else max(low, end, _clause_end(sentence, end, telling[number + 1].at))
        attributions.append(_attribution(sentence, said, (low, high)))
        low = high
    return attributions


def _attribution(sentence: str, said: _Said, scope: tuple[int, int]) -> Attribution:
    claimant = said.source.claimant
    return Attribution(
        said.source.start,
        said.source.end,
        sentence[said.source.start : said.source.end],
        claimant.name if claimant else None,
        claimant.type if claimant else "unknown",
        said.verb,
        scope,
    )


def _clause_end(sentence: str, start: int, limit: int) -> int:
    """Where the clause before the next claimant's ends: at the last comma or conjunction, else at that claimant."""
    breaks = [m.start() for m in re.finditer(r"[,;]|\b(?:while|but|whereas|though|although)\b", sentence[start:limit])]
    return start + breaks[-1] if breaks else limit

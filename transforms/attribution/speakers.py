"""Who a reporting verb belongs to: the subject of "said", before it or, after a quotation, behind it.

The words for a claimant with what is told of them: names, offices, relatives, an aside between commas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.attribution.claimants import Claimant
from transforms.attribution.printed import MOUTH, NAMES_AFTER, Source, as_printed
from transforms.attribution.pronouns import is_somebody
from transforms.attribution.subjects import Subject
from transforms.phrases import Found

# "was told", "to report", "the reported attack": nobody says it here.
_NOT_ACTIVE = re.compile(
    r"\b(?:was|were|been|be|is|are|being|to|the|a|an|and|but|or|not|of|who|which|that)\s+(?:(?!family)\w+ly\s+)?$",
    re.IGNORECASE,
)
# "The Observatory relies on activists and says ...": the one that opens the sentence goes on.
_AND = re.compile(r"\b(?:and|but) (?:\w+ly )?$")
_OPENING = 12
_ASIDE = re.compile(
    r"\s(?:who|which) (?:spoke|declined|asked|requested|relies|tracks|monitors|documents|has)\b[^,\"“”]{0,100}$"
    r"|\s?\([^)]{0,60}\)|,[^,\"“”]{1,160},|\s[–—-]\s[^–—\"]{1,160}\s[–—-]\s"
)
_BREAKS = re.compile(
    r"[\"“”;:,.!?\n](?!\w)|\b(?:was|were|is|are|am|been|being|said|says|that|which|after|when|while|as|but|because|killed"
    r"|wounded|injured|died|by|against|between|including|where|during|before|since|then|if|did|will|would|and"
    r"|(?!(?:based|named|backed|affiliated|called|armed|united|identified)\b)\w{3,}ed)\b",
    re.IGNORECASE,
)
# "The chairman of the herders' association, Alhaji Sule Garba, said": the name right before the verb, after an office.
_NAMED_LAST = re.compile(
    r"(?<!\bin )(?P<office>[^,\"“”]{1,160}(?:, [^,\"“”]{1,60})?), (?P<who>(?:[A-Z][\w.’'-]*|al-\w+)"
    r"(?:\s(?:[A-Z][\w.’'-]*|al-[A-Z]\w+|al|bin|ibn|de|von|van)){1,5}), (?:(?:also|later|had|has) )?$"
)
# What a claimant is told by: "a relative of some of the victims", "the health ministry of the army-led government".
_OF_WHOM = re.compile(r" of (?:(?:one|two|three|some|many|several) of )?(?:the |an? )?(?:[\w-]+ )?$")
# "The director of the regional hospital, Mukhtar Isaaq": the name is not the hospital's.
_OF_WHICH = re.compile(r"\bof (?:the |an? )?(?:[\w-]+ ){0,3}$")
# "A nurse, who did not give her name, said".
_WHO_CLAUSE = re.compile(r", who\b[^,\"“”]{1,120}, $")
# ", later ", the longest of what may stand between such a name and the verb.
_BEFORE_VERB = 8
_OFFICE = re.compile(
    r"\b(?:chair(?:man|woman|person)?|spokes\w+|officer|chief|head|director|governor|commander|secretary|minister|mayor"
    r"|president|leader|coordinator|official|resident|witness|commissioner|deputy|administrator|superintendent"
    r"|inspector|manager|elder|member|senator|lawmaker|lawyer|doctor|nurse|priest|imam|pastor|teacher|founder)\b",
    re.IGNORECASE,
)
# What follows a place is no name: "the police chief in Kirkuk, Northern Iraq, said".
_AT_PLACE = re.compile(r"\b(?:in|at|near|from) (?:the )?(?:[A-Z][\w’'-]*\s?)+$")
# "A mine workers' association said", "The prefect of Gotheye had": whoever it is, by a noun that no list has; with a
# name beside it at the head of a sentence.
_SOMEBODY = re.compile(
    r"(?:^\W*|[,\"”] )(?P<who>(?P<what>(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome|[Aa]nother)"
    r"(?: (?!(?:also|later|had|has|have|then|further|initially|earlier)\b)[\w’'-]+){1,6})"
    r"(?:, (?:the )?[A-Z][\w’'-]*(?: [\w’'-]+){0,6}(?=,))?),?(?: (?:also|later|had|has|have|then|further|initially"
    r"|earlier))* $"
)
# Verbs whose object hears: "Bukar told this newspaper".
_TO_SOMEBODY = frozenset("tell tells told inform informs informed".split())
# A clause between commas sets nothing aside: "…, on Friday and kidnapped its crew, …".
_OWN_CLAUSE = re.compile(r"\b(?:and|but) (?:\w+ly )?\w+ed\b")
_PRONOUN = re.compile(r"\b(?P<who>[Ii]t|[Hh]e|[Ss]he|[Tt]hey)(?:\s(?:also|later|had|has|have|then|further))*\s*$")
# "A man, who they said was armed": what is said is of him alone.
_SAID_OF = re.compile(r"\b(?:who|whom|which|that) $")
_PERSON = re.compile(
    r"(?P<who>(?:[A-Z][\w’'-]+|[A-Z]\.|al-[A-Z]\w+)(?:\s(?:[A-Z][\w’'-]+|[A-Z]\.|al-[A-Z]\w+|al|bin|ibn|de|von|van))*)"
    r"(?:,[^,\"“”]{1,120},)?(?:\s(?:also|later|had|has|have|then|further))*\s*$"
)
_PREPOSITION = re.compile(
    r"\b(?P<word>[Aa]t|[Ii]n|[Nn]ear|[Oo]utside|[Ii]nside|with|by|[Oo]n|against|to)\s(?:the |an? )?"
    r"(?:(?:(?!an? |the )[a-z-]+\s){0,2}|(?:[A-Z][\w’'-]*\s(?:and\s)?){1,3})$"
)
_APPOSITION = re.compile(r",? (?:an?|the|head|chief|director|spokes\w+|\w+ (?:of|for))\b[^.,;\"“”]{0,120}")
_NO_VERB_NEXT = re.compile(
    r"\s?(?:$|[.,;:\"“”\n–—]|(?:who|which|adding|also known|citing|on \w+day|in a statement|an?"
    r"|the (?:head|director|chief))\b"
    r"|(?:head|director|chief|spokesman|spokeswoman|spokesperson|adding)\b)"
)
# "Police and a doctor said", "according to police and witnesses": they speak together.
_TOGETHER = re.compile(r" and ")
_OPENS_CLAUSE = re.compile(r"(?:^|[,;:\"“”—–-] ?|\b(?:but|while|that|as|where) )$")
_CLOSES_CLAUSE = re.compile(r"\s*(?:$|[.,;:\"“”—–]|(?:on|in|at|who|cited|quoted|told|said|as)\b)")
# Where a name ends and what is told of it begins.
_TOLD_OF = re.compile(r"[,;:(\n\"“”—–]| (?:who|which|that|whose)\b")
_LONGEST_NAME = 8
_HELPERS = re.compile(r",?(?: (?:also|later|had|has|have|then|further|\w+ly|\w+day))*,?\s*")
# Words with a capital that are nobody's name.
_NO_NAMES = frozenset(
    "I We You There Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September October November December".split()
)


def goes_on(sentence: str, verb: re.Match[str]) -> bool:
    """True if who has spoken before in the sentence goes on: "The mayor said … and added"."""
    return _AND.search(sentence[: verb.start()]) is not None


def subject_of(
    sentence: str, verb: re.Match[str], claimants: Sequence[Found[Claimant]], parsed: Subject | None = None
) -> Source | None:
    """The subject of a reporting verb, before it or, after a quotation, behind it; all of them who speak together.

    `parsed` is what the parse says of the verb: it decides where the words beside the verb lead to another one.
    """
    if parsed is not None and not parsed.is_active:
        return None
    source = _subject_of(sentence, verb, claimants)
    words = parsed.words if parsed else None
    if words is not None and _is_beside(sentence, words, verb):
        is_else = source is None or not (
            words[0] <= source.start < words[1] or _is_beside(sentence, (source.start, source.end), verb)
        )
        source = (_parsed_source(sentence, words, claimants) if is_else else None) or source
    return source and with_partners(sentence, source, claimants)


def _is_beside(sentence: str, words: tuple[int, int], verb: re.Match[str]) -> bool:
    """True if only helpers stand between the words and the verb, whichever comes first."""
    low, high = (words[1], verb.start()) if words[1] <= verb.start() else (verb.end(), words[0])
    return _HELPERS.fullmatch(sentence, low, high) is not None


def _parsed_source(sentence: str, words: tuple[int, int], claimants: Sequence[Found[Claimant]]) -> Source | None:
    """The subject that the parse gives, without what is told of it; null = that is nobody who speaks."""
    start, end = words
    aside = _TOLD_OF.search(sentence, start, end)
    last = aside.start() if aside else end
    said_by = sentence[start:last]
    if len(said_by.split()) > _LONGEST_NAME or set(said_by.split()) <= _NO_NAMES:
        return None
    source = _introduced(start, last, end, claimants)
    return source if source.claimant is not None or is_somebody(said_by) else None


def with_partners(sentence: str, source: Source, claimants: Sequence[Found[Claimant]]) -> Source:
    """The source with whom it speaks together: "police and a doctor"; the name is of the one who has one."""
    start, end, claimant = source.start, source.end, source.claimant
    before = next((hit for hit in reversed(claimants) if hit.end <= start), None)
    if before is not None and _TOGETHER.fullmatch(sentence, before.end, start):
        partner = as_printed(sentence, before, before.end)
        if _OPENS_CLAUSE.search(sentence, 0, partner.start):
            start, claimant = partner.start, _named(claimant, before.value)
    after = next((hit for hit in claimants if hit.start >= end), None)
    joint = _TOGETHER.match(sentence, end, after.start) if after is not None else None
    if after is not None and joint is not None:
        partner = as_printed(sentence, after, len(sentence))
        if partner.start <= joint.end() and _CLOSES_CLAUSE.match(sentence, partner.end):
            end, claimant = partner.end, _named(claimant, after.value)
    return Source(start, end, claimant)


def _named(one: Claimant | None, other: Claimant | None) -> Claimant | None:
    return next((each for each in (one, other) if each is not None and each.name is not None), one or other)


def _subject_of(sentence: str, verb: re.Match[str], claimants: Sequence[Found[Claimant]]) -> Source | None:
    before = sentence[: verb.start()]
    if _NOT_ACTIVE.search(before):
        opening = claimants[0] if claimants and claimants[0].start <= _OPENING and goes_on(sentence, verb) else None
        return as_printed(sentence, opening, opening.end) if opening else None
    if pronoun := _PRONOUN.search(before):
        if _SAID_OF.search(before, 0, pronoun.start()):
            return None
        return Source(*pronoun.span("who"), None)
    clause = _WHO_CLAUSE.search(before)
    end = clause.start() if clause else verb.start()
    before = before[:end] + ", " if clause else before
    subject = _subject(sentence, end, claimants)
    named = _named_last(before)
    if subject is not None:
        source = as_printed(sentence, subject, end)
        is_own = source.end >= named[1] and not _OF_WHICH.search(sentence, 0, source.start) if named else True
        return source if named is None or is_own else Source(*named, subject.value)
    if named is None and (somebody := _somebody(before)) is not None:
        return somebody
    behind = None if verb.group().lower() in _TO_SOMEBODY else _source_behind(sentence, verb, claimants)
    return behind or (Source(*named, None) if named else _person(before, claimants))


def _somebody(before: str) -> Source | None:
    """Whoever is told of by an indefinite or definite noun right before the verb; what follows a name is an aside."""
    found = _SOMEBODY.search(before)
    if found is None or _BREAKS.search(found["what"]):
        return None
    is_aside = before.rstrip().endswith(",") and before[: found.start("who")].strip()
    return None if is_aside else Source(*found.span("who"), None)


def _named_last(before: str) -> tuple[int, int] | None:
    """The name that stands right before the verb after the office of whom it names."""
    # Looked at only behind a comma: the pattern is slow where it finds nothing.
    found = _NAMED_LAST.search(before) if "," in before[-_BEFORE_VERB:] else None
    if found is None or not _OFFICE.search(found["office"]) or _AT_PLACE.search(found["office"]):
        return None
    return found.span("who")


def _subject(sentence: str, end: int, claimants: Sequence[Found[Claimant]]) -> Found[Claimant] | None:
    """The claimant that the verb at `end` belongs to: the nearest, unless it only says where another one is."""
    place: Found[Claimant] | None = None
    for hit in reversed(claimants):
        is_acronym = sentence[hit.start - 1 : hit.start] == "("
        if hit.end > end or is_acronym or not _reaches(sentence[hit.end : end]):
            continue
        preposition = _PREPOSITION.search(sentence, 0, hit.start)
        if preposition is None:
            return _whose(sentence, hit, claimants)
        if place is None and preposition["word"] not in {"by", "with", "against", "to"}:
            place = hit
    return place


def _whose(sentence: str, hit: Found[Claimant], claimants: Sequence[Found[Claimant]]) -> Found[Claimant]:
    """The claimant, or whom it only tells more of: "a relative of some of the victims" is a relative."""
    before = next((other for other in reversed(claimants) if other.end <= hit.start), None)
    if before is None or hit.value.name is not None or not sentence[hit.start].islower():
        return hit
    is_mouth = MOUTH.search(sentence, before.start, before.end) is not None
    return before if not is_mouth and _OF_WHOM.fullmatch(sentence, before.end, hit.start) else hit


def _reaches(gap: str) -> bool:
    """Whether what stands between a claimant and a verb leaves it the verb's subject."""
    if len(gap) > 200:
        return False
    bare = _ASIDE.sub(lambda aside: aside[0] if _OWN_CLAUSE.search(aside[0]) else " ", gap)
    return _BREAKS.search(bare) is None and len(bare.split()) <= 9


def _source_behind(sentence: str, verb: re.Match[str], claimants: Sequence[Found[Claimant]]) -> Source | None:
    """The subject of ', said the Observatory', known by what stands around it: no verb of its own follows.

    "Saying" goes on for who was named before; what follows is what is said.
    """
    if verb.group().lower() == "saying":
        return None
    before = sentence[: verb.start()].rstrip()
    is_quoted = before[-1:] in {",", '"', "”", "’"}
    for hit in claimants:
        between = sentence[verb.end() : hit.start]
        if hit.start < verb.end() or len(between) > 40 or _BREAKS.search(between):
            continue
        source = as_printed(sentence, hit, len(sentence))
        is_short = len(between.split()) <= 2
        if is_quoted or (is_short and before and _NO_VERB_NEXT.match(sentence, _past_names(sentence, source.end))):
            return source
    person = NAMES_AFTER.match(sentence, verb.end())
    if (
        person
        and not set(person.group().rstrip(".").split()) <= _NO_NAMES
        and (is_quoted or (before and _NO_VERB_NEXT.match(sentence, person.end())))
    ):
        apposition = _APPOSITION.match(sentence, person.end())
        limit = apposition.end() if apposition else person.end()
        return _introduced(person.start() + 1, verb.end() + len(person.group().rstrip(".")), limit, claimants)
    return None


def _past_names(sentence: str, start: int) -> int:
    names = NAMES_AFTER.match(sentence, start)
    return names.end() if names else start


def _person(before: str, claimants: Sequence[Found[Claimant]]) -> Source | None:
    """A person by name, directly before the verb or before an apposition that tells their office."""
    person = _PERSON.search(before)
    if person is None or set(person["who"].split()) <= _NO_NAMES:
        return None
    return _introduced(*person.span("who"), len(before), claimants)


def _introduced(start: int, end: int, limit: int, claimants: Sequence[Found[Claimant]]) -> Source:
    """Who is named at `start`, as who that or the apposition up to `limit` says: "John Doe, a police spokesman"."""
    own = [hit.value for hit in claimants if start <= hit.start < end]
    offices = own or [hit.value for hit in claimants if end <= hit.start < limit]
    named = [office for office in offices if office.name is not None]
    known = [office for office in offices if office.type != "unknown"]
    return Source(start, end, next(iter(named + known + offices), None))

"""A claimant's words as printed: with the article, the rank and the names around what a lexicon knows of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.attribution.claimants import Claimant
from transforms.phrases import Found


@dataclass(frozen=True)
class Source:
    """A claimant's words in a sentence; `claimant` null = no lexicon knows them."""

    start: int
    end: int
    claimant: Claimant | None


# "Boko Haram's spokesman", "the army's chief spokeswoman": who speaks for the claimant before.
MOUTH = re.compile(r"\bspokes(?:m[ae]n|wom[ae]n|persons?|people)\b", re.IGNORECASE)
# "The Turkish army's written statement said": whose words they are.
_PAPER = re.compile(r"(?:statements?|communiqu[eé]s?|bulletins?|press releases?)", re.IGNORECASE)
_OWNED = re.compile(
    r"(?:[’']s?)?(?: (?!(?:an?|the|and|by|in|to|for|that|while|told|said|says|its?|his|who)\b)[\w-]+){0,3} "
)
# "A resident, Musa Bello, said": the name of whom the kind is told.
_NAMED_SO = re.compile(
    r"(?: (?!and\b)[a-z-]+){0,3}, (?:[A-Z][\w’'.-]*|al-\w+)(?: (?:[A-Z][\w’'.-]*|al-\w+|al|bin|ibn|de|von|van)){1,4}"
    r"(?=, (?!and\b|or\b))"
)
# What opens a clause is no part of who speaks in it: "After police said".
_BEFORE_NAME = re.compile(
    r"(?<![\w’'-])(?:(?:[Tt]he|[Aa]n?|[Aa]nother|[Oo]ne|[Tt]wo|[Ll]ocal|[Ss]everal|[Ss]ome|[Ss]enior"
    r"|(?!(?:After|Before|When|While|As|Since|Because|But|And|If|That|Although|Though|Then|Meanwhile|However)\b)"
    r"[A-Z][\w.’'-]*)\s+)+$"
)
# Words between an article and a kind of claimant: not a clause, as in "a man is in hospital after police said".
_OF_KIND = (
    r"(?!(?:of|by|and|or|in|at|from|that|to|for|with|on|after|before|when|while|as|since|is|are|was|were|be|been|has|have"
    r"|had|who|which|because|where|into|over|than|but|if|says?|said|told|citing|quoting|adding|saying|\w+ing)\b)[a-z’'-]+"
)
# "A rights lawyers' group", "the commissioner of police".
_BEFORE_KIND = re.compile(
    rf"(?<![\w-])(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ll]ocal|[Ss]everal)(?: {_OF_KIND}){{1,4}}(?: of)? $"
)
# ", media sources said", "Municipal workers said": what sort they are, where a clause begins.
_SORT = re.compile(rf"(?:^|(?<=, ))(?:{_OF_KIND} ){{1,2}}$", re.IGNORECASE)
# "A police colonel", "civil defence workers", "the governor's office": who of them.
_MEMBER = re.compile(
    r"(?:[’'](?:s )?office|(?: (?:colonel|lieutenant|captain|general|major|sergeant|inspector|superintendent|commander"
    r"|chief|officers?|sources?|officials?|workers?|crews?|teams?|volunteers?|members?|spokes(?:man|woman|person)))+)\b"
)
NAMES_AFTER = re.compile(r"(?:\s(?:[A-Z][\w.’'-]*|al-\w+|bin|ibn|de))+")


def with_owners(sentence: str, claimants: Sequence[Found[Claimant]]) -> list[Found[Claimant]]:
    """The claimants with each spokesman or statement read as whose it is: "Al Shabaab's military spokesman"."""
    read: list[Found[Claimant]] = []
    for hit in claimants:
        owner = _owner(sentence, hit, read)
        if owner is not None and _OWNED.fullmatch(sentence, read[owner].end, hit.start):
            read[owner:] = [Found(read[owner].start, hit.end, read[owner].value)]
        else:
            read.append(hit)
    return read


def _owner(sentence: str, hit: Found[Claimant], before: Sequence[Found[Claimant]]) -> int | None:
    """Which of those before the claimant may be whom it speaks for; null = it speaks for itself."""
    if hit.value.name is not None or not before:
        return None
    if _PAPER.fullmatch(sentence, hit.start, hit.end):
        return len(before) - 1
    if MOUTH.search(sentence, hit.start, hit.end) is None:
        return None
    return next((at for at in reversed(range(len(before))) if before[at].value.name), None)


def as_printed(sentence: str, hit: Found[Claimant], limit: int) -> Source:
    """The claimant's words with the article and names around them: "Homs Governor Talal Barazi"."""
    rank = sentence.startswith("’ ", hit.end)
    member = _MEMBER.match(sentence, hit.end, limit) if hit.value.name is None else None
    last = member.end() if member else hit.end + rank
    after = NAMES_AFTER.match(sentence, last, limit)
    end = after.start() + len(after.group().rstrip(".")) if after else last if member else hit.end
    name = _NAMED_SO.match(sentence, end, limit)
    return Source(_first(sentence, hit), name.end() if name else end, hit.value)


def _first(sentence: str, hit: Found[Claimant]) -> int:
    """Where the words begin that say who of such claimants it is."""
    before = _BEFORE_NAME.search(sentence, 0, hit.start)
    if before is None and hit.value.name is None:
        before = _BEFORE_KIND.search(sentence, 0, hit.start) or _SORT.search(sentence, 0, hit.start)
    return before.start() if before else hit.start

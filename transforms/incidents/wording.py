"""The words by which two accounts of one happening know each other: weighted terms.

Weights depend on the two texts alone, never on the other articles of the night: a corpus frequency
would move every night and with it old incidents. Names, ages and figures weigh most, because they
are what two newsrooms share when they describe one event in different words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from transforms.phrases import read_lexicon

Terms = dict[str, float]

LEAD_CHARACTERS = 4000
PASSAGE_MARGIN = 160
NAME_WEIGHT = 2.0
NUMBER_WEIGHT = 1.5
WORD_WEIGHT = 1.0
COMMON_WEIGHT = 0.15

_LEXICONS = {
    "countries": ("name", "aliases", "demonyms", "capital", "capital_aliases"),
    "actors": ("name", "aliases"),
    "claimants": ("claimant", "aliases"),
}
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A capital that does not open a sentence.
_NAME = re.compile(r"(?<=[\w,;)’'-] )[A-Z]\w*(?:['’]\w+)?")
_STOP = frozenset(
    "a about after again all also an and any are as at be because been before being but by can could did do does "
    "during each for from further had has have he her here him his how if in into is it its just like may might more "
    "most no nor not now of off on one only or other our out over own said say says she should since so some such "
    "than that the their them then there these they this those through to told too under until up was we were what "
    "when where which while who whom why will with would you your".split()
)
# Words that nearly every report of violence has: they say what is reported, not which happening.
_COMMON = frozenset(
    "police officers officer man men woman women people person persons killed kill kills killing dead died dies death "
    "deaths shot shots shoots shooting shootings gun guns gunman gunmen gunfire gunshot weapon weapons armed wound "
    "wounds wounded injured injury injuries hurt attack attacks attacked attackers fire fired firing opened news "
    "report reported reporting reports according told call called authorities authority officials official sources "
    "source spokesman spokeswoman spokesperson statement confirmed released identified government security forces "
    "force army military soldiers soldier troops fighters fighter militants militant rebels rebel group groups "
    "members member commander regime war conflict fighting clashes clashed clash battle operation explosion exploded "
    "blast bomb bombing bombs bombed strike strikes airstrike airstrikes air shelling shelled rocket rockets missile "
    "missiles civilians civilian targeted target hit area areas city town village province district state county "
    "country region north south east west northern southern eastern western near around outside inside home house "
    "block street road avenue building place monday tuesday wednesday thursday friday saturday sunday january "
    "february march april june july august september october november december today yesterday night morning evening "
    "afternoon early late time day days week month months year years hours minutes last first second later earlier "
    "old two three four five six seven eight nine ten dozens least several many another others hospital medical "
    "center condition critical treated taken pronounced transported scene investigation investigators investigating "
    "investigate detectives department sheriff deputies suspect suspects suspected arrested arrest arrests charged "
    "charges charge custody court murder homicide victim victims incident happened occurred found left went came got "
    "made make get took saw heard know believe believed information available expected still back down new local "
    "public family families mother father son daughter brother boy girl child children teen friend friends life car "
    "vehicle door head update updated story photo video copyright rights reserved published press twitter facebook "
    "email following including responded immediately connection am pm jan feb mar apr jun jul aug sep sept oct nov "
    "dec terrorist terrorists terrorism islamist islamists jihadist jihadists toll monitor carried launched offensive "
    "assault bombardment control controlled held siege neighborhood neighborhoods neighbourhood neighbourhoods "
    "residential villages towns countryside suicide bomber bombers planes jets helicopter artillery shells struck "
    "casualties injuring causing caused destroyed recent past part parts hundreds nearly among between across began "
    "added same meanwhile activist activists residents governor reporter url tags".split()
)


@cache
def _coded_names() -> frozenset[str]:
    """Words of the lexicons' countries, actors and claimants: the coded columns compare those already."""
    cells = [row[column] for name, columns in _LEXICONS.items() for row in read_lexicon(name) for column in columns]
    return frozenset(match.group().lower() for cell in cells for match in _TOKEN.finditer(cell))


def passage(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The stretches of `text` around the given character spans, for an account that shares its article."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        low, high = max(0, start - PASSAGE_MARGIN), min(len(text), end + PASSAGE_MARGIN)
        if stretches and low <= stretches[-1][1]:
            low, high = stretches[-1][0], max(high, stretches.pop()[1])
        stretches.append((low, high))
    return " ".join(text[low:high] for low, high in stretches)


def weigh_terms(title: str, body: str) -> Terms:
    """Terms of title and lead with unit length; empty for a text without words."""
    lead = body[:LEAD_CHARACTERS]
    counts: Counter[str] = Counter()
    for token, count in Counter(_TOKEN.findall(f"{title}\n{lead}")).items():
        counts[_fold(token)] += count
    named = {_fold(token) for token in _NAME.findall(lead)}
    weights = {
        word: _weight(word, word in named) * (1 + math.log(count))
        for word, count in counts.items()
        if word not in _STOP and (len(word) > 1 or word.isdigit())
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _fold(token: str) -> str:
    return token.lower().removesuffix("'s").removesuffix("’s")


def name_words(*names: str | None) -> frozenset[str]:
    """The words of names, as they stand among terms."""
    return frozenset(match.group().lower() for name in names if name for match in _TOKEN.finditer(name))


def rare_terms(terms: Terms) -> list[str]:
    """Terms that could tell a happening: the names and figures among `terms`, sorted."""
    return sorted(word for word in terms if word not in _COMMON and (len(word) > 3 or word.isdigit()))


def _weight(word: str, is_name: bool) -> float:
    if word in _COMMON or _YEAR.fullmatch(word) or not _coded_names().isdisjoint((word, word.removesuffix("s"))):
        return COMMON_WEIGHT
    if word.isdigit():
        return NUMBER_WEIGHT
    return NAME_WEIGHT if is_name else WORD_WEIGHT

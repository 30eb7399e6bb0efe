"""Article → the genre that it belongs to where it is no news of violence: sport, business, review, accident.

Sport, markets and reviews speak of attacks, strikes and ambushes, accidents of the dead. A genre is told by its own
words (`lexicon/genres.csv`), by how many of them there are and how far they spread, against the words of real
violence: a bomb at a stadium is news from a stadium, but news of a bomb.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from transforms.patterns import cued
from transforms.phrases import Found, Phrases, read_lexicon, split_cell

VIOLENCE = "violence"
# Evidence that a genre needs, what it must have over violence's, and the share of sentences that must show it.
# Politics stands next to violence and must say more; opinion is about violence as often as not.
ENOUGH, ENOUGH_ELSE = {"politics": 12.0, "opinion": 12.0}, 8.0
MARGINS, MARGIN_ELSE = {"politics": 2.5, "opinion": 0.5, "drill": 0.3}, 1.5
# Where no authority speaks at all, a review tells the violence of its film.
MARGIN_UNVOUCHED = 0.9
SPREAD = 0.4
# A genre told by very many words may be told in fewer sentences: an obituary goes on to tell a life.
PLENTY, THIN = 16.0, 0.25
# An exercise plays at war in the words of war, and says once or twice that it is one.
SPREADS = {"drill": 0.15}
# What a word adds once more where title or lead have it, and what a section's name in the URL adds.
LEADING, SECTION = 1.0, 4.0
LEAD_SENTENCES = 2

# An authority that speaks of violence in the lead makes it a report.
REPORTED = 8.0
STRONG, CERTAIN = 3.0, 4.0

_AUTHORITY = cued(
    r"\b(?:police|officials?|officers?|doctors?|medics?|army|military|ministry|governor|mayor|prosecutors?|hospital"
    r"|witness(?:es)?|residents?|elders|survivors?|authorities|coast guard|spokes\w+|sheriff\w*|deputies|observatory"
    r"|activists|sources?|administrator|commissioner|commander|garrison)\b[^.?!]{0,40}\b(?:said|says|told|reported|confirmed|announced|according)\b"
    r"|\b(?:according to|said) (?:the |a |an |local |\w+ )?(?:\w+ )?"
    r"(?:police|officials?|doctors?|medics|army|military|sources?|residents)\b",
    re.IGNORECASE,
)
_VICTIMS = cued(
    r"\b(?:kill(?:ed|s|ing)|wound(?:ed|s|ing)|injur(?:ed|es|ing)|abduct(?:ed|ing)|kidnap(?:ped|ping))\b", re.IGNORECASE
)
# Texts of talk, which may end with what else happened: "Meanwhile, a senator's guard was assassinated this afternoon".
_TALKS = frozenset({"politics", "business"})
_FRESH = cued(
    r"\b(?:today|yesterday|tonight|overnight|last night|(?:earlier )?this (?:morning|afternoon|evening)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
_MURDERED = re.compile(r"\b(?:assassinated|murdered|massacred|beheaded)\b", re.IGNORECASE)
_QUOTE = re.compile(r"[\"“”]")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[\"”’')]*|\n|$)")
_SECTIONS = {
    "sport": "sport sports football soccer cricket cycling rugby tennis golf boxing nfl nba mlb f1",
    "business": "business economy markets money finance companies",
    "politics": "politics elections law",
    "weather": "weather forecast",
    "review": "culture arts film films movies music books tv television theatre review reviews games gaming",
    "celebrity": "entertainment celebrity showbiz lifestyle obituaries obituary",
    "food": "food recipes cooking",
    "farming": "agriculture farming gardening gardens",
    "animals": "animals wildlife nature",
    "health": "health medicine",
    "technology": "technology tech",
    "science": "science space history heritage archaeology",
    "leisure": "travel style fashion life",
    "opinion": "opinion opinions comment commentary column columns columnists editorial editorials",
}
_GENRE_OF_SECTION = {name: genre for genre, names in _SECTIONS.items() for name in names.split()}


@dataclass(frozen=True)
class _Term:
    """A word's weight for each genre that it speaks for."""

    weights: tuple[tuple[str, float], ...]


def genre_of(title: str, text: str, url: str) -> str | None:
    """The genre of an article that is no news of violence; None = it may be. The URL's section counts as one hint."""
    if _is_certain(title, text):
        return None
    scores, spread = _score(title, text)
    section = _section(url)
    if section in scores:
        scores[section] += SECTION
    if section != "opinion" or _is_reported(title, text):
        scores.pop("opinion", None)
    violence = scores.pop(VIOLENCE, 0.0) + (REPORTED if _is_reported(title, text) else 0.0)
    margins = MARGINS if _AUTHORITY.search(text) else MARGINS | {"review": MARGIN_UNVOUCHED}
    if not _TALKS.isdisjoint(scores) and _has_fresh_violence(text):
        scores = {genre: score for genre, score in scores.items() if genre not in _TALKS}
    told = [
        genre
        for genre, score in scores.items()
        if spread[genre] >= _needed(genre, score)
        and score >= ENOUGH.get(genre, ENOUGH_ELSE)
        and score >= margins.get(genre, MARGIN_ELSE) * violence
    ]
    return max(told, key=lambda genre: (scores[genre], genre), default=None)


def _needed(genre: str, score: float) -> float:
    return SPREADS.get(genre, THIN if score >= PLENTY else SPREAD)


def _score(title: str, text: str) -> tuple[dict[str, float], dict[str, float]]:
    """For each genre the weight of its words, each counted once, and the share of sentences that have one."""
    sentences = [title, *(match.group() for match in _SENTENCE.finditer(text) if match.group().strip())]
    best: dict[str, dict[str, float]] = defaultdict(dict)
    having: dict[str, set[int]] = defaultdict(set)
    for number, sentence in enumerate(sentences):
        for word, found in _words(sentence):
            for genre, weight in found.value.weights:
                if genre == "opinion" and _QUOTE.search(sentence):
                    continue
                worth = weight * (1.0 + LEADING * (number <= LEAD_SENTENCES))
                best[genre][word] = max(worth, best[genre].get(word, 0.0))
                having[genre].add(number)
    scores = {genre: sum(words.values()) for genre, words in best.items()}
    return scores, {genre: len(having[genre]) / len(sentences) for genre in scores}


def _is_reported(title: str, text: str, strong: float = STRONG) -> bool:
    """True if title or lead tell of violence in words as strong as this, and an authority speaks in the text."""
    told = any(
        weight >= strong
        for sentence in _lead(title, text)
        for _, found in _words(sentence)
        for genre, weight in found.value.weights
        if genre == VIOLENCE
    )
    return told and _AUTHORITY.search(text) is not None


def _is_certain(title: str, text: str) -> bool:
    """True if title or lead count victims of violence that an authority reports: whatever else the text speaks of."""
    has_victims = any(_VICTIMS.search(sentence) for sentence in _lead(title, text))
    return has_victims and _is_reported(title, text, CERTAIN)


def _has_fresh_violence(text: str) -> bool:
    """True if a sentence, wherever it stands, counts victims of violence of the last days in the plainest words."""
    return any(
        _FRESH.search(sentence)
        and (_VICTIMS.search(sentence) or _MURDERED.search(sentence))
        and any(
            genre == VIOLENCE and weight >= CERTAIN for _, w in _words(sentence) for genre, weight in w.value.weights
        )
        for sentence in (match.group() for match in _SENTENCE.finditer(text))
    )


def _lead(title: str, text: str) -> list[str]:
    return [title, *(match.group() for match in _SENTENCE.finditer(text) if match.group().strip())][
        : LEAD_SENTENCES + 1
    ]


def _words(sentence: str) -> Iterator[tuple[str, Found[_Term]]]:
    for found in _terms().find(sentence):
        yield sentence[found.start : found.end].casefold(), found


def _section(url: str) -> str | None:
    parts = re.split(r"[/_-]", urlsplit(url).path.casefold())
    return next((_GENRE_OF_SECTION[part] for part in parts if part in _GENRE_OF_SECTION), None)


@cache
def _terms() -> Phrases[_Term]:
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_lexicon("genres"):
        for word in split_cell(row["words"]):
            weights[word].setdefault(row["genre"], float(row["weight"]))
    return Phrases((word, _Term(tuple(genres.items()))) for word, genres in weights.items())

"""What an afternoon's work would read from the articles: the floor that the reader is shown beside.

The dead are the first number beside a word for killing, the wounded the first beside one for wounding; the place is
the first one named that a gazetteer knows, the day is that of publication, the actor is the first one named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from transforms.actors import find_actors
from transforms.places import find_places
from transforms.places.gazetteer import open_gazetteer
from transforms.texts import ArticleText

_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?:\d[\d,]*|{'|'.join(_WORDS)}|an?)"
_KILLED = re.compile(
    rf"\b({_NUMBER})\b[^.]{{0,60}}?\b(?:killed|dead|died|dies|deaths?)\b"
    rf"|\b(?:killed|killing|kills?)\b[^.]{{0,25}}?\b({_NUMBER})\b",
    re.IGNORECASE,
)
_INJURED = re.compile(
    rf"\b({_NUMBER})\b[^.]{{0,60}}?\b(?:wounded|injured|hurt)\b"
    rf"|\b(?:wounded|wounding|injured|injuring)\b[^.]{{0,25}}?\b({_NUMBER})\b",
    re.IGNORECASE,
)


def read_naively(articles: Sequence[ArticleText]) -> pa.Table:
    """One mention for each article, with those columns of the mentions table that it tries to read."""
    return pa.Table.from_pylist([_row(article) for article in articles])


def _row(article: ArticleText) -> dict[str, object]:
    text = f"{article.title}\n{article.text}"
    places = [mention.place for mention in find_places(text, [], gazetteer=open_gazetteer()) if mention.place]
    place = next((place for place in places if place.kind != "country"), None)
    actor = next(iter(find_actors(text, country=None)), None)
    return {
        "url": article.url,
        "incident_id": article.article_id,
        "rank": 1,
        "event_date": article.published_at.date(),
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "location": place.name if place else None,
        "actor": actor.name if actor else None,
        "fatalities_best": _first(_KILLED, text),
        "fatalities_low": None,
        "fatalities_high": None,
        "fatalities_civilians": None,
        "injuries_best": _first(_INJURED, text),
        "sub_event_type": None,
        "weapon_type": None,
    }


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    if found is None:
        return None
    words = (found.group(1) or found.group(2)).casefold()
    if words in {"a", "an"}:
        return 1
    return _WORDS.index(words) + 1 if words in _WORDS else int(words.replace(",", ""))

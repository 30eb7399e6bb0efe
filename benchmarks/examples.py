"""How well the reader does on the sentences, articles and stories of `tests/quality`: written apart from its code.

    python benchmarks/examples.py [--misses PART]

A figure counts as found if quantity and value agree: the best figure, or the low one where nobody gives a number.
An incident counts as found if at least two of day (within one), place (within 50 km), event type and dead agree.
`--misses dev` shows what was missed; the held half is for its scores alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from transforms.accounts.sentences import read_sentences
from transforms.actors import ActorMention, find_actors, resolve_generic
from transforms.claims import Parties, read_claims
from transforms.claims.claim import EITHER, Claim
from transforms.extract import read_article
from transforms.language_model import load_model
from transforms.mentions import Mention
from transforms.places.gazetteer import distance_km, open_gazetteer
from transforms.texts import ArticleText, make_article_id

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "quality"
PARTS = ("dev", "held")
NEAR_KM = 50.0
PUBLISHED = datetime(2024, 3, 15, 9, tzinfo=UTC)

Row = Mapping[str, Any]
Figure = tuple[str, int | None]


@dataclass(frozen=True)
class Scores:
    """Shares from 0 to 1 by name, and what was missed in words."""

    values: dict[str, float]
    misses: tuple[str, ...]


def read_rows(name: str, part: str) -> list[Row]:
    """The rows of one half of one file."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["part"] == part]


def score_sentences(part: str) -> Scores:
    """Precision and recall of figures over the sentences, and the share of sentences without any fault."""
    tally: Counter[str] = Counter()
    misses = []
    for row in read_rows("sentences", part):
        told = [(claim["quantity"], _value(claim), claim) for claim in row["claims"]]
        found = _told_figures(_read_sentence(row["sentence"]))
        pairs, spare, missing = _match(told, found)
        tally.update(told=len(told), found=len(found), right=len(pairs), rows=1, exact=not spare and not missing)
        for gold, claim in pairs:
            tally.update(
                bounds=(gold["low"], gold["best"], gold["high"]) == (claim.low, claim.best, claim.high),
                scope=_is_total(gold["scope"]) == _is_total(claim.scope),
                victims_type=gold["victims_type"] == claim.victims_type,
                claimant=_same_name(gold["claimant"], claim.claimant_raw),
            )
        if spare or missing:
            misses.append(f"{row['id']} {row['sentence']}\n    missing {missing}  spare {spare}")
    values = {
        "figures precision": tally["right"] / tally["found"],
        "figures recall": tally["right"] / tally["told"],
        "sentences exact": tally["exact"] / tally["rows"],
        **{name: tally[name] / tally["right"] for name in ("bounds", "scope", "victims_type", "claimant")},
    }
    return Scores(values, tuple(misses))


def score_articles(part: str, name: str = "articles") -> Scores:
    """Incidents found, and each column's share right among all incidents that there are; `name` is the file's.

    Of the claims found, the claimant is right who is named as printed or by the name that the lexicons have.
    """
    tally: Counter[str] = Counter()
    misses = []
    for row in read_rows(name, part):
        mentions = read_article(_article(row)).mentions
        pairs = _pair(row["incidents"], mentions)
        tally.update(told=len(row["incidents"]), found=len(mentions), right=len(pairs))
        faults = [f"{len(row['incidents']) - len(pairs)} lost, {len(mentions) - len(pairs)} spare"]
        for gold, mention in pairs:
            right = dict(_columns(gold, mention))
            tally.update(right)
            faults += [f"{name}: {_told(gold, mention, name)}" for name, is_right in right.items() if not is_right]
            claims, spare, missing = _match(_gold_claims(gold), _mention_claims(mention))
            tally.update(claims=len(claims), claims_told=len(gold["claims"]), claims_found=len(claims) + len(spare))
            tally.update(claimant=sum(_same_claimant(told["claimant"], claim) for told, claim in claims))
            faults += [f"claims missing {missing} spare {spare}"] if missing or spare else []
        if len(faults) > 1 or faults[0] != "0 lost, 0 spare":
            misses.append(f"{row['id']} {row['title']}\n    " + "\n    ".join(faults))
    columns = "date place type sub_type status actor target killed injured abducted".split()
    values = {
        "incidents precision": tally["right"] / tally["found"],
        "incidents recall": tally["right"] / tally["told"],
        **{name: tally[name] / tally["told"] for name in columns},
        "claims precision": tally["claims"] / tally["claims_found"],
        "claims recall": tally["claims"] / tally["claims_told"],
        "claims claimant": tally["claimant"] / tally["claims"],
    }
    return Scores(values, tuple(misses))


SCORERS: dict[str, Callable[[str], Scores]] = {
    "sentences": score_sentences,
    "short articles": score_articles,
    "wire stories": partial(score_articles, name="wire"),
    "world stories": partial(score_articles, name="stories"),
    "daily reports": partial(score_articles, name="reports"),
    "dispatches": partial(score_articles, name="dispatches"),
    "bulletins": partial(score_articles, name="bulletins"),
}


def _read_sentence(sentence: str) -> list[Claim]:
    article = ArticleText("art", 1, "https://example.org/s", None, "Example", "", sentence, PUBLISHED, "en")
    read = read_sentences(article, load_model(), open_gazetteer())
    return read_claims(read.sentences, Parties(None, None), article, "men")


def _article(row: Row) -> ArticleText:
    return ArticleText(
        article_id=make_article_id("example.org", row["url"]),
        version=1,
        url=row["url"],
        site=None,
        source="example.org",
        title=row["title"],
        text=row["text"],
        published_at=datetime.fromisoformat(row["published_at"]).astimezone(UTC),
        language=row["language"],
    )


def _value(claim: Row) -> int | None:
    best: int | None = claim["best"]
    return claim["low"] if best is None else best


def _claim_value(claim: Claim) -> int | None:
    return claim.low if claim.best is None else claim.best


def _quantity(claim: Claim) -> str:
    """The quantity by the name that the examples have for it."""
    return claim.quantity.replace(" ", "_")


def _is_total(scope: str) -> bool:
    """Whether a figure is a count of its own: parts and running totals are none."""
    return scope not in {"subset", "cumulative"}


def _same_name(told: str | None, found: str | None) -> bool:
    """True if both name nobody, or share a word that says who."""
    if told is None or found is None:
        return told is found
    return bool(_words(told) & _words(found))


def _same_claimant(told: str | None, claim: Claim) -> bool:
    return _same_name(told, claim.claimant_raw and f"{claim.claimant_raw} {claim.claimant}")


def _same_party(told: str | None, found: ActorMention | None, country: str | None) -> bool:
    """True if both name nobody, share a word that says who, or are coded as one force or kind of attacker.

    "Armed men" are "gunmen"; farmers and passengers, though both civilians, are not the same people.
    """
    if told is None or found is None or _same_name(told, f"{found.raw} {found.name}"):
        return (told is None) == (found is None)
    coded = [
        resolve_generic(mention, country) if country else mention for mention in find_actors(told, country=country)
    ]
    return any(mention.name == found.name and mention.type != "civilian" for mention in coded)


def _words(name: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", name.casefold())} - {"the", "of", "a", "an", "and", "in"}


def _match(
    told: Sequence[tuple[str, int | None, Any]], found: Sequence[tuple[str, int | None, Any]]
) -> tuple[list[tuple[Any, Any]], list[Figure], list[Figure]]:
    """Pairs that agree in quantity and value, then what was found in vain and what was missed."""
    left = list(found)
    pairs, missing = [], []
    for quantity, value, gold in told:
        same = [item for item in left if item[:2] == (quantity, value)]
        if same:
            left.remove(same[0])
            pairs.append((gold, same[0][2]))
        else:
            missing.append((quantity, value))
    return pairs, [item[:2] for item in left], missing


def _gold_claims(gold: Row) -> list[tuple[str, int | None, Any]]:
    return [(claim["quantity"], _value(claim), claim) for claim in gold["claims"]]


def _mention_claims(mention: Mention) -> list[tuple[str, int | None, Any]]:
    return _told_figures(mention.claims)


def _told_figures(claims: Iterable[Claim]) -> list[tuple[str, int | None, Any]]:
    """Quantity and value of each claim; "no casualties", one claim of ours, is none killed and none injured."""
    figures: list[tuple[str, int | None, Any]] = []
    for claim in claims:
        is_none = claim.quantity == EITHER and claim.best == 0
        quantities = ("killed", "injured") if is_none else (_quantity(claim),)
        figures += [(quantity, _claim_value(claim), claim) for quantity in quantities]
    return figures


def _pair(incidents: Sequence[Row], mentions: Sequence[Mention]) -> list[tuple[Row, Mention]]:
    """Incidents with the mentions that tell of them, most alike first."""
    points = [
        (_likeness(gold, mention), -i, -j) for i, gold in enumerate(incidents) for j, mention in enumerate(mentions)
    ]
    pairs: list[tuple[Row, Mention]] = []
    taken: set[tuple[str, int]] = set()
    for point, i, j in sorted(points, reverse=True):
        if point < 2 or ("gold", i) in taken or ("mention", j) in taken:
            continue
        taken |= {("gold", i), ("mention", j)}
        pairs.append((incidents[-i], mentions[-j]))
    return pairs


def _likeness(gold: Row, mention: Mention) -> int:
    right = dict(_columns(gold, mention))
    agreed = [right[name] for name in ("date", "place", "type")]
    return sum(agreed) + (right["killed"] and gold["fatalities_best"] is not None)


def _columns(gold: Row, mention: Mention) -> Iterator[tuple[str, bool]]:
    day = date.fromisoformat(gold["event_date"])
    slack = 1 if gold["event_date_precision"] <= 2 else 31
    place = mention.where.place
    yield "date", mention.when.day is not None and abs((mention.when.day - day).days) <= slack
    there = replace(place, latitude=gold["latitude"], longitude=gold["longitude"]) if place else None
    yield "place", place is not None and there is not None and distance_km(place, there) <= NEAR_KM
    yield "type", mention.event_type == gold["event_type"]
    yield "sub_type", mention.sub_event_type == gold["sub_event_type"]
    yield "status", mention.status == gold["status"]
    for side, party in (("actor", mention.actor), ("target", mention.target)):
        yield side, _same_party(gold[side], party, gold["country"])
    yield "killed", mention.fatalities.best == gold["fatalities_best"]
    yield "injured", mention.injuries.best == gold["injuries_best"]
    yield "abducted", mention.abducted.best == gold["abducted_best"]


def _told(gold: Row, mention: Mention, column: str) -> str:
    ours = {
        "date": mention.when.day,
        "place": mention.where.place.name if mention.where.place else mention.where.raw,
        "type": mention.event_type,
        "sub_type": mention.sub_event_type,
        "status": mention.status,
        "actor": mention.actor.raw if mention.actor else None,
        "target": mention.target.raw if mention.target else None,
        "killed": mention.fatalities.best,
        "injured": mention.injuries.best,
        "abducted": mention.abducted.best,
    }
    theirs = {
        "date": "event_date",
        "place": "location",
        "type": "event_type",
        "sub_type": "sub_event_type",
        "killed": "fatalities_best",
        "injured": "injuries_best",
        "abducted": "abducted_best",
    }
    return f"{ours[column]} for {gold[theirs.get(column, column)]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", choices=PARTS, help="show what was missed in this half")
    wanted = parser.parse_args()
    for name, score in SCORERS.items():
        halves = {part: score(part) for part in PARTS}
        print(f"{name:24}" + "".join(f"{part:>8}" for part in PARTS))
        for measure in halves["dev"].values:
            print(f"  {measure:22}" + "".join(f"{halves[part].values[measure]:8.3f}" for part in PARTS))
        if wanted.misses:
            print("\n".join(halves[wanted.misses].misses))


if __name__ == "__main__":
    main()

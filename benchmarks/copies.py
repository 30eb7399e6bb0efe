"""How well wire copies are told from other stories, on copies built from the open pages.

    .venv/bin/python benchmarks/copies.py [--gold ../shared/gold]

Of each page with a body of 150 words or more, copies are made as papers make them: a twelfth of the words changed, the
end cut off (a third, a half, two thirds), another dateline and a paragraph of their own in front. What is no copy: the
other pages, and a follow-up, which repeats the last third of the first story below as much news of its own (taken from
another page). A copy is found when `duplicate_of` names its original; anything else that is named is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from transforms.articles.duplicates import mark_duplicates

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
FEWEST_WORDS = 150
START = datetime(2026, 1, 1, tzinfo=UTC)
OWN = "Our reporters in the city could not reach the ministry before this edition went to print on Tuesday evening."


@dataclass(frozen=True)
class Found:
    """Of one kind of text: how many there are, and how many were named as copies of the right story, or of any."""

    kind: str
    texts: int
    right: int
    named: int


def change_words(text: str, chance: random.Random) -> str:
    """A twelfth of the words replaced by other words of the same text."""
    words = text.split(" ")
    for at in chance.sample(range(len(words)), len(words) // 12):
        words[at] = chance.choice(words)
    return " ".join(words)


def keep_start(share: float) -> Callable[[str, random.Random], str]:
    """The start of the text, cut after a word."""
    return lambda text, _: text[: text.rfind(" ", 0, int(len(text) * share))]


def print_under_own_name(text: str, _: random.Random) -> str:
    """Another dateline and a paragraph of the paper's own before the story."""
    return f"ORU (Agencies) – {OWN}\n{text}"


COPIES: Mapping[str, Callable[[str, random.Random], str]] = {
    "words changed": change_words,
    "last third cut": keep_start(0.67),
    "half cut": keep_start(0.5),
    "two thirds cut": keep_start(0.33),
    "own start": print_under_own_name,
}


def read_bodies(gold: Path) -> dict[str, str]:
    """Known bodies of the open pages by id."""
    lines = (gold / "pages" / "ground_truth.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return {row["id"]: row["body"] for row in rows if len((row.get("body") or "").split()) >= FEWEST_WORDS}


def build(bodies: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Texts as (id, kind, text): originals first, then what was made of each."""
    chance = random.Random(1)  # noqa: S311 - the same copies each time
    keys = list(bodies)
    yield from ((key, "other story", bodies[key]) for key in keys)
    for at, key in enumerate(keys):
        yield from ((f"{key} {kind}", kind, copy(bodies[key], chance)) for kind, copy in COPIES.items())
        text, other = bodies[key], bodies[keys[at - 1]]
        background = text[-len(text) // 3 :]
        # News of no other text here: the words of another page in another order.
        news = other.split(" ")
        chance.shuffle(news)
        yield f"{key} follow-up", "follow-up", f"{' '.join(news)[: len(background)]}\n{background}"


def measure(bodies: Mapping[str, str]) -> list[Found]:
    """How each kind of text fared, all of them in one table."""
    built = list(build(bodies))
    frame = pd.DataFrame(
        {
            "article_id": [key for key, _, _ in built],
            "version": 1,
            "text": [text for _, _, text in built],
            "published_at": [START + timedelta(minutes=minute) for minute in range(len(built))],
            "duplicate_of": None,
        }
    )
    marked = mark_duplicates(frame).dropna(subset="duplicate_of")
    named = dict(zip(marked["article_id"], marked["duplicate_of"], strict=True))
    return [_count(kind, built, named) for kind in dict.fromkeys(kind for _, kind, _ in built)]


def _count(kind: str, built: Sequence[tuple[str, str, str]], named: Mapping[str, object]) -> Found:
    keys = [key for key, of_kind, _ in built if of_kind == kind]
    right = sum(named.get(key) == key.split(" ")[0] != key for key in keys)
    return Found(kind, len(keys), right, sum(key in named for key in keys))


def show(found: Sequence[Found]) -> Table:
    """Each kind, then precision and recall over them all."""
    table = Table("text", "texts", "named a copy of its original", "named a copy")
    for each in found:
        table.add_row(each.kind, str(each.texts), str(each.right), str(each.named))
    copies = [each for each in found if each.kind in COPIES]
    right = sum(each.right for each in copies)
    precision, recall = right / sum(each.named for each in found), right / sum(each.texts for each in copies)
    table.add_row("precision, recall", "", f"{precision:.3f}", f"{recall:.3f}")
    return table


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    Console().print(show(measure(read_bodies(parser.parse_args().gold))))


if __name__ == "__main__":
    main()

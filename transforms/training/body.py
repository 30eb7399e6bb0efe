"""Open article pages with their known bodies → the weights that choose a page's blocks: `nightdesk train body`.

A block is of the story when its words are in the known body. Pages count alike, and a block by its words, as the
measure of bodies does. Two thirds of the pages, by a hash of the id, are fitted; the last third only measures.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import Any

from transforms.articles.block_features import TELLING, PageBlocks, Story, block_features, is_covered
from transforms.articles.blocks import find_blocks
from transforms.articles.body import OF_STORY, join_blocks
from transforms.articles.candidate import read_candidate
from transforms.articles.metadata import read_authors
from transforms.articles.pages import read_page
from transforms.articles.site_names import fold
from transforms.articles.titles import read_title
from transforms.linear_model import LinearModel
from transforms.training import Sources, Trained
from transforms.training.fitting import Recipe, Row, fit

RECIPE = Recipe(strength=0.05, min_rows=1, negligible=0.005)
# A name that few pages have is one publisher's.
FEWEST_PAGES = 6
# A block with this share of its words in the body is of the story; a shorter text must be there whole.
OF_BODY, SHORTEST = 0.5, 8
# Words that a block counts at most, and what each block counts beside its words.
MOST_WORDS, FLAT = 120, 0.002
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u3040-\u9fff]")


@dataclass(frozen=True)
class Example:
    """One page: its blocks, their features, which are of the story, and the known body."""

    is_aside: bool
    blocks: PageBlocks
    features: Sequence[set[str]]
    truth: Sequence[bool]
    body: str


def is_page_set_aside(key: str) -> bool:
    """True for a third of the pages, by the whole hash of their id: the split that the rules were tuned under."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def train(sources: Sources) -> Trained:
    """The weights of the blocks, fitted on the tuned pages with a known body."""
    examples = _only_common(list(_examples(sources)))
    tuned = [example for example in examples if not example.is_aside]
    model = fit("body", "1", list(_rows(tuned)), [OF_STORY], RECIPE)
    aside = [example for example in examples if example.is_aside]
    lines = [
        f"{name}: body F1 {_score(model, part):.3f} on {len(part)} pages"
        for name, part in (("tuned", tuned), ("aside", aside))
    ]
    about = {
        "trained on": f"{len(tuned)} open article pages with a known body, two of three",
        "reached": "; ".join(lines),
    }
    return Trained([replace(model, about=about)], [f"body: {line}" for line in lines])


def _examples(sources: Sources) -> Iterator[Example]:
    manifest = sources.gold_file("pages", "ground_truth.jsonl")
    for row in map(json.loads, manifest.read_text(encoding="utf-8").splitlines()):
        if row.get("body"):
            yield _example(row, gzip.decompress((manifest.parent / row["file"]).read_bytes()))


def _example(row: dict[str, Any], html: bytes) -> Example:
    page = read_page(html, url=row["url"], content_type="text/html")
    story = Story(read_title(page), read_authors(page), read_candidate(page))
    blocks = PageBlocks(page, find_blocks(page.tree), story)
    features = [block_features(blocks, at) for at in range(len(blocks.blocks))]
    return Example(is_page_set_aside(row["id"]), blocks, features, _truth(blocks, row["body"]), row["body"])


def _truth(blocks: PageBlocks, body: str) -> list[bool]:
    whole, lines = fold(body), {fold(line) for line in body.split("\n")}
    return [_is_of_body(folded, lines, whole) for folded in blocks.folded]


def _is_of_body(folded: str, lines: set[str], whole: str) -> bool:
    if not folded or folded in lines:
        return bool(folded)
    if len(folded) >= TELLING:
        return is_covered(folded, whole, OF_BODY)
    return len(folded) >= SHORTEST and folded in whole


def _only_common(examples: Sequence[Example]) -> list[Example]:
    """The examples without features that few of the tuned pages have."""
    tuned = (example for example in examples if not example.is_aside)
    pages = Counter(feature for example in tuned for feature in set().union(*example.features))
    known = {feature for feature, count in pages.items() if count >= FEWEST_PAGES}
    return [replace(example, features=[each & known for each in example.features]) for example in examples]


def _rows(examples: Sequence[Example]) -> Iterator[Row]:
    weights = [list(_weights(example)) for example in examples]
    usual = mean(weight for of_page in weights for weight in of_page)
    for example, of_page in zip(examples, weights, strict=True):
        for features, is_story, weight in zip(example.features, example.truth, of_page, strict=True):
            yield Row(sorted(features), [OF_STORY] if is_story else [], weight / usual)


def _weights(example: Example) -> Iterator[float]:
    lengths = [min(_count(block.text), MOST_WORDS) for block in example.blocks.blocks]
    story = sum(length for length, is_story in zip(lengths, example.truth, strict=True) if is_story) or 1
    yield from (min(1.0, length / story + FLAT) for length in lengths)


def _count(text: str) -> int:
    return len(text) // 2 + 1 if _UNSPACED.search(text) else len(_WORD.findall(text))


def _score(model: LinearModel, examples: Sequence[Example]) -> float:
    """F1 of mean precision and recall over 4-word shingles: the article-extraction benchmark's measure."""
    precisions, recalls = [], []
    for example in examples:
        chosen = [OF_STORY in model.taken(features) for features in example.features]
        true, found = _shingles(example.body), _shingles(join_blocks(example.blocks, chosen))
        shared = (true & found).total()
        precisions.append(shared / max(1, found.total()))
        recalls.append(shared / max(1, true.total()))
    precision, recall = mean(precisions), mean(recalls)
    return 2 * precision * recall / (precision + recall)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))
